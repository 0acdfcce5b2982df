"""Crop residues burnt in the field: IPCC 2006 Guidelines, volume 4, chapter 2."""

from decimal import Decimal

from bot.emissions.gas_masses import GasMasses

KG_PER_TONNE = Decimal(1000)


def fire(
    area_ha: Decimal,
    fuel_t_per_ha: Decimal,
    combustion_factor: Decimal,
    kg_per_kg_dry_matter: GasMasses,
) -> GasMasses:
    """kg of each gas of a fire: area × mass of fuel × combustion factor × Gef, equation 2.27.

    Table 2.4 gives mass and combustion factor in one number for crop residues: then the factor is
    1. Gef is table 2.5. CO2 of residues is biogenic: it grows back within the year.
    """
    burnt_kg = area_ha * fuel_t_per_ha * KG_PER_TONNE * combustion_factor
    return kg_per_kg_dry_matter.times(burnt_kg)
