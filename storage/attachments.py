"""Attachments: wanted when their message is kept, fetched by a worker, kept or refused for good.

Only facts are here; the bytes are at FILES_URL under a generated name.
"""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, exists, func, insert, literal, select, update

from bot.attachments import Attachment, Content, Sheet, Trouble
from storage.session import Transaction
from storage.tables import attachments, conversations, evidence, inbox, seat_holders

# A message waits so long for its file: within a reply token's minute, with time to answer.
AWAITED = timedelta(seconds=20)
FETCH_LEASE = timedelta(seconds=90)  # longer than any fetch; a dead worker's claim runs out
FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=1)  # LINE keeps content only for a while
LONGEST_NAME = 120
LARGEST_SIZE = 2**31 - 1

WANTED, KEPT, REFUSED, UNWANTED, DELETED = "wanted", "kept", "refused", "unwanted", "deleted"


@dataclass(frozen=True, slots=True)
class Claimed:
    """One attachment a worker has to fetch (`wanted`) or to delete (`unwanted`)."""

    id: int
    channel: str
    content: Content
    state: str
    path: str
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What came of a fetch. `path` is empty where only `sheets` are kept."""

    media_type: str
    size_bytes: int
    sha256: str
    path: str = ""
    sheets: tuple[Sheet, ...] = ()


def want(tx: Transaction, event: int, channel: str, content: Content, now: datetime) -> None:
    """A message brought something: it is to be fetched at once."""
    tx.execute(
        insert(attachments).values(
            event=event,
            channel=channel,
            reference=content.reference,
            name=_shown(content.name),
            size_bytes=_bounded(content.size_bytes),
            state=WANTED,
            not_before=now,
            awaited_until=now + AWAITED,
            created_at=now,
        )
    )


def _bounded(size: int | None) -> int | None:
    """What the platform says of a size, as far as a column can hold it."""
    return None if size is None else min(max(size, 0), LARGEST_SIZE)


def _shown(name: str) -> str:
    """A file's name as it may be shown: no control or direction marks, no folders."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    return clean[:LONGEST_NAME]


