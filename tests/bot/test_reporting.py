"""The month's states, and what a place is asked: properties over every way they can go."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assignments import Assignment, expected
from bot.catalogue import Frequency, PlaceKind, catalogue
from bot.months import Month
from bot.reporting import MOVES, PlaceMonth, Standing, State, after_figures, can_move

JULY = Month(2026, 7)
CODES = list(catalogue().activities)
OF_A_TAMBON = catalogue().asked_of(PlaceKind.TAMBON)
ASSIGNMENTS = st.builds(
    Assignment,
    st.sampled_from(CODES),
    st.builds(Month, st.just(2026), st.integers(1, 12)),
    st.booleans(),
)


@given(st.sampled_from(State), st.lists(st.booleans(), max_size=12))
def test_figures_alone_never_approve_close_return_or_reopen(
    start: State, complete: list[bool]
) -> None:
    state = start
    for is_complete in complete:
        after = after_figures(state, is_complete)
        assert after is state or can_move(state, after)
        assert after is not State.APPROVED or state is State.APPROVED
        if start is State.CLOSED:
            assert after is State.CLOSED
        elif is_complete:
            assert after is State.SUBMITTED
        else:
            assert after in (State.OPEN, State.RETURNED)
            assert after is not State.RETURNED or state is State.RETURNED
        state = after


def test_a_closed_month_only_reopens() -> None:
    assert MOVES[State.CLOSED] == {State.OPEN, State.SUBMITTED}
    assert all(State.CLOSED in MOVES[state] for state in State if state is not State.CLOSED)
    assert State.APPROVED not in MOVES[State.OPEN]


@given(st.sets(st.sampled_from(OF_A_TAMBON)), st.sampled_from(State), st.integers(0, 3))
def test_complete_is_kept_apart_from_valid(answered: set[str], state: State, doubts: int) -> None:
    month = PlaceMonth("210110", JULY, state)
    standing = Standing(month, OF_A_TAMBON, frozenset(answered), doubts)
    assert standing.is_complete is (answered == set(OF_A_TAMBON))
    assert standing.is_valid is (doubts == 0 or state is State.APPROVED)
    owed = () if state is State.CLOSED else tuple(c for c in OF_A_TAMBON if c not in answered)
    assert standing.owed == owed


def test_the_stamp_changes_with_every_move_and_every_figure() -> None:
    first = Standing(PlaceMonth("210110", JULY), OF_A_TAMBON, frozenset(), revisions=3)
    moved = replace(first, month=replace(first.month, version=1))
    told = replace(first, revisions=4)
    assert len({first.stamp, moved.stamp, told.stamp}) == 3


@given(st.lists(ASSIGNMENTS, max_size=8), st.builds(Month, st.just(2026), st.integers(1, 12)))
def test_an_assignment_never_reaches_back(assignments: list[Assignment], month: Month) -> None:
    later = [one for one in assignments if one.from_month > month]
    asked = expected(catalogue(), PlaceKind.TAMBON, assignments, month)
    without = [one for one in assignments if one not in later]
    assert asked == expected(catalogue(), PlaceKind.TAMBON, without, month)
    assert list(asked) == [code for code in CODES if code in asked]


@pytest.mark.parametrize(
    ("frequency", "months"),
    [
        (Frequency.YEARLY, {12}),
        (Frequency.CENSUS, {12}),
        (Frequency.ONCE, {3}),
        (Frequency.SEASON, set(range(3, 13))),
    ],
)
def test_added_items_are_asked_as_often_as_due(frequency: Frequency, months: set[int]) -> None:
    code = next(
        code
        for code, activity in catalogue().activities.items()
        if activity.frequency is frequency and code not in OF_A_TAMBON
    )
    added = [Assignment(code, Month(2026, 3), asked=True)]
    asked = {
        number
        for number in range(1, 13)
        if code in expected(catalogue(), PlaceKind.TAMBON, added, Month(2026, number))
    }
    assert asked == months


def test_an_item_left_out_and_asked_again() -> None:
    code = OF_A_TAMBON[0]
    changes = [Assignment(code, Month(2026, 3), False), Assignment(code, Month(2026, 6), True)]
    asked = [
        code in expected(catalogue(), PlaceKind.TAMBON, changes, Month(2026, number))
        for number in range(1, 8)
    ]
    assert asked == [True, True, False, False, False, True, True]
