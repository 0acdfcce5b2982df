"""The clock's letters: for whom a job is not decided yet, and many letters put at once.

A job of a month is decided once for a person and province, by a row of the outbox under its key:
a letter, or a row without one that says why. Whoever comes second finds it there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    not_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

from bot.people import Place, Role
from bot.schedule import Ring
from storage.inbox import insert_for
from storage.outbox import OVER_BUDGET, TOO_LATE, WAITING, Letter
from storage.people import ON_A_PAGE
from storage.session import Transaction
from storage.tables import conversations, outbox, people, places, seat_holders, seats
from storage.totals import in_scope

NOTHING = "nothing"  # done, paused, or nothing to say
RODE = "ride"  # told on an answer the same day
MERGED = "merged"  # told in the letter of another job
HELD = "held"  # no push left for it
_NO_LETTER = "ring"


@dataclass(frozen=True, slots=True)
class Decided:
    """A job that is decided for a person without a letter of its own."""

    key: str
    channel: str
    user: str
    why: str


def key_of(ring: Ring, person: int, province: str) -> str:
    return f"{ring.key}:{person}:{province}"


def provinces(tx: Transaction) -> list[str]:
    """Where somebody holds a seat."""
    found = (
        select(places.c.province)
        .join(seats, seats.c.place == places.c.id)
        .join(seat_holders, seat_holders.c.seat == seats.c.id)
        .where(seat_holders.c.until.is_(None))
    )
    return list(tx.execute(found.distinct().order_by(places.c.province)).scalars())


def undecided(
    tx: Transaction, ring: Ring, of: Sequence[str], roles: Sequence[Role]
) -> list[tuple[int, str]]:
    """Reachable holders of a role's seat in these provinces for whom the job is not decided."""
    key = (
        literal(f"{ring.key}:", String)
        + cast(seat_holders.c.person, String)
        + literal(":", String)
        + places.c.province
    )
    found = (
        select(seat_holders.c.person, places.c.province)
        .join(seats, seats.c.id == seat_holders.c.seat)
        .join(places, places.c.id == seats.c.place)
        .where(seat_holders.c.until.is_(None), places.c.province.in_(list(of)))
        .where(seats.c.role.in_([role.value for role in roles]))
        .where(_can_be_reached(), ~exists().where(outbox.c.key == key, _is_final()))
        .distinct()
        .order_by(seat_holders.c.person, places.c.province)
    )
    return [(row.person, row.province) for row in tx.execute(found)]


def decided(tx: Transaction, keys: Iterable[str]) -> set[str]:
    """Which of these keys are there for good."""
    wanted = list(keys)
    found = select(outbox.c.key).where(outbox.c.key.in_(wanted), _is_final())
    return set(tx.execute(found).scalars()) if wanted else set()


def held(tx: Transaction, keys: Iterable[str]) -> set[str]:
    """Which of these could not be pushed, because no push was left."""
    wanted = list(keys)
    found = select(outbox.c.key).where(
        outbox.c.key.in_(wanted), outbox.c.state == "held", outbox.c.error == OVER_BUDGET
    )
    return set(tx.execute(found).scalars()) if wanted else set()


def lock_people(tx: Transaction, of: Iterable[int]) -> None:
    """Two clocks at once decide for the same people one after the other."""
    wanted = select(people.c.id).where(people.c.id.in_(list(of)))
    tx.execute(wanted.order_by(people.c.id).with_for_update())


def coordinated(tx: Transaction) -> set[str]:
    """The provinces whose own coordinator's seat is held by somebody who can be reached."""
    found = (
        select(places.c.id)
        .join(seats, seats.c.place == places.c.id)
        .join(seat_holders, seat_holders.c.seat == seats.c.id)
        .where(places.c.id == places.c.province, seats.c.role == Role.COORDINATOR.value)
        .where(seat_holders.c.until.is_(None), _can_be_reached())
    )
    return set(tx.execute(found).scalars())


