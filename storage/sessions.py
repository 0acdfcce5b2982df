"""Console sessions: a session lives as long as the seats it was opened with."""

from datetime import datetime, timedelta

from sqlalchemy import select

from storage import tickets
from storage.session import Transaction
from storage.tables import people, seat_holders

SESSION = "session"


def open_session(
    tx: Transaction, secret: str, person: int, now: datetime, lasts: timedelta
) -> None:
    """A session of its own for every signing in; it remembers the seats held then."""
    details = {"holdings": _holdings(tx, person)}
    tickets.issue(tx, SESSION, secret, person, details, now, lasts)


def person_of(tx: Transaction, secret: str, now: datetime) -> int | None:
    """Whose session this is. It is dead once a seat was taken, left or handed over."""
    ticket = tickets.look(tx, SESSION, secret, now)
    if ticket is None:
        return None
    erased = select(people.c.erased_at).where(people.c.id == ticket.person)
    if tx.execute(erased).scalar() is not None:
        return None
    if ticket.details.get("holdings") != _holdings(tx, ticket.person):
        tickets.revoke(tx, secret)
        return None
    return ticket.person


def _holdings(tx: Transaction, person: int) -> list[int]:
    statement = (
        select(seat_holders.c.id)
        .where(seat_holders.c.person == person, seat_holders.c.until.is_(None))
        .order_by(seat_holders.c.id)
    )
    return list(tx.execute(statement).scalars())
