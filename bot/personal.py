"""What is kept about one person, as the chat tells it to them."""

from dataclasses import dataclass
from datetime import datetime

from bot.people import Seat


@dataclass(frozen=True, slots=True)
class Held:
    """A seat and since when it is held."""

    seat: Seat
    since: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """In numbers and days; the whole of it is in the file."""

    channels: tuple[str, ...]
    seats: tuple[Held, ...]
    notice_version: str
    notice_at: datetime | None
    messages: int
    figures: int
