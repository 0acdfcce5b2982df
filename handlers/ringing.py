"""Ringing: who is to be told what now, in which order, and putting it in the outbox.

One letter a person, whatever jobs, offices and notices it is about. Everything is decided in small
transactions: each renews the leader's lease, holds its people, looks again what is decided already,
and puts letters, notices and keys together, so that a clock may die or be doubled anywhere.
"""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from bot import reminders
from bot.messages import Reply
from bot.people import Role
from bot.push_budget import share
from bot.riding import together
from bot.schedule import TO_OFFICIALS, TO_OVERSEERS, Job, Ring
from bot.text import voice
from handlers import quota
from handlers.planning import Call, Calls, Plan, plans
from handlers.riding import day_began
from handlers.service import Service
from storage import leases, notices, people, rings, schedules
from storage.outbox import Letter
from storage.rings import Decided
from storage.session import Transaction

log = structlog.get_logger()

LEASE = "clock"
LEADER_LEASE = timedelta(seconds=60)
HOLDER = secrets.token_hex(16)  # this process
A_CHUNK = 200  # people of one transaction
A_SMALL_CHUNK = 10  # overseers: each looks at many places
MOST_REPLIES = 5
TO_ADMINS_TOO = (Job.ESCALATION, Job.CLOSE)  # where the province has no coordinator


class LeadershipLost(Exception):
    """Another clock took the lease meanwhile: it goes on from here."""


def run_due_jobs(service: Service, holder: str = HOLDER) -> int:
    """Queue what is due now; returns how many letters are new. Twice at once does no harm."""
    now = service.clock.now()
    with service.database.begin() as tx:
        if not leases.hold(tx, LEASE, holder, now, LEADER_LEASE):
            return 0
        _warn(tx, service, now)
        calls = _calls(tx, now)
    try:
        allowed = _allowed(service, calls, holder)
    except LeadershipLost:
        return 0
    put = 0
    for chunk in _chunks(calls):
        with service.database.begin() as tx:
            now = service.clock.now()
            if not leases.hold(tx, LEASE, holder, now, LEADER_LEASE):
                break
            rings.lock_people(tx, chunk)
            put += _execute(tx, service, plans(tx, service, chunk, now), allowed, now)
    if put:
        log.info("clock.queued", letters=put)
    return put


def plans_now(service: Service) -> tuple[list[Plan], set[int] | None]:
    """What `run_due_jobs` would queue now, and who of them can be pushed to (None: everybody)."""
    with service.database.begin() as tx:
        calls = _calls(tx, service.clock.now())
    found = list(_all_plans(service, calls))
    return found, _allowed(service, calls)


def _warn(tx: Transaction, service: Service, now: datetime) -> None:
    for channel in quota.PAID:
        if channel in service.channels:
            quota.warn(tx, quota.budget_of(tx, service, channel, now), channel, now)


def _calls(tx: Transaction, now: datetime) -> dict[int, list[Call]]:
    """For whom something may be due: a job that is not decided, or a notice that may go alone."""
    calendars = schedules.calendars_of(tx, rings.provinces(tx))
    by_ring: dict[Ring, list[str]] = {}
    for province, calendar in calendars.items():
        for one in calendar.rings(now):
            by_ring.setdefault(one, []).append(province)
    coordinated = rings.coordinated(tx) if by_ring else set()
    calls: dict[int, list[Call]] = {}
    for one, provinces in by_ring.items():
        for roles, where in _roles(one.job, provinces, coordinated):
            for person, province in rings.undecided(tx, one, where, roles):
                call = Call(one, province, rings.key_of(one, person, province))
                mine = calls.setdefault(person, [])
                if call not in mine:
                    mine.append(call)
    if any(calendar.in_hours(now) for calendar in calendars.values()):
        for person in notices.people_to_push(tx, now):
            calls.setdefault(person, [])
    return dict(sorted(calls.items()))


def _roles(
    job: Job, provinces: Sequence[str], coordinated: set[str]
) -> Iterator[tuple[list[Role], Sequence[str]]]:
    """Whose job it is, and where."""
    if job in TO_OFFICIALS:
        yield [Role.OFFICIAL], provinces
        return
    yield [Role.COORDINATOR], provinces
    alone = [one for one in provinces if one not in coordinated]
    if job in TO_ADMINS_TOO and alone:
        yield [Role.ADMIN], alone


def _allowed(service: Service, calls: Calls, holder: str = "") -> set[int] | None:
    """Who can be pushed to; None while the budget is enough for everybody."""
    with service.database.begin() as tx:
        now = service.clock.now()
        left = min(quota.budget_of(tx, service, one, now).left for one in quota.PAID)
    if len(calls) <= left:
        return None
    return share(
        left, [plan.wanted for plan in _all_plans(service, calls, holder) if not plan.is_empty]
    )


