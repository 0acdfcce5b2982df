"""A census stands for the months it was not told in, and says where it comes from."""

from decimal import Decimal

from bot.catalogue import catalogue
from bot.cells import Cell
from bot.inventory.counted import Basis, Counted
from bot.inventory.holding import held
from bot.months import Month
from tests.bot.inventory.made_up import TAMBON, census, of, told

JANUARY, DECEMBER = Month(2026, 1), Month(2026, 12)


def _held(*censuses: Cell) -> list[Counted]:
    return list(held(catalogue(), TAMBON, censuses, JANUARY, DECEMBER))


def test_census_of_june_stands_for_the_whole_year() -> None:
    """Pigs 120 × (28 + 196) kg = 26,880 kg a year, in twelve equal parts."""
    june = Month(2026, 6)
    months = _held(census("LIV_SWINE", "120", june))
    assert len(months) == 11
    assert all(one.held_from == june and not one.is_provisional for one in months)
    line = of(told("LIV_SWINE", "120", month=june), *months).lines["V.1"]
    assert line.masses.co2e == 26_880
    assert not line.is_provisional
    assert {source.basis for source in line.sources} == {Basis.TOLD, Basis.HELD}


def test_last_year_s_census_is_provisional_until_the_new_one() -> None:
    months = _held(
        census("LIV_SWINE", "100", Month(2025, 6)), census("LIV_SWINE", "120", Month(2026, 6))
    )
    provisional = [one.tally.key.month for one in months if one.is_provisional]
    assert provisional == [Month(2026, month) for month in range(1, 6)]
    assert [one.tally.quantity for one in months][-1] == Decimal(120)


def test_census_further_back_than_two_years_says_nothing() -> None:
    assert not _held(census("LIV_SWINE", "100", Month(2023, 12)))


def test_people_on_septic_tanks_are_held_by_the_days_of_each_month() -> None:
    """1,000 people × 365 days × 0.336 kg = 122,640 kg."""
    january = census("AREA_POP_SEPTIC", "1000", JANUARY)
    months = _held(january)
    line = of(told("AREA_POP_SEPTIC", "1000", month=JANUARY), *months).lines["III.4.1"]
    assert line.masses.co2e == 122_640


def test_yearly_amount_is_no_stock_and_is_never_held() -> None:
    assert not _held(census("AREA_CHARCOAL", "100", Month(2026, 2)))
    assert not _held(census("WASTE_COMPOST", "100", Month(2026, 2)))


def test_not_told_is_never_filled_from_nothing() -> None:
    assert _held() == []
