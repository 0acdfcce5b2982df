"""Who holds which seat, and who is invited: what the people above a place may see of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.catalogue import PlaceKind
from bot.people import Place, Role, Seat


@dataclass(frozen=True, slots=True)
class Holder:
    """One person on a seat; `id` names the holding, not the person."""

    id: int
    person: int
    since: datetime
    channels: tuple[str, ...] = ()  # where they can be written to now


@dataclass(frozen=True, slots=True)
class Pending:
    """An invitation or hand-over that is neither used up, withdrawn, nor out of date."""

    id: int
    seat: Seat
    created_at: datetime
    expires_at: datetime
    created_by: int | None = None
    replaces: int | None = None
    replaced_person: int | None = None
    approved: bool = False
    claimed_by: int | None = None
    claimed_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """A successor has accepted, and somebody above has to say yes or no."""
        return self.claimed_by is not None


@dataclass(frozen=True, slots=True)
class SeatState:
    """A seat with the people on it. `seat.id` is 0 where nobody was ever invited to it."""

    seat: Seat
    holders: tuple[Holder, ...] = ()
    pending: tuple[Pending, ...] = ()

    @property
    def waiting(self) -> tuple[Pending, ...]:
        return tuple(one for one in self.pending if one.waits)

    @property
    def invited(self) -> tuple[Pending, ...]:
        return tuple(one for one in self.pending if not one.waits)


@dataclass(frozen=True, slots=True)
class PlaceSeats:
    """A place's seats; those it ought to have stand here even when they are empty."""

    place: Place
    seats: tuple[SeatState, ...]

    @property
    def holders(self) -> tuple[Holder, ...]:
        return tuple(holder for state in self.seats for holder in state.holders)

    @property
    def pending(self) -> tuple[Pending, ...]:
        return tuple(one for state in self.seats for one in state.pending)

    @property
    def waiting(self) -> tuple[Pending, ...]:
        return tuple(one for one in self.pending if one.waits)

    def state_of(self, holder: int) -> SeatState | None:
        """The seat that a holding is of."""
        return next(
            (state for state in self.seats if any(one.id == holder for one in state.holders)), None
        )


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """A seat of the person who talks, and the hand-over of it that is under way."""

    seat: Seat
    holder: int
    handover: Pending | None = None


@dataclass(frozen=True, slots=True)
class Linking:
    """A person's one-use code was sent in another conversation: shall it be theirs too?"""

    ticket: str  # the code's hash: the code itself is nowhere
    person: int
    seats: tuple[Seat, ...]
    channel: str  # where the code was given


CHANNEL_NAMES = {"line": "LINE", "telegram": "Telegram"}


def channel_name(channel: str) -> str:
    return CHANNEL_NAMES.get(channel, channel)


MAIN_ROLE = {PlaceKind.DISTRICT: Role.COORDINATOR, PlaceKind.PROVINCE: Role.COORDINATOR}


def main_role(place: Place) -> Role:
    """The role a place ought to have somebody for."""
    return MAIN_ROLE.get(place.kind, Role.OFFICIAL)


def every_seat(rows: Sequence[PlaceSeats]) -> Iterator[SeatState]:
    return (state for row in rows for state in row.seats)


def roster_of(places: Iterable[Place], states: Iterable[SeatState]) -> tuple[PlaceSeats, ...]:
    """The places with their seats in the order of roles, the empty ones among them."""
    by_place: dict[str, list[SeatState]] = {}
    for state in states:
        by_place.setdefault(state.seat.place.id, []).append(state)
    order = list(Role)
    rows = []
    for place in places:
        found = by_place.get(place.id, [])
        if not any(state.seat.role is main_role(place) for state in found):
            found = [*found, SeatState(Seat(0, place, main_role(place)))]
        rows.append(PlaceSeats(place, tuple(sorted(found, key=lambda s: order.index(s.seat.role)))))
    return tuple(rows)
