"""Delivering: claim a letter, send it outside any transaction, mark what came of it."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.messages import Reply
from handlers.channels.base import (
    Delivery,
    Drawing,
    Never,
    Sent,
    TokenRefused,
    TryLater,
    Uncertain,
    Unreachable,
)
from handlers.pictures import png
from handlers.pictures.links import address
from handlers.service import Service
from storage import outbox
from storage.outbox import Claimed

log = structlog.get_logger()

AT_ONCE = timedelta(0)
UNCERTAIN_TRIES = 2  # a reply that timed out: the same token once more, then a push


def deliver_one(service: Service) -> bool:
    """Send the next letter whose turn it is; False when none waits."""
    now = service.clock.now()
    with service.database.begin() as tx:
        letter = outbox.claim(tx, now)
    if letter is None:
        return False
    token = _usable_token(letter, now)
    if _costs(letter, token) and not _may_push(service, letter, now):
        with service.database.begin() as tx:
            outbox.mark_held(tx, letter.id, "push budget used up")
        log.warning("deliver.held", letter=str(letter.id), purpose=letter.purpose)
        return True
    _send(service, letter, token)
    return True


def _usable_token(letter: Claimed, now: datetime) -> str:
    """The reply token while it can still work, else none: then the letter goes as a push."""
    until = letter.reply_until
    return letter.reply_token if until is not None and now <= until else ""


def _costs(letter: Claimed, token: str) -> bool:
    return letter.channel == "line" and not token


def _may_push(service: Service, letter: Claimed, now: datetime) -> bool:
    """Answers may use the whole month's budget, reminders and summaries stop at the reserve."""
    settings = service.settings
    budget = settings.push_budget_monthly
    if letter.purpose != "answer":
        budget -= budget * settings.push_reserve // 100
    month_start = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    with service.database.begin() as tx:
        return outbox.pushes_since(tx, letter.channel, month_start) < budget


def _send(service: Service, letter: Claimed, token: str) -> None:
    channel = service.channels.get(letter.channel)
    if channel is None:
        return _give_up(service, letter, "the channel is off")
    replies = [Reply.from_json(body) for body in letter.replies]
    drawings = _drawings(service, letter, replies)
    try:
        sent = channel.send(Delivery(letter.id, letter.user, replies, token, drawings))
    except TokenRefused:
        _again(service, letter, "reply token refused", AT_ONCE, drop_token=True)
    except Uncertain:
        drop = letter.attempts >= UNCERTAIN_TRIES
        _again(service, letter, "reply timed out; may repeat", AT_ONCE, drop_token=drop)
    except TryLater as later:
        wait = later.after or outbox.back_off(letter.attempts, random.random())
        _again(service, letter, str(later), wait)
    except Unreachable as gone:
        with service.database.begin() as tx:
            outbox.mark_dead(tx, letter.id, str(gone))
            outbox.mark_unreachable(tx, letter.channel, letter.user, service.clock.now())
    except Never as refused:
        _give_up(service, letter, str(refused))
    else:
        _mark_sent(service, letter, token, sent)


def _drawings(service: Service, letter: Claimed, replies: Sequence[Reply]) -> dict[int, Drawing]:
    """The letter's pictures; one that cannot be drawn is left out, for the text says it all."""
    settings, drawn = service.settings, {}
    for at, reply in enumerate(replies):
        if reply.picture is None:
            continue
        try:
            body = png(reply.picture)
        except Exception as error:
            log.error("deliver.not_drawn", letter=str(letter.id), error=type(error).__name__)
        else:
            url = address(settings.base_url, settings.secret_key, letter.id, at)
            drawn[at] = Drawing(body, url, reply.picture.alt)
    return drawn


def _mark_sent(service: Service, letter: Claimed, token: str, sent: Sent) -> None:
    sent_as = "reply" if token else "push"
    with service.database.begin() as tx:
        outbox.mark_sent(tx, letter.id, sent_as, sent.request_id, service.clock.now())
    log.info("deliver.sent", letter=str(letter.id), sent_as=sent_as, request=sent.request_id)


def _again(
    service: Service, letter: Claimed, reason: str, wait: timedelta, drop_token: bool = False
) -> None:
    with service.database.begin() as tx:
        outbox.try_later(tx, letter, reason, service.clock.now(), wait, drop_token)
    log.warning("deliver.again", letter=str(letter.id), reason=reason)


def _give_up(service: Service, letter: Claimed, reason: str) -> None:
    with service.database.begin() as tx:
        outbox.mark_dead(tx, letter.id, reason)
    log.error("deliver.never", letter=str(letter.id), reason=reason)
