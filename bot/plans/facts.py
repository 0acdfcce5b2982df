"""Yearly facts of places: population, gross provincial product (GPP), area, with their sources.

Registered, estimated and projected figures are different facts and never stand for each other.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.catalogue import Place
from bot.text import mark

RAI_PER_KM2 = 625  # 1 rai = 1,600 m2, by statute


class FactKind(StrEnum):
    """What is known of a place and a year. `projected` is somebody's forecast, with its source."""

    POPULATION_REGISTERED = "population_registered"
    POPULATION_ESTIMATED = "population_estimated"  # with those who live there unregistered
    POPULATION_PROJECTED = "population_projected"
    GPP_CURRENT = "gpp_current"  # at the prices of its own year
    GPP_REAL = "gpp_real"  # at the prices of the year its unit names
    GPP_PROJECTED = "gpp_projected"
    AREA = "area"


FACT_NAMES = {
    FactKind.POPULATION_REGISTERED: mark("registered population"),
    FactKind.POPULATION_ESTIMATED: mark("estimated population, with the unregistered"),
    FactKind.POPULATION_PROJECTED: mark("projected population"),
    FactKind.GPP_CURRENT: mark("GPP at current prices"),
    FactKind.GPP_REAL: mark("GPP at constant prices"),
    FactKind.GPP_PROJECTED: mark("projected GPP"),
    FactKind.AREA: mark("area"),
}

PEOPLE = frozenset(
    {
        FactKind.POPULATION_REGISTERED,
        FactKind.POPULATION_ESTIMATED,
        FactKind.POPULATION_PROJECTED,
    }
)
GPP = frozenset({FactKind.GPP_CURRENT, FactKind.GPP_REAL, FactKind.GPP_PROJECTED})
PROJECTED = frozenset({FactKind.POPULATION_PROJECTED, FactKind.GPP_PROJECTED})

PERSON, KM2, RAI, MILLION_BAHT = "person", "km2", "rai", "million_baht"
_PRICES = re.compile(r"million_baht_(19|20)\d\d", re.ASCII)
UNITS: Mapping[FactKind, str] = {  # what to write
    FactKind.POPULATION_REGISTERED: PERSON,
    FactKind.POPULATION_ESTIMATED: PERSON,
    FactKind.POPULATION_PROJECTED: PERSON,
    FactKind.GPP_CURRENT: MILLION_BAHT,
    FactKind.GPP_REAL: "million_baht_2002, with the Common Era year of its prices",
    FactKind.GPP_PROJECTED: "million_baht, or million_baht_2002 with the year of its prices",
    FactKind.AREA: f"{KM2} or {RAI}",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of one place and year. Without a `value` an earlier one was taken back.

    `version` counts the revisions; 0 is the catalogue's own, or one that is not stored yet.
    """

    place: str
    year: int
    kind: FactKind
    value: Decimal | None
    unit: str
    source: str
    verified: bool = False
    version: int = 0

    @property
    def key(self) -> tuple[str, int, FactKind]:
        return self.place, self.year, self.kind

    def says_the_same(self, other: "Fact") -> bool:
        mine = self.key, self.value, self.unit, self.source, self.verified
        return mine == (other.key, other.value, other.unit, other.source, other.verified)


def fits_unit(kind: FactKind, unit: str) -> bool:
    """Whether `kind` may be told in `unit`; constant prices name their year."""
    if kind in PEOPLE:
        return unit == PERSON
    if kind is FactKind.AREA:
        return unit in (KM2, RAI)
    at_a_year = bool(_PRICES.fullmatch(unit))
    if kind is FactKind.GPP_REAL:
        return at_a_year
    return unit == MILLION_BAHT or (kind is FactKind.GPP_PROJECTED and at_a_year)


def area_rai(fact: Fact) -> Decimal:
    """An area in rai, exact."""
    value = fact.value or Decimal(0)
    return value * RAI_PER_KM2 if fact.unit == KM2 else value


_AT_YEARS_END = re.compile(r"\b31 Dec (\d{4})\b", re.ASCII)


def of_catalogue(place: Place | None) -> tuple[Fact, ...]:
    """The registered population the table of places brings, as a fact of the year it names.

    It is verified in so far as its source says whose count it is and of which day.
    """
    if place is None or place.population is None:
        return ()
    day = _AT_YEARS_END.search(place.population_source)
    if day is None:
        return ()
    source = f"{place.population_source} (table of places)"
    kind, value = FactKind.POPULATION_REGISTERED, Decimal(place.population)
    return (Fact(place.id, int(day[1]), kind, value, PERSON, source, verified=True),)


def known(catalogued: Iterable[Fact], stored: Iterable[Fact]) -> tuple[Fact, ...]:
    """What holds: loaded facts before the catalogue's, without those that were taken back."""
    facts = {fact.key: fact for fact in (*catalogued, *stored)}
    return tuple(facts[key] for key in sorted(facts) if facts[key].value is not None)


def fact_of(facts: Iterable[Fact], kind: FactKind, year: int) -> Fact | None:
    """The fact of exactly that year; another year's is another fact."""
    return next((fact for fact in facts if (fact.kind, fact.year) == (kind, year)), None)


def nearest_year(facts: Iterable[Fact], kind: FactKind, year: int) -> int | None:
    """The known year nearest to one that is not known, to name it in the reason."""
    years = [fact.year for fact in facts if fact.kind is kind]
    return min(years, key=lambda other: (abs(other - year), other)) if years else None
