"""Sealing: new rows of history get their seals, a few seconds after they are written."""

import os
import secrets
import socket
from datetime import timedelta

import structlog

from handlers.service import Service
from storage import leases, seals

log = structlog.get_logger()

EVERY_SECONDS = 10
LEASE = timedelta(seconds=60)
MOST_BATCHES = 100  # of 1,000 rows: what a bulk load leaves is caught up with in a few ticks
HOLDER = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def seal_waiting(service: Service) -> int:
    """Seal what waits, batch by batch, each in a transaction of its own; how many rows."""
    sealed = 0
    for _ in range(MOST_BATCHES):
        done = _seal_batch(service)
        sealed += done
        if done < seals.BATCH:
            break
    if sealed:
        log.info("seals.made", rows=sealed)
    return sealed


def _seal_batch(service: Service) -> int:
    now = service.clock.now()
    with service.database.begin() as tx:
        # Looked at first: an idle service has nothing to write, not even a lease.
        if not seals.is_behind(tx) or not leases.hold(tx, "seals", HOLDER, now, LEASE):
            return 0
        return seals.seal_some(tx, now, seals.BATCH)
