"""People, places, seats and invitations."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, insert, or_, select, update

from bot.catalogue import Place as CataloguePlace
from bot.catalogue import PlaceKind
from bot.changes import Noticed
from bot.people import NATION, Invitation, Person, Place, Role, Seat, office_of
from bot.policy import Action, Actor, can
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


def place_of(row: RowMapping | Mapping[str, Any]) -> Place:
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
    """A stored place; UnknownPlace for an id nobody loaded."""
    row = tx.execute(select(places).where(places.c.id == place_id)).mappings().first()
    if row is None:
        raise UnknownPlace(place_id)
    return place_of(row)


def get_scope(tx: Transaction, place_id: str) -> Place:
    """A stored place, or the nation all of them lie in."""
    return NATION if place_id == NATION.id else get_place(tx, place_id)


def all_places(tx: Transaction) -> dict[str, dict[str, Any]]:
    """Every place's stored columns by id, to compare a file with."""
    rows = tx.execute(select(places)).mappings()
    return {row["id"]: dict(row) for row in rows}


def places_of(tx: Transaction) -> list[Place]:
    """Every place there is, by its code."""
    return [place_of(row) for row in tx.execute(select(places).order_by(places.c.id)).mappings()]


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
    written = list(rows)
    if not written:
        return
    statement = insert_for(tx)(places)
    changed = {key: statement.excluded[key] for key in written[0] if key != "id"}
    tx.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed), written)


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


def invite(
    tx: Transaction,
    place_id: str,
    role: Role,
    code: str,
    now: datetime,
    by: int | None = None,
    replaces: int | None = None,
    approved: bool = False,
) -> Seat:
    """Store a one-use invitation to a seat; only the code's hash is kept.

    A hand-over `replaces` a holding; `approved` says that somebody above (`by`) began it.
    """
    seat = seat_for(tx, place_id, role)
    tx.execute(
        insert(invitations).values(
            code_hash=secret_hash(code),
            seat=seat.id,
            created_at=now,
            expires_at=now + INVITATION_VALID_FOR,
            created_by=by,
            replaces=replaces,
            approved=True if approved else None,
            decided_by=by if approved else None,
            decided_at=now if approved else None,
        )
    )
    return seat


def still_good(now: datetime) -> ColumnElement[bool]:
    """Neither used, withdrawn, refused nor out of date; what it replaces is still held.

    One that a successor accepted in time waits for its yes as long as that takes.
    """
    return and_(
        invitations.c.used_at.is_(None),
        invitations.c.withdrawn_at.is_(None),
        or_(invitations.c.approved.is_(None), invitations.c.approved.is_(True)),
        or_(invitations.c.expires_at > now, invitations.c.claimed_at.is_not(None)),
        or_(invitations.c.replaces.is_(None), seat_holders.c.until.is_(None)),
    )


def open_invitation(
    tx: Transaction, now: datetime, code: str = "", invitation_id: int | None = None
) -> Invitation | None:
    """The invitation with this code (or id) that nobody has taken and that is not out of date."""
    named = (
        invitations.c.code_hash == secret_hash(code) if code else invitations.c.id == invitation_id
    )
    return next(iter(_invitations(tx, and_(named, invitations.c.claimed_by.is_(None)), now)), None)


def claims_of(tx: Transaction, person: int, now: datetime) -> tuple[Invitation, ...]:
    """The hand-overs a person has accepted that wait for a yes from above."""
    return tuple(_invitations(tx, invitations.c.claimed_by == person, now))


def _invitations(tx: Transaction, which: ColumnElement[bool], now: datetime) -> list[Invitation]:
    statement = (
        select(
            invitations.c.id.label("invitation_id"),
            invitations.c.replaces,
            invitations.c.approved,
            seat_holders.c.person.label("replaced_person"),
            seats.c.id.label("seat_id"),
            seats.c.role,
            *places.c,
        )
        .join_from(invitations, seats, seats.c.id == invitations.c.seat)
        .join(places, places.c.id == seats.c.place)
        .outerjoin(seat_holders, seat_holders.c.id == invitations.c.replaces)
        .where(which, still_good(now))
    )
    return [
        Invitation(
            row["invitation_id"],
            Seat(row["seat_id"], place_of(row), Role(row["role"])),
            row["replaces"],
            row["replaced_person"],
            bool(row["approved"]),
        )
        for row in tx.execute(statement.order_by(invitations.c.id)).mappings()
    ]


