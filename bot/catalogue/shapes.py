"""What the tables hold once they are checked. Everything here is frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class PlaceKind(StrEnum):
    """`tambon`: subdistrict organisations and municipalities; `city`: town, city, special."""

    TAMBON = "tambon"
    CITY = "city"
    PAO = "pao"
    DISTRICT = "district"
    PROVINCE = "province"
    NATION = "nation"


class Ledger(StrEnum):
    """What an organisation uses itself (CFO), and what happens in its area (GPC): never added."""

    ORGANISATION = "organisation"
    AREA = "area"


class Frequency(StrEnum):
    MONTHLY = "monthly"
    YEARLY = "yearly"
    MONTHLY_OR_YEARLY = "monthly or yearly"
    CENSUS = "census"  # counted once a year, held for its months
    SEASON = "season"
    EVENT = "event"
    ONCE = "once"


class Method(StrEnum):
    """How a month's figure becomes emissions (bot/emissions)."""

    QUANTITY = "quantity"  # quantity × factor
    DAYS = "days"  # quantity × days of the month × factor
    YEAR_SHARE = "year share"  # quantity × factor / 12
    NITROGEN_SHARE = "nitrogen share"  # quantity × its told share of nitrogen × factor
    INFORMATION = "information"  # no emission line
    PARAMETER = "parameter"  # steers another line's method
    NOT_COUNTED_YET = "not counted yet"


class Confidence(StrEnum):
    VERBATIM = "verbatim-from-source"
    DERIVED = "derived"
    UNVERIFIED = "from-memory-unverified"


class Grade(StrEnum):
    """Data quality as GPC 1.1 tells it (section 5.6): the better the grade, the nearer the fact."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


class Side(StrEnum):
    """The two sides of a product whose errors are assumed: quantity × factor."""

    ACTIVITY = "activity"
    FACTOR = "factor"


class Grounds(StrEnum):
    """Where an assumed uncertainty comes from; `UNVERIFIED`: its source was not at hand."""

    VERBATIM = "verbatim-from-source"
    DERIVED = "derived"
    UNVERIFIED = "from-memory-unverified"
    OWN = "own-assumption"


class Overlap(StrEnum):
    """Which of two factors of one key counts in a month both are valid in."""

    NEWEST = "newest"
    OLDEST = "oldest"  # until its last day


@dataclass(frozen=True, slots=True)
class Unit:
    """`size` is exact, in the first unit of its dimension."""

    code: str
    label: str
    dimension: str
    size: Decimal
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One of several an activity must name: which refrigerant, which fertiliser."""

    code: str
    label: str
    aliases: tuple[str, ...]
    factor: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """Plausible values of one month, in the activity's base unit."""

    low: Decimal
    high: Decimal

    def __contains__(self, quantity: Decimal) -> bool:
        return self.low <= quantity <= self.high


@dataclass(frozen=True, slots=True)
class Activity:
    """One question. `conversions` gives base units per one of each accepted unit."""

    code: str
    gpc_ref: str
    ledger: Ledger
    label: str
    short_label: str
    aliases: tuple[str, ...]
    unit: str
    conversions: Mapping[str, Decimal]
    asks_for: tuple[str, ...]
    department: str
    evidence: str
    example: str
    frequency: Frequency
    method: Method
    factor_unit: str
    to_factor: Decimal
    factors: tuple[str, ...]
    kinds: tuple[Kind, ...]
    ranges: Mapping[str, Range]
    range_basis: str
    subset_of: tuple[str, ...]
    asked_of: tuple[PlaceKind, ...]
    not_counted: str
    notes: str

    def range_for(self, place: PlaceKind) -> Range | None:
        """The plausible month at a place of this kind; districts and PAOs go by the province's."""
        name = place.value if place.value in self.ranges else PlaceKind.PROVINCE.value
        return self.ranges.get(name)


@dataclass(frozen=True, slots=True)
class Factor:
    """One value of one key from one date: emissions in kg per `unit`, or a `parameter`.

    `components` are kg of other gases per unit, by gas (`hfc32`). `scope` is the place it holds in
    and below; empty: everywhere. `edition` counts values of one date that replaced each other.
    """

    key: str
    label: str
    category: str
    unit: str
    parameter: Decimal | None
    kgco2e_printed: Decimal | None
    kgco2e_exact: Decimal | None
    co2_kg: Decimal | None
    ch4_kg: Decimal | None
    n2o_kg: Decimal | None
    biogenic_co2_kg: Decimal | None
    gwp_set: str
    gwp_ch4_used: Decimal | None
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: Confidence
    notes: str
    components: Mapping[str, Decimal] = field(default_factory=dict)
    scope: str = ""
    edition: int = 1
    grade: Grade | None = None  # as whoever added it graded it

    @property
    def verified(self) -> bool:
        return self.confidence is not Confidence.UNVERIFIED

    @property
    def version(self) -> str:
        """`elec_grid@2026-01-01`; `@undated` where the source gives no date.

        `elec_grid@2026-01-01/21` holds in place 21 only; `…+2` is the second value of that date.
        """
        dated = f"{self.key}@{self.valid_from or 'undated'}"
        scoped = f"{dated}/{self.scope}" if self.scope else dated
        return f"{scoped}+{self.edition}" if self.edition > 1 else scoped


