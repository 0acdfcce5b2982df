"""What the account says of whole years, to hold against a plan and to divide by people and baht.

A year counts once it is over and every one of its months has figures; how much of what was asked is
told, and what is provisional or unverified, goes with it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.catalogue import Catalogue, Ledger
from bot.emissions.coverage import Coverage
from bot.emissions.quantities import Tonnes, tonnes
from bot.inventory import Facts, Inventory, Line
from bot.inventory.counted import Basis, Counted
from bot.inventory.levels import LEVEL_NAMES, Level, belongs
from bot.months import Month
from bot.plans.findings import Finding, Value, What

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Year:
    """One year's totals by level; `months` have a told figure of the area."""

    year: int
    months: frozenset[Month]
    totals: Mapping[Level, Tonnes]
    coverage: Coverage
    provisional: frozenset[Level] = field(default_factory=frozenset)
    unverified: frozenset[Level] = field(default_factory=frozenset)

    @property
    def is_whole(self) -> bool:
        return len(self.months) == MONTHS


def year_of(catalogue: Catalogue, facts: Facts, found: Inventory, coverage: Coverage) -> Year:
    """The totals of one inventory with what stands beside them."""
    return Year(
        year=found.year,
        months=months_told(catalogue, facts.entries),
        totals={level: tonnes(found.total(level).co2e) for level in Level},
        coverage=coverage,
        provisional=_levels(found, lambda line: line.is_provisional),
        unverified=_levels(found, lambda line: line.is_unverified),
    )


def _levels(found: Inventory, is_so: Callable[[Line], bool]) -> frozenset[Level]:
    """The levels some line of which is so."""
    lines = [line for line in found.lines.values() if is_so(line)]
    return frozenset(level for level in Level if any(belongs(line.gpc, level) for line in lines))


def months_told(catalogue: Catalogue, entries: Iterable[Counted]) -> frozenset[Month]:
    """Months with a figure of the area that was told for them; what is held over tells nothing."""
    return frozenset(
        one.tally.key.month
        for one in entries
        if one.basis is not Basis.HELD
        and one.tally.key.status.valued
        and _is_area(catalogue, one.tally.key.activity)
    )


def _is_area(catalogue: Catalogue, code: str) -> bool:
    activity = catalogue.activities.get(code)
    return activity is not None and activity.ledger is Ledger.AREA


def totals(years: Iterable[Year], level: Level) -> dict[int, Tonnes]:
    """The whole years' totals of one level."""
    return {one.year: one.totals[level] for one in years if one.is_whole}


def said_of(years: Iterable[Year], level: Level) -> Iterator[Finding]:
    """Beside every total, how much is told and what it rests on; of other years, why none."""
    for one in years:
        if not one.is_whole:
            yield Finding(What.UNFINISHED, {"year": one.year, "months": len(one.months)})
            continue
        told = {"answered": one.coverage.answered, "expected": one.coverage.expected}
        yield Finding(What.COVERED, {"year": one.year, **told})
        values: dict[str, Value] = {"year": one.year, "level": LEVEL_NAMES[level]}
        if level in one.provisional:
            yield Finding(What.PROVISIONAL, values)
        if level in one.unverified:
            yield Finding(What.UNVERIFIED_FACTORS, values)
