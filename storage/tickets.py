"""Tickets: one-use links and console sessions. The secret is with the person, the hash is here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from storage.people import secret_hash
from storage.session import Transaction
from storage.tables import tickets


@dataclass(frozen=True, slots=True)
class Ticket:
    purpose: str
    person: int
    details: dict[str, Any]


def issue(
    tx: Transaction,
    purpose: str,
    secret: str,
    person: int,
    details: dict[str, Any],
    now: datetime,
    valid_for: timedelta,
) -> None:
    tx.execute(
        insert(tickets).values(
            token_hash=secret_hash(secret),
            purpose=purpose,
            person=person,
            details=details,
            created_at=now,
            expires_at=now + valid_for,
        )
    )


def look(tx: Transaction, purpose: str, secret: str, now: datetime) -> Ticket | None:
    """The ticket, when it is good; looking does not use it up."""
    return look_hashed(tx, purpose, secret_hash(secret), now)


def look_hashed(tx: Transaction, purpose: str, token_hash: str, now: datetime) -> Ticket | None:
    row = (
        tx.execute(
            select(tickets).where(
                tickets.c.token_hash == token_hash,
                tickets.c.purpose == purpose,
                tickets.c.used_at.is_(None),
                tickets.c.expires_at > now,
            )
        )
        .mappings()
        .first()
    )
    return Ticket(row["purpose"], row["person"], row["details"]) if row else None


def why_not(tx: Transaction, purpose: str, secret: str) -> tuple[str, int | None]:
    """Why a link that is no good is none, and whose it was: for the log, never for the page."""
    row = tx.execute(
        select(tickets.c.used_at, tickets.c.person).where(
            tickets.c.token_hash == secret_hash(secret), tickets.c.purpose == purpose
        )
    ).first()
    if row is None:
        return "unknown", None
    return ("used" if row.used_at else "too old"), row.person


def use(tx: Transaction, purpose: str, secret: str, now: datetime) -> Ticket | None:
    """Use a ticket up: of two who try, one gets it."""
    return use_hashed(tx, purpose, secret_hash(secret), now)


def use_hashed(tx: Transaction, purpose: str, token_hash: str, now: datetime) -> Ticket | None:
    """The same by the hash, where the secret was in an earlier message."""
    row = (
        tx.execute(
            update(tickets)
            .where(
                tickets.c.token_hash == token_hash,
                tickets.c.purpose == purpose,
                tickets.c.used_at.is_(None),
                tickets.c.expires_at > now,
            )
            .values(used_at=now)
            .returning(tickets)
        )
        .mappings()
        .first()
    )
    return Ticket(row["purpose"], row["person"], row["details"]) if row else None


def revoke(tx: Transaction, secret: str) -> None:
    """Sign out: the session is gone."""
    tx.execute(delete(tickets).where(tickets.c.token_hash == secret_hash(secret)))
