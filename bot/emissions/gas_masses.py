"""Masses of the main gases, as the functions of one method hand them to each other.

A plain Decimal whose name ends in its unit is enough inside a method; several gases of one source
belong together, so that none is left behind.
"""

from dataclasses import dataclass, fields
from decimal import Decimal

from bot.emissions.quantities import Kg

NONE = Decimal(0)


def co2_of_carbon(carbon: Decimal) -> Decimal:
    """CO2 from carbon, in the same unit of mass: × 44/12, divided last."""
    return carbon * 44 / 12


def n2o_of_nitrogen(nitrogen: Decimal) -> Decimal:
    """N2O from N2O-N, in the same unit of mass: × 44/28, divided last."""
    return nitrogen * 44 / 28


@dataclass(frozen=True, slots=True)
class GasMasses:
    """kg of each main gas, from one source or per one unit of it. Biogenic CO2 is in no sum."""

    co2_kg: Decimal = NONE
    ch4_kg: Decimal = NONE
    n2o_kg: Decimal = NONE
    biogenic_co2_kg: Decimal = NONE

    def __add__(self, other: "GasMasses") -> "GasMasses":
        return GasMasses(*(getattr(self, gas) + getattr(other, gas) for gas in GASES))

    def times(self, amount: Decimal) -> "GasMasses":
        return GasMasses(*(getattr(self, gas) * amount for gas in GASES))

    def co2e_kg(self, gwp_ch4: Decimal, gwp_n2o: Decimal) -> Kg:
        """kg CO2e under the GWPs given: CO2 + CH4 × GWP + N2O × GWP (GPC 1.1, section 3.3)."""
        return Kg(self.co2_kg + self.ch4_kg * gwp_ch4 + self.n2o_kg * gwp_n2o)


GASES = tuple(field.name for field in fields(GasMasses))
