"""The slip stopper: each doubt, its likely fixes, and what must not be doubted."""

import statistics
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import PlaceKind, Range, catalogue
from bot.months import Month
from bot.reading import Doubt, Fix, History, Outcome
from bot.reading.slips import history_at, slip_doubts
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


def test_a_confirmed_repeat_is_remembered() -> None:
    assert doubts(1200, (Decimal(1200), *USUAL)) == {"repeat": {}}
    assert doubts(1200, (Decimal(1200), Decimal(1200), *USUAL)) == {}


def test_a_small_count_may_repeat() -> None:
    assert doubts(15, (Decimal(15), Decimal(30), Decimal(15))) == {}


def test_twice_last_month_offers_the_half() -> None:
    assert doubts(2420) == {"doubled": {"half": Decimal(1210)}}


def test_a_repeat_is_seen_from_the_second_month_on() -> None:
    assert doubts(1237, (Decimal(1237),)) == {"repeat": {}}


def test_first_values_go_by_the_range() -> None:
    assert doubts(123450, ()) == {"first_high": {"tenth": 12345, "hundredth": Decimal("1234.5")}}
    assert doubts(99, ()) == {"first_low": {"times_10": 990, "times_100": 9900}}


@pytest.mark.parametrize("values", [USUAL[:1], USUAL[:2]])
def test_one_confirmed_figure_is_enough_to_compare_with(values: tuple[Decimal, ...]) -> None:
    assert doubts(12110, values) == {"high": {"tenth": Decimal(1211)}}
    assert doubts(1500, values) == {}


def test_an_older_month_told_later_is_compared_with_the_months_after() -> None:
    told = {Month(2026, 5): Decimal(1200), Month(2026, 6): Decimal(1250)}
    history = history_at(Month(2026, 4), told.get)
    assert history == History((Decimal(1200), Decimal(1250)), None)
    assert slip_doubts(ELEC, Decimal(12300), history, None)
    assert not slip_doubts(ELEC, Decimal(1230), history, None)


def test_peers_judge_a_first_value_before_the_catalogue_does() -> None:
    peers = {("ORG_ELEC", ""): Range(Decimal(100), Decimal(400))}
    reading = read_here("9,000 หน่วย", "ORG_ELEC", place=PlaceKind.TAMBON, peers=peers)
    assert [doubt.code for doubt in reading.items[0].doubts] == ["first_high"]
    reading = read_here("300 หน่วย", "ORG_ELEC", place=PlaceKind.TAMBON, peers=peers)
    assert reading.outcome is Outcome.SAVE


@given(
    usual=st.lists(st.integers(100, 10**6), min_size=1, max_size=12),
    scale=st.sampled_from([10, 100, 1000]),
)
def test_a_digit_too_many_or_too_few_is_never_ordinary(usual: list[int], scale: int) -> None:
    """Whatever the year looked like within its threefold, ten times a month is doubted."""
    low = min(usual)
    values = tuple(Decimal(low + value % (low * 2)) for value in usual)
    history = History(values, values[0])
    slipped = statistics.median(values) * scale
    assert slip_doubts(ELEC, slipped, history, None)
    assert slip_doubts(ELEC, statistics.median(values) / scale, history, None)


@given(
    usual=st.lists(st.integers(100, 10**6), min_size=1, max_size=12),
    share=st.integers(0, 1000),
)
def test_a_season_within_the_threefold_is_never_out_of_range(usual: list[int], share: int) -> None:
    values = tuple(map(Decimal, usual))
    middle = statistics.median(values)
    low, high = middle / 3, middle * 3
    quantity = low + (high - low) * share / 1000
    found = slip_doubts(ELEC, quantity, History(values, values[0]), PLAUSIBLE)
    assert {doubt.code for doubt in found} <= {"repeat", "doubled"}


@given(
    usual=st.integers(100, 10**5),
    scale=st.sampled_from([Decimal("0.01"), Decimal("0.1"), Decimal(10), Decimal(100)]),
    months=st.integers(2, 12),
    near=st.integers(-20, 20),
)
def test_a_confirmed_shift_is_ordinary_from_then_on(
    usual: int, scale: Decimal, months: int, near: int
) -> None:
    level = usual * scale
    values = (level, *[Decimal(usual)] * months)
    next_month = level * (100 + near) / 100
    assert not {
        doubt.code for doubt in slip_doubts(ELEC, next_month, History(values, level), PLAUSIBLE)
    } - {"repeat"}


def test_about_two_months_after_a_gap_is_asked_about() -> None:
    history = History(USUAL[1:], None, gap=True)
    (doubt,) = slip_doubts(ELEC, Decimal(2400), history, PLAUSIBLE)
    assert (doubt.code, doubt.fixes) == ("two_months", (Fix("half", Decimal(1200)),))
    assert not slip_doubts(ELEC, Decimal(1500), history, PLAUSIBLE)
    told = {Month(2026, 5): Decimal(1200), Month(2026, 6): Decimal(1250)}
    older = history_at(Month(2026, 4), told.get)  # nothing before it: no gap
    assert not slip_doubts(ELEC, Decimal(2400), older, PLAUSIBLE)


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
