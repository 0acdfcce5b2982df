"""Sources: the tallies of one activity and kind over all places and months, by gas, in CO2e.

What an uncertainty is stated for: one factor used in a hundred places is wrong once, not a hundred
times by chance.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal

from bot.catalogue import Catalogue, Grade
from bot.emissions.factors import PREFERRED_GWP_SET, NoFactor, gwp
from bot.emissions.tallies import Tally
from bot.emissions.uncertainty import ALL_GASES, Source, source_uncertainty

NOTHING = Decimal(0)
TRACE = Decimal("0.01")  # of a sum: GWPs of another edition leave that much without a gas

Grades = Callable[[str, str], tuple[Grade, Grade]]
"""Activity and kind → the grade of the activity data, and of the factor."""


def poorest(_activity: str, _kind: str) -> tuple[Grade, Grade]:
    """The grades of what nobody has graded."""
    return Grade.LOW, Grade.LOW


def sources_of(
    catalogue: Catalogue, tallies: Iterable[Tally], grades: Grades = poorest
) -> tuple[Source, ...]:
    """The counted sources of `tallies`, in the order of their names."""
    grouped: dict[tuple[str, str], list[Tally]] = defaultdict(list)
    for tally in tallies:
        if tally.kg_co2e and tally.key.activity in catalogue.activities:
            grouped[tally.key.activity, tally.key.kind].append(tally)
    return tuple(
        _source(catalogue, activity, kind, grouped[activity, kind], grades)
        for activity, kind in sorted(grouped)
    )


def _source(
    catalogue: Catalogue, activity: str, kind: str, tallies: list[Tally], grades: Grades
) -> Source:
    by_gas: dict[str, Decimal] = defaultdict(Decimal)
    for tally in tallies:
        for gas, kg in co2e_by_gas(catalogue, tally).items():
            by_gas[gas] += kg
    of_quantity, of_factor = grades(activity, kind)
    known = catalogue.activities[activity]
    return Source(
        activity=activity,
        kind=kind,
        kg_co2e=sum((tally.kg_co2e for tally in tallies), NOTHING),
        uncertainty=source_uncertainty(catalogue, known, of_quantity, of_factor, by_gas),
        factor=_factors(tallies),
    )


def _factors(tallies: Iterable[Tally]) -> str:
    """The factors without their dates: a value replaced within the year is the same factor."""
    versions = {version for tally in tallies for version in tally.key.factors.split()}
    return " ".join(sorted({version.partition("@")[0] for version in versions}))


def co2e_by_gas(catalogue: Catalogue, tally: Tally) -> dict[str, Decimal]:
    """kg CO2e of each gas that is known apart; the rest under an empty name."""
    try:
        masses = {"ch4": tally.kg_ch4, "n2o": tally.kg_n2o}
        gwp_set = tally.key.gwp_set or PREFERRED_GWP_SET
        parts = {
            gas: kg * gwp(catalogue, gas, gwp_set, tally.key.month)
            for gas, kg in masses.items()
            if kg
        }
    except NoFactor:
        return {ALL_GASES: tally.kg_co2e}
    if tally.kg_co2:
        parts["co2"] = tally.kg_co2
    rest = tally.kg_co2e - sum(parts.values(), NOTHING)
    if abs(rest) > abs(tally.kg_co2e) * TRACE:
        parts[ALL_GASES] = rest
    return parts
