"""Whole series, month by month, as offices tell them: slips are stopped, questions stay few.

A person answers every question with the truth: what is doubted is confirmed and remembered.
"""

import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest

from bot.catalogue import PlaceKind, catalogue
from bot.months import Month
from bot.reading import History, Outcome, Reading, read
from bot.reading.shapes import OpenQuestion
from bot.reading.slips import history_at
from tests.bot.reading.reader import TODAY

FIRST = Month(2023, 8)
MONTHS = 36
SLIPS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "ten times": lambda true, last: true * 10,
    "a hundred times": lambda true, last: true * 100,
    "a thousand times": lambda true, last: true * 1000,
    "a tenth": lambda true, last: true / 10,
    "a fiftieth": lambda true, last: true / 50,
    "a thousandth": lambda true, last: true / 1000,
    "last month's again": lambda true, last: last,
    "last month's twice": lambda true, last: last * 2,
    "a digit twice": lambda true, last: Decimal(f"{true:f}" + f"{true:f}"[-1]),
    "nothing": lambda true, last: Decimal(0),
}
TARIFF = Decimal("4.4")  # baht a kWh
DEAREST = Decimal("5.5")


def series(
    shape: Callable[[int], float], level: float = 3200, spread: float = 0.08
) -> list[Decimal]:
    """The shape's months more or less, the same in every run; no two alike in a row."""
    chance = random.Random(level)
    values: list[Decimal] = []
    for number in range(MONTHS):
        value = Decimal(round(level * shape(number) * (1 + chance.uniform(-spread, spread))))
        values.append(value + 1 if values and value == values[-1] else value)
    return values


def calendar_month(number: int) -> int:
    return (FIRST + number).month


def pumping(number: int) -> float:
    """Most in the dry months, two fifths of it in the rains."""
    return {3: 1.5, 4: 1.7, 5: 1.4, 8: 0.7, 9: 0.65, 10: 0.7}.get(calendar_month(number), 1.0)


def school(number: int) -> float:
    return {4: 0.5, 5: 0.7, 10: 0.6}.get(calendar_month(number), 1.0)


def new_building(number: int) -> float:
    return 4.0 if number >= 18 else 1.0


def fuel_budget(number: int) -> float:
    """Nothing is left in September; October begins anew."""
    return 0.0 if calendar_month(number) == 9 else 1.0


SERIES = {
    "flat": series(lambda number: 1.0),
    "pumping": series(pumping, 5600),
    "school": series(school, 1800),
    "growing": series(lambda number: 1.02**number, 2100),
    "new building": series(new_building, 1500),
    "uneven": series(lambda number: 1.0, 2500, spread=0.35),
}
FUEL = [
    value if fuel_budget(at) else Decimal(0) for at, value in enumerate(series(lambda n: 1.0, 320))
]
# Questions about true figures in three years; the step of the building is asked about, rightly.
FALSE_QUESTIONS = {
    "flat": 0,
    "pumping": 0,
    "school": 0,
    "growing": 0,
    "new building": 1,
    "uneven": 0,
}


# While most of the year lies at the old level, a tenth of the new one is like the old.
HIDDEN = {("new building", "a tenth"): {FIRST + number for number in range(18, 24)}}


def told(
    quantity: Decimal, month: Month, confirmed: dict[Month, Decimal], code: str = "ORG_ELEC"
) -> Reading:
    """The message that tells the month, read with what was confirmed before."""
    unit = {"ORG_ELEC": "หน่วย", "ORG_DIESEL_VEH": "ลิตร"}[code]
    past: History = history_at(month, confirmed.get)
    return read(
        f"{quantity:,f} {unit}",
        catalogue=catalogue(),
        today=TODAY,
        default_month=month,
        open_question=OpenQuestion(code, month),
        place_kind=PlaceKind.TAMBON,
        expected=catalogue().asked_of(PlaceKind.TAMBON),
        history=lambda activity, kind, at: past,
    )


