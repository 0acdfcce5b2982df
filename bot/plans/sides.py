"""The sides of an indicator: a total, a fact, told activities, each with where it comes from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from bot.emissions.quantities import Tonnes
from bot.inventory.levels import LEVEL_NAMES, Level
from bot.plans.facts import FACT_NAMES, RAI, Fact, FactKind, area_rai, fact_of, nearest_year
from bot.plans.sums import PlaceMonth, YearSum
from bot.text import mark

TOLD_HERE = mark("figures told to BokCarbon")
THE_ACCOUNT = mark("the account")
ZERO = Decimal(0)


class Why(Enum):
    """Why there is no value, or what it lacks."""

    NO_TOTAL = mark("there is no total of the level %(name)s for the whole of %(year)s")
    NO_FACT = mark("%(name)s of %(year)s is not loaded (see load facts)")
    OTHER_YEAR = mark(
        "%(name)s of %(year)s is not loaded, only of %(nearest)s and other years (see load facts)"
    )
    NOT_TOLD = mark("%(name)s was asked and no figure of %(year)s is told")
    NOT_TOGETHER = mark("%(name)s and %(other)s are told for no place and month together")
    UNASKED = mark("%(name)s is neither asked nor told")
    NOTHING_BELOW = mark("what it is divided by is zero")
    PARTLY = mark(
        "made of %(answered)s of %(expected)s figures: what is not told is missing here too"
    )


@dataclass(frozen=True, slots=True)
class Reason:
    why: Why
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One quantity that goes in, with where it comes from. `answered` of `expected` figures."""

    name: str  # a level, a fact or an activity, by its code
    quantity: Decimal
    unit: str
    source: str
    verified: bool = True
    answered: int = 0
    expected: int = 0
    unknown: int = 0
    year: int | None = None  # of a fact

    @property
    def is_whole(self) -> bool:
        return self.answered == self.expected and not self.unknown


@dataclass(frozen=True, slots=True)
class Sum:
    """One side of an indicator; without a `quantity` there is a `reason`."""

    quantity: Decimal | None
    parts: tuple[Part, ...] = ()
    reason: Reason | None = None
    left_out: tuple[str, ...] = ()  # activities nobody was asked for or told


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a place and year."""

    year: int
    totals: Mapping[Level, Tonnes]
    facts: tuple[Fact, ...]
    sums: Mapping[str, YearSum]
    units: Mapping[str, str]  # base units by activity
    coverage: tuple[int, int] = (0, 0)  # told of asked
    unverified: frozenset[Level] = frozenset()  # levels that rest on an unverified factor


Side = Callable[[Known], Sum]


def total(level: Level) -> Side:
    """The inventory's total of one level, tCO2e."""

    def side(known: Known) -> Sum:
        found = known.totals.get(level)
        if found is None:
            reason = Reason(Why.NO_TOTAL, {"name": LEVEL_NAMES[level], "year": known.year})
            return Sum(None, reason=reason)
        told, asked = known.coverage
        is_verified = level not in known.unverified
        name, unit = level.value, "tCO2e"
        part = Part(name, found, unit, THE_ACCOUNT, is_verified, answered=told, expected=asked)
        return Sum(found, (part,))

    return side


def fact(kind: FactKind) -> Side:
    """A fact of exactly that year; another year's does not stand for it."""

    def side(known: Known) -> Sum:
        found = fact_of(known.facts, kind, known.year)
        if found is None or found.value is None:
            return Sum(None, reason=_not_loaded(known, kind))
        return Sum(found.value, (_of_fact(found, found.value, found.unit),))

    return side


def area(known: Known) -> Sum:
    """The area in rai. It changes seldom: the last year that is known holds on."""
    years = [one.year for one in known.facts if one.kind is FactKind.AREA]
    held = max((year for year in years if year <= known.year), default=None)
    found = fact_of(known.facts, FactKind.AREA, held) if held is not None else None
    if found is None:
        return Sum(None, reason=_not_loaded(known, FactKind.AREA))
    rai = area_rai(found)
    return Sum(rai, (_of_fact(found, rai, RAI),))


def _of_fact(found: Fact, quantity: Decimal, unit: str) -> Part:
    name, source = found.kind.value, found.source
    return Part(name, quantity, unit, source, found.verified, year=found.year)


