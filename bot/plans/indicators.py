"""Green-growth indicators: a number above, a number below, both with their sources.

Nothing is filled in. Where a part is missing there is no value but the reason; where only some of
what was asked is told, the value says of how much it is made.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from bot.inventory.levels import Level
from bot.plans.facts import FactKind
from bot.plans.series import GRAM, PRECISE
from bot.plans.sides import (
    Known,
    Part,
    Reason,
    Side,
    Sum,
    Why,
    area,
    fact,
    figures,
    person_days,
    share,
    told,
    total,
)
from bot.text import mark

ONE, HUNDRED, THOUSAND = map(Decimal, (1, 100, 1000))


@dataclass(frozen=True, slots=True)
class Definition:
    """`scale` × above / below. `only_with`: left out unless that fact is known at all."""

    code: str
    name: str
    unit: str
    above: Side
    below: Side | None = None
    scale: Decimal = ONE
    only_with: FactKind | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of one year."""

    code: str
    name: str
    unit: str
    year: int
    value: Decimal | None
    above: Sum
    below: Sum | None
    reason: Reason | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        return (*self.above.parts, *(self.below.parts if self.below else ()))

    @property
    def is_whole(self) -> bool:
        return all(part.is_whole for part in self.parts)

    @property
    def lacks(self) -> Reason | None:
        """Why there is no value, or that it is made of a part only."""
        if self.reason is not None or self.is_whole:
            return self.reason
        counted = [part for part in self.parts if part.expected]
        values = {
            "answered": sum(part.answered - part.unknown for part in counted),
            "expected": sum(part.expected for part in counted),
        }
        return Reason(Why.PARTLY, values)


def indicators(known: Known) -> list[Indicator]:
    """Every indicator that may be asked of the place."""
    there = {fact.kind for fact in known.facts}
    return [
        _worked_out(one, known)
        for one in DEFINITIONS
        if one.only_with is None or one.only_with in there
    ]


def _worked_out(one: Definition, known: Known) -> Indicator:
    above, below = one.above(known), one.below(known) if one.below else None
    reason = above.reason or (below.reason if below else None)
    value = None
    if reason is None and above.quantity is not None:
        divisor = ONE if below is None or below.quantity is None else below.quantity
        if divisor:
            with localcontext(PRECISE):
                value = (above.quantity * one.scale / divisor).quantize(GRAM)
        else:
            reason = Reason(Why.NOTHING_BELOW)
    return Indicator(one.code, one.name, one.unit, known.year, value, above, below, reason)


# --- the table ------------------------------------------------------------------------------------

REGISTERED, ESTIMATED = FactKind.POPULATION_REGISTERED, FactKind.POPULATION_ESTIMATED
OWN_POWER = ("ORG_ELEC", "ORG_ELEC_STREET", "ORG_ELEC_PUMP", "ORG_ELEC_WWTP")
BURNT = ("BURN_RICE", "BURN_CANE", "BURN_MAIZE")
# As the waste form of the Pollution Control Department counts what is brought back into use.
RECOVERED = ("WASTE_RECYCLE", "WASTE_COMPOST", "WASTE_BIOGAS", "WASTE_RDF")

PER_HEAD = mark("Emissions per registered head")
PER_HEAD_ESTIMATED = mark("Emissions per head of the estimated population")
PER_BAHT = mark("Emissions per million baht of GPP at current prices")
PER_REAL_BAHT = mark("Emissions per million baht of GPP at constant prices")

DEFINITIONS: tuple[Definition, ...] = (
    *(
        Definition(f"{code}_{level.name.lower()}", name, unit, total(level), fact(kind), ONE, gate)
        for code, name, unit, kind, gate in (
            ("ghg_per_head", PER_HEAD, "tCO2e/person", REGISTERED, None),
            ("ghg_per_head_estimated", PER_HEAD_ESTIMATED, "tCO2e/person", ESTIMATED, ESTIMATED),
            ("ghg_per_gpp", PER_BAHT, "tCO2e/million baht", FactKind.GPP_CURRENT, None),
            (
                "ghg_per_real_gpp",
                PER_REAL_BAHT,
                "tCO2e/million baht",
                FactKind.GPP_REAL,
                FactKind.GPP_REAL,
            ),
        )
        for level in Level
    ),
    Definition(
        "waste_per_head_day",
        mark("Waste generated per head and day"),
        "kg/person/day",
        told("WASTE_GENERATED"),
        person_days(REGISTERED, "WASTE_GENERATED"),
        THOUSAND,
    ),
    Definition(
        "recycled_share",
        mark("Waste separated for recycling, share of what is generated"),
        "%",
        *share(("WASTE_RECYCLE",), ("WASTE_GENERATED",)),
        HUNDRED,
    ),
    Definition(
        "recovered_share",
        mark("Waste brought back into use, share of what is generated"),
        "%",
        *share(RECOVERED, ("WASTE_GENERATED",)),
        HUNDRED,
    ),
    Definition(
        "renewable_share",
        mark("Own solar power, share of the electricity organisations use themselves"),
        "%",
        *share(("ORG_SOLAR",), ("ORG_SOLAR", *OWN_POWER)),
        HUNDRED,
    ),
    Definition("burnt_area", mark("Rice, cane and maize burnt"), "rai", told(*BURNT)),
    Definition(
        "burnt_share",
        mark("Rice, cane and maize burnt, share of the area"),
        "%",
        told(*BURNT),
        area,
        HUNDRED,
    ),
    Definition(
        "septic_share",
        mark("People on septic tanks, share of the registered population"),
        "%",
        told("AREA_POP_SEPTIC"),
        fact(REGISTERED),
        HUNDRED,
    ),
    Definition(
        "wastewater_treated",
        mark("Wastewater treated in central plants per head and day"),
        "litre/person/day",
        told("WW_TREATED"),
        person_days(REGISTERED, "WW_TREATED"),
        THOUSAND,
    ),
    Definition(
        "coverage",
        mark("Figures told of those asked in the year"),
        "%",
        figures("told", lambda known: known.coverage[0]),
        figures("asked", lambda known: known.coverage[1]),
        HUNDRED,
    ),
)
