"""The loading sign: shown when an answer takes longer than a moment, by the worker alone.

It is a courtesy: it is never waited for, and what goes wrong with it is only logged.
"""

from datetime import datetime, timedelta

import structlog

from bot.messages import Kind
from handlers.channels.base import Never, TryLater
from handlers.service import Service
from storage import inbox

log = structlog.get_logger()

PATIENCE = timedelta(seconds=2)  # an ordinary answer has come by then
TOO_LATE = timedelta(minutes=2)  # something is wrong then, and no sign helps
REST = timedelta(seconds=30)
MOST_AT_ONCE = 20
AWAITED = frozenset({Kind.TEXT, Kind.ACTION, Kind.PHOTO, Kind.FILE, Kind.EDITED})


class Signs:
    """One a process. It remembers where a sign stands, so as not to send it over and over."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._until: dict[tuple[str, str], datetime] = {}

    def show(self) -> bool:
        """Show the sign to those who wait and do not see it yet; False when nobody does."""
        now = self._service.clock.now()
        self._until = {who: until for who, until in self._until.items() if until > now}
        with self._service.database.begin() as tx:
            waiting = inbox.unanswered(tx, now - TOO_LATE, now - PATIENCE, MOST_AT_ONCE)
        fresh = [one for one in waiting if (one.channel, one.user) not in self._until]
        for one in fresh:
            self._until[one.channel, one.user] = now + self._show(one)
        return bool(fresh)

    def _show(self, one: inbox.Unanswered) -> timedelta:
        channel = self._service.channels.get(one.channel)
        message = channel.read(one.raw) if channel else None
        if channel is None or message is None or message.kind not in AWAITED:
            return REST
        try:
            return channel.show_waiting(one.user) or REST
        except (Never, TryLater) as trouble:
            log.info("waiting.not_shown", channel=one.channel, reason=str(trouble))
            return REST