def officials_in(tx: Transaction, scope: Place) -> dict[str, list[int]]:
    """Who holds the official's seat, by place, whether they can be reached or not."""
    found = (
        select(places.c.id, seat_holders.c.person)
        .join(seats, seats.c.place == places.c.id)
        .join(seat_holders, seat_holders.c.seat == seats.c.id)
        .where(in_scope(scope), seats.c.role == Role.OFFICIAL.value)
        .where(seat_holders.c.until.is_(None))
        .order_by(places.c.id, seat_holders.c.id)
    )
    by_place: dict[str, list[int]] = {}
    for place, person in tx.execute(found):
        by_place.setdefault(place, []).append(person)
    return by_place


def put_letters(tx: Transaction, letters: Sequence[Letter], now: datetime) -> dict[str, UUID]:
    """Queue letters; by key the id of each that is new. One from yesterday evening goes anew."""
    last = _last_sequences(tx, letters)
    rows = [
        _row(
            letter.key,
            letter.channel,
            letter.user,
            now,
            id=str(letter.id),
            sequence=last.get((letter.channel, letter.user), 0) + 1,
            replies=list(letter.replies),
            purpose=letter.purpose,
            state="queued",
            deliver_by=letter.deliver_by,
        )
        for letter in letters
    ]
    return _put(tx, rows)


def note(tx: Transaction, without_letter: Iterable[Decided], now: datetime) -> None:
    """Decide jobs without a letter, and say why."""
    rows = [
        _row(
            one.key,
            one.channel,
            one.user,
            now,
            id=str(uuid4()),
            state="held" if one.why == HELD else "sent",
            sent_as=None if one.why == HELD else one.why,
            error=OVER_BUDGET if one.why == HELD else None,
        )
        for one in without_letter
    ]
    _put(tx, rows)


def _put(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> dict[str, UUID]:
    """Sorted by key, so that two at once wait for each other in the same order."""
    if not rows:
        return {}
    ordered = sorted(rows, key=lambda row: str(row["key"]))
    statement = _again(insert_for(tx)(outbox)).returning(outbox.c.key, outbox.c.id)
    done = tx.execute(statement, ordered)
    return {row.key: UUID(row.id) for row in done}


def _again(statement: PostgresqlInsert | SqliteInsert) -> PostgresqlInsert | SqliteInsert:
    """Over a row that was put too late in the day; any other row under the key stays."""
    names = [column.name for column in outbox.c if column.name not in ("id", "key")]
    return statement.on_conflict_do_update(
        index_elements=["key"],
        set_={name: statement.excluded[name] for name in names},
        where=and_(outbox.c.state == "held", outbox.c.error == TOO_LATE),
    )


def _row(key: str, channel: str, user: str, now: datetime, **values: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "key": key,
        "channel": channel,
        "user": user,
        "sequence": 0,
        "replies": [],
        "purpose": _NO_LETTER,
        "reply_token": "",
        "reply_until": None,
        "attempts": 0,
        "not_before": now,
        "deliver_by": None,
        "leased_until": None,
        "created_at": now,
        "sent_at": None,
        "sent_as": None,
        "request_id": None,
        "error": None,
    }
    return {**row, **values}


def _last_sequences(tx: Transaction, letters: Sequence[Letter]) -> dict[tuple[str, str], int]:
    """The last of what waits in each conversation: the order there is what counts."""
    talks = [(letter.channel, letter.user) for letter in letters]
    if not talks:
        return {}
    found = (
        select(outbox.c.channel, outbox.c.user, func.max(outbox.c.sequence).label("last"))
        .where(outbox.c.state.in_(WAITING))
        .where(tuple_(outbox.c.channel, outbox.c.user).in_(talks))
        .group_by(outbox.c.channel, outbox.c.user)
    )
    return {(row.channel, row.user): row.last for row in tx.execute(found)}


def _can_be_reached() -> ColumnElement[bool]:
    return exists().where(
        conversations.c.person == seat_holders.c.person,
        conversations.c.unreachable_at.is_(None),
        conversations.c.channel != ON_A_PAGE,
    )


def _is_final() -> ColumnElement[bool]:
    """A letter that was too late in the day is put again while its job may still ring."""
    too_late = and_(outbox.c.state == "held", func.coalesce(outbox.c.error, "") == TOO_LATE)
    return not_(too_late)
