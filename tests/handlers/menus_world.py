"""A service between a LINE and a Telegram of its own, fresh for one test, over real HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from bot.catalogue import catalogue
from handlers.channels.simulator import simulator_blueprint
from handlers.channels.simulator.__main__ import STATIC
from handlers.service import Service
from handlers.settings import read_settings
from storage import people
from storage.tables import conversations, seat_holders
from storage.tables import people as people_table
from tests.chats import DEFAULT_NOW
from tests.clocks import StoppedClock, stop_clock
from tests.handlers.channels.standins import LineStandin, TelegramStandin
from tests.processes import LINE_SECRET, LINE_TOKEN, TELEGRAM_SECRET, TELEGRAM_TOKEN, free_port
from tests.serving import listening
from tests.standins.telegram import create_telegram

CHAT = 5_000_000_001


@dataclass
class World:
    service: Service
    clock: StoppedClock
    env: dict[str, str]
    line: LineStandin
    telegram: TelegramStandin

    def seen(self, user: str) -> str:
        """The name of the menu on a phone without its digest; empty when none shows."""
        menu = self.line.phone(user)["menu"]
        return menu["name"].rpartition(":")[0] if menu else ""

    def commands(self, chat: int = CHAT) -> list[str]:
        """The commands one chat shows instead of everybody's."""
        shown = self.telegram.menus()["commands"].get(f"chat {chat}:", [])
        return [one["command"] for one in shown]

    def menu_of(self, channel: str, user: str) -> str | None:
        with self.service.database.begin() as tx:
            asked = select(conversations.c.menu).where(
                conversations.c.channel == channel, conversations.c.user == user
            )
            menu: str | None = tx.execute(asked).scalar_one()
        return menu

    def set_language(self, user: str, locale: str) -> None:
        with self.service.database.begin() as tx:
            who = select(conversations.c.person).where(conversations.c.user == user)
            tx.execute(
                update(people_table)
                .where(people_table.c.id == who.scalar_subquery())
                .values(locale=locale)
            )

    def take_seats(self, user: str) -> None:
        """The seats of this person end now."""
        with self.service.database.begin() as tx:
            who = select(conversations.c.person).where(conversations.c.user == user)
            tx.execute(
                update(seat_holders)
                .where(seat_holders.c.person == who.scalar_subquery())
                .values(until=self.service.clock.now())
            )

    def wait(self, **span: float) -> None:
        """So much time goes by for the service."""
        self.clock.at += timedelta(**span)

    def line_call(self, path: str, body: Any = None) -> Any:
        return self.line.call(path, LINE_TOKEN, body).json()


@contextmanager
def world_on(database_url: str, webhook: str = "http://127.0.0.1:9") -> Iterator[World]:
    """Nothing is on the platforms yet: no menu, no command."""
    line_port, telegram_port = free_port(), free_port()
    env = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "BOKCARBON_CLOCK": DEFAULT_NOW,
        "FILES_URL": "memory://files",
        "LINE_CHANNEL_SECRET": LINE_SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
        "LINE_API_HOST": f"http://127.0.0.1:{line_port}/simulator/line",
        "LINE_DATA_API_HOST": f"http://127.0.0.1:{line_port}/simulator/line",
        "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_SECRET_TOKEN": TELEGRAM_SECRET,
        "TELEGRAM_API_HOST": f"http://127.0.0.1:{telegram_port}",
    }
    service = Service.start(read_settings(env))
    clock = stop_clock(service)
    with service.database.begin() as tx:
        people.write_places(tx, map(people.place_values, catalogue().places.values()))
    with (
        listening(_simulator(service, webhook), line_port) as line,
        listening(create_telegram(TELEGRAM_TOKEN), telegram_port) as telegram,
    ):
        yield World(
            service, clock, env, LineStandin(f"{line}/simulator"), TelegramStandin(telegram)
        )
    service.database.close()


def _simulator(service: Service, webhook: str) -> Flask:
    app = Flask("simulator", static_folder=str(Path(STATIC)))
    now = service.clock.now  # the phone's own clock, whatever the service is made to believe
    app.register_blueprint(
        simulator_blueprint(f"{webhook}/webhook/line", LINE_SECRET, LINE_TOKEN, now)
    )
    return app
