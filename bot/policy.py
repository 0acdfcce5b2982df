"""Who may do what to what: one answer for the chat, the console, exports and jobs.

Denied unless a row here allows it. What is denied is answered like what does not exist, so that
nobody learns of another's places by asking.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.catalogue import PlaceKind
from bot.people import Place, Role, Seat


class Action(StrEnum):
    # at a place
    TELL = "tell"  # record and correct figures
    SEE = "see"  # figures and totals of a place
    SUMMARISE = "summarise"  # progress of the places below
    EXPORT = "export"
    NUDGE = "nudge"  # remind a place's officials
    REVIEW = "review"  # return or approve a month, decide on a late figure
    CLOSE = "close"  # close a month, or reopen it with a reason
    ASSIGN = "assign"  # which items a place is asked about
    SCHEDULE = "schedule"  # due days, hours and days off
    AUDIT = "audit"  # read the audit log
    ROSTER = "roster"  # see who holds which seat
    REMIND = "remind"  # write to people by the clock
    # to a seat
    INVITE = "invite"  # give out a one-use invitation, or take a seat away
    HAND_OVER = "hand over"  # name a successor
    APPROVE = "approve"  # say yes to a successor
    # to a person
    KNOW = "know"  # what is kept about somebody
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person by the seats held now, or the service's own clock."""

    seats: tuple[Seat, ...] = ()
    person: int | None = None
    is_service: bool = False

    def allowed(self, action: Action, place: Place) -> Seat | None:
        """The seat by which this actor may do `action` at `place`."""
        return next((seat for seat in self.seats if can(self.by(seat), action, place)), None)

    def by(self, seat: Seat) -> "Actor":
        """The same actor by one seat alone."""
        return Actor((seat,), self.person, self.is_service)


@dataclass(frozen=True, slots=True)
class Own:
    """A person as a resource: what is kept about them."""

    person: int


SERVICE = Actor(is_service=True)
Resource = Place | Seat | Own

_SEES = frozenset({Action.SEE, Action.SUMMARISE, Action.ROSTER})
ALLOWED: dict[Role, frozenset[Action]] = {
    Role.OFFICIAL: frozenset({Action.TELL, Action.SEE}),
    Role.COORDINATOR: _SEES | {Action.NUDGE, Action.REVIEW, Action.CLOSE, Action.ASSIGN},
    Role.AUDITOR: _SEES | {Action.EXPORT, Action.AUDIT},
    Role.ADMIN: _SEES
    | {
        Action.EXPORT,
        Action.AUDIT,
        Action.NUDGE,
        Action.REVIEW,
        Action.CLOSE,
        Action.ASSIGN,
        Action.SCHEDULE,
    },
}
OF_THE_SERVICE = frozenset({Action.REMIND, Action.SUMMARISE})
# The roles whose seats somebody gives out at places within their own. A province's coordinator
# gives out those of its districts' coordinators too.
BELOW = {
    Role.COORDINATOR: frozenset({Role.OFFICIAL}),
    Role.ADMIN: frozenset(Role),
}


def within(place: Place, scope: Place) -> bool:
    """Whether `place` is `scope` itself or lies below it. A PAO stands for itself only."""
    if scope.kind is PlaceKind.PROVINCE:
        return place.province == scope.id
    if scope.kind is PlaceKind.DISTRICT:
        return place.district == scope.id or place.id == scope.id
    return place.id == scope.id


def can(actor: Actor, action: Action, resource: Resource) -> bool:
    """Whether `actor` may do `action` to a place, a seat, or what is kept about a person."""
    match resource:
        case Own():
            return action in (Action.KNOW, Action.ERASE) and actor.person == resource.person
        case Seat():
            return any(_may_with_seat(seat, action, resource) for seat in actor.seats)
        case _:
            if actor.is_service:
                return action in OF_THE_SERVICE
            return any(_may_at(seat, action, resource) for seat in actor.seats)


def scopes(seats: Iterable[Seat], action: Action) -> tuple[Place, ...]:
    """The places a holder of `seats` may do `action` at and below; each stands for its own."""
    places = [seat.place for seat in seats if _may_at(seat, action, seat.place)]
    return tuple(
        place
        for place in dict.fromkeys(places)
        if not any(other != place and within(place, other) for other in places)
    )


def _may_at(seat: Seat, action: Action, place: Place) -> bool:
    """Officials act for their own place only; the others for all within theirs."""
    if action not in ALLOWED[seat.role]:
        return False
    return place.id == seat.place.id if seat.role is Role.OFFICIAL else within(place, seat.place)


def _may_with_seat(own: Seat, action: Action, seat: Seat) -> bool:
    if action is Action.HAND_OVER and own.id == seat.id:
        return True
    if action not in (Action.INVITE, Action.APPROVE, Action.HAND_OVER) or own.id == seat.id:
        return False
    if not within(seat.place, own.place):
        return False
    if seat.role in BELOW.get(own.role, ()):
        return True
    is_coordinator = own.role is Role.COORDINATOR and seat.role is Role.COORDINATOR
    return is_coordinator and seat.place.kind is PlaceKind.DISTRICT and seat.place != own.place
