"""How good the sources of an inventory are: their grades, and the uncertainty of their sum.

Works on any group of sources: a line's, a sector's, a total's, an organisation's. The grade of a
factor comes in from outside, as does how many figures have evidence.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import Any

from bot.catalogue import Catalogue, Grade
from bot.emissions.factors import PREFERRED_GWP_SET, NoFactor, gwp
from bot.emissions.quality import (
    PRECISION,
    Basis,
    Graded,
    Known,
    grade_of_activity_data,
    grade_of_sum,
)
from bot.emissions.uncertainty import (
    ALL_GASES,
    Combined,
    Estimate,
    combined,
    source_uncertainty,
)
from bot.inventory.counted import Basis as CountedAs
from bot.inventory.sources import Source

NOTHING, ONE = Decimal(0), Decimal(1)
TRACE = Decimal("0.01")  # of a sum: GWPs of another edition leave that much without a gas

FactorGrades = Callable[[Source], Grade]
Evidenced = Mapping[tuple[str, str], int]
"""Activity and kind → how many figures have evidence."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """Of a group of sources; the grades are weighted by emissions."""

    activity: Graded
    factor: Graded
    uncertainty: Combined

    def to_json(self) -> dict[str, Any]:
        return {
            "activity_data": self.activity.to_json(),
            "factors": self.factor.to_json(),
            "uncertainty": self.uncertainty.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Assessor:
    """Assesses the sources of one inventory.

    `gwp_set` is the inventory's; empty: the sources' own. What has no evidence is not evidenced.
    """

    catalogue: Catalogue
    factor_grade: FactorGrades
    evidenced: Evidenced = field(default_factory=dict)
    gwp_set: str = ""

    def assess(self, sources: Iterable[Source]) -> Assessed:
        """Grades and uncertainty of the sources that weigh something, put together."""
        weighing = [one for one in sources if one.masses.co2e]
        known: dict[Basis, Decimal] = {}
        for one in weighing:
            for basis, amount in self.known(one).amounts.items():
                known[basis] = known.get(basis, NOTHING) + amount
        return Assessed(
            activity=grade_of_activity_data(Known(known)),
            factor=grade_of_sum((self.factor_grade(one), one.masses.co2e) for one in weighing),
            uncertainty=combined(map(self.estimate, weighing)),
        )

    def known(self, source: Source) -> Known:
        """What a source rests on, in kg CO2e by basis."""
        weight = abs(source.masses.co2e)
        shares = _shares(source, self.evidenced.get((source.activity, source.kind), 0))
        return Known({basis: weight * share for basis, share in shares.items() if share})

    def activity_grade(self, source: Source) -> Graded:
        return grade_of_activity_data(self.known(source))

    def estimate(self, source: Source) -> Estimate:
        """A source with its uncertainty; what nobody has graded counts as Low."""
        return Estimate(
            activity=source.activity,
            kind=source.kind,
            kg_co2e=source.masses.co2e,
            uncertainty=source_uncertainty(
                self.catalogue,
                self.catalogue.activities[source.activity],
                self.activity_grade(source).grade or Grade.LOW,
                self.factor_grade(source),
                self.by_gas(source),
            ),
            factor=_undated(source.factors),
        )

    def by_gas(self, source: Source) -> dict[str, Decimal]:
        """kg CO2e of each main gas; the rest, and what is not published by gas, unnamed."""
        masses = source.masses
        gwp_set = self.gwp_set or (source.gwp_sets or (PREFERRED_GWP_SET,))[0]
        month = source.months[-1]
        try:
            parts = {
                gas: kg * gwp(self.catalogue, gas, gwp_set, month)
                for gas, kg in (("ch4", masses.ch4), ("n2o", masses.n2o))
            }
        except NoFactor:
            return {ALL_GASES: masses.co2e}
        parts["co2"] = masses.co2
        rest = masses.co2e - sum(parts.values(), NOTHING)
        if abs(rest) > abs(masses.co2e) * TRACE:
            parts[ALL_GASES] = rest
        return {gas: kg for gas, kg in parts.items() if kg}


def _shares(source: Source, evidenced: int) -> dict[Basis, Decimal]:
    if source.basis is CountedAs.HELD:
        return {Basis.HELD: ONE}
    if source.basis is CountedAs.FINAL or not source.cells:
        return {Basis.MODELLED: ONE}
    with localcontext(PRECISION):
        doubted, estimated, proven = (
            Decimal(count) / source.cells for count in (source.doubted, source.estimated, evidenced)
        )
    doubted = min(doubted, ONE)
    estimated = min(estimated, ONE - doubted)
    proven = min(proven, ONE - doubted - estimated)  # evidence does not settle a doubt
    told = ONE - doubted - estimated - proven
    return {
        Basis.DOUBTED: doubted,
        Basis.ESTIMATED: estimated,
        Basis.EVIDENCED: proven,
        Basis.TOLD: told,
    }


def _undated(versions: Iterable[str]) -> str:
    """The factors without their dates: a value replaced within the year is the same factor."""
    return " ".join(sorted({version.partition("@")[0] for version in versions}))
