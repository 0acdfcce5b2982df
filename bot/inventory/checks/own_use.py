"""An organisation's own use lies inside its area's figure: `subset_of` of the activity table.

One own use may lie in either of several area lines (a bill may be of the small or of the medium
class), and one area line may hold several own uses. All of it fits exactly when no group of own
uses is larger than all area lines together that any of them may lie in (Hall's condition); the
smallest group that does not fit is told. Where a figure is not told, nothing is compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from bot.catalogue import Catalogue, Ledger
from bot.catalogue.facts import size_ratio
from bot.emissions.tallies import Tally
from bot.inventory.checks.findings import Code, Finding, Given, teller
from bot.inventory.checks.thresholds import ABOVE_AREA
from bot.months import Month

Parents = frozenset[str]
Amounts = Mapping[str, Decimal]
"""Activity → quantity of one month, each in its own base unit."""


def own_above_area(given: Given) -> Iterator[Finding]:
    """Per teller of area figures, the smallest groups of own uses that do not fit in them."""
    groups = _groups(given.catalogue)
    parents = {parent for group in groups for parent in group}
    children = {code for codes in groups.values() for code in codes}
    areas = (tally for tally in given.now if tally.key.activity in parents)
    own = _by_area(tally for tally in given.now if tally.key.activity in children)
    for where, told in _by_teller(areas).items():
        yield from _of_teller(given, where, groups, told, own.get(where, ()))


def _groups(catalogue: Catalogue) -> dict[Parents, tuple[str, ...]]:
    """The own uses by the area lines they may lie in, where the units can be compared."""
    groups: dict[Parents, list[str]] = defaultdict(list)
    for code, activity in catalogue.activities.items():
        parents = frozenset(
            parent
            for parent in activity.subset_of
            if catalogue.activities[parent].ledger is Ledger.AREA
            and _alike(catalogue, code, parent)
        )
        if activity.ledger is Ledger.ORGANISATION and parents:
            groups[parents].append(code)
    return {parents: tuple(codes) for parents, codes in groups.items()}


def _alike(catalogue: Catalogue, one: str, other: str) -> bool:
    units = (catalogue.units[catalogue.activities[code].unit] for code in (one, other))
    return len({unit.dimension for unit in units}) == 1


def _by_teller(tallies: Iterable[Tally]) -> dict[str, list[Tally]]:
    told: dict[str, list[Tally]] = defaultdict(list)
    for tally in tallies:
        if teller(tally.key):
            told[teller(tally.key)].append(tally)
    return dict(sorted(told.items()))


def _by_area(tallies: Iterable[Tally]) -> dict[str, list[Tally]]:
    """Under every area they lie in: the place, its district, its province."""
    inside: dict[str, list[Tally]] = defaultdict(list)
    for tally in tallies:
        key = tally.key
        for area in {key.place, key.district, key.province} - {""}:
            inside[area].append(tally)
    return inside


def _of_teller(
    given: Given,
    where: str,
    groups: Mapping[Parents, tuple[str, ...]],
    told: Iterable[Tally],
    inside: Iterable[Tally],
) -> Iterator[Finding]:
    areas, own = _by_month(told), _by_month(inside)
    found: dict[tuple[str, ...], list[tuple[Month, Decimal, Decimal, str]]] = defaultdict(list)
    for month in sorted(areas.keys() & own.keys()):
        for codes, used, sold, unit in _too_much(given.catalogue, groups, areas[month], own[month]):
            found[codes].append((month, used, sold, unit))
    for codes, months in found.items():
        month, used, sold, unit = max(months, key=lambda one: (one[1] - one[2], one[0]))
        yield Finding(
            code=Code.OWN_ABOVE_AREA,
            year=given.year,
            place=where,
            activities=codes,
            month=month,
            months=tuple(one[0] for one in months),
            unit=unit,
            numbers={"own": used, "area": sold},
        )


def _by_month(tallies: Iterable[Tally]) -> dict[Month, dict[str, Decimal]]:
    sums: dict[Month, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for tally in tallies:
        sums[tally.key.month][tally.key.activity] += tally.quantity
    return sums


def _too_much(
    catalogue: Catalogue, groups: Mapping[Parents, tuple[str, ...]], area: Amounts, own: Amounts
) -> Iterator[tuple[tuple[str, ...], Decimal, Decimal, str]]:
    """The smallest groups that do not fit, with what is used and what the area has."""
    comparable = [
        parents
        for parents, codes in groups.items()
        if parents <= area.keys() and any(code in own for code in codes)
    ]
    told: list[frozenset[Parents]] = []
    for size in range(1, len(comparable) + 1):
        for chosen in combinations(comparable, size):
            if any(smaller <= set(chosen) for smaller in told):
                continue
            codes = tuple(code for group in chosen for code in groups[group] if code in own)
            unit = catalogue.activities[codes[0]].unit
            lines = sorted(frozenset().union(*chosen))
            if not all(_alike(catalogue, codes[0], other) for other in (*codes, *lines)):
                continue
            used = _sum_in(catalogue, unit, own, codes)
            has = _sum_in(catalogue, unit, area, lines)
            if used > has * ABOVE_AREA:
                told.append(frozenset(chosen))
                yield (*codes, *lines), used, has, unit


def _sum_in(catalogue: Catalogue, unit: str, amounts: Amounts, codes: Iterable[str]) -> Decimal:
    return sum(
        (
            amounts[code] * size_ratio(catalogue.units, catalogue.activities[code].unit, unit)
            for code in codes
        ),
        Decimal(0),
    )
