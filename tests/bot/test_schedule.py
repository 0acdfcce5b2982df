"""The calendar: every job on its day, within hours, for ten years, whatever outages there are."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.months import Month
from bot.schedule import (
    DEFAULT,
    OF_A_MONTH,
    TO_OFFICIALS,
    Calendar,
    Job,
    Ring,
    Rules,
    WrongRules,
)
from bot.thai_holidays import days_off

USUAL = Calendar()
JULY = Month(2026, 7)
FIRST, LAST = date(2026, 1, 1), date(2036, 1, 1)
TICKS = ((0, 0), (8, 30), (12, 0), (16, 29), (16, 30), (23, 0))


def _at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


@pytest.mark.parametrize(
    ("job", "day"),
    [
        (Job.OPENING, date(2026, 8, 3)),  # the 1st is a Saturday
        (Job.BEFORE, date(2026, 8, 5)),
        (Job.DUE, date(2026, 8, 10)),
        (Job.SUMMARY, date(2026, 8, 11)),
        (Job.AFTER, date(2026, 8, 14)),  # the 12th is the Queen Mother's birthday
        (Job.ESCALATION, date(2026, 8, 17)),
        (Job.CLOSE, date(2026, 8, 20)),
    ],
)
def test_day_of_a_job(job: Job, day: date) -> None:
    assert USUAL.day_of(job, JULY) == day


def test_due_day_moves_past_a_holiday() -> None:
    """10 December is Constitution Day, and 7 December is given for the 5th."""
    assert USUAL.due(Month(2026, 11)) == date(2026, 12, 11)
    assert USUAL.day_of(Job.BEFORE, Month(2026, 11)) == date(2026, 12, 4)


def test_close_waits_for_the_coordinators_list_behind_songkran() -> None:
    march = Month(2026, 3)
    assert USUAL.day_of(Job.AFTER, march) == date(2026, 4, 20)
    assert USUAL.day_of(Job.ESCALATION, march) == date(2026, 4, 21)
    assert USUAL.day_of(Job.CLOSE, march) == date(2026, 4, 22)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 5, 1), True),  # Labour Day: state offices work
        (date(2027, 5, 3), True),  # in lieu of it
        (date(2026, 5, 13), False),  # Ploughing Day: of the government alone
        (date(2026, 4, 14), False),
        (date(2026, 6, 1), False),  # in lieu of Visakha Bucha
        (date(2026, 1, 10), False),  # Children's Day is a Saturday
    ],
)
def test_state_offices_work(day: date, works: bool) -> None:
    assert USUAL.is_working_day(day) is works


def test_unconfirmed_days_are_known_as_far_as_the_package_computes_them() -> None:
    """2029 and later are the package's own reckoning; that there are some is all that is sure."""
    assert all(len(days_off(year)) >= 17 for year in range(2026, 2037))


def test_days_of_a_province_go_before_the_holidays() -> None:
    here = Calendar(off={date(2026, 8, 10): "งานประจำปี"}, working={date(2026, 8, 12): "ทำงานชดเชย"})
    assert here.due(JULY) == date(2026, 8, 11)
    assert here.name_of(date(2026, 8, 10)) == "งานประจำปี"
    assert here.day_of(Job.AFTER, JULY) == date(2026, 8, 14)
    assert here.is_working_day(date(2026, 8, 12))


def test_nudge_before_gives_way_to_an_opening_just_before_the_due_day() -> None:
    assert Calendar(Rules(opening_day=9)).day_of(Job.BEFORE, JULY) is None
    assert Calendar(Rules(before=0)).day_of(Job.BEFORE, JULY) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_day": 0},
        {"due_day": 25},
        {"opening_day": 10},
        {"close_day": 29},
        {"opens_at": "16:30"},
        {"opens_at": "22:00", "closes_at": "23:00"},
        {"opens_at": "half past eight"},
        {"after": 0},
        {"digest_weekday": 6},
        {"dueday": 12},
    ],
)
def test_rules_that_do_not_fit_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(WrongRules):
        Rules.from_json({**DEFAULT.to_json(), **wrong})


