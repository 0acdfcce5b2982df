"""Who may do what where: one answer for the chat, the console, exports and jobs."""

from collections.abc import Iterable
from enum import StrEnum

from bot.catalogue import PlaceKind
from bot.people import Place, Role, Seat


class Action(StrEnum):
    TELL = "tell"  # record and correct figures
    SEE = "see"  # figures and totals of a place
    SUMMARISE = "summarise"  # progress of the places below
    EXPORT = "export"


ALLOWED: dict[Role, frozenset[Action]] = {
    Role.OFFICIAL: frozenset({Action.TELL, Action.SEE}),
    Role.COORDINATOR: frozenset({Action.SEE, Action.SUMMARISE}),
    Role.AUDITOR: frozenset({Action.SEE, Action.SUMMARISE, Action.EXPORT}),
    Role.ADMIN: frozenset({Action.SEE, Action.SUMMARISE, Action.EXPORT}),
}


def within(place: Place, scope: Place) -> bool:
    """Whether `place` is `scope` itself or lies below it. A PAO stands for itself only."""
    if scope.kind is PlaceKind.PROVINCE:
        return place.province == scope.id
    if scope.kind is PlaceKind.DISTRICT:
        return place.district == scope.id or place.id == scope.id
    return place.id == scope.id


def can(seats: Iterable[Seat], action: Action, place: Place) -> bool:
    """Whether a holder of `seats` may do `action` at `place`. Officials tell for their own only."""
    return any(
        action in ALLOWED[seat.role]
        and (place.id == seat.place.id if seat.role is Role.OFFICIAL else within(place, seat.place))
        for seat in seats
    )
