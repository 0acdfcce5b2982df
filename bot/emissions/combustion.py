"""Fuel burnt: IPCC 2006 Guidelines, volume 2, chapters 2 (stationary) and 3 (mobile).

Emission = fuel × net calorific value × factor per TJ, gas by gas. TGO's printed factors per litre
or kg are this product; what plants burn on site, vehicles, boats, trains and aircraft differ in the
factors per TJ alone.
"""

from decimal import Decimal

from bot.emissions.gas_masses import GasMasses

MJ_PER_TJ = Decimal(1_000_000)
ONE = Decimal(1)


def energy_tj(fuel: Decimal, ncv_mj_per_unit: Decimal) -> Decimal:
    """Heat in a fuel, TJ: quantity × net calorific value (volume 2, section 1.4.1.2)."""
    return fuel * ncv_mj_per_unit / MJ_PER_TJ


def burnt(energy_tj: Decimal, kg_per_tj: GasMasses) -> GasMasses:
    """kg of each gas from one fuel: consumption in TJ × factor of each gas.

    Volume 2, equation 2.1 (stationary); 3.2.1 and 3.2.3 (road), 3.3.1 (off-road), 3.4.1 (rail),
    3.5.1 (waterborne) and 3.6.1 (aviation), Tier 1. CO2 of biomass is biogenic.
    """
    return kg_per_tj.times(energy_tj)


def fuel_burnt(fuel: Decimal, ncv_mj_per_unit: Decimal, kg_per_tj: GasMasses) -> GasMasses:
    """kg of each gas from a quantity of fuel, in the unit its calorific value is per."""
    return burnt(energy_tj(fuel, ncv_mj_per_unit), kg_per_tj)


def blend_per_litre(
    fossil_per_litre: GasMasses, biofuel_co2_kg_per_litre: Decimal, biofuel_share: Decimal
) -> GasMasses:
    """kg of each gas of one litre of a blend such as E10 or B7; `biofuel_share` by volume, 0 to 1.

    Volume 2, section 3.2.1.2: CO2 of the biofuel share is biogenic and apart. CH4 and N2O come from
    the engine and are those of a litre of the fossil fuel (as TGO EF CFO, February 2026).
    """
    return GasMasses(
        co2_kg=fossil_per_litre.co2_kg * (ONE - biofuel_share),
        ch4_kg=fossil_per_litre.ch4_kg,
        n2o_kg=fossil_per_litre.n2o_kg,
        biogenic_co2_kg=biofuel_co2_kg_per_litre * biofuel_share,
    )
