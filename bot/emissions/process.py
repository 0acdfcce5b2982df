"""Process emissions: IPCC 2006 Guidelines, volume 3, chapters 2 to 4, Tier 1.

CO2 and other gases of the chemistry itself; fuel burnt for heat is energy (`combustion`). What a
plant itself has measured and reported goes before any of these.
"""

from decimal import Decimal

from bot.emissions.gas_masses import GasMasses, co2_of_carbon

CO2_PER_CAO = Decimal("0.785")  # 44.01 / 56.08, volume 3, section 2.2.1.2
ONE = Decimal(1)
KG_PER_TONNE = Decimal(1000)


def made(product_t: Decimal, kg_per_t: GasMasses) -> GasMasses:
    """kg of each gas of a product: production × factor.

    Volume 3: equations 2.1 and 2.2 (clinker), 2.6 (lime), 3.5 (nitric acid), 3.11 (carbide), 4.4 to
    4.7 (steel, pig iron, direct reduced iron, sinter).
    """
    return kg_per_t.times(product_t)


def clinker_co2_kg_per_t(cao_share: Decimal, kiln_dust: Decimal) -> Decimal:
    """kg CO2 a tonne of clinker: CaO × 0.785 × correction for lost kiln dust, equation 2.4.

    Default: 0.65 CaO, 2 % lost (`kiln_dust` 1.02): 0.52 t, 0.51 before the correction.
    """
    return cao_share * CO2_PER_CAO * kiln_dust * KG_PER_TONNE


def clinker_in_cement_t(cement_t: Decimal, clinker_share: Decimal) -> Decimal:
    """Tonnes of clinker in cement, where only cement is known; the bracket of equation 2.1.

    Without imported and exported clinker: those are subtracted and added before.
    """
    return cement_t * clinker_share


def lime_co2_kg_per_t(cao_share: Decimal, kiln_dust: Decimal) -> Decimal:
    """kg CO2 a tonne of high-calcium lime: 0.785 × CaO × correction, equations 2.6 and 2.9."""
    return CO2_PER_CAO * cao_share * kiln_dust * KG_PER_TONNE


def glass_co2_kg(glass_t: Decimal, kg_per_t: Decimal, cullet_share: Decimal) -> Decimal:
    """kg CO2 of glass: mass × factor × (1 − cullet), equation 2.10; default factor 2.13."""
    return glass_t * kg_per_t * (ONE - cullet_share)


def ammonia_co2_kg(
    ammonia_t: Decimal,
    fuel_gj_per_t: Decimal,
    carbon_kg_per_gj: Decimal,
    oxidised: Decimal = ONE,
    recovered_co2_kg: Decimal = Decimal(0),
) -> Decimal:
    """kg CO2 of ammonia: production × fuel × carbon × oxidised × 44/12 − recovered, equation 3.1.

    Recovered CO2 that becomes urea is let out where the urea is spread.
    """
    carbon_kg = ammonia_t * fuel_gj_per_t * carbon_kg_per_gj * oxidised
    return co2_of_carbon(carbon_kg) - recovered_co2_kg


def petrochemical_kg_per_t(
    co2_t_per_t: Decimal, ch4_kg_per_t: Decimal = Decimal(0), regional: Decimal = ONE
) -> GasMasses:
    """kg of each gas a tonne of ethylene, methanol, VCM or carbon black, Tier 1.

    CO2: equation 3.15, `regional` is the geographic adjustment factor (table 3.15; 1 is none). CH4:
    equations 3.23 and 3.24.
    """
    return GasMasses(co2_kg=co2_t_per_t * regional * KG_PER_TONNE, ch4_kg=ch4_kg_per_t)
