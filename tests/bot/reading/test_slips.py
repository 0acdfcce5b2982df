"""The slip stopper: each doubt, its likely fixes, and what must not be doubted."""

from decimal import Decimal

import pytest

from bot.catalogue import PlaceKind, Range, catalogue
from bot.reading import Doubt, Fix, History, Outcome
from bot.reading.slips import slip_doubts
from tests.bot.reading.reader import read_here

ELEC = catalogue().activities["ORG_ELEC"]
DIESEL = catalogue().activities["ORG_DIESEL_VEH"]
USUAL = tuple(map(Decimal, (1210, 1190, 1237, 1180, 1225, 1204)))
PLAUSIBLE = Range(Decimal(500), Decimal(20000))


def doubts(
    quantity: str | int, values: tuple[Decimal, ...] = USUAL, plausible: Range | None = PLAUSIBLE
) -> dict[str, dict[str, Decimal | None]]:
    history = History(values, values[0] if values else None)
    found = slip_doubts(ELEC, Decimal(quantity), history, plausible)
    return {doubt.code: {fix.code: fix.base_quantity for fix in doubt.fixes} for doubt in found}


@pytest.mark.parametrize("quantity", [1211, 410, 3600, 500, 1800])
def test_ordinary_months_pass(quantity: int) -> None:
    assert doubts(quantity) == {}


def test_ten_times_too_much_offers_a_tenth() -> None:
    assert doubts(12110) == {"high": {"tenth": Decimal(1211)}}


def test_a_thousand_times_too_much_offers_a_thousandth() -> None:
    assert doubts(1211000) == {"high": {"thousandth": Decimal(1211)}}


def test_megawatt_hours_are_offered() -> None:
    assert doubts("1.211") == {"low": {"MWh": Decimal(1211)}}


def test_a_lost_digit_offers_ten_times() -> None:
    assert doubts(121) == {"low": {"times_10": Decimal(1210)}}


def test_the_bill_in_baht_is_known() -> None:
    assert doubts(5300) == {"baht": {"baht": None, "tenth": Decimal(530)}}


def test_fuel_in_baht_is_known() -> None:
    history = History((Decimal(320), Decimal(310), Decimal(330)), Decimal(320))
    found = slip_doubts(DIESEL, Decimal(10240), history, None)
    assert [doubt.code for doubt in found] == ["baht"]


def test_exactly_last_month_again() -> None:
    assert doubts(1210, plausible=None) == {"repeat": {}}


def test_a_round_figure_may_repeat() -> None:
    assert doubts(1200, (Decimal(1200), *USUAL)) == {}


def test_twice_last_month_offers_the_half() -> None:
    assert doubts(2420) == {"doubled": {"half": Decimal(1210)}}


def test_a_repeat_is_seen_from_the_second_month_on() -> None:
    assert doubts(1237, (Decimal(1237),)) == {"repeat": {}}


@pytest.mark.parametrize("values", [(), USUAL[:1], USUAL[:2]])
def test_first_values_go_by_the_range(values: tuple[Decimal, ...]) -> None:
    assert doubts(123450, values) == {
        "first_high": {"tenth": 12345, "hundredth": Decimal("1234.5")}
    }
    assert doubts(99, values) == {"first_low": {"times_10": 990, "times_100": 9900}}


def test_without_a_range_a_first_value_passes() -> None:
    assert doubts(123450, (), None) == {}


def test_zero_after_steady_months_is_asked_about() -> None:
    assert doubts(0) == {"sudden_zero": {}}
    assert doubts(0, (Decimal(0), *USUAL)) == {}
    assert doubts(0, ()) == {}


def test_a_confirmed_shift_is_remembered() -> None:
    shifted = (Decimal(9000), *USUAL)
    assert doubts(9100, shifted) == {}
    assert "high" in doubts(90000, shifted)
    assert doubts(1211, shifted) == {}


def test_a_slip_is_never_saved() -> None:
    reading = read_here("12,110 หน่วย", "ORG_ELEC", values=USUAL)
    assert reading.outcome is Outcome.CONFIRM
    assert reading.items[0].doubts == (Doubt("high", (Fix("tenth", Decimal(1211)),)),)


def test_a_first_value_outside_the_range_is_never_saved() -> None:
    reading = read_here("54,321", "ORG_ELEC", place=PlaceKind.TAMBON)
    assert reading.outcome is Outcome.CONFIRM
    assert reading.items[0].doubts[0].code == "first_high"


def test_none_after_steady_months_carries_the_doubt() -> None:
    reading = read_here("ไม่มี", "ORG_ELEC", values=USUAL)
    assert reading.outcome is Outcome.NOTHING
    assert reading.items[0].doubts == (Doubt("sudden_zero"),)
