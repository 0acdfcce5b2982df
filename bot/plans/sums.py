"""A year of told figures, summed by activity: what indicators are made of.

In the area's ledger a whole goes before its parts, as in the inventory; what organisations use
themselves is simply added. Nothing is held over from another year here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.catalogue import Activity, Catalogue, Frequency, Ledger
from bot.cells import Status
from bot.emissions.coverage import AskedCell
from bot.emissions.tallies import Rank, Tally
from bot.inventory.counted import Counted
from bot.inventory.ranks import ONE_FIGURE_A_YEAR, resolve
from bot.months import Month
from bot.people import Place

HELD = frozenset({Frequency.YEARLY, Frequency.CENSUS, Frequency.ONCE})  # a level, not a flow
ZERO = Decimal(0)
PlaceMonth = tuple[str, Month]


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
    doubted: int = 0

    @property
    def is_known(self) -> bool:
        return bool(self.cells)

    @property
    def is_whole(self) -> bool:
        return self.answered == self.expected and not self.unknown

    @property
    def months(self) -> frozenset[Month]:
        return frozenset(month for _, month in self.cells)


def year_sums(
    catalogue: Catalogue,
    tallies: Iterable[Tally],
    asked: Collection[AskedCell],
    places: Mapping[str, Place],
) -> dict[str, YearSum]:
    """Every activity that was asked or told in the year. Tallies name their place."""
    answers = [tally for tally in tallies if tally.key.status.answered]
    told, counted = _by_activity(answers), _by_activity(_counted(catalogue, answers))
    expected: dict[str, set[AskedCell]] = defaultdict(set)
    for cell in asked:
        expected[cell.activity].add(cell)
    return {
        code: _sum(
            catalogue.activities[code],
            told[code],
            counted[code],
            _still_asked(catalogue.activities[code], told[code], expected[code], places),
        )
        for code in sorted({*told, *expected})
        if code in catalogue.activities
    }


def _by_activity(tallies: Iterable[Tally]) -> dict[str, list[Tally]]:
    found: dict[str, list[Tally]] = defaultdict(list)
    for tally in tallies:
        found[tally.key.activity].append(tally)
    return found


def _counted(catalogue: Catalogue, tallies: Iterable[Tally]) -> list[Tally]:
    """Without the parts of a whole that was told too."""
    return [one.tally for one in resolve(catalogue, map(Counted, tallies)).counted]


def _sum(
    activity: Activity, told: list[Tally], counted: list[Tally], asked: set[AskedCell]
) -> YearSum:
    known = [tally for tally in counted if _is_a_number(tally)]
    answered = {_cell(tally) for tally in told}
    silent = {(cell.place, cell.month) for cell in asked - answered}
    unknown = {_place_month(tally) for tally in counted if not _is_a_number(tally)}
    return YearSum(
        activity=activity.code,
        quantity=_held(known) if activity.frequency in HELD else _added(known),
        cells=_by_cell(known),
        open=frozenset(silent | unknown),
        answered=len(answered),
        expected=len(answered | asked),
        unknown=len(unknown),
        doubted=sum(tally.doubted for tally in known),
    )


def _is_a_number(tally: Tally) -> bool:
    """*Does not occur* is a zero, and known; *not available* and its kin are not."""
    return tally.key.status.valued or tally.key.status is Status.NOT_OCCURRING


def _cell(tally: Tally) -> AskedCell:
    return AskedCell(tally.key.place, tally.key.activity, tally.key.month)


def _place_month(tally: Tally) -> PlaceMonth:
    return tally.key.place, tally.key.month


def _by_cell(known: Iterable[Tally]) -> dict[PlaceMonth, Decimal]:
    """Kinds of one activity are added up."""
    cells: dict[PlaceMonth, Decimal] = defaultdict(lambda: ZERO)
    for tally in known:
        cells[_place_month(tally)] += tally.quantity
    return dict(cells)


def _still_asked(
    activity: Activity,
    told: Iterable[Tally],
    asked: Collection[AskedCell],
    places: Mapping[str, Place],
) -> set[AskedCell]:
    """What is asked, without what the figure of a whole answers for all that lies in it."""
    if activity.ledger is not Ledger.AREA:
        return set(asked)
    wholes = {
        (tally.key.place, _time(activity, tally.key.month))
        for tally in told
        if tally.key.rank is not Rank.LOCAL and tally.key.status.valued
    }
    return {
        cell
        for cell in asked
        if not any(
            (whole, _time(activity, cell.month)) in wholes
            for whole in (places[cell.place].province, places[cell.place].district)
            if whole != cell.place
        )
    }


def _time(activity: Activity, month: Month) -> object:
    """What a figure is told for: its month, or the year of one that is told once a year."""
    return month.year if activity.frequency in ONE_FIGURE_A_YEAR else month


def _added(known: Iterable[Tally]) -> Decimal:
    return sum((tally.quantity for tally in known), ZERO)


def _held(known: Iterable[Tally]) -> Decimal:
    """A level is not added over the year: each place's last one."""
    last: dict[tuple[str, str], Tally] = {}
    for tally in sorted(known, key=lambda tally: tally.key.month):
        last[tally.key.place, tally.key.kind] = tally
    return _added(last.values())
