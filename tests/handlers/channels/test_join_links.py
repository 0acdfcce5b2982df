"""Links that open the chat with the code typed: asked of the platforms, said where codes are."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from handlers.channels.base import TryLater
from handlers.channels.line import LineChannel
from handlers.channels.telegram import TelegramChannel
from handlers.cli import main
from handlers.join_links import learn
from handlers.service import Service
from handlers.settings import read_settings
from handlers.terminal import Talk, TerminalChannel
from tests.chats import DEFAULT_NOW, add_seat
from tests.handlers.channels.platforms import NOBODY, channel
from tests.handlers.channels.standins import LineStandin, TelegramStandin
from tests.processes import TELEGRAM_SECRET, TELEGRAM_TOKEN
from tests.standins.telegram import USERNAME


def test_telegram_tells_its_name(telegram_process: TelegramStandin) -> None:
    made = channel("telegram", telegram_process.url)
    assert isinstance(made, TelegramChannel)
    assert made.join_link() == f"https://t.me/{USERNAME}?start={{code}}"


def test_line_tells_its_basic_id(line_process: LineStandin) -> None:
    made = channel("line", f"{line_process.url}/line")
    assert isinstance(made, LineChannel)
    link = made.join_link().format(code="ABCD-EFGH")
    assert link == "https://line.me/R/oaMessage/%40000bokcarbon/?join%20ABCD-EFGH"


@pytest.mark.parametrize("name", ["line", "telegram"])
def test_a_silent_platform_is_asked_later(name: str) -> None:
    made = channel(name, NOBODY)
    assert isinstance(made, LineChannel | TelegramChannel)
    with pytest.raises(TryLater):
        made.join_link()


def _env(url: str, telegram: str) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "BOKCARBON_CLOCK": DEFAULT_NOW,
        "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_SECRET_TOKEN": TELEGRAM_SECRET,
        "TELEGRAM_API_HOST": telegram,
    }


def test_links_stand_in_the_chat_once_they_are_known(
    sqlite_url: str, telegram_process: TelegramStandin
) -> None:
    settings = read_settings(_env(sqlite_url, NOBODY))
    service = Service.start(settings)
    assert not learn(service)
    assert service.join_links == {}
    service.channels["telegram"] = channel("telegram", telegram_process.url)
    assert learn(service)
    _load_places(_env(sqlite_url, NOBODY))
    add_seat(service, "somchai", "official", "210110")
    talk = Talk(service, TerminalChannel(), "somchai")
    said = talk.say("ส่งมอบงาน")[-1].whole_text
    assert f"Telegram: https://t.me/{USERNAME}?start=" in said
    service.database.close()


def test_the_command_line_prints_the_link(
    sqlite_url: str, telegram_process: TelegramStandin
) -> None:
    env = _env(sqlite_url, telegram_process.url)
    _load_places(env)
    seat = ("invite", "--place", "210110", "--role", "official", "--json")
    made = json.loads(CliRunner().invoke(main, seat, env=env).stdout)
    assert made["links"] == {"telegram": f"https://t.me/{USERNAME}?start={made['code']}"}


def _load_places(env: dict[str, str]) -> None:
    places = Path(__file__).parents[3] / "bot" / "catalogue" / "places.csv"
    CliRunner().invoke(main, ("load", "places", str(places), "--apply"), env=env)