@dataclass(frozen=True, slots=True)
class OverlapPolicy:
    """What is done where factors of `key` overlap, why, and who says that it is allowed."""

    key: str
    overlap: Overlap
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class AssumedUncertainty:
    """Half of the 95 % interval, in per cent, of one side of the sources under `key`.

    `key` is an activity, the beginning of activities (`RICE_*`), a GPC line, subsector, sector and
    scope (`I scope 2`), or sector. `gas` empty: all gases no nearer row names; `grade` None: every
    grade. `low_percent` and `high_percent` are the ends as the source states them.
    """

    side: Side
    key: str
    gas: str
    grade: Grade | None
    percent: Decimal
    low_percent: Decimal | None
    high_percent: Decimal | None
    source: str
    confidence: Grounds
    notes: str


UncertaintyKey = tuple[Side, str, str, Grade | None]


@dataclass(frozen=True, slots=True)
class GpcLine:
    """One line of the GPC 1.1 inventory table."""

    ref: str
    sector_code: str
    sector: str
    subsector: str
    line: str
    scope: str
    reporting_level: str
    in_basic: bool
    in_basic_plus: bool
    in_territorial: bool
    ipcc2006_category: str
    cadence: str
    data_holder_th: str
    default_method: str
    notation_key: str  # what the line says while nobody told anything, and why
    notation_reason: str
    notes: str


@dataclass(frozen=True, slots=True)
class Place:
    """A province, district or local government. `id` is the DOPA code, a PAO's is its own."""

    id: str
    dopa_code: str
    kind: PlaceKind
    type_th: str
    type_en: str
    parent: str
    province: str
    district: str
    name_th: str
    full_name_th: str
    short_name_th: str
    name_en: str
    covered_tambon_codes: tuple[str, ...]
    population: int | None
    population_source: str
    source: str
    notes: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One box of a form: the sum of `activities` in `unit`, of one `kind` where it names one."""

    label: str
    unit: str
    activities: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of another office that asks for kept figures. `source`: where its words come from."""

    code: str
    label: str
    short_label: str
    aliases: tuple[str, ...]
    source: str
    verified: bool
    at_finish: bool
    per_day: bool
    fields: tuple[FormField, ...]

    @property
    def activities(self) -> frozenset[str]:
        """Every activity some box holds."""
        return frozenset(code for field in self.fields for code in field.activities)


@dataclass(frozen=True)
class Catalogue:
    """All tables, read and checked."""

    units: Mapping[str, Unit]
    activities: Mapping[str, Activity]
    factors: Mapping[str, tuple[Factor, ...]]
    gpc_lines: Mapping[str, GpcLine]
    places: Mapping[str, Place]
    forms: Mapping[str, Form]
    overlaps: Mapping[str, OverlapPolicy] = field(default_factory=dict)
    uncertainties: Mapping[UncertaintyKey, AssumedUncertainty] = field(default_factory=dict)

    @property
    def parameters(self) -> frozenset[str]:
        """The activities whose figures steer the methods of others, from their month on."""
        return frozenset(
            code
            for code, activity in self.activities.items()
            if activity.method is Method.PARAMETER
        )

    def asked_of(self, place: PlaceKind) -> tuple[str, ...]:
        """The activities a place of this kind is asked about every month, in table order."""
        return tuple(
            code for code, activity in self.activities.items() if place in activity.asked_of
        )

    def running_ledger(self, code: str) -> Ledger | None:
        """The ledger whose running total an activity's emissions belong in; None: in neither.

        The area's total is GPC BASIC+: power to the grid and imported waste are territorial only.
        """
        activity = self.activities.get(code)
        if activity is None:
            return None
        if activity.ledger is Ledger.ORGANISATION:
            return activity.ledger
        line = self.gpc_lines.get(activity.gpc_ref)
        return activity.ledger if line is not None and line.in_basic_plus else None
