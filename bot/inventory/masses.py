"""What a line of an inventory weighs: kilograms by gas, and what is shown apart."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from bot.emissions.quantities import Kg

NONE = Kg(Decimal(0))


@dataclass(frozen=True, slots=True)
class Masses:
    """kg. `co2e` is what counts; the rest says what it is made of, or stands beside it.

    `co2`, `ch4` and `n2o` are masses of the gas; `hfc`, `pfc`, `sf6` and `nf3` are CO2e, as their
    families hold several gases. `unsplit` is the part of `co2e` whose gases are not published.
    Biogenic CO2, what is taken up (a positive mass) and gases `outside` the counted seven (CO2e)
    are never in `co2e`.
    """

    co2e: Kg = NONE
    co2: Kg = NONE
    ch4: Kg = NONE
    n2o: Kg = NONE
    hfc: Kg = NONE
    pfc: Kg = NONE
    sf6: Kg = NONE
    nf3: Kg = NONE
    unsplit: Kg = NONE
    biogenic_co2: Kg = NONE
    removed_co2: Kg = NONE
    outside: Kg = NONE

    def __add__(self, other: "Masses") -> "Masses":
        return Masses(*(getattr(self, name) + getattr(other, name) for name in NAMES))

    def __neg__(self) -> "Masses":
        return Masses(*(-getattr(self, name) for name in NAMES))


NAMES = tuple(one.name for one in fields(Masses))
EMPTY = Masses()


def total(masses: Iterable[Masses]) -> Masses:
    return sum(masses, EMPTY)
