"""A place's figures of a file beside those that are kept: new, changed, same, or refused."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from bot.catalogue import Activity, Catalogue, Frequency, Range
from bot.cells import Cell, CellKey, Status
from bot.inventory.holding import STOCKS
from bot.loading.lines import Column, Problem, Told, digits
from bot.loading.periods import WHOLE_YEAR
from bot.months import Month
from bot.people import Place
from bot.reading.shapes import Doubt, History
from bot.reading.slips import history_at, slip_doubts

COPIES = frozenset({"repeat", "doubled"})  # what parts of one year are by their nature
GAPS = frozenset({"two_months"})  # no sign of a slip where figures come once a year
MARKED = "marked"  # doubted already where the file comes from
MONTHS = 12
LONGEST_COMPARED = 100  # letters of a note; the reason of a revision may have cut the rest
WITHOUT = (Status.LATER, Status.MISSING, Status.NOT_AVAILABLE)


class Sort(StrEnum):
    """How a figure compares with what is kept; the sign it is printed with."""

    NEW = "+"
    CHANGED = "~"
    SAME = "="
    REFUSED = "!"


@dataclass(frozen=True, slots=True)
class Kept:
    """The current figure of a cell, and why its revision was written."""

    cell: Cell
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of the file. `before` is what is kept, `into_closed` that its month is closed."""

    sort: Sort
    told: Told
    before: Cell | None = None
    doubts: tuple[Doubt, ...] = ()
    problem: Problem | None = None
    into_closed: bool = False

    @property
    def differs(self) -> bool:
        return self.sort in (Sort.NEW, Sort.CHANGED)


@dataclass(frozen=True, slots=True)
class Beside:
    """All a place's figures are compared with."""

    catalogue: Catalogue
    place: Place
    kept: Mapping[CellKey, Kept] = field(default_factory=dict)
    closed: Collection[Month] = ()
    peers: Mapping[tuple[str, str], Range] = field(default_factory=dict)
    into_closed: bool = False


def compare(beside: Beside, told: Sequence[Told]) -> list[Compared]:
    """Every figure of one place, parameters first, then by activity and month."""
    rows = defaultdict(list)
    for one in told:
        rows[one.key].append(one.row)
    steering = beside.catalogue.parameters
    ordered = sorted(told, key=lambda one: (one.key.activity not in steering, _order(one)))
    compared = [_compared(beside, one, rows[one.key]) for one in ordered]
    years = _Years(beside, compared)
    compared = _refused_by_row([years.checked(one) for one in compared])
    past = _Past(beside, compared)
    return _doubted_by_row([past.doubted(one) for one in compared])


def _refused_by_row(compared: Sequence[Compared]) -> list[Compared]:
    """A year that is refused in one of its months is refused in all: part of a year is none."""
    bad = {one.told.row for one in compared if one.sort is Sort.REFUSED}
    return [
        Compared(Sort.REFUSED, one.told)  # its row is named already
        if one.told.row in bad and one.sort is not Sort.REFUSED
        else one
        for one in compared
    ]


def _doubted_by_row(compared: Sequence[Compared]) -> list[Compared]:
    """A spread year that is doubted in one of its months waits as a whole."""
    odd = {one.told.row: one.doubts for one in compared if one.told.is_spread and one.doubts}
    return [
        replace(one, doubts=one.doubts or odd.get(one.told.row, ())) if one.differs else one
        for one in compared
    ]


def _order(told: Told) -> tuple[str, str, Month, int]:
    return told.key.activity, told.key.kind, told.key.month, told.row


def refused(told: Told, column: str, words: str) -> Compared:
    problem = Problem(told.row, column, words, told.key.place, str(told.key.month))
    return Compared(Sort.REFUSED, told, problem=problem)


def _compared(beside: Beside, told: Told, rows: Sequence[int]) -> Compared:
    if len(rows) > 1:
        others = " and ".join(str(row) for row in sorted(set(rows))[:5])
        words = f"{_cell_words(told.key)} stands in rows {others}; keep one"
        return refused(told, Column.ACTIVITY, words)
    kept = beside.kept.get(told.key)
    if kept is not None and _says_the_same(told, kept):
        return Compared(Sort.SAME, told, kept.cell)
    is_closed = told.key.month in beside.closed
    if is_closed and not beside.into_closed:
        words = f"{told.key.place} {told.key.month} is closed; reopen it, or write --into-closed"
        return refused(told, Column.MONTH, words)
    sort = Sort.NEW if kept is None else Sort.CHANGED
    return Compared(sort, told, kept.cell if kept else None, into_closed=is_closed)


def _says_the_same(told: Told, kept: Kept) -> bool:
    """What was told in another unit is no change; another reason for no figure is one."""
    cell = kept.cell
    if (cell.status, cell.quantity) != (told.status, told.quantity):
        return False
    return told.quantity is not None or told.note[:LONGEST_COMPARED] in kept.reason


def _cell_words(key: CellKey) -> str:
    return " ".join(filter(None, (key.place, str(key.month), key.activity, key.kind)))


