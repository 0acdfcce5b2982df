"""What a rehearsal asks about its own database: what each letter was for, and what came of all."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from storage.session import Transaction
from storage.tables import audit_events, late_requests, outbox


def purposes(tx: Transaction, letters: Sequence[UUID]) -> dict[UUID, str]:
    """What each of these letters was for."""
    ids = [str(letter) for letter in letters]
    rows = tx.execute(select(outbox.c.id, outbox.c.purpose).where(outbox.c.id.in_(ids)))
    return {UUID(row.id): row.purpose for row in rows}


def sent_as(tx: Transaction) -> Counter[str]:
    """How many rows of the outbox went which way: reply, push, and what took no letter."""
    rows = tx.execute(select(outbox.c.sent_as, func.count()).group_by(outbox.c.sent_as))
    return Counter({way: count for way, count in rows if way})


def deeds(tx: Transaction) -> Counter[str]:
    """How often each deed stands in the audit log."""
    rows = tx.execute(select(audit_events.c.action, func.count()).group_by(audit_events.c.action))
    return Counter({row[0]: row[1] for row in rows})


def late_figures(tx: Transaction) -> Counter[str]:
    """How many figures told after the close are in which state."""
    rows = tx.execute(select(late_requests.c.state, func.count()).group_by(late_requests.c.state))
    return Counter({row[0]: row[1] for row in rows})
