"""Process emissions, volume 3, chapters 2 to 4: the arithmetic written out."""

from decimal import Decimal

from bot.emissions import process
from bot.emissions.gas_masses import GasMasses
from tests.bot.emissions.parameters import factor, masses


def test_clinker_by_hand() -> None:
    """2.4: 0.65 CaO × 0.785 × 1.02 = 520.455 kg a tonne, 510.25 without the lost dust.

    2.1: 100,000 t of cement with 75 % clinker are 75,000 t; × 520 kg (table) = 39,000,000 kg CO2.
    """
    assert process.clinker_co2_kg_per_t(Decimal("0.65"), Decimal("1.02")) == Decimal("520.455")
    assert process.clinker_co2_kg_per_t(Decimal("0.65"), Decimal(1)) == Decimal("510.25")
    clinker = process.clinker_in_cement_t(Decimal(100_000), Decimal("0.75"))
    made = process.made(clinker, masses(factor("ippu_cement_clinker")))
    assert made == GasMasses(co2_kg=Decimal(39_000_000))


def test_glass_by_hand() -> None:
    """2.10: 5,000 t × 200 kg × (1 − 0.4 cullet) = 600,000 kg CO2."""
    assert process.glass_co2_kg(Decimal(5000), Decimal(200), Decimal("0.4")) == 600_000


def test_ammonia_by_hand() -> None:
    """3.1: 1,000 t × 30.2 GJ × 15.3 kg C × 44/12 = 1,694,220 kg; 700,000 kg went into urea."""
    made = process.ammonia_co2_kg(
        Decimal(1000), Decimal("30.2"), Decimal("15.3"), recovered_co2_kg=Decimal(700_000)
    )
    assert made == 994_220


def test_sinter_keeps_its_methane() -> None:
    """4.7 and table 4.1: 2,500 t × 200 kg CO2 and × 0.07 kg CH4."""
    made = process.made(Decimal(2500), masses(factor("ippu_sinter")))
    assert made == GasMasses(co2_kg=Decimal(500_000), ch4_kg=Decimal(175))


def test_ethylene_by_hand() -> None:
    """3.15: 1.73 t × 1.3 for Asia = 2,249 kg CO2 a tonne; 3.23 and 3.24: 3 kg CH4 a tonne."""
    per_t = process.petrochemical_kg_per_t(Decimal("1.73"), Decimal(3), Decimal("1.3"))
    assert per_t == GasMasses(co2_kg=Decimal(2249), ch4_kg=Decimal(3))
