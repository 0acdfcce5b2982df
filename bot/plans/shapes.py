"""A plan once it is read and checked. Masses are tonnes of CO2e, years are Common Era."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.emissions.quantities import Tonnes
from bot.inventory.levels import Level
from bot.plans.facts import FactKind


class Trigger(StrEnum):
    """Why a base year may have to be recalculated; growth and decline are none of them."""

    STRUCTURE = "structure"  # boundaries: areas or organisations that came or went
    METHOD = "method"  # methods, factors or data that became better
    ERROR = "error"  # a mistake, or many that together weigh


class TargetKind(StrEnum):
    BELOW_BASE_YEAR = "below base year"
    BELOW_BAU = "below BAU"
    LEVEL = "level"
    BELOW_INTENSITY = "below base year intensity"  # tCO2e per million baht of GPP


class BauMethod(StrEnum):
    POPULATION = "population"
    GPP = "GPP"
    LINEAR = "linear trend"
    EXPONENTIAL = "exponential trend"


class Interpolation(StrEnum):
    """What a measure saves in a year between two that are told."""

    LINEAR = "linear"
    STEP = "step"  # as in the told year before


class Status(StrEnum):
    PLANNED = "planned"
    GOING_ON = "going on"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class BaseYear:
    """What everything is measured against, and when it is recalculated.

    `changed_because` says why `total` differs from the plan version before, where it does.
    """

    year: int
    level: Level
    total: Tonnes
    threshold_percent: Decimal
    triggers: tuple[Trigger, ...]
    source: str
    verified: bool = False
    changed_because: Trigger | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """`milestones` by year: percent below, or tCO2e where the kind is a level."""

    code: str
    name_th: str
    name_en: str
    kind: TargetKind
    milestones: Mapping[int, Decimal]
    source: str
    verified: bool = False
    fact: FactKind | None = None  # the GPP of an intensity


@dataclass(frozen=True, slots=True)
class Growth:
    """Percent a year, from the year `since` on until the next one says otherwise."""

    since: int
    percent: Decimal
    source: str
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Bau:
    """One version of business as usual: the total of the year it begins carried on to `until`.

    Drivers are a loaded `fact` or rates of `growth`; a trend follows the inventories of `history`.
    It holds all it needs, so that nothing that is changed later changes it.
    """

    version: str
    method: BauMethod
    begins: int
    total: Tonnes  # of that year
    until: int
    source: str
    verified: bool = False
    fact: FactKind | None = None
    growth: tuple[Growth, ...] = ()
    elasticity: Decimal = Decimal(1)  # percent of emissions for a percent of the driver
    history: Mapping[int, Tonnes] | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What a measure had brought by the end of a year, as its owner reported it."""

    year: int
    achieved: Tonnes | None
    done_percent: Decimal | None
    source: str
    note: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """`potential` is what it saves a year, told for some years of start to end."""

    code: str
    name_th: str
    name_en: str
    lines: tuple[str, ...]  # GPC references
    owner: str  # place id
    start: int
    end: int
    potential: Mapping[int, Tonnes]
    interpolation: Interpolation
    status: Status
    source: str
    verified: bool = False
    progress: tuple[Progress, ...] = ()
    overlap: str = ""  # how it does not count twice what another measure saves


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of a place's plan. `uses_bau` names the one of `baus` that holds."""

    source: str
    base_year: BaseYear
    baus: tuple[Bau, ...]
    uses_bau: str
    targets: tuple[Target, ...]
    measures: tuple[Measure, ...]

    @property
    def bau(self) -> Bau:
        return next(bau for bau in self.baus if bau.version == self.uses_bau)
