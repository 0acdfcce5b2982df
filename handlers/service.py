"""The running service: settings, database, channels, clock and the wake-up between threads."""

import base64
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.catalogue import Catalogue, catalogue
from handlers.channels import CHANNELS
from handlers.channels.base import Channel
from handlers.channels.console import ConsoleChannel
from handlers.codes import new_code
from handlers.files.store import FileStore
from handlers.settings import Clock, Settings
from storage.session import Database
from storage.situations import Fresh


@dataclass
class Service:
    """One a process. Threads share it; `wake` says that something new waits, `files_wake` that
    there may be something to fetch."""

    settings: Settings
    database: Database
    channels: dict[str, Channel]
    clock: Clock
    catalogue: Catalogue
    files: FileStore
    wake: threading.Event = field(default_factory=threading.Event)
    files_wake: threading.Event = field(default_factory=threading.Event)
    join_links: dict[str, str] = field(default_factory=dict)  # see handlers.join_links
    make_code: Callable[[], str] = new_code

    @classmethod
    def start(cls, settings: Settings) -> "Service":
        made = {name: make(settings) for name, make in CHANNELS.items()}
        return cls(
            settings=settings,
            database=Database(settings.database_url),
            channels={
                **{name: channel for name, channel in made.items() if channel},
                ConsoleChannel.name: ConsoleChannel(),
            },
            clock=Clock(settings.timezone, settings.bokcarbon_clock),
            catalogue=catalogue(),
            files=FileStore(settings.files_url),
        )

    @classmethod
    @contextmanager
    def for_a_command(cls, settings: Settings) -> Iterator["Service"]:
        """A service that lets go of its database when the command is done."""
        service = cls.start(settings)
        try:
            yield service
        finally:
            service.database.close()

    def fresh(self) -> Fresh:
        """The hour, the address and randomness for one answer."""
        return Fresh(
            now=self.clock.now(),
            base_url=self.settings.base_url,
            draft_id=base64.b32encode(secrets.token_bytes(5)).decode().lower(),
            secret=secrets.token_urlsafe(32),
            code=self.make_code(),
            join_links=dict(self.join_links),
        )
