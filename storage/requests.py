"""Requests about personal data: a wish to see or to erase, when it is due, when it was met."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, insert, select, update

from storage.session import Transaction
from storage.tables import data_requests

ACCESS, ERASURE = "access", "erasure"
DUE_AFTER = timedelta(days=30)  # PDPA section 30


def ask(tx: Transaction, person: int, kind: str, at: datetime) -> None:
    """Note the wish down; asked again before it is met, it is the same one."""
    if tx.execute(select(data_requests.c.id).where(*_open(person, kind))).first() is None:
        tx.execute(
            insert(data_requests).values(
                person=person, kind=kind, asked_at=at, due_at=at + DUE_AFTER
            )
        )


def done(tx: Transaction, person: int, kind: str, at: datetime) -> None:
    tx.execute(update(data_requests).where(*_open(person, kind)).values(done_at=at))


def _open(person: int, kind: str) -> tuple[ColumnElement[bool], ...]:
    return (
        data_requests.c.person == person,
        data_requests.c.kind == kind,
        data_requests.c.done_at.is_(None),
    )
