"""People, places, seats and invitations."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, insert, or_, select, update

from bot.catalogue import Place as CataloguePlace
from bot.catalogue import PlaceKind
from bot.changes import Noticed
from bot.people import Invitation, Person, Place, Role, Seat
from storage.inbox import insert_for
from storage.session import Transaction
from storage.tables import conversations, invitations, people, places, seat_holders, seats

ON_A_PAGE = "console"  # the channel of a page: nobody can be written to there
INVITATION_VALID_FOR = timedelta(days=7)


class UnknownPlace(LookupError):
    """No place has this id: `load places` brings it in."""


def secret_hash(secret: str) -> str:
    """Codes and link tokens are kept as SHA-256 only; they are random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def place_of(row: RowMapping) -> Place:
    return Place(
        id=row["id"],
        kind=PlaceKind(row["kind"]),
        province=row["province"],
        district=row["district"],
        name_th=row["name_th"],
        name_en=row["name_en"],
        population=row["population"],
    )


def get_place(tx: Transaction, place_id: str) -> Place:
    row = tx.execute(select(places).where(places.c.id == place_id)).mappings().first()
    if row is None:
        raise UnknownPlace(place_id)
    return place_of(row)


def all_places(tx: Transaction) -> dict[str, dict[str, Any]]:
    """Every place's stored columns by id, to compare a file with."""
    rows = tx.execute(select(places)).mappings()
    return {row["id"]: dict(row) for row in rows}


def place_values(place: CataloguePlace) -> dict[str, Any]:
    """A catalogue place as the columns keep it."""
    return {
        "id": place.id,
        "kind": place.kind.value,
        "parent": place.parent or None,
        "province": place.province,
        "district": place.district,
        "name_th": place.full_name_th,
        "name_en": place.name_en,
        "population": place.population,
    }


def write_places(tx: Transaction, rows: Iterable[dict[str, Any]]) -> None:
    """Add or change places; parents must come before their children."""
    for row in rows:
        statement = insert_for(tx)(places).values(**row)
        changed = {key: value for key, value in row.items() if key != "id"}
        tx.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed))


def seat_for(tx: Transaction, place_id: str, role: Role) -> Seat:
    """The seat of a role at a place, made when it is asked for first."""
    place = get_place(tx, place_id)
    tx.execute(
        insert_for(tx)(seats)
        .values(place=place_id, role=role.value)
        .on_conflict_do_nothing(index_elements=["place", "role"])
    )
    found = select(seats.c.id).where(seats.c.place == place_id, seats.c.role == role.value)
    return Seat(tx.execute(found).scalar_one(), place, role)


def invite(tx: Transaction, place_id: str, role: Role, code: str, now: datetime) -> Seat:
    """Store a one-use invitation to a seat; only the code's hash is kept."""
    seat = seat_for(tx, place_id, role)
    tx.execute(
        insert(invitations).values(
            code_hash=secret_hash(code),
            seat=seat.id,
            created_at=now,
            expires_at=now + INVITATION_VALID_FOR,
        )
    )
    return seat


def open_invitation(
    tx: Transaction, now: datetime, code: str = "", invitation_id: int | None = None
) -> Invitation | None:
    """The invitation with this code (or id) that is unused and not out of date."""
    named = (
        invitations.c.code_hash == secret_hash(code) if code else invitations.c.id == invitation_id
    )
    statement = (
        select(
            invitations.c.id.label("invitation_id"),
            seats.c.id.label("seat_id"),
            seats.c.role,
            *places.c,
        )
        .join_from(invitations, seats, seats.c.id == invitations.c.seat)
        .join(places, places.c.id == seats.c.place)
        .where(named, invitations.c.used_at.is_(None), invitations.c.expires_at > now)
    )
    row = tx.execute(statement).mappings().first()
    if row is None:
        return None
    return Invitation(row["invitation_id"], Seat(row["seat_id"], place_of(row), Role(row["role"])))


class InvitationUsed(Exception):
    """Somebody else used this invitation between offer and acceptance."""


def use_invitation(tx: Transaction, invitation: Invitation, person: int, now: datetime) -> None:
    """Take the seat; the invitation is dead from here on."""
    used = tx.execute(
        update(invitations)
        .where(invitations.c.id == invitation.id, invitations.c.used_at.is_(None))
        .values(used_at=now, used_by=person)
        .returning(invitations.c.id)
    ).first()
    if used is None:
        raise InvitationUsed
    tx.execute(insert(seat_holders).values(seat=invitation.seat.id, person=person, since=now))


