"""Chores: work that is done once in a while by whichever process comes first; a row decides."""

from datetime import datetime, timedelta

from sqlalchemy import select

from storage.inbox import insert_for
from storage.session import Transaction
from storage.tables import chores


def take(tx: Transaction, name: str, now: datetime, every: timedelta) -> bool:
    """Whether the chore is due; it counts as done when this transaction commits."""
    statement = insert_for(tx)(chores).values(name=name, done_at=now)
    taken = tx.execute(
        statement.on_conflict_do_update(
            index_elements=["name"],
            set_={"done_at": now},
            where=chores.c.done_at <= now - every,
        ).returning(chores.c.name)
    )
    return taken.first() is not None


def reached(tx: Transaction, name: str) -> datetime | None:
    """Up to which moment a job that goes through history has come; none: it never ran."""
    return tx.execute(select(chores.c.done_at).where(chores.c.name == name)).scalar()


def reach(tx: Transaction, name: str, moment: datetime) -> None:
    """Note down how far it has come."""
    statement = insert_for(tx)(chores).values(name=name, done_at=moment)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"done_at": moment}))
