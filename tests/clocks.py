"""A clock for tests about moments: on a busy computer seconds pass between two lines."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.service import Service
from handlers.settings import Clock


class StoppedClock(Clock):
    """A clock that goes only when the test says so."""

    def __init__(self, zone: ZoneInfo, at: datetime) -> None:
        super().__init__(zone)
        self.at = at

    def now(self) -> datetime:
        return self.at


def stop_clock(service: Service, at: str = "") -> StoppedClock:
    """The service's clock stands still from here on, at its own time or at another."""
    moment = datetime.fromisoformat(at) if at else service.clock.now()
    service.clock = clock = StoppedClock(service.settings.timezone, moment)
    return clock
