"""Erasure: a person is taken out of what is kept, the official figure stays.

Figures, evidence and the audit log name people by number only. What leads from the number to
somebody (the platform's ids, the words) goes, and the seats end. A message that told a figure stays
as the record of it, without anything that says whose it was.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, delete, exists, or_, select, update

from storage import attachments, requests, seats
from storage.retention import AGED, SETTLED, told_a_figure
from storage.session import Transaction
from storage.tables import attachments as attachments_table
from storage.tables import (
    conversations,
    data_requests,
    evidence,
    inbox,
    notices,
    outbox,
    people,
    tickets,
)

LAST_WORDS_WITHIN = timedelta(days=3)  # longer than any letter is tried
ERASED = "erased:%s"  # in place of the platform's id
# What a kept message may still say. A list of what stays: platforms add fields without notice.
STAYS = frozenset(
    {
        *("type", "mode", "timestamp", "message", "text", "postback", "data", "params"),
        *("date", "edit_date", "edited_message", "callback_query", "caption"),
        *("document", "photo", "kind", "action", "label", "sent_at"),
    }
)


def erase(tx: Transaction, person: int, event: int | None, at: datetime) -> None:
    """Everything in one transaction, that of the person's own yes."""
    requests.ask(tx, person, requests.ERASURE, at)
    requests.done(tx, person, requests.ERASURE, at)
    seats.leave_all(tx, person, at)
    here = select(conversations.c.channel, conversations.c.user).where(
        conversations.c.person == person
    )
    for channel, user in tx.execute(here).all():
        _forget_files(tx, channel, user, at)
        _unlink_letters(tx, channel, user, person)
        _unlink_messages(tx, channel, user, person, event)
    tx.execute(delete(tickets).where(tickets.c.person == person))
    tx.execute(delete(notices).where(notices.c.person == person))
    _leave_chats(tx, person)
    tx.execute(update(people).where(people.c.id == person).values(erased_at=at, reminders_off=True))


def unlink_last_words(tx: Transaction, now: datetime) -> int:
    """The goodbye had to reach the platform's id; once it is sent or given up, that goes too."""
    lately = select(data_requests.c.person).where(
        data_requests.c.kind == requests.ERASURE, data_requests.c.done_at > now - LAST_WORDS_WITHIN
    )
    unlinked = 0
    for person in tx.execute(lately).scalars().all():
        name = ERASED % person
        answers = select(inbox.c.id).where(inbox.c.user == name)
        last = answers.where(inbox.c.answered_at > now - 2 * LAST_WORDS_WITHIN)
        keys = [f"answer:{event}" for event in tx.execute(last).scalars()]
        done = tx.execute(
            update(outbox)
            .where(outbox.c.key.in_(keys), outbox.c.state.in_(SETTLED), outbox.c.user != name)
            .values(user=name, replies=[], reply_token="")
            .returning(outbox.c.id)
        )
        unlinked += len(done.all())
    _let_empty_chats_go(tx)
    return unlinked


def without_person(raw: Any, user: str) -> Any:
    """A kept event without whose it was: only fields that are known to say nothing of that."""
    if isinstance(raw, Mapping):
        kept = {name: without_person(raw[name], user) for name in raw if name in STAYS}
        return {name: value for name, value in kept.items() if value is not None}
    if isinstance(raw, list):
        return [without_person(one, user) for one in raw]
    return None if str(raw) == user else raw


def _leave_chats(tx: Transaction, person: int) -> None:
    """The conversations are nobody's. One that shows a menu of its own waits until that is gone."""
    theirs = conversations.c.person == person
    tx.execute(delete(conversations).where(theirs, conversations.c.menu.is_(None)))
    tx.execute(update(conversations).where(theirs).values(person=None, step=None, seat=None))


def _let_empty_chats_go(tx: Transaction) -> None:
    """Conversations of nobody, in which there is no message left and no menu shown."""
    here = and_(inbox.c.channel == conversations.c.channel, inbox.c.user == conversations.c.user)
    tx.execute(
        delete(conversations).where(
            conversations.c.person.is_(None), conversations.c.menu.is_(None), ~exists().where(here)
        )
    )


def _forget_files(tx: Transaction, channel: str, user: str, at: datetime) -> None:
    """Files that stand behind no figure; of the others the name their owner gave them."""
    theirs = select(inbox.c.id).where(inbox.c.channel == channel, inbox.c.user == user)
    proves = exists().where(
        evidence.c.attachment == attachments_table.c.id, evidence.c.withdrawn_at.is_(None)
    )
    free = select(attachments_table.c.id).where(attachments_table.c.event.in_(theirs), ~proves)
    attachments.unwant(tx, tx.execute(free).scalars().all(), at)
    settled = case(
        (attachments_table.c.state == attachments.WANTED, attachments_table.c.reference), else_=""
    )
    tx.execute(
        update(attachments_table)
        .where(attachments_table.c.event.in_(theirs))
        .values(name="", reference=settled)
    )


def _unlink_letters(tx: Transaction, channel: str, user: str, person: int) -> None:
    """What was answered to a figure stays beside it; what still waits is not sent any more."""
    told = select(inbox.c.id).where(inbox.c.channel == channel, inbox.c.user == user)
    events = tx.execute(told.where(told_a_figure())).scalars().all()
    keys = [f"answer:{event}" for event in events]
    here = and_(outbox.c.channel == channel, outbox.c.user == user)
    tx.execute(update(outbox).where(here, outbox.c.key.not_in(keys)).values(replies=[]))
    waits = outbox.c.state.not_in(SETTLED)
    tx.execute(
        update(outbox)
        .where(here)
        .values(
            user=ERASED % person,
            reply_token="",
            state=case((waits, "dead"), else_=outbox.c.state),
            error=case((waits, "erased"), else_=outbox.c.error),
        )
    )


def _unlink_messages(
    tx: Transaction, channel: str, user: str, person: int, event: int | None
) -> None:
    """All that was answered, and the yes itself; what comes after it is a stranger's."""
    here = and_(inbox.c.channel == channel, inbox.c.user == user)
    over = or_(inbox.c.state != "new", inbox.c.id == event)
    told = select(inbox.c.id, inbox.c.raw).where(here, told_a_figure())
    for row, raw in tx.execute(told).all():
        kept = json.dumps(without_person(json.loads(raw), user), ensure_ascii=False)
        tx.execute(update(inbox).where(inbox.c.id == row).values(raw=kept.encode()))
    tx.execute(update(inbox).where(here, over, ~told_a_figure()).values(raw=AGED))
    tx.execute(
        update(inbox).where(here, over).values(user=ERASED % person, reply_token="", message=None)
    )
