"""The outbox: put once per key, claimed, sent, marked. Sending happens outside any transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, func, literal, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from storage import leases
from storage.inbox import insert_for
from storage.session import Transaction
from storage.tables import conversations, outbox
from storage.types import Moment

LEASE = timedelta(seconds=60)  # longer than the slowest send
MOST_ATTEMPTS = 12
FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(hours=24)  # LINE's retry key lives that long
OVER_BUDGET = "push budget used up"
TOO_LATE = "working hours were over"
# Written out: as parameters they would hide the partial indexes from the planner.
PUSH = "push"
WAITING = [literal(state, literal_execute=True) for state in ("queued", "sending")]


@dataclass(frozen=True, slots=True)
class Letter:
    """What one turn or one job has to say to one person. `key` makes putting it twice harmless."""

    id: UUID
    key: str
    channel: str
    user: str
    replies: Sequence[dict[str, Any]]
    purpose: str  # answer, alert, reminder, summary, notice
    reply_token: str = ""
    reply_until: datetime | None = None
    deliver_by: datetime | None = None  # the end of working hours, of what nobody asked for


@dataclass(frozen=True, slots=True)
class Kept:
    """What a letter said, and since when it is there."""

    replies: Sequence[dict[str, Any]]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter taken to be sent by this process, until its lease ends."""

    id: UUID
    channel: str
    user: str
    replies: Sequence[dict[str, Any]]
    purpose: str
    reply_token: str
    reply_until: datetime | None
    attempts: int
    created_at: datetime
    deliver_by: datetime | None = None
    is_counted: bool = False  # as a push, at an earlier try


def put(tx: Transaction, letter: Letter, now: datetime) -> bool:
    """Queue a letter; False when its key is there already."""
    sequence = (
        select(func.coalesce(func.max(outbox.c.sequence), 0) + 1)
        .where(outbox.c.channel == letter.channel, outbox.c.user == letter.user)
        .where(outbox.c.state.in_(WAITING))
        .scalar_subquery()
    )
    statement = insert_for(tx)(outbox).values(
        id=str(letter.id),
        sequence=sequence,
        key=letter.key,
        channel=letter.channel,
        user=letter.user,
        replies=list(letter.replies),
        reply_token=letter.reply_token,
        reply_until=letter.reply_until,
        purpose=letter.purpose,
        state="queued",
        not_before=now,
        deliver_by=letter.deliver_by,
        created_at=now,
    )
    unless_there = statement.on_conflict_do_nothing(index_elements=["key"])
    return tx.execute(unless_there.returning(outbox.c.id)).first() is not None


def has_key(tx: Transaction, key: str) -> bool:
    """Whether a letter was ever put under this key."""
    return tx.execute(select(outbox.c.id).where(outbox.c.key == key)).first() is not None


def get(tx: Transaction, letter: UUID) -> Kept | None:
    found = select(outbox.c.replies, outbox.c.created_at).where(outbox.c.id == str(letter))
    row = tx.execute(found).first()
    return Kept(row.replies, row.created_at) if row else None


