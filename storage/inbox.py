"""The inbox: every event kept once, answered once, oldest first, one conversation at a time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.attachments import Content
from storage import attachments
from storage.session import Transaction
from storage.tables import attachments as attachments_table
from storage.tables import conversations, inbox
from storage.types import Moment

MOST_ATTEMPTS = 5
RETRY_AFTER = timedelta(seconds=2)  # doubled at every attempt
FORGOTTEN = b'{"unsent": true}'


@dataclass(frozen=True, slots=True)
class NewEvent:
    """One event as the webhook keeps it."""

    channel: str
    id: str
    user: str
    occurred_at: datetime
    raw: Mapping[str, Any]
    reply_token: str = ""
    message: str = ""  # the platform's id of the message
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One event taken to be answered; the transaction holds its conversation."""

    row: int
    channel: str
    event_id: str
    user: str
    occurred_at: datetime
    received_at: datetime
    reply_token: str
    raw: Mapping[str, Any]
    attempts: int


def insert_for(tx: Transaction) -> Any:
    """INSERT with ON CONFLICT, which both databases have under different roofs."""
    return sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert


def keep(tx: Transaction, events: Sequence[NewEvent], received_at: datetime) -> int:
    """Keep events under their unique key, and what is to be fetched for them; how many were new."""
    rows = [
        {
            "channel": event.channel,
            "event_id": event.id,
            "user": event.user,
            "occurred_at": event.occurred_at,
            "received_at": received_at,
            "reply_token": event.reply_token,
            "message": event.message or None,
            "raw": json.dumps(event.raw, ensure_ascii=False).encode(),
            "state": "new",
        }
        for event in events
    ]
    if not rows:
        return 0
    statement = insert_for(tx)(inbox).values(rows)
    unless_there = statement.on_conflict_do_nothing(index_elements=["channel", "event_id"])
    new = tx.execute(unless_there.returning(inbox.c.id, inbox.c.channel, inbox.c.event_id)).all()
    contents = {(event.channel, event.id): event.content for event in events if event.content}
    for row, channel, event_id in new if contents else ():
        content = contents.get((channel, event_id))
        if content:
            attachments.want(tx, row, channel, content, received_at)
    return len(new)


