"""Field burning, volume 4, equation 2.27: the arithmetic written out."""

from decimal import Decimal

from bot.emissions.burning import fire
from tests.bot.emissions.parameters import factor, masses, parameter


def test_straw_by_hand() -> None:
    """12 ha of rice straw, 5.5 t dry matter a hectare burnt (table 2.4, mass × combustion factor).

    12 × 5,500 kg × 1 = 66,000 kg dry matter; table 2.5: 2.7 g CH4, 0.07 g N2O, 1,515 g CO2 a kg
    CH4: 178.2 kg; N2O: 4.62 kg; biogenic CO2: 99,990 kg
    CO2e: 28 × 178.2 + 265 × 4.62 = 6,213.9 kg
    """
    burnt = fire(
        Decimal(12),
        parameter("burn_mass_rice"),
        Decimal(1),
        masses(factor("burn_crop_residue")),
    )
    assert burnt.ch4_kg == Decimal("178.2")
    assert burnt.n2o_kg == Decimal("4.62")
    assert burnt.biogenic_co2_kg == 99_990
    assert burnt.co2e_kg(Decimal(28), Decimal(265)) == Decimal("6213.9")


def test_combustion_factor_is_the_part_that_burns() -> None:
    """10 t of fuel of which 0.8 burns is the same fire as 8 t of which all burns."""
    gas = masses(factor("burn_crop_residue"))
    part = fire(Decimal(3), Decimal(10), Decimal("0.8"), gas)
    assert part == fire(Decimal(3), Decimal(8), Decimal(1), gas)
