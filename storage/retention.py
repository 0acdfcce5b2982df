"""Retention: what has been kept long enough is forgotten, a batch at a time.

Rows stay where others point to them; their words and the platform's ids go. A message that told a
figure is part of the official record and is never touched here.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, exists, literal, or_, select, update

from bot.retention import Kept
from storage.inbox import FORGOTTEN
from storage.session import Transaction
from storage.tables import (
    conversations,
    figure_revisions,
    inbox,
    invitations,
    late_requests,
    notices,
    outbox,
    tickets,
)

BATCH = 500
AGED = b'{"forgotten": true}'  # in place of what a message said
NOBODY = "forgotten"  # in place of a platform's id
SETTLED = ("sent", "dead", "held")

Forget = Callable[[Transaction, datetime, datetime], int]


def told_a_figure() -> ColumnElement[bool]:
    """Whether a row of the inbox is part of the official record."""
    revision, late = figure_revisions, late_requests
    return or_(
        exists().where(revision.c.event == inbox.c.id),
        exists().where(revision.c.told_event == inbox.c.id),
        exists().where(late.c.event == inbox.c.id),
    )


def _is_somebodys(channel: Any, user: Any) -> ColumnElement[bool]:
    """Whether the conversation is that of a person who joined, now or until they were erased."""
    joined = exists().where(
        conversations.c.channel == channel,
        conversations.c.user == user,
        conversations.c.person.is_not(None),
    )
    return or_(joined, user.like("erased:%"))


def _strangers(tx: Transaction, since: datetime, before: datetime) -> int:
    """Messages and answers of those who never joined, and then their conversations."""
    done = _forget_messages(
        tx,
        (since, before),
        {"user": NOBODY, "message": None},
        ~_is_somebodys(inbox.c.channel, inbox.c.user),
        inbox.c.user != NOBODY,
    )
    done += _blank_letters(
        tx,
        (since, before),
        {"user": NOBODY},
        ~_is_somebodys(outbox.c.channel, outbox.c.user),
        outbox.c.user != NOBODY,
    )
    left = (
        select(conversations.c.channel, conversations.c.user)
        .where(conversations.c.person.is_(None), conversations.c.last_event_at < before)
        .limit(BATCH)
    )
    rows = tx.execute(left).all()
    for channel, user in rows:
        tx.execute(
            delete(conversations).where(
                conversations.c.channel == channel,
                conversations.c.user == user,
                conversations.c.person.is_(None),
                conversations.c.last_event_at < before,
            )
        )
    return done + len(rows)


def _talk(tx: Transaction, since: datetime, before: datetime) -> int:
    return _forget_messages(tx, (since, before), {}, inbox.c.raw.not_in((AGED, FORGOTTEN)))


def _answers(tx: Transaction, since: datetime, before: datetime) -> int:
    return _blank_letters(tx, (since, before), {}, cast(outbox.c.replies, String) != "[]")


def _forget_messages(
    tx: Transaction,
    span: tuple[datetime, datetime],
    more: dict[str, Any],
    *where: ColumnElement[bool],
) -> int:
    ids = (
        select(inbox.c.id)
        .where(inbox.c.received_at >= span[0], inbox.c.received_at < span[1])
        .where(inbox.c.state != "new", *where, ~told_a_figure())
        .order_by(inbox.c.received_at)
        .limit(BATCH)
    )
    chosen = tx.execute(ids).scalars().all()
    values = {"raw": AGED, "reply_token": "", **more}
    tx.execute(update(inbox).where(inbox.c.id.in_(chosen)).values(**values))
    return len(chosen)


def _blank_letters(
    tx: Transaction,
    span: tuple[datetime, datetime],
    more: dict[str, Any],
    *where: ColumnElement[bool],
) -> int:
    ids = (
        select(outbox.c.id)
        .where(outbox.c.created_at >= span[0], outbox.c.created_at < span[1])
        .where(outbox.c.state.in_(SETTLED), *where)
        .order_by(outbox.c.created_at)
        .limit(BATCH)
    )
    chosen = tx.execute(ids).scalars().all()
    values = {"replies": [], "reply_token": "", **more}
    tx.execute(update(outbox).where(outbox.c.id.in_(chosen)).values(**values))
    return len(chosen)


def _notices(tx: Transaction, since: datetime, before: datetime) -> int:
    return _delete(tx, notices.c.id, notices.c.told_at < before)


def _links(tx: Transaction, since: datetime, before: datetime) -> int:
    return _delete(tx, tickets.c.token_hash, tickets.c.expires_at < before)


def _codes(tx: Transaction, since: datetime, before: datetime) -> int:
    """Who was invited by whom stays; the code's hash goes."""
    ids = (
        select(invitations.c.id)
        .where(invitations.c.expires_at < before, invitations.c.code_hash.not_like("gone:%"))
        .limit(BATCH)
    )
    chosen = tx.execute(ids).scalars().all()
    for one in chosen:
        gone = update(invitations).where(invitations.c.id == one)
        tx.execute(gone.values(code_hash=literal(f"gone:{one}")))
    return len(chosen)


def _delete(tx: Transaction, key: Any, *where: ColumnElement[bool]) -> int:
    chosen = tx.execute(select(key).where(*where).limit(BATCH)).scalars().all()
    tx.execute(delete(key.table).where(key.in_(chosen)))
    return len(chosen)


FORGET: dict[Kept, Forget] = {
    Kept.STRANGERS: _strangers,
    Kept.TALK: _talk,
    Kept.ANSWERS: _answers,
    Kept.NOTICES: _notices,
    Kept.LINKS: _links,
    Kept.CODES: _codes,
}
"""One batch of each kind, of what came from `since` to `before`; how many rows it was."""
