"""Retention, once a day: what was kept long enough is forgotten, and how much is written down."""

from datetime import UTC, datetime, timedelta

import structlog

from bot.audit import Deed
from bot.retention import Kept, lasts
from handlers.service import Service
from storage import audit, chores, erasure
from storage.retention import FORGET

log = structlog.get_logger()

EVERY = timedelta(hours=24)
UNLINK_EVERY = timedelta(minutes=10)
MOST_BATCHES = 400  # of 500 rows, each in a transaction of its own; the rest has the next day
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def retain_when_due(service: Service) -> bool:
    """Run when a day has passed; of several processes one does."""
    with service.database.begin() as tx:
        if not chores.take(tx, "retention", service.clock.now(), EVERY):
            return False
    retain(service)
    return True


def retain(service: Service) -> dict[str, int]:
    """Forget what is old enough; every run is written down with what it came to."""
    now = service.clock.now()
    counts = {kept.value: _forget(service, kept, now) for kept in FORGET}
    with service.database.begin() as tx:
        audit.write(tx, Deed.RETAINED, now, details=counts)
    log.info("retention.done", **counts)
    return counts


def _forget(service: Service, kept: Kept, now: datetime) -> int:
    """One kind, from where the last run came to its end."""
    name, before, done = f"retention {kept.value}", now - lasts(kept), 0
    with service.database.begin() as tx:
        since = chores.reached(tx, name) or NEVER
    for _ in range(MOST_BATCHES):
        with service.database.begin() as tx:
            batch = FORGET[kept](tx, since, before)
            done += batch
            if not batch:
                chores.reach(tx, name, before)
                break
    return done


def unlink_when_due(service: Service) -> int:
    """The last words to people who were erased: once sent, they name nobody any more."""
    now = service.clock.now()
    with service.database.begin() as tx:
        if not chores.take(tx, "unlink", now, UNLINK_EVERY):
            return 0
        return erasure.unlink_last_words(tx, now)
