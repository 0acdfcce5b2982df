"""A district's or province's own figure against the sum of those inside it: which one counts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from bot.emissions.checks.findings import Code, Finding, Given
from bot.emissions.checks.thresholds import ABOVE_WHOLE, FAR_BELOW_WHOLE
from bot.emissions.levels import is_part, of_area, wholes_of
from bot.emissions.tallies import Rank, Tally
from bot.months import Month

Cell = tuple[str, str]
"""Activity and kind."""
Amounts = dict[Month, Decimal]


def wholes_and_parts(given: Given) -> Iterator[Finding]:
    """Every figure told at two levels, over the months in which it is, with both sums.

    The whole counts and its parts do not. Parts above the whole cannot be; parts far below it
    show how much of the area is told place by place.
    """
    settings = given.catalogue.parameters  # shares and settings of a method are no sums
    area = [
        tally
        for tally in given.now
        if of_area(given.catalogue, tally) and tally.key.activity not in settings
    ]
    for whole_rank in (Rank.DISTRICT, Rank.PROVINCE):
        wholes = [tally for tally in area if tally.key.rank is whole_rank]
        inside = _counted_below(given, area, whole_rank)
        parts = _sums(inside, whole_rank)
        for (where, cell), whole in sorted(_sums(wholes, whole_rank).items()):
            told = parts.get((where, cell), {})
            months = tuple(sorted(whole.keys() & told.keys()))
            if months:
                yield _finding(given, where, cell, months, whole, told)


def _counted_below(given: Given, area: Iterable[Tally], whole_rank: Rank) -> list[Tally]:
    """The parts of wholes of that rank, each thing once: a district stands for its places."""
    below = [tally for tally in area if _is_below(tally.key.rank, whole_rank)]
    wholes = wholes_of(given.catalogue, below)
    return [tally for tally in below if not is_part(given.catalogue, tally, wholes)]


def _is_below(rank: Rank, whole: Rank) -> bool:
    return rank is Rank.LOCAL or (rank is Rank.DISTRICT and whole is Rank.PROVINCE)


def _sums(tallies: Iterable[Tally], by: Rank) -> dict[tuple[str, Cell], Amounts]:
    sums: dict[tuple[str, Cell], Amounts] = defaultdict(lambda: defaultdict(Decimal))
    for tally in tallies:
        key = tally.key
        where = key.province if by is Rank.PROVINCE else key.district
        if where:
            sums[where, (key.activity, key.kind)][key.month] += tally.quantity
    return sums


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
