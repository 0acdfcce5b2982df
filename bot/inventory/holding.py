"""Stocks counted once a year stand for every month of it: heads, people, trees.

A census says how many there are, not how many there were in one month (2006 IPCC Guidelines,
volume 4, section 10.2.2: annual average populations). So a month without a figure of its own takes
the latest census before it, or the first one after it in the same year. One of an earlier year is
provisional until its own year is counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from bot.catalogue import Activity, Catalogue, Frequency, Method
from bot.cells import Cell
from bot.emissions import Emission, Local, NotCounted, emission
from bot.emissions.local import scopes_of
from bot.emissions.tallies import Rank, Tally, TallyKey, tally_of
from bot.inventory.counted import Basis, Counted
from bot.inventory.ranks import rank_of
from bot.months import Month
from bot.people import Place

OLDEST_MONTHS = 24  # a census further back says nothing any more
STOCKS = (Method.DAYS, Method.YEAR_SHARE)
COUNTED_ONCE = (Frequency.CENSUS, Frequency.YEARLY)
NOTHING = Decimal(0)


def is_held(activity: Activity) -> bool:
    """Whether its figure is a stock that lasts until the next census."""
    return activity.frequency in COUNTED_ONCE and activity.method in STOCKS


def held_activities(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(code for code, one in catalogue.activities.items() if is_held(one))


def held(
    catalogue: Catalogue, place: Place, cells: Iterable[Cell], first: Month, last: Month
) -> Iterator[Counted]:
    """What one place's censuses add to the months from `first` to `last` that have none.

    `cells` are the place's figures of the activities that are held, from `OLDEST_MONTHS` before
    `first` to the end of the last year.
    """
    told = sorted(
        (cell for cell in cells if cell.status.valued and cell.quantity is not None),
        key=lambda cell: (cell.key.activity, cell.key.kind, cell.key.month),
    )
    for (code, _), group in groupby(told, key=lambda cell: (cell.key.activity, cell.key.kind)):
        activity = catalogue.activities.get(code)
        if activity is not None and is_held(activity):
            yield from _held(catalogue, activity, place, list(group), first, last)


def _held(
    catalogue: Catalogue,
    activity: Activity,
    place: Place,
    censuses: Sequence[Cell],
    first: Month,
    last: Month,
) -> Iterator[Counted]:
    own = {cell.key.month for cell in censuses}
    for month in (first + ahead for ahead in range(last.since(first) + 1)):
        census = _census_for(censuses, month)
        if month not in own and census is not None:
            yield Counted(
                _tally(catalogue, activity, place, census, month), Basis.HELD, census.key.month
            )


def _census_for(censuses: Sequence[Cell], month: Month) -> Cell | None:
    before = [
        cell
        for cell in censuses
        if cell.key.month < month and month.since(cell.key.month) <= OLDEST_MONTHS
    ]
    if before:
        return before[-1]
    same_year = (cell for cell in censuses if cell.key.month.year == month.year)
    return next((cell for cell in same_year if cell.key.month > month), None)


def _tally(
    catalogue: Catalogue, activity: Activity, place: Place, census: Cell, month: Month
) -> Tally:
    quantity = census.quantity or NOTHING
    kind = census.key.kind
    local = Local(scopes_of(place))
    result = emission(catalogue, activity, quantity, month, kind, local=local)
    counted = result if isinstance(result, Emission) else None
    rank = rank_of(place)
    key = TallyKey(
        province=place.province,
        district="" if rank is Rank.PROVINCE else place.district,
        rank=rank,
        place=place.id,
        month=month,
        activity=activity.code,
        kind=kind,
        status=census.status,
        factors=counted.factors if counted else "",
        gwp_set=counted.gwp_set if counted else "",
        not_counted=result.reason if isinstance(result, NotCounted) else "",
    )
    return tally_of(key, quantity, counted, cells=0)  # no figure of its own
