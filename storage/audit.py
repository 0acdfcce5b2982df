"""The audit log: who did what, when, where. Rows are added and never changed; seals chain them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select

from bot.audit import Deed
from storage.session import Transaction
from storage.tables import audit_events, places


def write(
    tx: Transaction,
    deed: Deed,
    at: datetime,
    person: int | None = None,
    place: str | None = None,
    event: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add one entry, in the transaction of the deed itself. Details: codes and numbers only."""
    tx.execute(
        insert(audit_events).values(
            at=at,
            action=deed.value,
            person=person,
            place=place,
            event=event,
            details=dict(details or {}),
        )
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed as the log has it."""

    id: int
    at: datetime
    action: str
    person: int | None
    place: str | None
    event: int | None
    details: Mapping[str, Any]


def latest(tx: Transaction, most: int, scope: ColumnElement[bool] | None = None) -> list[Entry]:
    """The last entries, oldest first; those at the places of `scope` where one is given."""
    statement = select(audit_events).order_by(audit_events.c.id.desc()).limit(most)
    if scope is not None:
        statement = statement.join(places, places.c.id == audit_events.c.place).where(scope)
    rows = tx.execute(statement).mappings().all()
    return [Entry(**row) for row in reversed(rows)]


def how_often(tx: Transaction, deed: Deed, since: datetime, among: int = 1_000) -> int:
    """How often something was done since then, among the last entries of the log."""
    newest = select(func.max(audit_events.c.id)).scalar_subquery()
    statement = (
        select(func.count())
        .select_from(audit_events)
        .where(audit_events.c.id > newest - among, audit_events.c.at >= since)
        .where(audit_events.c.action == deed.value)
    )
    return int(tx.execute(statement).scalar_one())
