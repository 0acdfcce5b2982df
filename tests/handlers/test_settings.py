"""A wrong or missing setting stops the start with one line: name, what is wrong, what to write."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.settings import Clock, SettingsError, read_settings

LINE = {"LINE_CHANNEL_SECRET": "s", "LINE_CHANNEL_ACCESS_TOKEN": "t"}
KEY = {"SECRET_KEY": "x" * 32}

WRONG = {
    "database": (
        {"DATABASE_URL": "mysql://x"},
        "DATABASE_URL is 'mysql://x': write sqlite:///FILE or postgresql://USER@HOST/NAME",
    ),
    "address": (
        {"BASE_URL": "bok.example"},
        "BASE_URL is 'bok.example': write an address such as https://bok.example.go.th",
    ),
    "zone": (
        {"TIMEZONE": "Bangkok"},
        "TIMEZONE is 'Bangkok': write a time zone such as Asia/Bangkok",
    ),
    "files": (
        {"FILES_URL": "nowhere://x"},
        "FILES_URL is 'nowhere://x': "
        "write an address such as file://var/files or s3://bucket/files",
    ),
    "budget": (
        {"PUSH_BUDGET_MONTHLY": "many"},
        "PUSH_BUDGET_MONTHLY is 'many': write a whole number such as 300",
    ),
    "reserve": (
        {"PUSH_RESERVE": "120%"},
        "PUSH_RESERVE is '120%': write a share such as 10%",
    ),
    "three secrets": (
        {**LINE, "LINE_CHANNEL_SECRET": "a,b,c"},
        "LINE_CHANNEL_SECRET is 'a,b,c': write one secret, or two with a comma while rotating",
    ),
    "half of LINE": (
        {"LINE_CHANNEL_SECRET": "s"},
        "LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN go together: set both or neither",
    ),
    "half of Telegram": (
        {"TELEGRAM_BOT_TOKEN": "t"},
        "TELEGRAM_BOT_TOKEN and TELEGRAM_SECRET_TOKEN go together: set both or neither",
    ),
    "clock beside the real LINE": (
        {**LINE, "BOKCARBON_CLOCK": "2026-08-03T09:00+07:00"},
        "BOKCARBON_CLOCK is for rehearsals: unset it beside real channels",
    ),
    "simulator beside the real Telegram": (
        {
            **LINE,
            "LINE_API_HOST": "http://127.0.0.1:8000/simulator/line",
            "TELEGRAM_BOT_TOKEN": "t",
            "TELEGRAM_SECRET_TOKEN": "s",
        },
        "LINE_API_HOST is the simulator, where anybody can speak as anybody: "
        "unset it, or set TELEGRAM_API_HOST to a stand-in too",
    ),
    "clock without a zone": (
        {"BOKCARBON_CLOCK": "2026-08-03T09:00"},
        "BOKCARBON_CLOCK is '2026-08-03T09:00': add the time zone, such as 2026-08-03T09:00+07:00",
    ),
    "short key": (
        {"SECRET_KEY": "short"},
        "SECRET_KEY is too short: write 32 random letters or more",
    ),
    "no key beside PostgreSQL": (
        {"DATABASE_URL": "postgresql://localhost/bok", "SECRET_KEY": ""},
        "SECRET_KEY is missing: write 32 random letters or more",
    ),
    "file that is not there": (
        {"TELEGRAM_BOT_TOKEN_FILE": "/nowhere/token"},
        "TELEGRAM_BOT_TOKEN_FILE is '/nowhere/token': No such file or directory; "
        "name a readable file",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_setting_is_told_in_one_line(case: str) -> None:
    values, words = WRONG[case]
    with pytest.raises(SettingsError) as told:
        read_settings({**KEY, **values})
    assert str(told.value) == words


def test_defaults() -> None:
    settings = read_settings(KEY)
    assert settings.database_url == "sqlite:///var/bokcarbon.db"
    assert (settings.push_budget_monthly, settings.push_reserve) == (300, 10)
    assert str(settings.timezone) == "Asia/Bangkok"
    assert not settings.has_line
    assert not settings.has_telegram
    assert not settings.plays_line


def test_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("one,two\n")
    given = {**KEY, **LINE, "LINE_CHANNEL_SECRET": "", "LINE_CHANNEL_SECRET_FILE": ""}
    given["LINE_CHANNEL_SECRET_FILE"] = str(tmp_path / "secret")
    assert read_settings(given).line_channel_secret == ("one", "two")


def test_embedded_default_keeps_its_own_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = read_settings({}).secret_key, read_settings({}).secret_key
    assert first == second
    assert len(first) >= 32
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0


def test_only_a_rehearsals_clock_can_be_moved() -> None:
    zone, moment = ZoneInfo("Asia/Bangkok"), datetime(2026, 8, 3, 9, tzinfo=UTC)
    rehearsed = Clock(zone, moment)
    rehearsed.move_to(moment + timedelta(days=30))
    assert timedelta(0) <= rehearsed.now() - moment - timedelta(days=30) < timedelta(seconds=5)
    with pytest.raises(SettingsError, match="BOKCARBON_CLOCK"):
        Clock(zone).move_to(moment)
