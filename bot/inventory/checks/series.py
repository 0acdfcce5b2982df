"""One item of one place through its months: holes, copies of last year, one figure all along."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from bot.catalogue import Frequency
from bot.emissions.tallies import Tally
from bot.inventory.checks.findings import Code, Finding, Given, teller
from bot.inventory.checks.thresholds import CARRIED_OVER_MONTHS, REPEATED_MONTHS, SMALL_COUNT
from bot.months import Month

BY_MONTH = frozenset({Frequency.MONTHLY, Frequency.MONTHLY_OR_YEARLY})

Cell = tuple[str, str, str]
"""Who told it, activity, kind."""
Series = Mapping[Month, Decimal]


def months_missing(given: Given) -> Iterator[Finding]:
    """Months of the year without a figure between months that have one."""
    for cell, series in _by_cell(given, (*given.before, *given.now)):
        if given.catalogue.activities[cell[1]].frequency is not Frequency.MONTHLY:
            continue
        first, last = min(series), max(series)
        holes = tuple(
            month
            for month in Month(given.year, 12).year_months
            if first < month < last and month not in series and (*cell[:2], month) not in given.said
        )
        if holes:
            yield _finding(given, Code.MONTHS_MISSING, cell, holes)


def carried_over(given: Given) -> Iterator[Finding]:
    """Months that all say exactly what the same months of last year said: a sheet not renewed."""
    last_year = dict(_by_cell(given, given.before))
    for cell, series in _by_cell(given, given.now):
        before = last_year.get(cell, {})
        both = [month for month in series if month - 12 in before]
        values = {series[month] for month in both}
        is_same = all(series[month] == before[month - 12] for month in both)
        if len(both) >= CARRIED_OVER_MONTHS and is_same and len(values) > 1:
            yield _finding(given, Code.CARRIED_OVER, cell, tuple(sorted(both)))


def repeated(given: Given) -> Iterator[Finding]:
    """One and the same figure in every month that is told."""
    for cell, series in _by_cell(given, given.now):
        values = set(series.values())
        value = next(iter(values))
        if len(series) >= REPEATED_MONTHS and len(values) == 1 and value > SMALL_COUNT:
            yield _finding(given, Code.REPEATED, cell, tuple(sorted(series)), {"quantity": value})


def _by_cell(given: Given, tallies: Iterable[Tally]) -> list[tuple[Cell, Series]]:
    """What is told month by month at single places, or by districts and provinces themselves."""
    cells: dict[Cell, dict[Month, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for tally in tallies:
        key = tally.key
        if teller(key) and given.catalogue.activities[key.activity].frequency in BY_MONTH:
            cells[teller(key), key.activity, key.kind][key.month] += tally.quantity
    return sorted(cells.items(), key=lambda one: one[0])


def _finding(
    given: Given,
    code: Code,
    cell: Cell,
    months: tuple[Month, ...],
    numbers: Mapping[str, Decimal] | None = None,
) -> Finding:
    place, activity, kind = cell
    return Finding(
        code=code,
        year=given.year,
        place=place,
        activities=(activity,),
        kind=kind,
        months=months,
        unit=given.catalogue.activities[activity].unit,
        numbers=numbers or {},
    )
