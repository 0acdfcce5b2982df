"""Seats change hands: hand-overs claimed and decided, holdings ended, conversations joined."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Update, and_, or_, select, update

from bot.changes import HandoverDecided, Invited
from bot.people import Invitation
from storage import people as people_rows
from storage import tickets
from storage.people import InvitationUsed
from storage.session import Transaction
from storage.tables import conversations, invitations, notices, seat_holders

LINK_PURPOSE = "link"  # of a ticket that joins another conversation


def invite(tx: Transaction, change: Invited, by: int | None, now: datetime) -> None:
    """A new invitation; of one holding there is one hand-over at a time."""
    if change.replaces is not None:
        _withdraw(tx, invitations.c.replaces == change.replaces, now)
    people_rows.invite(
        tx, change.place, change.role, change.code, now, by, change.replaces, change.approved
    )


def claim(tx: Transaction, invitation: Invitation, person: int, now: datetime) -> None:
    """The successor accepted: the code is dead, and the hand-over waits for a yes from above."""
    claimed = tx.execute(
        update(invitations)
        .where(_live(invitations.c.id == invitation.id), invitations.c.claimed_by.is_(None))
        .values(claimed_by=person, claimed_at=now)
        .returning(invitations.c.id)
    ).first()
    if claimed is None:
        raise InvitationUsed


def decide(tx: Transaction, change: HandoverDecided, by: int | None, now: datetime) -> None:
    """Yes or no from above, once. With a yes the successor sits, and the old holder does not."""
    here = _live(and_(invitations.c.id == change.invitation, invitations.c.claimed_by.is_not(None)))
    used = {"used_at": now, "used_by": invitations.c.claimed_by} if change.approved else {}
    decided = tx.execute(
        update(invitations)
        .where(here)
        .values(decided_by=by, decided_at=now, approved=change.approved, **used)
        .returning(invitations.c.seat, invitations.c.replaces, invitations.c.claimed_by)
    ).first()
    if decided is None or decided.replaces is None:
        raise InvitationUsed
    if change.approved:
        people_rows.end_holding(tx, decided.replaces, now)
        people_rows.hold(tx, decided.seat, decided.claimed_by, now)
    silence(tx, f"handover:{change.invitation}", now)


def withdraw(tx: Transaction, invitation: int, now: datetime) -> None:
    """Good for nothing any more; who was to decide on it need not hear of it."""
    if not _withdraw(tx, invitations.c.id == invitation, now):
        raise InvitationUsed
    silence(tx, f"handover:{invitation}", now)


def withdraw_all(tx: Transaction, seat: int, now: datetime) -> None:
    """Every open invitation and hand-over of a seat."""
    for invitation in _withdraw(tx, invitations.c.seat == seat, now):
        silence(tx, f"handover:{invitation}", now)


def end(tx: Transaction, holder: int, now: datetime) -> None:
    """Take a seat away: its hand-overs are void, and so is every invitation its holder gave."""
    people_rows.end_holding(tx, holder, now)
    person = select(seat_holders.c.person).where(seat_holders.c.id == holder).scalar_subquery()
    given = or_(invitations.c.replaces == holder, invitations.c.created_by == person)
    for invitation in _withdraw(tx, given, now):
        silence(tx, f"handover:{invitation}", now)


def leave_all(tx: Transaction, person: int, now: datetime) -> None:
    """Somebody goes for good: every holding ends, and what they gave or claimed is void."""
    held = select(seat_holders.c.id).where(
        seat_holders.c.person == person, seat_holders.c.until.is_(None)
    )
    for holder in tx.execute(held).scalars().all():
        end(tx, holder, now)
    theirs = or_(invitations.c.created_by == person, invitations.c.claimed_by == person)
    for invitation in _withdraw(tx, theirs, now):
        silence(tx, f"handover:{invitation}", now)


def silence(tx: Transaction, key: str, now: datetime) -> None:
    """What has come to its end is not told to those who have not heard of it yet."""
    tx.execute(
        update(notices)
        .where(notices.c.key.startswith(f"{key}:", autoescape=True), notices.c.told_at.is_(None))
        .values(expires_at=now)
    )


def link_chat(
    tx: Transaction, channel: str, user: str, ticket: str, person: int, now: datetime
) -> None:
    """The conversation is the person's from now on; of two who use the code one gets it."""
    used = tickets.use_hashed(tx, LINK_PURPOSE, ticket, now)
    if used is None or used.person != person:
        raise InvitationUsed
    tx.execute(_chat(channel, user).values(person=person, step=None, seat=None))


def free_chat(tx: Transaction, channel: str, user: str) -> None:
    """The conversation is nobody's any more."""
    tx.execute(_chat(channel, user).values(person=None, step=None, seat=None))


def other_chats(tx: Transaction, person: int, channel: str, user: str) -> tuple[str, ...]:
    """The channels on which a person can be written to beside this conversation."""
    here = and_(conversations.c.channel == channel, conversations.c.user == user)
    statement = (
        select(conversations.c.channel)
        .where(conversations.c.person == person, ~here)
        .where(conversations.c.unreachable_at.is_(None))
        .where(conversations.c.channel != people_rows.ON_A_PAGE)
        .order_by(conversations.c.channel, conversations.c.user)
    )
    return tuple(tx.execute(statement).scalars())


def _chat(channel: str, user: str) -> Update:
    here = and_(conversations.c.channel == channel, conversations.c.user == user)
    return update(conversations).where(here)


def _live(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Not used, not withdrawn, not decided, and what it replaces is still held."""
    held = select(seat_holders.c.id).where(
        seat_holders.c.id == invitations.c.replaces, seat_holders.c.until.is_(None)
    )
    return and_(
        which,
        invitations.c.used_at.is_(None),
        invitations.c.withdrawn_at.is_(None),
        invitations.c.decided_at.is_(None),
        or_(invitations.c.replaces.is_(None), held.exists()),
    )


def _withdraw(tx: Transaction, which: ColumnElement[bool], now: datetime) -> Sequence[int]:
    """Withdraw what is still good of these; their ids."""
    refused = and_(invitations.c.approved.is_not(None), invitations.c.approved.is_(False))
    done = tx.execute(
        update(invitations)
        .where(which, invitations.c.used_at.is_(None), invitations.c.withdrawn_at.is_(None))
        .where(~refused)
        .values(withdrawn_at=now)
        .returning(invitations.c.id)
    )
    return list(done.scalars())