class InvitationUsed(Exception):
    """Somebody was quicker: it is used, withdrawn or decided since the situation was read."""


def use_invitation(tx: Transaction, invitation: Invitation, person: int, now: datetime) -> None:
    """Take the seat; the invitation is dead from here on, and who handed over is out."""
    used = tx.execute(
        update(invitations)
        .where(
            invitations.c.id == invitation.id,
            invitations.c.used_at.is_(None),
            invitations.c.claimed_by.is_(None),
            invitations.c.withdrawn_at.is_(None),
        )
        .values(used_at=now, used_by=person)
        .returning(invitations.c.id)
    ).first()
    if used is None:
        raise InvitationUsed
    if invitation.replaces is not None:
        end_holding(tx, invitation.replaces, now)
    hold(tx, invitation.seat.id, person, now)


def hold(tx: Transaction, seat: int, person: int, now: datetime) -> None:
    """Sit down, unless the person sits there already."""
    held = select(seat_holders.c.id).where(
        seat_holders.c.seat == seat,
        seat_holders.c.person == person,
        seat_holders.c.until.is_(None),
    )
    if tx.execute(held).first() is None:
        tx.execute(insert(seat_holders).values(seat=seat, person=person, since=now))


def end_holding(tx: Transaction, holder: int, now: datetime) -> None:
    """One holding is over; the row and all it told stay. Somebody quicker is told anew."""
    ended = tx.execute(
        update(seat_holders)
        .where(seat_holders.c.id == holder, seat_holders.c.until.is_(None))
        .values(until=now)
        .returning(seat_holders.c.id)
    ).first()
    if ended is None:
        raise InvitationUsed


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
    return Person(
        row["id"],
        row["locale"],
        row["reminders_off"],
        row["paused_until"],
        row["notice_version"] or "",
    )


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


def office_in(tx: Transaction, channel: str, user: str, held: Sequence[Seat]) -> Seat | None:
    """The office figures are told for in one conversation."""
    chosen = select(conversations.c.seat).where(
        conversations.c.channel == channel, conversations.c.user == user
    )
    return office_of(held, tx.execute(chosen).scalar_one_or_none())


def recipients(tx: Transaction, notice: Noticed) -> list[int]:
    """The people a notice is for."""
    found = list(notice.people)
    if notice.officials_of:
        found += holders(tx, notice.officials_of, Role.OFFICIAL)
    if notice.overseers_of:
        found += overseers(tx, get_place(tx, notice.overseers_of))
    if notice.holders_of:
        found += holders_of(tx, notice.holders_of)
    if notice.approvers_of:
        found += approvers(tx, notice.approvers_of, notice.but_not)
    return [person for person in found if person not in notice.but_not]


def holders_of(tx: Transaction, seat: int) -> list[int]:
    """Who holds a seat now."""
    statement = select(seat_holders.c.person).where(
        seat_holders.c.seat == seat, seat_holders.c.until.is_(None)
    )
    return list(tx.execute(statement.order_by(seat_holders.c.id)).scalars())


def approvers(tx: Transaction, seat: int, but_not: Sequence[int] = ()) -> list[int]:
    """The nearest people above a seat who may say yes to a successor, as the policy has it."""
    place_id, role = tx.execute(select(seats.c.place, seats.c.role).where(seats.c.id == seat)).one()
    wanted = Seat(seat, get_place(tx, place_id), Role(role))
    for where, above in _above(wanted.place):
        row = tx.execute(
            select(seats.c.id).where(seats.c.place == where, seats.c.role == above.value)
        ).first()
        if row is None:
            continue
        own = Seat(row.id, get_place(tx, where), above)
        found = [one for one in holders_of(tx, own.id) if one not in but_not]
        if found and can(Actor((own,)), Action.APPROVE, wanted):
            return found
    return []


def _above(place: Place) -> list[tuple[str, Role]]:
    """The seats that oversee a place, the nearest first."""
    seen = [
        (place.district, Role.COORDINATOR),
        (place.province, Role.COORDINATOR),
        (place.province, Role.ADMIN),
    ]
    return [(where, role) for where, role in seen if where]


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
    for where, role in _above(place):
        found = holders(tx, where, role)
        if found:
            return found
    return []
