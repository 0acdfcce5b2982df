"""Fuel burnt: heat × factor per TJ, blends, and litres from kilometres."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.emissions.combustion import blend_per_litre, burnt, energy_tj, fuel_burnt
from bot.emissions.gas_masses import GasMasses
from bot.emissions.transport import fuel_litres

DIESEL_ONROAD_PER_TJ = GasMasses(Decimal(74_100), Decimal("3.9"), Decimal("3.9"))
FUELS = st.decimals(0, 10**9, places=3)


def test_diesel_by_hand() -> None:
    """IPCC 2006, volume 2, tables 3.2.1 and 3.2.2; 36.42 MJ a litre (DEDE, TGO ts_578cd2cb78).

    1,000 litres × 36.42 MJ / 1,000,000 = 0.03642 TJ
    CO2: 0.03642 × 74,100 = 2,698.722 kg; CH4 and N2O: 0.03642 × 3.9 = 0.142038 kg
    CO2e: 2,698.722 + 30 × 0.142038 + 265 × 0.142038 = 2,740.62321 kg (TGO prints 2.7406 a litre)
    """
    assert energy_tj(Decimal(1000), Decimal("36.42")) == Decimal("0.03642")
    gases = fuel_burnt(Decimal(1000), Decimal("36.42"), DIESEL_ONROAD_PER_TJ)
    assert gases == GasMasses(Decimal("2698.722"), Decimal("0.142038"), Decimal("0.142038"))
    assert gases.co2e_kg(Decimal(30), Decimal(265)) == Decimal("2740.62321")


def test_wood_by_hand_is_biogenic() -> None:
    """IPCC 2006, volume 2, table 2.5 (households): 112,000 biogenic, 300 CH4, 4 N2O; 15.99 MJ/kg.

    100 kg × 15.99 = 0.001599 TJ: 179.088 kg biogenic CO2, 0.4797 kg CH4, 0.006396 kg N2O.
    CO2e: 28 × 0.4797 + 265 × 0.006396 = 15.12654 kg, without the biogenic CO2.
    """
    per_tj = GasMasses(ch4_kg=Decimal(300), n2o_kg=Decimal(4), biogenic_co2_kg=Decimal(112_000))
    gases = fuel_burnt(Decimal(100), Decimal("15.99"), per_tj)
    assert gases.biogenic_co2_kg == Decimal("179.088")
    assert gases.co2_kg == 0
    assert gases.co2e_kg(Decimal(28), Decimal(265)) == Decimal("15.12654")


def test_blend_by_hand() -> None:
    """TGO EF CFO, February 2026: B7 prints 2.5098 fossil and 0.1151 biogenic kg CO2 a litre.

    Fossil: 2.698722 × 0.93 = 2.50981146; biogenic: 1.644 × 0.07 = 0.11508.
    """
    neat = fuel_burnt(Decimal(1), Decimal("36.42"), DIESEL_ONROAD_PER_TJ)
    b7 = blend_per_litre(neat, Decimal("1.644"), Decimal("0.07"))
    assert b7.co2_kg == Decimal("2.50981146")
    assert b7.biogenic_co2_kg == Decimal("0.11508")
    assert (b7.ch4_kg, b7.n2o_kg) == (neat.ch4_kg, neat.n2o_kg)


def test_blend_without_biofuel_is_the_fuel_and_all_biofuel_has_no_fossil_co2() -> None:
    neat = fuel_burnt(Decimal(1), Decimal("36.42"), DIESEL_ONROAD_PER_TJ)
    assert blend_per_litre(neat, Decimal("1.644"), Decimal(0)) == neat
    pure = blend_per_litre(neat, Decimal("1.644"), Decimal(1))
    assert pure.co2_kg == 0
    assert pure.biogenic_co2_kg == Decimal("1.644")


def test_kilometres_by_hand() -> None:
    """IPCC 2006, volume 2, equation 3.2.6: 240 pick-ups × 18,500 km × 8.2 l/100 km = 364,080 l."""
    litres = fuel_litres(Decimal(240), Decimal(18_500), Decimal("8.2"))
    assert litres == 364_080


@given(FUELS, FUELS)
def test_two_deliveries_are_one(first: Decimal, second: Decimal) -> None:
    one, other = (burnt(tj, DIESEL_ONROAD_PER_TJ) for tj in (first, second))
    assert one + other == burnt(first + second, DIESEL_ONROAD_PER_TJ)