def _not_loaded(known: Known, kind: FactKind) -> Reason:
    nearest = nearest_year(known.facts, kind, known.year)
    values: dict[str, str | int] = {"name": FACT_NAMES[kind], "year": known.year}
    if nearest is None:
        return Reason(Why.NO_FACT, values)
    return Reason(Why.OTHER_YEAR, {**values, "nearest": nearest})


def told(*codes: str) -> Side:
    """Activities added up, in their base unit. One that is asked and has no figure is a hole; one
    that is neither asked nor told is left out, and said."""

    def side(known: Known) -> Sum:
        there = [known.sums[code] for code in codes if code in known.sums]
        left_out = tuple(code for code in codes if code not in known.sums)
        hole = next((one for one in there if not one.is_known), None)
        if hole is not None:
            reason = Reason(Why.NOT_TOLD, {"name": hole.activity, "year": known.year})
            return Sum(None, tuple(_part(known, one) for one in there if one.is_known), reason)
        if not there:
            return Sum(None, reason=Reason(Why.UNASKED, {"name": codes[0]}), left_out=left_out)
        parts = tuple(_part(known, one) for one in there)
        return Sum(_added(part.quantity for part in parts), parts, left_out=left_out)

    return side


def _part(known: Known, one: YearSum) -> Part:
    return Part(
        name=one.activity,
        quantity=one.quantity,
        unit=known.units[one.activity],
        source=TOLD_HERE,
        answered=one.answered,
        expected=one.expected,
        unknown=one.unknown,
    )


def _added(quantities: Iterable[Decimal]) -> Decimal:
    return sum(quantities, ZERO)


def share(above: tuple[str, ...], below: tuple[str, ...]) -> tuple[Side, Side]:
    """Both sides of a share, over the places and months in which both are told whole.

    Who told only one of them would bend the share; who told neither is what it lacks.
    """

    rest = tuple(code for code in below if code not in above)

    def cells_of(known: Known) -> tuple[set[PlaceMonth], int]:
        whole_above, _ = _cells(known, above)
        whole_below, there = _cells(known, rest)
        return whole_above & whole_below, len(there)

    def side(codes: tuple[str, ...]) -> Side:
        def summed(known: Known) -> Sum:
            plain = told(*codes)(known)
            if plain.reason is not None:
                return plain
            both, expected = cells_of(known)
            if not both:
                values: dict[str, str | int] = {"name": above[0], "other": below[0]}
                return Sum(None, reason=Reason(Why.NOT_TOGETHER, values))
            parts = tuple(
                Part(
                    name=code,
                    quantity=_added(known.sums[code].cells.get(cell, ZERO) for cell in both),
                    unit=known.units[code],
                    source=TOLD_HERE,
                    answered=len(both),
                    expected=expected,
                )
                for code in codes
                if code in known.sums
            )
            return Sum(_added(part.quantity for part in parts), parts, left_out=plain.left_out)

        return summed

    return side(above), side(below)


def _cells(known: Known, codes: tuple[str, ...]) -> tuple[set[PlaceMonth], set[PlaceMonth]]:
    """Where a side is told with nothing open, and where it is told or open at all."""
    there = [known.sums[code] for code in codes if code in known.sums]
    told_in = {cell for one in there for cell in one.cells}
    open_in = {cell for one in there for cell in one.open}
    return told_in - open_in, told_in | open_in


def person_days(kind: FactKind, activity: str) -> Side:
    """People times the days of the months in which an activity was told."""

    def side(known: Known) -> Sum:
        people = fact(kind)(known)
        months = known.sums[activity].months if activity in known.sums else frozenset()
        if people.quantity is None or not months:
            return people
        days = Decimal(sum(month.days for month in months))
        in_days = Part("days", days, "day", TOLD_HERE)
        return Sum(people.quantity * days, (*people.parts, in_days))

    return side


def figures(name: str, count: Callable[[Known], int]) -> Side:
    """How many figures there are."""

    def side(known: Known) -> Sum:
        number = Decimal(count(known))
        return Sum(number, (Part(name, number, "figure", TOLD_HERE),))

    return side
