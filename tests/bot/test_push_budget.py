"""The push budget: who comes first, how many may go, and when it is warned of."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.push_budget import Budget, Wanted, rank, share, warnings
from bot.schedule import Job


def _wanted(
    person: int,
    *jobs: Job,
    owed: int = 0,
    total: int = 14,
    notices: Iterable[str] = (),
    costs: bool = True,
) -> Wanted:
    return Wanted(person, costs, frozenset(jobs), frozenset(notices), owed, total)


def test_ranks() -> None:
    in_order = [
        _wanted(1, notices=["quota"], total=0),
        _wanted(2, notices=["returned"], total=0),
        _wanted(3, Job.DUE, owed=14),  # told nothing yet
        _wanted(4, Job.DUE, owed=9),
        _wanted(5, Job.DUE, owed=2),
        _wanted(6, Job.AFTER, owed=14),
        _wanted(7, Job.ESCALATION, total=0),
        _wanted(8, Job.BEFORE, owed=14),
        _wanted(9, notices=["approved"], total=0),
        _wanted(10, Job.OPENING, owed=14),
        _wanted(11, Job.SUMMARY, total=0),
        _wanted(12, Job.DIGEST, total=0),
    ]
    ranks = [rank(one) for one in in_order]
    assert ranks == sorted(set(ranks))


def test_letter_counts_by_the_most_pressing_it_holds() -> None:
    assert rank(_wanted(1, Job.DIGEST, Job.DUE, owed=1))[0] == rank(_wanted(2, Job.DUE))[0]


def test_what_is_left_goes_by_rank_and_what_is_free_goes_anyway() -> None:
    wanted = [
        _wanted(1, Job.OPENING, owed=14),
        _wanted(2, Job.DUE, owed=2),
        _wanted(3, Job.DUE, owed=14),
        _wanted(4, Job.DIGEST, costs=False),
        _wanted(5, notices=["quota"]),
    ]
    assert share(0, wanted) == {4, 5}
    assert share(1, wanted) == {3, 4, 5}
    assert share(2, wanted) == {2, 3, 4, 5}


@given(st.integers(-5, 60), st.lists(st.booleans(), max_size=50))
def test_never_more_than_are_left(left: int, costs: list[bool]) -> None:
    wanted = [
        _wanted(person, Job.DUE, owed=person % 15, costs=paid) for person, paid in enumerate(costs)
    ]
    chosen = share(left, wanted)
    assert sum(costs[person] for person in chosen) == min(max(0, left), sum(costs))
    assert {person for person, paid in enumerate(costs) if not paid} <= chosen


@pytest.mark.parametrize(
    ("used", "reached"),
    [(188, ()), (189, (70,)), (242, (70,)), (243, (70, 90)), (270, (70, 90, 100)), (0, ())],
)
def test_warnings_are_of_what_reminders_may_use(used: int, reached: tuple[int, ...]) -> None:
    assert warnings(Budget(300, 10, used)) == reached


def test_no_budget_is_nothing_to_warn_of() -> None:
    assert warnings(Budget(0, 10)) == ()
    assert Budget(0, 10).left == 0


def test_reserve_is_for_answers_and_the_warning_itself() -> None:
    budget = Budget(300, 10, used=200, queued=60)
    assert (budget.left, budget.for_reminders) == (10, 270)
    assert [budget.most_for(one) for one in ("answer", "alert", "reminder", "summary")] == [
        300, 300, 270, 270,
    ]  # fmt: skip
