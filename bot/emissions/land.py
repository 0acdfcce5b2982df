"""Carbon in biomass: IPCC 2006 Guidelines, volume 4, chapter 2.

What grows takes CO2 up. An account shows that on a line of its own, positive, and never subtracts
it from what is let out.
"""

from decimal import Decimal

from bot.emissions.gas_masses import co2_of_carbon

ONE = Decimal(1)
CARBON_SHARE = Decimal("0.47")  # of dry matter, volume 4, table 4.3 (default)
KG_PER_TONNE = Decimal(1000)


def growth_t_per_ha(above_ground_t_per_ha: Decimal, root_to_shoot: Decimal) -> Decimal:
    """Biomass grown in a year, tonnes of dry matter a hectare, roots too: equation 2.10."""
    return above_ground_t_per_ha * (ONE + root_to_shoot)


def gained_carbon_t(
    area_ha: Decimal, growth_t_per_ha: Decimal, carbon_share: Decimal = CARBON_SHARE
) -> Decimal:
    """Carbon gained by growth in a year, tonnes: area × growth × carbon fraction, equation 2.9."""
    return area_ha * growth_t_per_ha * carbon_share


def carbon_change_t(gained_t: Decimal, lost_t: Decimal) -> Decimal:
    """Change of the carbon in biomass by gain and loss, tonnes a year: equation 2.7."""
    return gained_t - lost_t


def stock_change_t(first_t: Decimal, last_t: Decimal, years: Decimal) -> Decimal:
    """The same from two stocks, tonnes of carbon a year: equation 2.5 (2.8 for biomass)."""
    if years <= 0:
        raise ValueError(f"the second stock must be later than the first, not {years} years")
    return (last_t - first_t) / years


def converted_carbon_t(
    area_ha: Decimal,
    before_t_per_ha: Decimal,
    after_t_per_ha: Decimal,
    carbon_share: Decimal = CARBON_SHARE,
) -> Decimal:
    """Carbon of biomass gained (or, below 0, lost) in the year land is changed: equation 2.16.

    Biomass in tonnes of dry matter a hectare. Equation 2.15 adds the gain of what grows there then
    and takes off its loss.
    """
    return (after_t_per_ha - before_t_per_ha) * area_ha * carbon_share


def removed_co2_kg(carbon_change_t: Decimal) -> Decimal:
    """kg CO2 taken up for a change of carbon: × 44/12. Below 0: let out."""
    return co2_of_carbon(carbon_change_t) * KG_PER_TONNE