def test_rules_come_back_as_they_were_kept() -> None:
    rules = Rules(due_day=12, opens_at=time(9), digest_weekday=2)
    assert Rules.from_json(rules.to_json()) == rules
    assert Rules.from_json({}) == DEFAULT


def test_moved_due_day_is_rung_again_and_the_opening_is_not() -> None:
    moved = Calendar(Rules(due_day=14))
    assert moved.ring(Job.DUE, JULY) != USUAL.ring(Job.DUE, JULY)
    assert moved.ring(Job.OPENING, JULY) == USUAL.ring(Job.OPENING, JULY)


@st.composite
def _calendars(draw: st.DrawFn) -> Calendar:
    opening = draw(st.integers(1, 10))
    due = draw(st.integers(opening + 1, 20))
    close = draw(st.integers(due + 1, 28))
    rules = Rules(opening, due, draw(st.integers(0, 5)), draw(st.integers(1, 5)), close)
    days = draw(st.lists(st.dates(FIRST, LAST), max_size=30))
    return Calendar(rules, dict.fromkeys(days[::2], "here"), dict.fromkeys(days[1::2], "open"))


@settings(max_examples=60, deadline=None)
@given(_calendars(), st.integers(0, 119))
def test_jobs_follow_each_other_and_every_window_is_open_on_a_working_day(
    calendar: Calendar, number: int
) -> None:
    month = Month(2025, 12) + number
    days = [day for job in OF_A_MONTH if (day := calendar.day_of(job, month))]
    assert all(map(calendar.is_working_day, days))
    rung = [
        (window.first, window.until)
        for job in TO_OFFICIALS
        if (window := calendar.window(job, month))
    ]
    assert all(one[1] <= other[0] for one, other in pairwise(rung))  # never two on one day
    assert calendar.window(Job.OPENING, month) or calendar.opening(month) == calendar.due(month)
    for job in (Job.DUE, Job.SUMMARY, Job.AFTER, Job.ESCALATION, Job.CLOSE):
        window = calendar.window(job, month)
        assert window is not None
        assert window.first in window


def _down(outages: list[tuple[int, int]]) -> set[date]:
    """The days on which no clock ran at all."""
    return {
        FIRST + timedelta(days=start + day) for start, length in outages for day in range(length)
    }


@settings(max_examples=4, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3640), st.integers(1, 12)), max_size=120),
    st.lists(st.integers(-3, 3), min_size=3, max_size=3),
    st.sets(st.tuples(st.integers(0, 3649), st.integers(0, 2)), max_size=400),
)
def test_ten_years_of_three_clocks_that_fail_and_start_again(
    outages: list[tuple[int, int]], skews: list[int], restarts: set[tuple[int, int]]
) -> None:
    """Every job rings once if any clock ran on a day it could ring; never out of hours.

    A row under the job's key decides, as the outbox does; each clock is seconds off, and on some
    mornings one or the other is not up yet.
    """
    rung: dict[Ring, datetime] = {}
    down, could = _down(outages), Counter[Ring]()
    day = FIRST
    while day < LAST:
        jobs = USUAL.jobs_on(day)
        for ring in jobs if USUAL.is_working_day(day) else ():
            could[ring] += day not in down
        if day not in down:
            for minutes in (
                0,
                8 * 60 + 30,
                9 * 60 + 30,
                12 * 60,
                16 * 60 + 29,
                16 * 60 + 30,
                23 * 60,
            ):
                true = _at(day, minutes // 60, minutes % 60)
                for clock, skew in enumerate(skews):
                    own = true + timedelta(seconds=skew)
                    if minutes == 9 * 60 + 30 and (day.toordinal() % 3650, clock) in restarts:
                        continue
                    for ring in jobs if USUAL.in_hours(own) else ():  # what `rings` gives
                        assert time(8, 30) <= own.time() < time(16, 30)
                        assert USUAL.is_working_day(own.date())
                        rung.setdefault(ring, own)
        day += timedelta(days=1)
    assert {ring for ring, days in could.items() if days} == set(rung)
    of_month = {ring.month for ring in could}
    assert of_month >= {Month(2025, 12) + step for step in range(119)}
    for ring, moment in rung.items():
        window = USUAL.window(ring.job, ring.month)
        assert window is None or moment.date() in window
