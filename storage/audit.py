"""The audit log: who did what, when, where. Rows are added and never changed; seals chain them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from bot.audit import Deed
from storage.session import Transaction
from storage.tables import audit_events


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
