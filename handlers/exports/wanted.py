"""What an export is asked for: whose figures, which months, in which language, as of when."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.catalogue import Catalogue
from bot.months import Month
from bot.people import Place
from storage.session import Transaction


@dataclass(frozen=True)
class Wanted:
    """One export of `scope` and everything below it, read in one transaction."""

    tx: Transaction
    catalogue: Catalogue
    scope: Place
    first: Month
    last: Month
    locale: str
    zone: ZoneInfo
    now: datetime


@dataclass(frozen=True)
class Export:
    """A format: what it is to a browser, and how it is written."""

    media_type: str
    write: Callable[[Wanted], Iterator[bytes]]