def questions(values: Sequence[Decimal], code: str = "ORG_ELEC") -> list[tuple[Month, Any]]:
    """The months asked about when every figure is true; each is confirmed."""
    confirmed: dict[Month, Decimal] = {}
    asked = []
    for number, value in enumerate(values):
        reading = told(value, FIRST + number, confirmed, code)
        assert [item.base_quantity for item in reading.items] == [value]
        if reading.items[0].doubts:
            asked.append((FIRST + number, reading.items[0].doubts[0].code))
        confirmed[FIRST + number] = value
    return asked


@pytest.mark.parametrize("name", SERIES)
def test_true_series_are_hardly_asked_about(name: str) -> None:
    assert len(questions(SERIES[name])) == FALSE_QUESTIONS[name], questions(SERIES[name])


def test_a_budget_that_ends_in_september_is_asked_about_each_september() -> None:
    assert [(month.month, code) for month, code in questions(FUEL, "ORG_DIESEL_VEH")] == [
        (9, "sudden_zero")
    ] * 2  # the first September has no steady months before it


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("name", SERIES)
def test_every_slip_is_stopped_whenever_it_comes(name: str, slip: str) -> None:
    """From the fourth month on, in every month of every series."""
    confirmed: dict[Month, Decimal] = {}
    passed = []
    for number, value in enumerate(SERIES[name]):
        month = FIRST + number
        if number >= 3:
            reading = told(SLIPS[slip](value, SERIES[name][number - 1]), month, confirmed)
            if reading.outcome is Outcome.SAVE:
                passed.append(month)
            assert reading.outcome is not Outcome.NOTHING or reading.items[0].doubts
        confirmed[month] = value
    assert set(passed) <= HIDDEN.get((name, slip), set())


@pytest.mark.parametrize("tariff", [TARIFF, DEAREST])
@pytest.mark.parametrize("name", ["flat", "growing", "new building"])
def test_a_bill_in_baht_is_stopped(name: str, tariff: Decimal) -> None:
    confirmed: dict[Month, Decimal] = {}
    for number, value in enumerate(SERIES[name]):
        if number >= 3:
            reading = told(round(value * tariff, 2), FIRST + number, confirmed)
            assert reading.outcome is Outcome.CONFIRM
        confirmed[FIRST + number] = value


def test_two_years_at_a_fiftieth_are_asked_about_at_both_ends() -> None:
    """The first figure is below the range of such places, the first right one a shift."""
    true = SERIES["flat"]
    values = [*(Decimal(round(value / 50)) for value in true[:24]), *true[24:]]
    asked = [(month.since(FIRST), code) for month, code in questions(values)]
    assert asked[0] == (0, "first_low")
    assert (24, "high") in asked


def test_a_confirmed_shift_is_asked_about_once() -> None:
    ((month, code),) = questions(SERIES["new building"])
    assert month == FIRST + 18
    assert code in ("high", "baht")  # four times as much is what a bill in baht looks like too


def test_the_sum_of_two_months_is_stopped_where_one_is_missing() -> None:
    """The month before was never told: its use hides in this one's figure."""
    true = SERIES["flat"]
    confirmed = {FIRST + number: value for number, value in enumerate(true[:12]) if number != 11}
    reading = told(true[11] + true[12], FIRST + 12, confirmed)
    assert [doubt.code for doubt in reading.items[0].doubts] == ["two_months"]
    assert not told(true[12], FIRST + 12, confirmed).items[0].doubts


def test_a_doubted_figure_stays_out_until_it_is_confirmed() -> None:
    true = SERIES["flat"]
    confirmed = {FIRST + number: value for number, value in enumerate(true[:12])}
    assert told(true[12] * 10, FIRST + 12, confirmed).items[0].doubts
    assert not told(true[13], FIRST + 13, confirmed).items[0].doubts
    assert told(true[13] * 10, FIRST + 13, confirmed).items[0].doubts
