"""Leases: one leader at a time, by one row. A leader that dies is followed after the lease."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from storage.inbox import insert_for
from storage.session import Transaction
from storage.tables import leases


def hold(tx: Transaction, name: str, holder: str, now: datetime, lasts: timedelta) -> bool:
    """Take or renew a lease; False while somebody else holds it."""
    statement = insert_for(tx)(leases).values(name=name, holder=holder, until=now + lasts)
    taken = tx.execute(
        statement.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": holder, "until": now + lasts},
            where=or_(leases.c.holder == holder, leases.c.until < now),
        ).returning(leases.c.holder)
    )
    return taken.first() is not None


def queue_up(tx: Transaction, name: str, now: datetime) -> None:
    """Wait here until no other transaction is past this point; the row's lock is the gate."""
    statement = insert_for(tx)(leases).values(name=name, holder="", until=now)
    tx.execute(statement.on_conflict_do_nothing(index_elements=["name"]))
    tx.execute(select(leases.c.name).where(leases.c.name == name).with_for_update())