def _claim() -> ReturningUpdate[Any]:
    """The statement of `claim`; built once, it is costly."""
    now = bindparam("now", type_=Moment)
    earlier = outbox.alias("earlier")
    is_first = ~exists().where(
        earlier.c.state.in_(WAITING),
        earlier.c.channel == outbox.c.channel,
        earlier.c.user == outbox.c.user,
        earlier.c.sequence < outbox.c.sequence,
    )
    free = or_(
        and_(outbox.c.state == "queued", outbox.c.not_before <= now),
        and_(outbox.c.state == "sending", outbox.c.leased_until < now),
    )
    chosen = (
        select(outbox.c.id)
        .where(outbox.c.state.in_(WAITING), free, is_first)
        .order_by(outbox.c.created_at, outbox.c.sequence)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (
        update(outbox)
        .where(outbox.c.id == chosen.scalar_subquery())
        .values(
            state="sending",
            leased_until=bindparam("leased", type_=Moment),
            attempts=outbox.c.attempts + 1,
        )
        .returning(outbox)
    )


_CLAIM = _claim()


def claim(tx: Transaction, now: datetime) -> Claimed | None:
    """Take the next letter whose turn it is: the first waiting one of its conversation.

    The claim is an UPDATE of one row by one worker; a lease that ran out is taken again.
    """
    row = tx.execute(_CLAIM, {"now": now, "leased": now + LEASE}).mappings().first()
    if row is None:
        return None
    return Claimed(
        id=UUID(row["id"]),
        channel=row["channel"],
        user=row["user"],
        replies=row["replies"],
        purpose=row["purpose"],
        reply_token=row["reply_token"],
        reply_until=row["reply_until"],
        attempts=row["attempts"],
        created_at=row["created_at"],
        deliver_by=row["deliver_by"],
        is_counted=row["sent_as"] == PUSH,
    )


def count_push(
    tx: Transaction, letter: Claimed, most: int, since: datetime, now: datetime
) -> int | None:
    """Count a push before it is sent: how many it makes since then; None beyond `most`.

    A row's lock lets one count at a time, so many deliverers together stay within the budget. A
    push that is tried again was counted the first time.
    """
    leases.queue_up(tx, f"pushes:{letter.channel}", now)
    used = pushes_since(tx, letter.channel, since)
    if letter.is_counted:
        return used
    if used >= most:
        return None
    tx.execute(
        update(outbox).where(outbox.c.id == str(letter.id)).values(sent_as=PUSH, sent_at=now)
    )
    return used + 1


def mark_sent(tx: Transaction, letter: UUID, sent_as: str, request_id: str, now: datetime) -> None:
    tx.execute(
        update(outbox)
        .where(outbox.c.id == str(letter))
        .values(
            state="sent",
            sent_at=now,
            sent_as=sent_as,
            request_id=request_id,
            leased_until=None,
            error=None,
        )
    )


def mark_dead(tx: Transaction, letter: UUID, error: str, is_counted: bool = False) -> None:
    """Given up. A push that was refused for good cost nothing."""
    uncounted: dict[str, Any] = {} if is_counted else {"sent_as": None, "sent_at": None}
    tx.execute(
        update(outbox)
        .where(outbox.c.id == str(letter))
        .values(state="dead", error=error, leased_until=None, **uncounted)
    )


def mark_held(tx: Transaction, letter: UUID, error: str, is_counted: bool = False) -> None:
    """Not sent on purpose: the push budget is used up, or working hours are over."""
    uncounted: dict[str, Any] = {} if is_counted else {"sent_as": None, "sent_at": None}
    tx.execute(
        update(outbox)
        .where(outbox.c.id == str(letter))
        .values(state="held", error=error, leased_until=None, **uncounted)
    )


def try_later(
    tx: Transaction,
    letter: Claimed,
    error: str,
    now: datetime,
    after: timedelta,
    drop_token: bool = False,
) -> None:
    """Put a letter back for later, or give it up for good when it has had its chances."""
    if letter.attempts >= MOST_ATTEMPTS or now - letter.created_at > GIVE_UP_AFTER:
        return mark_dead(tx, letter.id, error, is_counted=True)  # one of the tries may have arrived
    values: dict[str, Any] = {
        "state": "queued",
        "not_before": now + after,
        "error": error,
        "leased_until": None,
    }
    if drop_token:
        values["reply_token"] = ""
    is_ours = and_(outbox.c.id == str(letter.id), outbox.c.state == "sending")
    tx.execute(update(outbox).where(is_ours).values(**values))
    return None


def back_off(attempts: int, jitter: float) -> timedelta:
    """Doubling waits, spread by `jitter` (0 to 1) so that many letters do not return at once."""
    doubled: timedelta = FIRST_RETRY * 2 ** min(attempts, 20)
    return min(doubled, LONGEST_RETRY) * (0.5 + jitter / 2)


def mark_unreachable(tx: Transaction, channel: str, user: str, now: datetime) -> None:
    tx.execute(
        update(conversations)
        .where(conversations.c.channel == channel, conversations.c.user == user)
        .values(unreachable_at=now)
    )


def pushes_since(tx: Transaction, channel: str, since: datetime) -> int:
    """Paid pushes a channel has sent, or is sending, since a moment: what the budget has used."""
    return int(
        tx.execute(
            select(func.count())
            .select_from(outbox)
            .where(
                outbox.c.channel == channel,
                outbox.c.sent_as == "push",
                outbox.c.sent_at >= since,
            )
        ).scalar_one()
    )


def pushes_queued(tx: Transaction, channel: str) -> int:
    """Letters nobody asked for that wait to be pushed, and are not counted yet."""
    return int(
        tx.execute(
            select(func.count())
            .select_from(outbox)
            .where(outbox.c.state.in_(WAITING), outbox.c.channel == channel)
            .where(outbox.c.purpose != "answer", outbox.c.sent_as.is_(None))
        ).scalar_one()
    )


def counts(tx: Transaction) -> dict[str, int]:
    """How many letters there are in each state that is not finished."""
    rows = tx.execute(
        select(outbox.c.state, func.count().label("letters"))
        .where(outbox.c.state != "sent")
        .group_by(outbox.c.state)
    )
    return {row.state: row.letters for row in rows}
