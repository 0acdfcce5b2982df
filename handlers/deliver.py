"""Delivering: claim a letter, send it outside any transaction, mark what came of it."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.messages import Reply
from bot.push_budget import Budget
from handlers import quota
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
from storage import notices, outbox
from storage.outbox import Claimed
from storage.session import Transaction

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
        reason = _reason_to_hold(tx, service, letter, token, now)
        if reason:
            _hold(tx, letter, reason, now)
    if reason:
        log.warning("deliver.held", letter=str(letter.id), purpose=letter.purpose, reason=reason)
    else:
        _send(service, letter, token)
    return True


def _usable_token(letter: Claimed, now: datetime) -> str:
    """The reply token while it can still work, else none: then the letter goes as a push."""
    until = letter.reply_until
    return letter.reply_token if until is not None and now <= until else ""


def _reason_to_hold(
    tx: Transaction, service: Service, letter: Claimed, token: str, now: datetime
) -> str:
    """Why a letter is not sent: too late in the day, or no push left. A push is counted here.

    Answers may use the whole month's budget, reminders and summaries stop at the reserve.
    """
    if letter.deliver_by is not None and now > letter.deliver_by:
        return outbox.TOO_LATE
    if token or letter.channel not in quota.PAID:
        return ""
    settings = service.settings
    budget = Budget(settings.push_budget_monthly, settings.push_reserve)
    most = budget.most_for(letter.purpose)
    used = outbox.count_push(tx, letter, most, quota.month_start(now), now)
    if used is None:
        return outbox.OVER_BUDGET
    quota.warn_of_last(tx, replace(budget, used=used), letter.channel, now)
    return ""


def _hold(tx: Transaction, letter: Claimed, reason: str, now: datetime) -> None:
    """Too late in the day, it may go tomorrow. Without a push left, what it told waits for the
    person's next message; what is owed rides by itself.
    """
    outbox.mark_held(tx, letter.id, reason, is_counted=letter.is_counted)
    is_paid = reason == outbox.OVER_BUDGET
    notices.give_back(tx, letter.id, only_ride=is_paid)
    if is_paid and letter.purpose == "summary":
        quota.tell_of_summary(tx, letter.channel, letter.user, str(letter.id), now)


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
            notices.give_back(tx, letter.id)
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
        notices.give_back(tx, letter.id)
    log.error("deliver.never", letter=str(letter.id), reason=reason)
