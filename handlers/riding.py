"""Riding: what waits to be told, or is still owed, goes along with an answer, free of charge."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog

from bot.conversation import Answer
from bot.messages import Reply
from bot.months import Month
from bot.people import Place, Role
from bot.reporting import RECEIVED
from bot.riding import (
    ASIDES,
    SAYS_IT_ITSELF,
    Notice,
    StillOwed,
    has_room,
    merged,
    owed_words,
    together,
)
from bot.situation import Situation
from bot.text import voice
from handlers.service import Service
from storage import months, notices, people, schedules
from storage.people import ON_A_PAGE, UnknownPlace
from storage.session import Transaction

log = structlog.get_logger()


def ride(
    tx: Transaction,
    service: Service,
    channel: str,
    situation: Situation,
    answer: Answer,
    letter: UUID,
) -> Reply | None:
    """One more message behind the answer, or none; what it tells is marked told in `letter`."""
    if situation.person is None or channel == ON_A_PAGE or not has_room(answer.replies):
        return None
    person, now = people.get_person(tx, situation.person.id), situation.now
    t = voice(person.locale)
    waiting = notices.waiting(tx, [person.id], now).get(person.id, [])
    meant, over = still_meant(tx, service, waiting)
    notices.drop(tx, over, now)
    told = merged(t, meant)
    notices.tell(tx, told.told, letter, now)
    parts = [told.reply] if told.reply else []
    owed = _owed(tx, service, situation, answer)
    if owed and people.remind(tx, [person.id], now, day_began(now)):
        words = owed_words(t, owed) if answer.flow in ASIDES else ""
        parts += [Reply(words)] if words else []
    return together(parts)


def day_began(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def still_meant(
    tx: Transaction, service: Service, waiting: Sequence[Notice]
) -> tuple[list[Notice], list[int]]:
    """Those that still make sense, and the ids of the others. An unknown kind goes on waiting."""
    kept: list[Notice] = []
    over: list[int] = []
    for notice in waiting:
        if not notice.is_known:
            log.warning("notice.unknown", kind=notice.kind, notice=notice.id)
        elif notice.kind == "nudge" and not _is_owed(tx, service, notice):
            over.append(notice.id)
        else:
            kept.append(notice)
    return kept, over


def _is_owed(tx: Transaction, service: Service, nudge: Notice) -> bool:
    """Whether a place still owes what its officials were nudged about."""
    try:
        place = people.get_place(tx, nudge.details["place"])
    except UnknownPlace:
        return False
    month = Month.parse(nudge.details["month"])
    return bool(months.standing(tx, service.catalogue, place, month).owed)


def _owed(
    tx: Transaction, service: Service, situation: Situation, answer: Answer
) -> list[StillOwed]:
    """What the person's offices still owe, where a word about it does not disturb."""
    person, step = situation.person, answer.step
    if answer.flow != SAYS_IT_ITSELF and answer.flow not in ASIDES:
        return []
    if person is None or not person.wants_reminders(situation.now):
        return []
    if step is not None and step.flow == "record":
        return []
    offices = [seat.place for seat in situation.seats if seat.role is Role.OFFICIAL]
    return still_owed(tx, service, offices, situation.report_month, situation.now)


def still_owed(
    tx: Transaction, service: Service, offices: Sequence[Place], month: Month, now: datetime
) -> list[StillOwed]:
    """Of these offices, which owe how much for a month that is open by their calendar."""
    calendars = schedules.calendars_of(tx, [place.province for place in offices])
    opened = [one for one in offices if calendars[one.province].opening(month) <= now.date()]
    standings = months.standings(tx, service.catalogue, opened, month)
    return [
        StillOwed(place, month, len(standing.owed), calendars[place.province].due(month))
        for place in opened
        if (standing := standings[place.id]).owed and standing.month.state not in RECEIVED
    ]
