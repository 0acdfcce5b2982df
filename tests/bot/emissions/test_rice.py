"""Rice, volume 4, chapter 5: the arithmetic written out, 2006 and 2019."""

from decimal import Decimal

from bot.catalogue import catalogue
from bot.emissions import Emission, emission
from bot.emissions.rice import Organic, daily_ch4_kg_per_ha, organic_factor, season_ch4_kg
from bot.months import Month
from tests.bot.emissions.parameters import parameter


def test_season_by_hand() -> None:
    """2006, tables 5.11 and 5.12: 25 ha, 110 days, drained several times.

    5.2: 1.30 × 0.52 × 1 × 1 = 0.676 kg CH4 a hectare and day
    5.1: 25 × 110 × 0.676 = 1,859 kg CH4
    """
    daily = daily_ch4_kg_per_ha(
        parameter("rice_baseline_ipcc2006"), parameter("rice_sfw_multiple_drain_2006")
    )
    assert daily == Decimal("0.676")
    assert season_ch4_kg(Decimal(25), Decimal(110), daily) == 1859


def test_straw_worked_in_by_hand() -> None:
    """5.3: 5 t of straw worked in shortly before planting (CFOA 1) and 2 t of compost (0.05).

    (1 + 5 × 1 + 2 × 0.05) ^ 0.59 = 6.1 ^ 0.59 = e^(0.59 × 1.808288771) = e^1.066890375 = 2.9063
    5.2, 2019: 1.22 × 0.71 × 0.89 (dry for more than 180 days before) × 2.9063 = 2.2405
    """
    straw = Organic(Decimal(5), parameter("rice_cfoa_straw_fresh"))
    compost = Organic(Decimal(2), parameter("rice_cfoa_compost"))
    organic = organic_factor([straw, compost])
    assert round(organic, 4) == Decimal("2.9063")
    daily = daily_ch4_kg_per_ha(
        parameter("rice_baseline_ipcc2019_sea"),
        parameter("rice_sfw_single_drain_2019"),
        parameter("rice_sfp_long_2019"),
        organic,
    )
    assert round(daily, 4) == Decimal("2.2405")


def test_nothing_worked_in_changes_nothing() -> None:
    assert organic_factor() == 1


def test_days_of_the_months_add_to_the_season() -> None:
    """60 rai under water for May, June and July are 60 × 92 days × 0.1952 kg CH4 a rai and day."""
    rice = catalogue().activities["RICE_IRRIG"]
    told = [emission(catalogue(), rice, Decimal(60), Month(2026, month)) for month in (5, 6, 7)]
    ch4_kg = [one.ch4_kg for one in told if isinstance(one, Emission) and one.ch4_kg is not None]
    ha = 60 * parameter("rai_ha")
    daily = daily_ch4_kg_per_ha(
        parameter("rice_baseline_ipcc2019_sea"), parameter("rice_sfw_continuous_2019")
    )
    assert sum(ch4_kg) == season_ch4_kg(ha, Decimal(92), daily) == Decimal("1077.504")
