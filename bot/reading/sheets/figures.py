"""From series to items: the same units, months, doubts and slip stopper as for typed text.

A number that the file itself holds as a number is exact; a text goes through the strict reader.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal

from bot.attachments import SheetCell
from bot.months import Month
from bot.reading.activities import Named
from bot.reading.cleaning import clean
from bot.reading.context import Context
from bot.reading.items import find_items
from bot.reading.numbers import MOST_DECIMALS, MOST_DIGITS, Number
from bot.reading.pairs import Pair, Paired
from bot.reading.shapes import Doubt, History, Item
from bot.reading.sheets.shapes import Series, SheetFigure, SheetTrouble, TroubleCode
from bot.reading.sheets.tools import Tools
from bot.reading.slips import slip_doubts
from bot.reading.tokens import Figure
from bot.reading.units import FoundUnit

EXACT = Decimal(1).scaleb(-MOST_DECIMALS)  # cached results of formulas have up to 17 digits
MONTH_SAID = "other_month"  # a table says its months; there is nothing to note
COPIES = frozenset({"repeat", "doubled"})
LEVELS = frozenset({"high", "low", "baht"})
SLIPS = COPIES | LEVELS | {"first_high", "first_low", "sudden_zero", "two_months"}
_EMPTY = re.compile(r"[\s\-–—.…_]*")


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of a sheet as an item, with where it stands."""

    series: Series
    ref: str
    item: Item

    @property
    def cell(self) -> tuple[str, str, Month | None]:
        return self.item.activity, self.item.kind, self.item.month


class FigureReader:
    """Reads the cells of series whose activity and months are known."""

    def __init__(self, tools: Tools, context: Context, known_from: Month | None) -> None:
        self._tools = tools
        self._context = context
        self._known_from = known_from
        self.troubles: list[SheetTrouble] = []

    def read(self, named: Sequence[tuple[Series, Named]]) -> list[Item]:
        """Every figure once; what cannot be one is left in `troubles`."""
        told = [one for series, name in named for one in self._series(series, name)]
        return self._among_themselves(self._once(told))

    def _series(self, series: Series, name: Named) -> Iterable[Told]:
        unit = self._tools.unit(clean(series.unit).text) if series.unit else None
        strange = bool(series.unit) and unit is None and any(map(str.isalpha, series.unit))
        for cell in series.figures:
            if cell.month is None or is_empty(cell.value):
                continue
            if self._known_from and cell.month < self._known_from:
                self._trouble(TroubleCode.OLD, series, cell)
                continue
            one = self._figure(series, cell, name, unit, strange)
            if one:
                yield one

    def _figure(
        self,
        series: Series,
        cell: SheetFigure,
        name: Named,
        unit: FoundUnit | None,
        strange: bool,
    ) -> Told | None:
        figure, doubts = self._scanned(cell.value)
        if figure is None:
            self._trouble(TroubleCode.CELL, series, cell, "number")
            return None
        figure.unit = figure.unit or unit
        if strange and figure.unit is None:
            figure.unclear = figure.unclear or "unit"
        pair = Pair(figure, name, series.words, cell.month)
        found = find_items(Paired([pair]), replace(self._context, doubts=doubts))
        if not found.items:
            code = found.question.code if found.question else "number"
            kind = TroubleCode.FUTURE if code == "future_month" else TroubleCode.CELL
            self._trouble(kind, series, cell, code, name.codes[0])
            return None
        item = found.items[0]
        kept = tuple(doubt for doubt in item.doubts if doubt.code != MONTH_SAID)
        return Told(
            series, cell.ref, replace(item, doubts=kept, fragment=f"{series.sheet}!{cell.ref}")
        )

    def _scanned(self, value: SheetCell) -> tuple[Figure | None, tuple[str, ...]]:
        if isinstance(value, Decimal):
            return _of_number(value), ()
        cleaned = clean(value)
        tokens = self._tools.scanner.scan_cells(cleaned.text.replace("\n", " "))
        if len(tokens) != 1 or not isinstance(tokens[0], Figure) or tokens[0].answer:
            return None, ()
        return tokens[0], cleaned.doubts

    def _once(self, told: Sequence[Told]) -> list[Item]:
        """A cell told several times: the same counts once, several rows of a table are added."""
        cells: dict[tuple[str, str, Month | None], list[Told]] = {}
        for one in told:
            cells.setdefault(one.cell, []).append(one)
        items = []
        for same in cells.values():
            tables: dict[int, list[Told]] = {}
            for one in same:
                tables.setdefault(one.series.table, []).append(one)
            added = [self._added(rows) for rows in tables.values()]
            if any(one.base_quantity != added[0].base_quantity for one in added):
                self._clash(same)
            else:
                items.append(added[0])
        return items

    def _added(self, rows: Sequence[Told]) -> Item:
        """`Gasohol 91` and `Gasohol 95` are one figure of ours; rows of one name are no parts."""
        first, *others = [row.item for row in rows]
        parts = [item for item in (first, *others) if item.base_quantity]
        if len(parts) < 2:
            return parts[0] if parts else first
        doubts = [doubt for item in parts for doubt in item.doubts if doubt.code not in SLIPS]
        base = sum((item.base_quantity or Decimal(0) for item in parts), Decimal(0))
        activity = self._context.catalogue.activities[first.activity]
        month = first.month or self._context.asked_month
        history = self._context.history(activity.code, first.kind, month)
        slips = slip_doubts(activity, base, history, self._context.plausible(activity, first.kind))
        return replace(
            first,
            quantity=base,
            unit=first.base_unit,
            base_quantity=base,
            doubts=_distinct([Doubt("sum"), *doubts, *slips]),
        )

    def _clash(self, same: Sequence[Told]) -> None:
        first, other = (
            same[0],
            next(one for one in same if one.item.base_quantity != same[0].item.base_quantity),
        )
        self.troubles.append(
            SheetTrouble(
                TroubleCode.CLASH,
                first.series.sheet,
                first.ref,
                f"{first.item.quantity:f}",
                f"{other.item.quantity:f}",
                other.item.fragment,
                first.item.activity,
            )
        )

    def _among_themselves(self, items: Sequence[Item]) -> list[Item]:
        """Where no history is kept, the file's own other months say what is usual."""
        by_cell = {(item.activity, item.kind, item.month): item for item in items}
        return [self._compared(item, by_cell) for item in items]

    def _compared(self, item: Item, by_cell: dict[tuple[str, str, Month | None], Item]) -> Item:
        month, base = item.month, item.base_quantity
        if month is None or base is None or any(d.code in LEVELS for d in item.doubts):
            return item
        kept = self._context.history(item.activity, item.kind, month)
        last = by_cell.get((item.activity, item.kind, month - 1))
        before, after = _others(item, by_cell)
        usual = History(kept.values or (*before, *after))
        copied = History(before or kept.values, last.base_quantity if last else kept.last_month)
        activity = self._context.catalogue.activities[item.activity]
        doubts = [
            *slip_doubts(activity, base, usual, None),
            *(d for d in slip_doubts(activity, base, copied, None) if d.code in COPIES),
        ]
        return replace(item, doubts=_distinct([*item.doubts, *doubts]))

    def _trouble(
        self,
        code: TroubleCode,
        series: Series,
        cell: SheetFigure,
        reason: str = "",
        activity: str = "",
    ) -> None:
        text = f"{cell.value:f}" if isinstance(cell.value, Decimal) else cell.value
        self.troubles.append(
            SheetTrouble(code, series.sheet, cell.ref, text[:60], str(cell.month), reason, activity)
        )


