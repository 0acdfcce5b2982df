"""Who holds which seat: read for those who may see it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, false, or_, select, true

from bot.catalogue import PlaceKind
from bot.people import Place, Role, Seat
from bot.policy import within
from bot.roster import Holder, OwnSeat, Pending, PlaceSeats, SeatState, roster_of
from storage.people import ON_A_PAGE, place_of, still_good
from storage.session import Transaction
from storage.tables import conversations, invitations, places, seat_holders, seats


def of_scopes(tx: Transaction, scopes: Sequence[Place], now: datetime) -> tuple[PlaceSeats, ...]:
    """Every place within the scopes with its seats: districts first, then by code."""
    rows = tx.execute(select(places).where(_in_any(scopes)).order_by(places.c.id)).mappings()
    found = [place_of(row) for row in rows]
    order = {PlaceKind.PROVINCE: 0, PlaceKind.DISTRICT: 1}
    seen = sorted(
        (place for place in found if any(within(place, scope) for scope in scopes)),
        key=lambda place: order.get(place.kind, len(order)),
    )
    return roster_of(seen, states(tx, {place.id: place for place in seen}, _in_any(scopes), now))


def states(
    tx: Transaction, known: Mapping[str, Place], where: ColumnElement[bool], now: datetime
) -> list[SeatState]:
    """Every seat that was ever made at these places, with its holders and open invitations."""
    statement = (
        select(seats.c.id, seats.c.place, seats.c.role)
        .join(places, places.c.id == seats.c.place)
        .where(where)
        .order_by(seats.c.id)
    )
    made = [
        Seat(row.id, known[row.place], Role(row.role))
        for row in tx.execute(statement)
        if row.place in known
    ]
    sitting = _holders(tx, where)
    pending = _pending(tx, {seat.id: seat for seat in made}, where, now)
    return [
        SeatState(seat, tuple(sitting.get(seat.id, ())), tuple(pending.get(seat.id, ())))
        for seat in made
    ]


def every_seat(tx: Transaction, now: datetime) -> list[SeatState]:
    """All seats there are, by the order they were made."""
    rows = tx.execute(select(places)).mappings()
    return states(tx, {row["id"]: place_of(row) for row in rows}, true(), now)


def holdings(tx: Transaction, place: str, role: Role) -> list[int]:
    """The rows of those who sit on a seat now."""
    statement = (
        select(seat_holders.c.id)
        .join(seats, seats.c.id == seat_holders.c.seat)
        .where(seats.c.place == place, seats.c.role == role.value, seat_holders.c.until.is_(None))
        .order_by(seat_holders.c.id)
    )
    return list(tx.execute(statement).scalars())


def own_seats(
    tx: Transaction, person: int, held: Iterable[Seat], now: datetime
) -> tuple[OwnSeat, ...]:
    """A person's seats, with the hand-overs that are under way."""
    mine = tx.execute(
        select(seat_holders.c.id, seat_holders.c.seat).where(
            seat_holders.c.person == person, seat_holders.c.until.is_(None)
        )
    ).all()
    by_id = {seat.id: seat for seat in held}
    here = invitations.c.replaces.in_([row.id for row in mine])
    under_way = {
        one.replaces: one for many in _pending(tx, by_id, here, now).values() for one in many
    }
    return tuple(
        OwnSeat(by_id[row.seat], row.id, under_way.get(row.id)) for row in mine if row.seat in by_id
    )


def _in_any(scopes: Sequence[Place]) -> ColumnElement[bool]:
    """Places within any of the scopes; `bot.policy.within` has the last word."""
    wanted: list[ColumnElement[bool]] = [false()]
    for scope in scopes:
        wanted.append(places.c.id == scope.id)
        if scope.kind is PlaceKind.PROVINCE:
            wanted.append(places.c.province == scope.id)
        if scope.kind is PlaceKind.DISTRICT:
            wanted.append(places.c.district == scope.id)
    return or_(*wanted)


def _holders(tx: Transaction, where: ColumnElement[bool]) -> dict[int, list[Holder]]:
    """By seat, with the channels each person can be written to on."""
    reached = (
        (conversations.c.person == seat_holders.c.person)
        & conversations.c.unreachable_at.is_(None)
        & (conversations.c.channel != ON_A_PAGE)
    )
    statement = (
        select(
            seat_holders.c.id,
            seat_holders.c.seat,
            seat_holders.c.person,
            seat_holders.c.since,
            conversations.c.channel,
        )
        .join(seats, seats.c.id == seat_holders.c.seat)
        .join(places, places.c.id == seats.c.place)
        .outerjoin(conversations, reached)
        .where(where, seat_holders.c.until.is_(None))
        .order_by(seat_holders.c.id, conversations.c.channel)
    )
    found: dict[int, Holder] = {}
    seat_by_holder: dict[int, int] = {}
    for row in tx.execute(statement):
        known = found.get(row.id) or Holder(row.id, row.person, row.since)
        channels = (*known.channels, row.channel) if row.channel else known.channels
        found[row.id] = Holder(row.id, row.person, row.since, tuple(dict.fromkeys(channels)))
        seat_by_holder[row.id] = row.seat
    grouped: dict[int, list[Holder]] = {}
    for holder in found.values():
        grouped.setdefault(seat_by_holder[holder.id], []).append(holder)
    return grouped


def _pending(
    tx: Transaction, known: Mapping[int, Seat], where: ColumnElement[bool], now: datetime
) -> dict[int, list[Pending]]:
    """Open invitations and hand-overs by seat."""
    statement = (
        select(
            *(column for column in invitations.c if column.name != "code_hash"),
            seat_holders.c.person.label("replaced_person"),
        )
        .join(seats, seats.c.id == invitations.c.seat)
        .join(places, places.c.id == seats.c.place)
        .outerjoin(seat_holders, seat_holders.c.id == invitations.c.replaces)
        .where(where, still_good(now))
        .order_by(invitations.c.id)
    )
    grouped: dict[int, list[Pending]] = {}
    for row in tx.execute(statement).mappings():
        if row["seat"] in known:
            grouped.setdefault(row["seat"], []).append(_one(row, known[row["seat"]]))
    return grouped


def _one(row: RowMapping, seat: Seat) -> Pending:
    values: dict[str, Any] = {
        name: row[name]
        for name in (
            *("id", "created_at", "expires_at", "created_by", "replaces", "replaced_person"),
            *("claimed_by", "claimed_at"),
        )
    }
    return Pending(seat=seat, approved=bool(row["approved"]), **values)
