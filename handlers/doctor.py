"""`doctor`: what is right and what is not, each in words that say what to do."""

from dataclasses import dataclass

from bot.catalogue import CatalogueError, catalogue
from handlers.channels import CHANNELS
from handlers.health import find_problems
from handlers.pictures.fonts import can_shape
from handlers.service import Service
from handlers.settings import Settings
from storage import factors, migrations, seals
from storage.session import DatabaseDown
from storage.verifying import GRACE


@dataclass(frozen=True)
class Finding:
    what: str
    ok: bool
    words: str


def examine(settings: Settings) -> list[Finding]:
    """Settings were read to get here, so they are right."""
    service = Service.start(settings)
    tables = catalogue()
    problems = find_problems(service)
    unverified = sum(not row.verified for rows in tables.factors.values() for row in rows)
    trouble = service.files.trouble()
    on = [name for name in service.channels if name in CHANNELS]
    channels = ", ".join(on) or "none"
    return [
        Finding("settings", True, "read"),
        Finding(
            "catalogue",
            True,
            f"{len(tables.activities)} activities, "
            f"{sum(len(rows) for rows in tables.factors.values())} factors "
            f"({unverified} not verified), {len(tables.places)} places",
        ),
        Finding("database and queue", not problems, "; ".join(problems) or "ready"),
        Finding(
            "channels",
            bool(on),
            f"on: {channels}"
            if on
            else "none is on: set LINE_CHANNEL_SECRET or TELEGRAM_BOT_TOKEN and what goes with it",
        ),
        Finding("files", not trouble, trouble or f"kept at {settings.files_url}"),
        *_added_factors(service),
        *_history(service),
        Finding(
            "pictures",
            can_shape(),
            "Thai is shaped" if can_shape() else "left out: Pillow has no raqm, install its wheel",
        ),
        Finding("clock", True, service.clock.now().isoformat(timespec="seconds")),
    ]


def _added_factors(service: Service) -> list[Finding]:
    """Whether what was added still fits the tables of this release."""
    try:
        if not migrations.is_current(service.database):
            return []
        with service.database.begin() as tx:
            factors.current(tx, service.catalogue)
            words = f"{len(factors.added(tx))} added, {len(factors.policies_set(tx))} policies"
    except DatabaseDown:
        return []
    except CatalogueError as error:
        return [Finding("added factors", False, str(error))]
    return [Finding("added factors", True, words)]


def _history(service: Service) -> list[Finding]:
    """How far history is sealed; the head is worth writing down. `audit verify` looks at it all."""
    try:
        if not migrations.is_current(service.database):
            return []
        with service.database.begin() as tx:
            head = seals.head(tx)
            behind = seals.waiting(tx, service.clock.now() - GRACE)
    except DatabaseDown:
        return []
    sealed = f"sealed up to {head.number}:{head.hash}" if head else "no seals yet"
    waits = (
        f"{behind} rows have waited for a seal: is a worker running?" if behind else "none waits"
    )
    return [Finding("history", not behind, f"{sealed}; {waits}")]
