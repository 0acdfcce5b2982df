"""Carbon in biomass, volume 4, chapter 2: the arithmetic written out."""

from decimal import Decimal

import pytest

from bot.emissions import land


def test_growth_by_hand() -> None:
    """A plantation of 80 ha, 5 t dry matter a hectare and year above ground, roots 0.20 of it.

    2.10: 5 × 1.20 = 6 t a hectare; 2.9: 80 × 6 × 0.47 = 225.6 t C
    2.7: less 25.6 t C cut = 200 t C; × 44/12 = 733,333.33 kg CO2 taken up
    """
    growth = land.growth_t_per_ha(Decimal(5), Decimal("0.20"))
    gained = land.gained_carbon_t(Decimal(80), growth)
    assert gained == Decimal("225.60")
    change = land.carbon_change_t(gained, Decimal("25.6"))
    assert change == 200
    assert round(land.removed_co2_kg(change), 2) == Decimal("733333.33")


def test_stocks_by_hand() -> None:
    """2.5: 6,330 t C in 2015 and 7,530 in 2020 are 240 t C a year: 880,000 kg CO2 taken up."""
    change = land.stock_change_t(Decimal(6330), Decimal(7530), Decimal(5))
    assert change == 240
    assert land.removed_co2_kg(change) == 880_000


def test_clearing_by_hand() -> None:
    """2.16: 15 ha of 150 t dry matter cleared to 0: −150 × 15 × 0.47 = −1,057.5 t C.

    × 44/12 = −3,877,500 kg: let out, not taken up.
    """
    change = land.converted_carbon_t(Decimal(15), Decimal(150), Decimal(0))
    assert change == Decimal("-1057.5")
    assert land.removed_co2_kg(change) == -3_877_500


@pytest.mark.parametrize("years", [0, -3])
def test_second_stock_must_be_later(years: int) -> None:
    with pytest.raises(ValueError, match="later than the first"):
        land.stock_change_t(Decimal(1), Decimal(2), Decimal(years))