def _oldest() -> Select[Any]:
    """The oldest due event that is the first of its conversation; built once, it is costly."""
    earlier = inbox.alias("earlier")
    new = literal("new", literal_execute=True)  # a parameter would hide the partial indexes
    is_first = ~exists().where(
        earlier.c.state == new,
        earlier.c.channel == inbox.c.channel,
        earlier.c.user == inbox.c.user,
        or_(
            earlier.c.occurred_at < inbox.c.occurred_at,
            and_(earlier.c.occurred_at == inbox.c.occurred_at, earlier.c.id < inbox.c.id),
        ),
    )
    now = bindparam("now", type_=Moment)
    due = or_(inbox.c.retry_at.is_(None), inbox.c.retry_at <= now)
    awaits_file = exists().where(
        attachments_table.c.event == inbox.c.id,
        attachments_table.c.state == attachments.WANTED,
        attachments_table.c.awaited_until > now,
    )
    return (
        select(inbox)
        .where(inbox.c.state == new, due, is_first, ~awaits_file)
        .order_by(inbox.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


_OLDEST = _oldest()


def take_oldest(tx: Transaction, now: datetime) -> Waiting | None:
    """The oldest unanswered event of a conversation nobody else is answering.

    Two locks hold the conversation until the transaction ends: the event's row keeps other
    workers on other conversations, the conversation's row covers an older event that arrives
    meanwhile. A worker that dies lets both go by itself.
    """
    row = tx.execute(_OLDEST, {"now": now}).mappings().first()
    if row is None:
        return None
    lock_conversation(tx, row["channel"], row["user"])
    return Waiting(
        row=row["id"],
        channel=row["channel"],
        event_id=row["event_id"],
        user=row["user"],
        occurred_at=row["occurred_at"],
        received_at=row["received_at"],
        reply_token=row["reply_token"],
        raw=json.loads(row["raw"]),
        attempts=row["attempts"],
    )


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Who waits for an answer, and for what."""

    channel: str
    user: str
    raw: dict[str, Any]


def unanswered(tx: Transaction, after: datetime, before: datetime, most: int) -> list[Unanswered]:
    """Events received in that time that still wait, and later ones whose file is being fetched."""
    fetched = exists().where(
        attachments_table.c.event == inbox.c.id, attachments_table.c.state == attachments.WANTED
    )
    rows = tx.execute(
        select(inbox.c.channel, inbox.c.user, inbox.c.raw)
        .where(inbox.c.state == "new", inbox.c.received_at > after)
        .where(or_(inbox.c.received_at <= before, fetched))
        .order_by(inbox.c.id)
        .limit(most)
    )
    return [Unanswered(row.channel, row.user, json.loads(row.raw)) for row in rows]


def lock_conversation(tx: Transaction, channel: str, user: str) -> None:
    """Make sure the conversation's row is there, and hold it until the transaction ends."""
    tx.execute(
        insert_for(tx)(conversations)
        .values(channel=channel, user=user)
        .on_conflict_do_nothing(index_elements=["channel", "user"])
    )
    tx.execute(
        select(conversations.c.user)
        .where(conversations.c.channel == channel, conversations.c.user == user)
        .with_for_update()
    )


def event_of(tx: Transaction, channel: str, user: str, message: str) -> int | None:
    """The event that brought a message: the first one under its id, not an edit of it."""
    found = (
        select(func.min(inbox.c.id))
        .where(inbox.c.channel == channel, inbox.c.user == user, inbox.c.message == message)
        .where(inbox.c.message != "")
    )
    return tx.execute(found).scalar()


def forget(tx: Transaction, event: int) -> None:
    """Drop what an unsent message said; that there was one stays."""
    tx.execute(update(inbox).where(inbox.c.id == event).values(raw=FORGOTTEN))


def is_waiting(tx: Transaction, channel: str, event_id: str) -> bool:
    """Whether an event is still to be answered."""
    found = select(inbox.c.id).where(
        inbox.c.channel == channel, inbox.c.event_id == event_id, inbox.c.state == "new"
    )
    return tx.execute(found).first() is not None


def mark_done(tx: Transaction, waiting: Waiting, now: datetime) -> None:
    tx.execute(
        update(inbox)
        .where(inbox.c.id == waiting.row)
        .values(state="done", answered_at=now, attempts=waiting.attempts + 1)
    )
    tx.execute(
        update(conversations)
        .where(
            conversations.c.channel == waiting.channel,
            conversations.c.user == waiting.user,
            or_(
                conversations.c.last_event_at.is_(None),
                conversations.c.last_event_at < waiting.occurred_at,
            ),
        )
        .values(last_event_at=waiting.occurred_at)
    )


def mark_failed(
    tx: Transaction, waiting: Waiting, error: str, now: datetime, at_once: bool = False
) -> bool:
    """Count a failed attempt; True when it was the last one and the event is parked.

    The next attempt waits, longer every time, unless it may come `at_once`.
    """
    attempts = waiting.attempts + 1
    parked = attempts >= MOST_ATTEMPTS
    tx.execute(
        update(inbox)
        .where(inbox.c.id == waiting.row, inbox.c.state == "new")
        .values(
            attempts=attempts,
            error=error,
            state="parked" if parked else "new",
            retry_at=None if parked or at_once else now + RETRY_AFTER * 2**attempts,
        )
    )
    return parked


@dataclass(frozen=True, slots=True)
class QueueHealth:
    waiting: int
    parked: int
    oldest_received_at: datetime | None


def health(tx: Transaction) -> QueueHealth:
    """How much waits, for `/readyz` and `doctor`."""
    states: dict[str, int] = dict(
        tx.execute(
            select(inbox.c.state, func.count())
            .where(inbox.c.state != "done")
            .group_by(inbox.c.state)
        ).all()
    )
    oldest = tx.execute(
        select(func.min(inbox.c.received_at)).where(inbox.c.state == "new")
    ).scalar()
    return QueueHealth(states.get("new", 0), states.get("parked", 0), oldest)
