"""Totals beside their parts: never read as figures, but said when they do not agree."""

from collections.abc import Sequence
from decimal import Decimal

from bot.attachments import SheetCell
from bot.reading.sheets.grid import Grid, ref
from bot.reading.sheets.shapes import SheetTrouble, TroubleCode

ROUNDING = Decimal("0.01")  # a part; tables show two decimals of what they add up


def disagreeing(
    grid: Grid, row: int, column: int, parts: Sequence[SheetCell]
) -> list[SheetTrouble]:
    """The total in a cell against its parts; only numbers of the file itself are compared."""
    total = grid.value(row, column)
    numbers = [part for part in parts if isinstance(part, Decimal)]
    others = [part for part in parts if isinstance(part, str) and any(map(str.isalnum, part))]
    if not isinstance(total, Decimal) or len(numbers) < 2 or others:
        return []
    counted = sum(numbers, Decimal(0))
    if abs(total - counted) <= ROUNDING * len(numbers):
        return []
    return [
        SheetTrouble(
            TroubleCode.TOTAL, grid.name, ref(row, column), text=f"{total:f}", other=f"{counted:f}"
        )
    ]
