"""The clock: APScheduler only wakes; rows decide who gets what, once per person and month."""

from collections.abc import Callable
from datetime import timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.months import Month
from bot.retention import Kept, lasts
from handlers.retaining import retain_when_due, unlink_when_due
from handlers.ringing import run_due_jobs
from handlers.sealing import EVERY_SECONDS, seal_waiting
from handlers.service import Service
from storage import attachments, chores, late, peers
from storage.session import Transaction

log = structlog.get_logger()

TICK_SECONDS = 20


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


def run_chores(service: Service) -> list[str]:
    """Do what comes round and is due; each chore commits for itself. Returns their names."""
    now, done = service.clock.now(), []
    for name, (every, do) in CHORES.items():
        with service.database.begin() as tx:
            if chores.take(tx, name, now, every):
                do(tx, service)
                done.append(name)
    return done


def _refresh_peers(tx: Transaction, service: Service) -> None:
    now = service.clock.now()
    ranges = peers.refresh(tx, Month.of(now.date()) - 1, now)
    log.info("clock.peers", ranges=ranges)


def _let_unused_files_go(tx: Transaction, service: Service) -> None:
    """A picture that was never put behind a figure is nobody's evidence."""
    now = service.clock.now()
    gone = attachments.unwant_unused(tx, now - lasts(Kept.FILES), now, late.held_files(tx))
    log.info("clock.unused_files", files=gone)


CHORES: dict[str, tuple[timedelta, Callable[[Transaction, Service], None]]] = {
    "peers": (timedelta(hours=24), _refresh_peers),
    "unused files": (timedelta(hours=24), _let_unused_files_go),
}
