"""Managed soils: IPCC 2006 Guidelines, volume 4, chapter 11, Tier 1.

Nitrogen that is spread lets out N2O where it lies (direct), where its ammonia falls and where it is
washed to (indirect). Urea and lime let out the CO2 that is bound in them.
"""

from dataclasses import dataclass
from decimal import Decimal

from bot.emissions.gas_masses import co2_of_carbon, n2o_of_nitrogen

UREA_C_KG_PER_KG = Decimal("0.20")  # equation 11.13
LIMESTONE_C_KG_PER_KG = Decimal("0.12")  # equation 11.12
DOLOMITE_C_KG_PER_KG = Decimal("0.13")  # equation 11.12


@dataclass(frozen=True, slots=True)
class Soil:
    """What becomes of a kg of nitrogen. EFs are kg N2O-N per kg N, shares 0 to 1.

    `ef1`: direct (EF1, or EF1FR on flooded rice, table 11.1). `volatilised`: FracGASF of synthetic,
    FracGASM of organic nitrogen; `ef4` of it. `leached`: FracLEACH; `ef5` of it (table 11.3).
    """

    ef1: Decimal
    volatilised: Decimal
    ef4: Decimal
    leached: Decimal
    ef5: Decimal


def direct_n2o_kg(nitrogen_kg: Decimal, ef1: Decimal) -> Decimal:
    """kg N2O straight from the field: N × EF1, or EF1FR where rice is flooded, equation 11.1.

    Equation 11.2 (Tier 2) is the same with an EF1 for each kind of nitrogen and place.
    """
    return n2o_of_nitrogen(nitrogen_kg * ef1)


def deposition_n2o_kg(nitrogen_kg: Decimal, volatilised: Decimal, ef4: Decimal) -> Decimal:
    """kg N2O where volatilised nitrogen falls: N × FracGAS × EF4, equation 11.9."""
    return n2o_of_nitrogen(nitrogen_kg * volatilised * ef4)


def leaching_n2o_kg(nitrogen_kg: Decimal, leached: Decimal, ef5: Decimal) -> Decimal:
    """kg N2O of nitrogen washed out: N × FracLEACH × EF5, equation 11.10."""
    return n2o_of_nitrogen(nitrogen_kg * leached * ef5)


def n2o_kg(nitrogen_kg: Decimal, soil: Soil) -> Decimal:
    """kg N2O of spread nitrogen, direct and indirect: equations 11.1, 11.9 and 11.10."""
    emitted_n_kg = nitrogen_kg * (soil.ef1 + soil.volatilised * soil.ef4 + soil.leached * soil.ef5)
    return n2o_of_nitrogen(emitted_n_kg)


def urea_co2_kg(urea_kg: Decimal) -> Decimal:
    """kg CO2 of urea: mass × 0.20 × 44/12, equation 11.13."""
    return co2_of_carbon(urea_kg * UREA_C_KG_PER_KG)


def lime_co2_kg(limestone_kg: Decimal = Decimal(0), dolomite_kg: Decimal = Decimal(0)) -> Decimal:
    """kg CO2 of lime: limestone × 0.12 + dolomite × 0.13, × 44/12, equation 11.12."""
    carbon_kg = limestone_kg * LIMESTONE_C_KG_PER_KG + dolomite_kg * DOLOMITE_C_KG_PER_KG
    return co2_of_carbon(carbon_kg)