def remind(tx: Transaction, of: Iterable[int], now: datetime, day_began: datetime) -> set[int]:
    """Who was not reminded yet today, and now counts as reminded.

    A push and a line on an answer never both tell the same person on one day.
    """
    wanted = list(of)
    fresh = or_(people.c.reminded_at.is_(None), people.c.reminded_at < day_began)
    taken = (
        update(people)
        .where(people.c.id.in_(wanted), fresh)
        .values(reminded_at=now)
        .returning(people.c.id)
    )
    return set(tx.execute(taken).scalars()) if wanted else set()


def new_person(
    tx: Transaction, channel: str, user: str, locale: str, notice_version: str, now: datetime
) -> int:
    """A person, once the notice is accepted; the conversation is theirs from now on."""
    person = tx.execute(
        insert(people)
        .values(locale=locale, notice_version=notice_version, notice_at=now, created_at=now)
        .returning(people.c.id)
    ).scalar_one()
    tx.execute(
        update(conversations)
        .where(conversations.c.channel == channel, conversations.c.user == user)
        .values(person=person)
    )
    return int(person)


def talk_of(tx: Transaction, channel: str, user: str, person: int) -> None:
    """Make sure this conversation is there, and that it is this person's."""
    tx.execute(
        insert_for(tx)(conversations)
        .values(channel=channel, user=user, person=person)
        .on_conflict_do_nothing(index_elements=["channel", "user"])
    )


def of_talk(tx: Transaction, channel: str, user: str) -> int | None:
    """Whose conversation it is."""
    found = select(conversations.c.person).where(
        conversations.c.channel == channel, conversations.c.user == user
    )
    return tx.execute(found).scalar()


def get_person(tx: Transaction, person: int) -> Person:
    row = tx.execute(select(people).where(people.c.id == person)).mappings().one()
    return Person(row["id"], row["locale"], row["reminders_off"], row["paused_until"])


def seats_of(tx: Transaction, person: int) -> tuple[Seat, ...]:
    """The seats a person holds now."""
    statement = (
        select(seats.c.id.label("seat_id"), seats.c.role, *places.c)
        .join_from(seat_holders, seats, seats.c.id == seat_holders.c.seat)
        .join(places, places.c.id == seats.c.place)
        .where(seat_holders.c.person == person, seat_holders.c.until.is_(None))
        .order_by(seats.c.id)
    )
    rows = tx.execute(statement).mappings()
    return tuple(Seat(row["seat_id"], place_of(row), Role(row["role"])) for row in rows)


def recipients(tx: Transaction, notice: Noticed) -> list[int]:
    """The people a notice is for."""
    found = list(notice.people)
    if notice.officials_of:
        found += holders(tx, notice.officials_of, Role.OFFICIAL)
    if notice.overseers_of:
        found += overseers(tx, get_place(tx, notice.overseers_of))
    return found


def holders(tx: Transaction, place: str, role: Role) -> list[int]:
    """Who holds a role's seat at a place now."""
    statement = (
        select(seat_holders.c.person)
        .join(seats, seats.c.id == seat_holders.c.seat)
        .where(seats.c.place == place, seats.c.role == role.value)
        .where(seat_holders.c.until.is_(None))
        .order_by(seat_holders.c.id)
    )
    return list(tx.execute(statement).scalars())


def everybody_as(tx: Transaction, role: Role) -> list[int]:
    """Who holds a seat of this role anywhere."""
    statement = (
        select(seat_holders.c.person)
        .join(seats, seats.c.id == seat_holders.c.seat)
        .where(seats.c.role == role.value, seat_holders.c.until.is_(None))
        .order_by(seat_holders.c.person)
    )
    return list(tx.execute(statement.distinct()).scalars())


def overseers(tx: Transaction, place: Place) -> list[int]:
    """The nearest coordinators above a place; the province's administrators when it has none."""
    above = ((place.district, Role.COORDINATOR), (place.province, Role.COORDINATOR))
    for where, role in (*above, (place.province, Role.ADMIN)):
        found = holders(tx, where, role) if where else []
        if found:
            return found
    return []
