"""Totals beside their parts: never read as figures, but said when they do not agree."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.attachments import SheetCell
from bot.reading.sheets.grid import Grid, ref
from bot.reading.sheets.shapes import SheetTrouble, TroubleCode

ROUNDING = Decimal("0.01")  # a part; tables show two decimals of what they add up


_PLAIN = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,6})?")


def disagreeing(
    grid: Grid, row: int, column: int, parts: Sequence[SheetCell]
) -> list[SheetTrouble]:
    """The total in a cell against its parts; nothing is said where a part is no plain number."""
    total = _number(grid.value(row, column))
    told = [part for part in parts if not isinstance(part, str) or any(map(str.isalnum, part))]
    numbers = [number for part in told if (number := _number(part)) is not None]
    if total is None or len(numbers) < max(2, len(told)):
        return []
    counted = sum(numbers, Decimal(0))
    if abs(total - counted) <= ROUNDING * len(numbers):
        return []
    return [
        SheetTrouble(
            TroubleCode.TOTAL, grid.name, ref(row, column), text=f"{total:f}", other=f"{counted:f}"
        )
    ]


def _number(value: SheetCell) -> Decimal | None:
    """A number, or a text that is plainly one, as all of a CSV file are."""
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    text = value.strip()
    return Decimal(text.replace(",", "")) if _PLAIN.fullmatch(text) else None
