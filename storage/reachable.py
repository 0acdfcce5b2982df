"""Whom the clock may write to: people, their seats, the conversation they are best told in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import RowMapping, case, select

from bot.people import Person, Role, Seat
from storage.people import ON_A_PAGE, place_of
from storage.session import Transaction
from storage.tables import conversations, people, places, seat_holders, seats


@dataclass(frozen=True, slots=True)
class Reachable:
    """A person and the conversation they can be written to in; `seats` are those they hold now."""

    person: Person
    channel: str
    user: str
    seats: Sequence[Seat]
    since: Mapping[int, datetime] = field(default_factory=dict)  # by seat
    reminded_at: datetime | None = None


def reachable_people(tx: Transaction, of: Iterable[int]) -> list[Reachable]:
    """Of these people, who has a conversation that is not blocked.

    Somebody without a seat is among them: whoever has handed one over, or was refused one, is told
    so. Where there are several conversations, the one that was used last.
    """
    held = (seat_holders.c.person == people.c.id) & seat_holders.c.until.is_(None)
    unused = case((conversations.c.last_event_at.is_(None), 1), else_=0)
    statement = (
        select(
            people.c.id.label("person_id"),
            people.c.locale,
            people.c.reminders_off,
            people.c.paused_until,
            people.c.reminded_at,
            conversations.c.channel,
            conversations.c.user,
            seats.c.id.label("seat_id"),
            seats.c.role,
            seat_holders.c.since,
            *places.c,
        )
        .join_from(conversations, people, people.c.id == conversations.c.person)
        .outerjoin(seat_holders, held)
        .outerjoin(seats, seats.c.id == seat_holders.c.seat)
        .outerjoin(places, places.c.id == seats.c.place)
        .where(people.c.id.in_(list(of)), conversations.c.unreachable_at.is_(None))
        .where(conversations.c.channel != ON_A_PAGE)
        .order_by(people.c.id, unused, conversations.c.last_event_at.desc())
        .order_by(conversations.c.channel, conversations.c.user, seats.c.id)
    )
    found: dict[int, Reachable] = {}
    for row in tx.execute(statement).mappings():
        known = found.setdefault(row["person_id"], _without_seats(row))
        same = (known.channel, known.user) == (row["channel"], row["user"])
        if same and row["seat_id"] is not None:
            seat = Seat(row["seat_id"], place_of(row), Role(row["role"]))
            since = {**known.since, seat.id: row["since"]}
            found[known.person.id] = replace(known, seats=(*known.seats, seat), since=since)
    return list(found.values())


def _without_seats(row: RowMapping) -> Reachable:
    person = Person(row["person_id"], row["locale"], row["reminders_off"], row["paused_until"])
    return Reachable(person, row["channel"], row["user"], (), {}, row["reminded_at"])