# --- nothing is counted twice ---------------------------------------------------------------------


class _Years:
    """A whole year's figure and single months of that year exclude each other."""

    def __init__(self, beside: Beside, compared: Iterable[Compared]) -> None:
        self._activities = beside.catalogue.activities
        self._kept = beside.kept
        self._file = {one.told.key: one.told for one in compared if one.sort is not Sort.REFUSED}

    def checked(self, one: Compared) -> Compared:
        told = one.told
        if not one.differs or not told.quantity or not self._adds_up(told):
            return one
        if told.is_spread:
            return self._spread(one)
        if told.of_year is not None:
            return self._whole_year(one)
        year_in = CellKey(told.key.place, Month(told.key.month.year, MONTHS), *_item(told.key))
        if year_in != told.key and self._holds_a_year(year_in):
            words = f"{year_in.month} holds the whole year already; correct that first"
            return refused(told, Column.MONTH, words)
        return one

    def _adds_up(self, told: Told) -> bool:
        """What is there in a month is no part of a sum, nor is a census."""
        activity = self._activities[told.key.activity]
        return activity.method not in STOCKS and activity.frequency is not Frequency.CENSUS

    def _spread(self, one: Compared) -> Compared:
        if one.before is None or one.before.status in (Status.ESTIMATED, *WITHOUT):
            return one
        words = f"{one.told.key.month} is told already; a spread year would write over it"
        return refused(one.told, Column.SPREAD, words)

    def _whole_year(self, one: Compared) -> Compared:
        month = one.told.key.month
        others = [
            each
            for each in month.year_months
            if each != month and self._quantity(replace(one.told.key, month=each))
        ]
        if not others:
            return one
        words = f"{others[0]} has a figure of its own; the year beside it would count it twice"
        return refused(one.told, Column.YEAR, words)

    def _quantity(self, key: CellKey) -> Decimal | None:
        told = self._file.get(key)
        if told is not None:
            return told.quantity
        kept = self._kept.get(key)
        return kept.cell.quantity if kept else None

    def _holds_a_year(self, key: CellKey) -> bool:
        told = self._file.get(key)
        if told is not None:
            return told.of_year is not None and bool(told.quantity)
        kept = self._kept.get(key)
        words = WHOLE_YEAR.format(year=key.month.year)
        return kept is not None and words in kept.reason and bool(kept.cell.quantity)


def _item(key: CellKey) -> tuple[str, str]:
    return key.activity, key.kind


# --- doubts ---------------------------------------------------------------------------------------


class _Past:
    """What each figure is compared with: the kept ones, and the file's own other months.

    Doubted ones stay out, as in the chat.
    """

    def __init__(self, beside: Beside, compared: Iterable[Compared]) -> None:
        self._beside = beside
        self._kept: defaultdict[tuple[str, str], dict[Month, Decimal]] = defaultdict(dict)
        for key, kept in beside.kept.items():
            if kept.cell.quantity is not None and not kept.cell.doubted:
                self._kept[_item(key)][key.month] = kept.cell.quantity
        self._all = defaultdict(dict, {item: dict(known) for item, known in self._kept.items()})
        for one in compared:
            if one.differs and one.told.quantity is not None:
                self._all[_item(one.told.key)][one.told.key.month] = one.told.quantity

    def doubted(self, one: Compared) -> Compared:
        """The same with its doubts; figures are given in the order of their months."""
        if not one.differs or one.told.quantity is None:
            return one
        doubts = tuple(self._doubts(one.told, one.told.quantity))
        if doubts:
            self._all[_item(one.told.key)].pop(one.told.key.month, None)
        return replace(one, doubts=doubts)

    def _doubts(self, told: Told, quantity: Decimal) -> Iterator[Doubt]:
        key = told.key
        activity = self._beside.catalogue.activities[key.activity]
        history = history_at(key.month, _known(self._all[_item(key)]))
        found = slip_doubts(activity, quantity, history, None)
        natural = COPIES if told.is_spread else frozenset()
        if activity.frequency is not Frequency.MONTHLY:
            natural = natural | GAPS
        yield from (doubt for doubt in found if doubt.code not in natural)
        if not self._kept[_item(key)]:
            is_sum = told.of_year and activity.frequency is Frequency.MONTHLY_OR_YEARLY
            month = quantity / MONTHS if is_sum else quantity
            yield from slip_doubts(activity, month, History(), self._plausible(told, activity))
        if told.doubted:
            yield Doubt(MARKED)

    def _plausible(self, told: Told, activity: Activity) -> Range | None:
        own = self._beside.peers.get(_item(told.key))
        return own or activity.range_for(self._beside.place.kind)


def _known(values: Mapping[Month, Decimal]) -> Callable[[Month], Decimal | None]:
    return values.get


def value_words(status: Status, quantity: Decimal | None, unit: str) -> str:
    """`1234.5 kWh`, `estimated 12 kWh`, `NE`"""
    if quantity is None:
        return status.value
    words = f"{digits(quantity)} {unit}"
    return words if status in (Status.REPORTED, Status.NOTHING) else f"{status.value} {words}"
