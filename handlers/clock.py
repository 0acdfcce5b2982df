"""The clock: APScheduler only wakes; rows decide who gets what, once per person and month."""

import os
import secrets
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import lru_cache
from uuid import uuid4

import holidays
import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot import reminders
from bot.messages import Reply
from bot.months import Month
from bot.people import Role
from bot.reminders import Calendar, Job
from bot.retention import Kept, lasts
from bot.summaries import summary
from bot.text import voice
from handlers.retaining import retain_when_due, unlink_when_due
from handlers.sealing import EVERY_SECONDS, seal_waiting
from handlers.service import Service
from storage import attachments, chores, leases, outbox, peers, people, situations, totals
from storage.people import Reachable
from storage.session import Transaction

log = structlog.get_logger()

TICK_SECONDS = 20
LEADER_LEASE = timedelta(seconds=60)
HOLDER = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"

Due = tuple[Job, Month, Reachable, Reply]
Ring = Callable[[Transaction, Service, Reachable, Month], Reply | None]


def start_clock(service: Service, woken: Callable[[], None]) -> BackgroundScheduler:
    """One in-memory tick job; nothing about people is kept in the scheduler."""
    scheduler = BackgroundScheduler(timezone=service.settings.timezone)

    def tick() -> None:
        if run_due_jobs(service):
            woken()
        run_chores(service)
        retain_when_due(service)
        unlink_when_due(service)

    scheduler.add_job(
        tick,
        "interval",
        seconds=TICK_SECONDS,
        next_run_time=service.clock.real_now(),
        misfire_grace_time=3600,
        coalesce=True,
        max_instances=1,
    )
    scheduler.add_job(
        lambda: seal_waiting(service),
        "interval",
        seconds=EVERY_SECONDS,
        misfire_grace_time=3600,
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    return scheduler


def run_due_jobs(service: Service) -> int:
    """Queue what is due now; returns how many letters are new. Twice at once does no harm."""
    now = service.clock.now()
    if not _jobs_now(service):
        return 0
    with service.database.begin() as tx:
        if not leases.hold(tx, "clock", HOLDER, now, LEADER_LEASE):
            return 0
        put = sum(
            outbox.put(tx, _letter(job, month, reachable, reply), now)
            for job, month, reachable, reply in _due_letters(tx, service)
        )
    if put:
        log.info("clock.queued", letters=put)
    return put


def run_chores(service: Service) -> list[str]:
    """Do what comes round and is due; each chore commits for itself. Returns their names."""
    now, done = service.clock.now(), []
    for name, (every, do) in CHORES.items():
        with service.database.begin() as tx:
            if chores.take(tx, name, now, every):
                do(tx, service)
                done.append(name)
    return done


def due_letters(service: Service) -> list[Due]:
    """What `run_due_jobs` would queue now, for a dry run."""
    with service.database.begin() as tx:
        return list(_due_letters(tx, service))


def _jobs_now(service: Service) -> tuple[tuple[Job, Month], ...]:
    now = service.clock.now()
    return reminders.jobs_due(now.date(), now.time(), thai_calendar(now.year))


def _due_letters(tx: Transaction, service: Service) -> Iterator[Due]:
    for job, month in _jobs_now(service):
        for reachable in people.reachable_people(tx):
            if not outbox.has_key(tx, _key(job, month, reachable)):
                reply = JOBS[job](tx, service, reachable, month)
                if reply is not None:
                    yield job, month, reachable, reply


def _key(job: Job, month: Month, reachable: Reachable) -> str:
    """Once per job, month and person, whatever restarts or doubles."""
    return f"{job}:{month}:{reachable.person.id}"


def _letter(job: Job, month: Month, reachable: Reachable, reply: Reply) -> outbox.Letter:
    return outbox.Letter(
        id=uuid4(),
        key=_key(job, month, reachable),
        channel=reachable.channel,
        user=reachable.user,
        replies=[reply.to_json()],
        purpose="summary" if job is Job.SUMMARY else "reminder",
    )


def _opening(tx: Transaction, service: Service, reachable: Reachable, month: Month) -> Reply | None:
    owed, total = _owed(tx, service, reachable, month)
    if not owed:
        return None
    calendar = thai_calendar(service.clock.now().year)
    return reminders.opening(voice(reachable.person.locale), month, total, calendar)


def _due(tx: Transaction, service: Service, reachable: Reachable, month: Month) -> Reply | None:
    owed, total = _owed(tx, service, reachable, month)
    if not owed:
        return None
    t = voice(reachable.person.locale)
    names = tuple(t(service.catalogue.activities[code].short_label) for code in owed)
    return reminders.due_today(t, month, total - len(owed), total, names)


def _summary(tx: Transaction, service: Service, reachable: Reachable, month: Month) -> Reply | None:
    seat = next((seat for seat in reachable.seats if seat.role is Role.COORDINATOR), None)
    if seat is None:
        return None
    progress = totals.progress(tx, service.catalogue, seat.place, month)
    return summary(voice(reachable.person.locale), seat, progress, month)


JOBS: dict[Job, Ring] = {Job.OPENING: _opening, Job.DUE: _due, Job.SUMMARY: _summary}


def _refresh_peers(tx: Transaction, service: Service) -> None:
    now = service.clock.now()
    ranges = peers.refresh(tx, Month.of(now.date()) - 1, now)
    log.info("clock.peers", ranges=ranges)


def _let_unused_files_go(tx: Transaction, service: Service) -> None:
    """A picture that was never put behind a figure is nobody's evidence."""
    now = service.clock.now()
    gone = attachments.unwant_unused(tx, now - lasts(Kept.FILES), now)
    log.info("clock.unused_files", files=gone)


CHORES: dict[str, tuple[timedelta, Callable[[Transaction, Service], None]]] = {
    "peers": (timedelta(hours=24), _refresh_peers),
    "unused files": (timedelta(hours=24), _let_unused_files_go),
}


def _owed(
    tx: Transaction, service: Service, reachable: Reachable, month: Month
) -> tuple[list[str], int]:
    """What an official still owes for a month; nothing when reminders are off."""
    seat = next((seat for seat in reachable.seats if seat.role is Role.OFFICIAL), None)
    if seat is None or reachable.person.reminders_off:
        return [], 0
    expected = service.catalogue.asked_of(seat.place.kind)
    cells = situations.place_cells(tx, seat.place.id, month)
    told = {key.activity for key, c in cells.items() if key.month == month and c.status.answered}
    return [code for code in expected if code not in told], len(expected)


@lru_cache(maxsize=4)
def thai_calendar(year: int) -> Calendar:
    """Public holidays of this year and the next. Labour Day is no day off for state offices."""
    listed = holidays.country_holidays("TH", years=(year, year + 1), language="en_US")
    off = {day for day, name in listed.items() if "Labor Day" not in name}
    return Calendar(frozenset(off))
