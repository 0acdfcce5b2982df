"""Notices: what somebody is to hear. They ride on the next answer, free, or go out alone."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

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