def _all_plans(service: Service, calls: Calls, holder: str = "") -> Iterator[Plan]:
    """Everybody's plan, to be ranked; a leader goes on leading meanwhile."""
    for chunk in _chunks(calls):
        with service.database.begin() as tx:
            now = service.clock.now()
            if holder and not leases.hold(tx, LEASE, holder, now, LEADER_LEASE):
                raise LeadershipLost
            found = plans(tx, service, chunk, now)
        yield from found


def _chunks(calls: Calls) -> Iterator[dict[int, Sequence[Call]]]:
    overseers = {
        person: of
        for person, of in calls.items()
        if any(call.ring.job in TO_OVERSEERS for call in of)
    }
    others = {person: of for person, of in calls.items() if person not in overseers}
    for group, size in ((others, A_CHUNK), (overseers, A_SMALL_CHUNK)):
        ids = list(group)
        for at in range(0, len(ids), size):
            yield {person: group[person] for person in ids[at : at + size]}


def _execute(
    tx: Transaction,
    service: Service,
    found: Sequence[Plan],
    allowed: set[int] | None,
    now: datetime,
) -> int:
    """Put the letters, and decide every call; how many letters are new."""
    held = [
        plan
        for plan in found
        if allowed is not None and not plan.is_empty and plan.to.person.id not in allowed
    ]
    _hold(tx, held, now)
    going = [plan for plan in found if plan not in held]
    notices.drop(tx, [notice for plan in found for notice in plan.over], now)
    asked = [plan.to.person.id for plan in going if plan.asked]
    reminded = people.remind(tx, asked, now, day_began(now))
    letters = {
        plan.to.person.id: letter
        for plan in going
        if (letter := _letter(service, plan, plan.to.person.id in reminded))
    }
    new = rings.put_letters(tx, list(letters.values()), now)
    decided: list[Decided] = []
    for plan in going:
        letter = letters.get(plan.to.person.id)
        put = new.get(letter.key) if letter else None
        if put is not None:
            notices.tell(tx, plan.notices.told, put, now)
        elif plan.notices.reply is None:  # none of them had anything to say any more
            notices.drop(tx, plan.notices.told, now)
        decided += _decided(plan, letter, plan.to.person.id in reminded)
    rings.note(tx, decided, now)
    return len(new)


def _letter(service: Service, plan: Plan, is_reminded: bool) -> Letter | None:
    """Reminder and notices are one message, a summary with its card another; all one push."""
    t = voice(plan.to.person.locale)
    parts: list[Reply] = []
    if plan.asked and is_reminded:
        parts.append(reminders.reminder(t, service.catalogue, plan.asked))
    if plan.notices.reply:
        parts.append(plan.notices.reply)
    said = together(parts)
    replies = [*([said] if said else []), *(reply for _, reply in plan.summaries)]
    if not replies:
        return None
    letter = uuid4()
    return Letter(
        id=letter,
        # Notices are held and marked told in this very transaction: they need no key of their own.
        key=plan.calls[0].key if plan.calls else f"notices:{letter}",
        channel=plan.to.channel,
        user=plan.to.user,
        replies=[reply.to_json() for reply in replies[:MOST_REPLIES]],
        purpose=plan.purpose,
        deliver_by=plan.deliver_by,
    )


def _decided(plan: Plan, letter: Letter | None, is_reminded: bool) -> Iterator[Decided]:
    """The calls that have no letter of their own, and why."""
    rode = plan.rode or bool(plan.asked and not is_reminded)
    for call in plan.calls:
        if letter is not None and call.key == letter.key:
            continue
        why = rings.NOTHING
        if letter is not None:
            why = rings.MERGED
        elif rode and call.ring.job in TO_OFFICIALS:
            why = rings.RODE
        yield Decided(call.key, plan.to.channel, plan.to.user, why)


def _hold(tx: Transaction, held: Sequence[Plan], now: datetime) -> None:
    """No push is left: what is owed rides by itself, the rest waits for the next message."""
    without = [
        Decided(call.key, plan.to.channel, plan.to.user, rings.HELD)
        for plan in held
        for call in plan.calls
    ]
    rings.note(tx, without, now)
    notices.only_ride(tx, [notice for plan in held for notice in plan.waiting])
    for plan in held:
        if plan.summaries:
            key = plan.calls[0].key
            quota.tell_of_summary(tx, plan.to.channel, plan.to.user, key, now)