def is_empty(value: SheetCell) -> bool:
    return isinstance(value, str) and bool(_EMPTY.fullmatch(value))


def is_zero(value: SheetCell) -> bool:
    """A zero, as a number or typed: TGO's sheet comes filled with them."""
    if isinstance(value, Decimal):
        return value == 0
    return bool(re.fullmatch(r"\s*[0๐]+(?:\.[0๐]+)?\s*", value))


def _of_number(value: Decimal) -> Figure:
    if not value.is_finite():
        return Figure(Number(0, None), 0, 0, unclear="number")
    if value.adjusted() >= MOST_DIGITS:
        return Figure(Number(0, None), 0, 0, unclear="too_long")
    if value < 0:
        return Figure(Number(0, None), 0, 0, unclear="negative")
    exact = value.quantize(EXACT, ROUND_HALF_EVEN)
    bare = exact.normalize() if exact else Decimal(0)
    number = Decimal(f"{bare:f}")
    return Figure(Number(0, number), 0, 0, text=f"{number:f}")


def _others(
    item: Item, by_cell: dict[tuple[str, str, Month | None], Item]
) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    """The file's other months of the same cell: those before and those after, nearest first."""
    month = item.month
    before: list[tuple[int, Item]] = []
    after: list[tuple[int, Item]] = []
    for (activity, kind, when), other in by_cell.items():
        if (activity, kind) != (item.activity, item.kind) or not other.base_quantity:
            continue
        if month and when and when != month:
            (before if when < month else after).append((abs(when.since(month)), other))
    nearest = [sorted(side, key=lambda one: one[0]) for side in (before, after)]
    first, second = (tuple(o.base_quantity or Decimal(0) for _, o in side) for side in nearest)
    return first, second


def _distinct(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    kept: dict[str, Doubt] = {}
    for doubt in doubts:
        kept.setdefault(doubt.code, doubt)
    return tuple(kept.values())
