"""A year of told figures, summed by activity: what indicators are made of.

In the area's ledger a province's or district's own figure stands for all that lies in it, in the
months it was told; what organisations use themselves is simply added.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.catalogue import Activity, Catalogue, Frequency, Ledger, PlaceKind
from bot.cells import Status
from bot.months import Month

COUNTED = frozenset({Status.REPORTED, Status.ESTIMATED, Status.NOTHING, Status.NOT_OCCURRING})
HELD = frozenset({Frequency.YEARLY, Frequency.CENSUS, Frequency.ONCE})  # a level, not a flow
RANK = {PlaceKind.PROVINCE: 2, PlaceKind.DISTRICT: 1}  # others tell of themselves
ZERO = Decimal(0)

PlaceMonth = tuple[str, Month]


@dataclass(frozen=True, order=True, slots=True)
class AskedCell:
    """One figure a place was asked for."""

    place: str
    activity: str
    month: Month
    province: str


@dataclass(frozen=True, slots=True)
class Told:
    """One figure with where it was told. `quantity` is in the activity's base unit."""

    place: str
    place_kind: PlaceKind
    province: str
    district: str
    month: Month
    activity: str
    status: Status
    quantity: Decimal | None = None
    kind: str = ""
    doubted: bool = False

    @property
    def cell(self) -> AskedCell:
        return AskedCell(self.place, self.activity, self.month, self.province)


@dataclass(frozen=True, slots=True)
class YearSum:
    """One activity's year. `expected` cells were asked or told, `answered` of them told.

    `unknown` ones are answered by no figure: not available, elsewhere, confidential. `cells` has
    what each place told for each month, `open` where there is no figure although there may be one.
    """

    activity: str
    quantity: Decimal
    cells: Mapping[PlaceMonth, Decimal]
    open: frozenset[PlaceMonth]
    answered: int
    expected: int
    unknown: int = 0
    estimated: int = 0
    doubted: int = 0

    @property
    def is_known(self) -> bool:
        return bool(self.cells)

    @property
    def months(self) -> frozenset[Month]:
        return frozenset(month for _, month in self.cells)

    @property
    def is_whole(self) -> bool:
        return self.answered == self.expected and not self.unknown


def year_sums(
    catalogue: Catalogue, told: Iterable[Told], asked: Collection[AskedCell]
) -> dict[str, YearSum]:
    """Every activity that was asked or told in the year."""
    by_activity: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        if one.status.answered:
            by_activity[one.activity].append(one)
    expected: dict[str, set[AskedCell]] = defaultdict(set)
    for cell in asked:
        expected[cell.activity].add(cell)
    return {
        code: _sum(catalogue.activities[code], by_activity[code], expected[code])
        for code in sorted({*by_activity, *expected})
        if code in catalogue.activities
    }


def _sum(activity: Activity, told: list[Told], asked: set[AskedCell]) -> YearSum:
    is_area = activity.ledger is Ledger.AREA
    standing = list(_standing(told)) if is_area else told
    counted = [one for one in standing if one.status in COUNTED]
    answered = {one.cell for one in told}
    expected = answered | (_still_asked(told, asked) if is_area else asked)
    cells = _by_cell(counted)
    silent = {(cell.place, cell.month) for cell in expected - answered}
    unknown = {(one.place, one.month) for one in standing if one.status not in COUNTED}
    return YearSum(
        activity=activity.code,
        quantity=_held(counted) if activity.frequency in HELD else _added(counted),
        cells=cells,
        open=frozenset(silent | unknown),
        answered=len(answered),
        expected=len(expected),
        unknown=len(unknown),
        estimated=sum(one.status is Status.ESTIMATED for one in counted),
        doubted=sum(one.doubted for one in counted),
    )


def _by_cell(counted: Iterable[Told]) -> dict[PlaceMonth, Decimal]:
    """Kinds of one activity are added up."""
    cells: dict[PlaceMonth, Decimal] = defaultdict(lambda: ZERO)
    for one in counted:
        cells[one.place, one.month] += one.quantity or ZERO
    return dict(cells)


def _standing(told: Iterable[Told]) -> Iterator[Told]:
    """Of each province and month the figures that count: the highest rank there is in each part."""
    by_place: dict[tuple[str, Month], list[Told]] = defaultdict(list)
    for one in told:
        by_place[one.province, one.month].append(one)
    for figures in by_place.values():
        of_province = [one for one in figures if RANK.get(one.place_kind) == 2]
        if of_province:
            yield from of_province
            continue
        covered = {one.place for one in figures if RANK.get(one.place_kind) == 1}
        for one in figures:
            if one.place in covered or one.district not in covered:
                yield one


def _still_asked(told: Iterable[Told], asked: set[AskedCell]) -> set[AskedCell]:
    """What is asked, without what a province's own figure answers for all of it."""
    provinces = {(one.province, one.month) for one in told if one.place_kind is PlaceKind.PROVINCE}
    return {cell for cell in asked if (cell.province, cell.month) not in provinces}


def _added(counted: Iterable[Told]) -> Decimal:
    return sum((one.quantity for one in counted if one.quantity is not None), ZERO)


def _held(counted: Iterable[Told]) -> Decimal:
    """A level is held, not added over the year: each place's last one."""
    last: dict[tuple[str, str], Told] = {}
    for one in sorted(counted, key=lambda one: one.month):
        last[one.place, one.kind] = one
    return _added(last.values())


def coverage(told: Iterable[Told], asked: Collection[AskedCell]) -> tuple[int, int]:
    """How many figures are told of those that are asked in the year, whatever the activity."""
    answered = {one.cell for one in told if one.status.answered}
    expected = set(asked)
    return len(answered & expected), len(expected)