def claim(tx: Transaction, now: datetime) -> Claimed | None:
    """Take the next attachment that is due; a claim that runs out is taken again."""
    open_states = [literal(state, literal_execute=True) for state in (WANTED, UNWANTED)]
    chosen = (
        select(attachments.c.id)
        .where(attachments.c.state.in_(open_states), attachments.c.not_before <= now)
        .order_by(attachments.c.not_before, attachments.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(attachments)
        .where(attachments.c.id == chosen.scalar_subquery())
        .values(not_before=now + FETCH_LEASE, attempts=attachments.c.attempts + 1)
        .returning(attachments)
    )
    row = tx.execute(taken).mappings().first()
    if row is None:
        return None
    return Claimed(
        id=row["id"],
        channel=row["channel"],
        content=Content(row["reference"], row["name"], row["size_bytes"]),
        state=row["state"],
        path=row["path"] or "",
        attempts=row["attempts"],
        created_at=row["created_at"],
    )


def mark_kept(tx: Transaction, claimed: Claimed, file: KeptFile, now: datetime) -> bool:
    """The file is safe; False when nobody wants it any more (its message was unsent)."""
    return _settle(
        tx,
        claimed,
        state=KEPT,
        media_type=file.media_type,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        path=file.path or None,
        sheets=[sheet.to_json() for sheet in file.sheets] or None,
        settled_at=now,
    )


def mark_refused(tx: Transaction, claimed: Claimed, trouble: Trouble, now: datetime) -> bool:
    return _settle(tx, claimed, state=REFUSED, trouble=trouble.value, settled_at=now)


def mark_deleted(tx: Transaction, claimed: Claimed, now: datetime) -> None:
    tx.execute(
        update(attachments)
        .where(attachments.c.id == claimed.id)
        .values(state=DELETED, path=None, sheets=None, name="", settled_at=now)
    )


def try_later(tx: Transaction, claimed: Claimed, now: datetime) -> bool:
    """Put a fetch off, longer every time; False when it has had its chances and is refused."""
    if now - claimed.created_at > GIVE_UP_AFTER:
        return not mark_refused(tx, claimed, Trouble.GONE, now)
    wait = min(FIRST_RETRY * 2 ** min(claimed.attempts - 1, 20), LONGEST_RETRY)
    _settle(tx, claimed, not_before=now + wait)
    return True


def _settle(tx: Transaction, claimed: Claimed, **values: Any) -> bool:
    done = tx.execute(
        update(attachments)
        .where(attachments.c.id == claimed.id, attachments.c.state == WANTED)
        .values(**values)
        .returning(attachments.c.id)
    )
    return done.first() is not None


def unwant(tx: Transaction, ids: Sequence[int], now: datetime) -> None:
    """Forget files whose message was unsent: a worker deletes their bytes."""
    tx.execute(
        update(attachments)
        .where(attachments.c.id.in_(ids), attachments.c.state.in_([WANTED, KEPT]))
        .values(state=UNWANTED, not_before=now)
    )


def waiting(tx: Transaction) -> int:
    """How many are to be fetched or deleted still."""
    statement = (
        select(func.count())
        .select_from(attachments)
        .where(attachments.c.state.in_([WANTED, UNWANTED]))
    )
    return int(tx.execute(statement).scalar_one())


def of_event(tx: Transaction, event: int) -> Attachment | None:
    """What came with a message; while it is still being fetched it has neither hash nor trouble."""
    row = tx.execute(select(attachments).where(attachments.c.event == event)).mappings().first()
    return _attachment(row) if row else None


def sent_by(tx: Transaction, attachment: int, channel: str, user: str) -> Attachment | None:
    """An attachment, if it came from this conversation and is still there."""
    row = (
        tx.execute(
            select(attachments)
            .join(inbox, inbox.c.id == attachments.c.event)
            .where(
                attachments.c.id == attachment,
                attachments.c.state.in_([WANTED, KEPT]),
                inbox.c.channel == channel,
                inbox.c.user == user,
            )
        )
        .mappings()
        .first()
    )
    return _attachment(row) if row else None


def is_from_seated(tx: Transaction, attachment: int) -> bool:
    """Whether its sender holds a seat: of strangers nothing is fetched and nothing kept."""
    found = (
        select(seat_holders.c.id)
        .join(conversations, conversations.c.person == seat_holders.c.person)
        .join(
            inbox,
            (inbox.c.channel == conversations.c.channel) & (inbox.c.user == conversations.c.user),
        )
        .join(attachments, attachments.c.event == inbox.c.id)
        .where(attachments.c.id == attachment, seat_holders.c.until.is_(None))
        .limit(1)
    )
    return tx.execute(found).first() is not None


def unwant_unused(
    tx: Transaction, before: datetime, now: datetime, held: Collection[int] = ()
) -> int:
    """Let files go that came before then and stand behind no figure; how many they are.

    `held` are those that something else still waits with.
    """
    proves = exists().where(
        evidence.c.attachment == attachments.c.id, evidence.c.withdrawn_at.is_(None)
    )
    gone = tx.execute(
        update(attachments)
        .where(attachments.c.state == KEPT, attachments.c.path.is_not(None))
        .where(attachments.c.created_at < before, ~proves, attachments.c.id.not_in(held))
        .values(state=UNWANTED, not_before=now)
        .returning(attachments.c.id)
    )
    return len(gone.all())


def last_of(tx: Transaction, channel: str, user: str) -> Attachment | None:
    """The last file a conversation brought that is still there."""
    row = (
        tx.execute(
            select(attachments)
            .join(inbox, inbox.c.id == attachments.c.event)
            .where(inbox.c.channel == channel, inbox.c.user == user)
            .where(attachments.c.state.in_([WANTED, KEPT]))
            .order_by(attachments.c.id.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    return _attachment(row) if row else None


def answered_sender(tx: Transaction, attachment: int) -> tuple[str, str] | None:
    """Channel and user of an attachment whose message has been answered already."""
    row = tx.execute(
        select(inbox.c.channel, inbox.c.user)
        .join(attachments, attachments.c.event == inbox.c.id)
        .where(attachments.c.id == attachment, inbox.c.state == "done")
    ).first()
    return (row[0], row[1]) if row else None


def ids_of(tx: Transaction, event: int) -> tuple[int, ...]:
    """The attachments of one message that are wanted or kept."""
    rows = tx.execute(
        select(attachments.c.id).where(
            attachments.c.event == event, attachments.c.state.in_([WANTED, KEPT])
        )
    )
    return tuple(rows.scalars())


def _attachment(row: RowMapping) -> Attachment:
    return Attachment(
        id=row["id"],
        name=row["name"],
        media_type=row["media_type"] or "",
        sha256=row["sha256"] or "",
        sheets=tuple(map(Sheet.from_json, row["sheets"] or ())),
        trouble=Trouble(row["trouble"]) if row["trouble"] else None,
    )
