"""The states of a place's month: open → submitted → returned or approved → closed.

Complete (every asked item is answered) is kept apart from valid (nothing questioned is left). A
month submits itself when it is complete; people return, approve, close and reopen it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.months import Month


class State(StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    CLOSED = "closed"


MOVES: Mapping[State, frozenset[State]] = {
    State.OPEN: frozenset({State.SUBMITTED, State.CLOSED}),
    State.SUBMITTED: frozenset({State.OPEN, State.RETURNED, State.APPROVED, State.CLOSED}),
    State.RETURNED: frozenset({State.OPEN, State.SUBMITTED, State.APPROVED, State.CLOSED}),
    State.APPROVED: frozenset({State.OPEN, State.SUBMITTED, State.RETURNED, State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN, State.SUBMITTED}),  # a reopening, with its reason
}
RECEIVED = frozenset({State.SUBMITTED, State.APPROVED})


@dataclass(frozen=True, slots=True)
class PlaceMonth:
    """One place's month as it stands. `version` counts its moves."""

    place: str
    month: Month
    state: State = State.OPEN
    version: int = 0
    completed_at: datetime | None = None  # when it was complete for the first time
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None
    reason: str = ""

    @property
    def is_closed(self) -> bool:
        return self.state is State.CLOSED


@dataclass(frozen=True, slots=True)
class Standing:
    """What is asked of a place for a month, and how far it is."""

    month: PlaceMonth
    expected: tuple[str, ...]
    answered: frozenset[str]
    questioned: int = 0  # figures that were doubted and confirmed, or wait for that
    revisions: int = 0  # grows with every figure told, corrected or taken back

    @property
    def owed(self) -> tuple[str, ...]:
        """What is still to be told, in asking order; nothing once the month is closed."""
        if self.month.is_closed:
            return ()
        return tuple(code for code in self.expected if code not in self.answered)

    @property
    def stamp(self) -> str:
        """Changes whenever anything of the month does: a decision is about what was shown."""
        return f"{self.month.version}-{self.revisions}"

    @property
    def is_complete(self) -> bool:
        return bool(self.expected) and self.answered.issuperset(self.expected)

    @property
    def is_valid(self) -> bool:
        """Nothing questioned is left; an approval settles what was."""
        return not self.questioned or self.month.state is State.APPROVED


def after_figures(state: State, is_complete: bool) -> State:
    """The state once a figure of the month was told, corrected or taken back.

    A corrected month is to be looked at again, whoever had approved or returned it.
    """
    if state is State.CLOSED:
        return state
    if is_complete:
        return State.SUBMITTED
    return State.RETURNED if state is State.RETURNED else State.OPEN


def can_move(state: State, to: State) -> bool:
    return to in MOVES[state]
