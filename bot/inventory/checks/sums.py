"""A district's or province's own figure against the sum of those inside it: which one counts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from bot.catalogue import Catalogue, Ledger
from bot.emissions.tallies import Rank, Tally, TallyKey
from bot.inventory.checks.findings import Code, Finding, Given, teller
from bot.inventory.checks.thresholds import ABOVE_WHOLE, FAR_BELOW_WHOLE
from bot.inventory.counted import Counted
from bot.inventory.holding import COUNTED_ONCE
from bot.inventory.ranks import ONE_FIGURE_A_YEAR, resolve
from bot.months import Month

Cell = tuple[str, str]
"""Activity and kind."""
Amounts = dict[Month, Decimal]
YEARS_END = 12  # the month a year's one figure is put under, whichever it was told in


def wholes_and_parts(given: Given) -> Iterator[Finding]:
    """Every figure told at two levels, over the months in which it is, with both sums.

    The whole counts and its parts do not. Parts above the whole cannot be; parts far below it
    show how much of the area is told place by place.
    """
    settings = given.catalogue.parameters  # shares and settings of a method are no sums
    area = [
        tally
        for tally in given.now
        if given.catalogue.activities[tally.key.activity].ledger is Ledger.AREA
        and tally.key.activity not in settings
    ]
    for rank in (Rank.DISTRICT, Rank.PROVINCE):
        wholes = _sums(given.catalogue, (one for one in area if one.key.rank is rank), rank)
        parts = _sums(given.catalogue, _counted_below(given.catalogue, area, rank), rank)
        for (where, cell), whole in sorted(wholes.items()):
            told = parts.get((where, cell), {})
            months = tuple(sorted(whole.keys() & told.keys()))
            if months:
                yield _finding(given, where, cell, months, whole, told)


def _counted_below(catalogue: Catalogue, area: Iterable[Tally], whole: Rank) -> list[Tally]:
    """The parts of wholes of that rank, each thing once: a district stands for its places."""
    below = (Counted(tally) for tally in area if _is_below(tally.key.rank, whole))
    return [one.tally for one in resolve(catalogue, below).counted]


def _is_below(rank: Rank, whole: Rank) -> bool:
    return rank is Rank.LOCAL or (rank is Rank.DISTRICT and whole is Rank.PROVINCE)


def _sums(
    catalogue: Catalogue, tallies: Iterable[Tally], by: Rank
) -> dict[tuple[str, Cell], Amounts]:
    sums: dict[tuple[str, Cell], Amounts] = defaultdict(lambda: defaultdict(Decimal))
    for tally in _newest(catalogue, tallies):
        key = tally.key
        where = key.province if by is Rank.PROVINCE else key.district
        if where:
            sums[where, (key.activity, key.kind)][_slot(catalogue, key)] += tally.quantity
    return sums


def _newest(catalogue: Catalogue, tallies: Iterable[Tally]) -> Iterator[Tally]:
    """Of a census that was told several times, the last: two counts of one herd are not two."""
    counts: dict[tuple[str, Cell], Tally] = {}
    for tally in sorted(tallies, key=lambda tally: tally.key):
        key = tally.key
        if catalogue.activities[key.activity].frequency in COUNTED_ONCE and teller(key):
            of = teller(key), (key.activity, key.kind)
            if of not in counts or counts[of].key.month <= key.month:
                counts[of] = tally
        else:
            yield tally
    yield from counts.values()


def _slot(catalogue: Catalogue, key: TallyKey) -> Month:
    is_yearly = catalogue.activities[key.activity].frequency in ONE_FIGURE_A_YEAR
    return Month(key.month.year, YEARS_END) if is_yearly else key.month


def _finding(
    given: Given,
    where: str,
    cell: Cell,
    months: tuple[Month, ...],
    whole: Amounts,
    parts: Amounts,
) -> Finding:
    activity, kind = cell
    above = [month for month in months if parts[month] > whole[month] * ABOVE_WHOLE]
    shown = tuple(above) or months
    worst = max(above, key=lambda month: (parts[month] - whole[month], month)) if above else None
    numbers = {
        "whole": whole[worst] if worst else sum((whole[month] for month in shown), Decimal(0)),
        "parts": parts[worst] if worst else sum((parts[month] for month in shown), Decimal(0)),
    }
    return Finding(
        code=_code(bool(above), numbers),
        year=given.year,
        place=where,
        activities=(activity,),
        kind=kind,
        month=worst,
        months=shown,
        unit=given.catalogue.activities[activity].unit,
        numbers=numbers,
    )


def _code(is_above: bool, numbers: dict[str, Decimal]) -> Code:
    if is_above:
        return Code.PARTS_ABOVE_WHOLE
    if numbers["parts"] < numbers["whole"] * FAR_BELOW_WHOLE:
        return Code.PARTS_BELOW_WHOLE
    return Code.TOLD_TWICE
