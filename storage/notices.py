"""Notices: what somebody is to hear. They ride on the next answer, free, or go out alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update

from bot.riding import Notice
from storage.inbox import insert_for
from storage.session import Transaction
from storage.tables import notices


def put(
    tx: Transaction,
    people: Iterable[int],
    kind: str,
    details: Mapping[str, Any],
    key: str,
    now: datetime,
    push_after: datetime | None = None,
    expires_at: datetime | None = None,
) -> int:
    """One notice a person under `key:person`; how many are new. Putting it twice is harmless.

    `push_after` is the hour from which it may go out by itself; without one it only ever rides
    on an answer. After `expires_at` it is not told any more.
    """
    rows = [
        {
            "key": f"{key}:{person}",
            "person": person,
            "kind": kind,
            "details": dict(details),
            "created_at": now,
            "push_after": push_after,
            "expires_at": expires_at,
        }
        for person in dict.fromkeys(people)
    ]
    if not rows:
        return 0
    statement = insert_for(tx)(notices).values(rows).on_conflict_do_nothing(index_elements=["key"])
    return len(tx.execute(statement.returning(notices.c.id)).all())


def people_to_push(tx: Transaction, now: datetime) -> list[int]:
    """Who has something waiting that may go out by itself now."""
    found = select(notices.c.person).where(_waiting(now), notices.c.push_after <= now)
    return list(tx.execute(found.distinct().order_by(notices.c.person)).scalars())


def waiting(tx: Transaction, of: Iterable[int], now: datetime) -> dict[int, list[Notice]]:
    """What waits for each of these people, oldest first, held until the transaction ends.

    Whoever tells one marks it in the same transaction; a second teller waits here and finds it
    told.
    """
    found = (
        select(notices)
        .where(notices.c.person.in_(list(of)), _waiting(now))
        .order_by(notices.c.id)
        .with_for_update()
    )
    by_person: dict[int, list[Notice]] = defaultdict(list)
    for row in tx.execute(found).mappings():
        notice = Notice(row["id"], row["kind"], row["details"], row["push_after"])
        by_person[row["person"]].append(notice)
    return by_person


def tell(tx: Transaction, told: Iterable[int], letter: UUID, now: datetime) -> None:
    """They are told in this letter, put in the same transaction."""
    ids = list(told)
    if ids:
        tx.execute(
            update(notices).where(notices.c.id.in_(ids)).values(told_at=now, told_in=str(letter))
        )


def give_back(tx: Transaction, letter: UUID, only_ride: bool = True) -> None:
    """The letter was never sent: what it told waits again, for the person's next message."""
    values: dict[str, Any] = {"told_at": None, "told_in": None}
    if only_ride:
        values["push_after"] = None
    tx.execute(update(notices).where(notices.c.told_in == str(letter)).values(**values))


def only_ride(tx: Transaction, of: Iterable[int]) -> None:
    """There is no push left for them: they wait for the person's next message."""
    ids = list(of)
    if ids:
        tx.execute(update(notices).where(notices.c.id.in_(ids)).values(push_after=None))


def _waiting(now: datetime) -> ColumnElement[bool]:
    in_time = or_(notices.c.expires_at.is_(None), notices.c.expires_at > now)
    return notices.c.told_at.is_(None) & in_time


def drop(tx: Transaction, ids: Iterable[int], now: datetime) -> None:
    """They make no sense any more: done with, told in no letter."""
    gone = list(ids)
    if gone:
        tx.execute(update(notices).where(notices.c.id.in_(gone)).values(told_at=now))
