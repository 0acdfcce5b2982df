"""Answering: inbox → bot → storage → outbox, one message in one transaction. The heart."""

from datetime import timedelta
from uuid import UUID, uuid4

import structlog

from bot import conversation
from handlers import riding
from handlers.service import Service
from storage import entries, inbox, outbox, situations
from storage.entries import Author, StaleSituation
from storage.inbox import Waiting
from storage.months import StaleMonth
from storage.people import InvitationUsed
from storage.session import Transaction

log = structlog.get_logger()

REPLY_TOKEN_LIVES = timedelta(seconds=50)  # LINE says one minute; some of it is travel
MOST_MESSAGES = 5  # LINE takes five messages with one reply token


def answer_one(service: Service) -> bool:
    """Answer the oldest waiting message; False when there is none.

    What goes wrong leaves no trace but a counted attempt; the fifth sets the message aside with
    an apology, so that one bad row never stops the line.
    """
    waiting = None
    try:
        with service.database.begin() as tx:
            waiting = inbox.take_oldest(tx, service.clock.now())
            if waiting is None:
                return False
            _answer(tx, service, waiting)
            inbox.mark_done(tx, waiting, service.clock.now())
        return True
    except Exception as error:
        if waiting is None:
            raise
        _fail(service, waiting, error)
        return True


def _answer(tx: Transaction, service: Service, waiting: Waiting) -> None:
    channel = service.channels.get(waiting.channel)
    message = channel.read(waiting.raw) if channel else None
    if message is None:
        return
    situation, person = situations.load(
        tx,
        service.catalogue,
        service.fresh(),
        waiting,
        message,
    )
    answer = conversation.reply(situation, message)
    author = Author(waiting.channel, waiting.user, person, waiting.row, situation.now)
    entries.apply(tx, answer.changes, author)
    if answer.replies:
        letter = uuid4()
        rider = riding.ride(tx, service, waiting.channel, situation, answer, letter)
        said = [*answer.replies[:MOST_MESSAGES], *([rider] if rider else [])]
        replies = [reply.to_json() for reply in said]
        outbox.put(tx, _letter(waiting, replies, letter), situation.now)


def _letter(
    waiting: Waiting, replies: list[dict[str, object]], letter: UUID | None = None
) -> outbox.Letter:
    return outbox.Letter(
        id=letter or uuid4(),
        key=f"answer:{waiting.row}",
        channel=waiting.channel,
        user=waiting.user,
        replies=replies,
        purpose="answer",
        reply_token=waiting.reply_token,
        reply_until=waiting.received_at + REPLY_TOKEN_LIVES,
    )


def _fail(service: Service, waiting: Waiting, error: Exception) -> None:
    log.error(
        "answer.failed",
        row=waiting.row,
        channel=waiting.channel,
        attempt=waiting.attempts + 1,
        error=type(error).__name__,
        exc_info=True,
    )
    # A colleague wrote the same cell, a month was moved, or a seat changed hands meanwhile.
    stale = isinstance(error, (StaleSituation, StaleMonth, InvitationUsed))
    with service.database.begin() as tx:
        now = service.clock.now()
        parked = inbox.mark_failed(tx, waiting, type(error).__name__, now, at_once=stale)
        if parked:
            apology = conversation.apology(situations.locale_of(tx, waiting.channel, waiting.user))
            outbox.put(tx, _letter(waiting, [apology.to_json()]), service.clock.now())
