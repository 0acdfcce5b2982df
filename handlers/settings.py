"""Settings: one field each, with its name, default, help and check. Read once, at start."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import fsspec

LINE_API = "https://api.line.me"
LINE_DATA_API = "https://api-data.line.me"
TELEGRAM_API = "https://api.telegram.org"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1", "[::1]")
SECRET_KEY_FILE = Path("var/secret_key")


class SettingsError(Exception):
    """A setting is missing or wrong; the text names it and says what to write."""


def _text(value: str) -> str:
    return value


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("write an address such as https://bok.example.go.th")
    return value.rstrip("/")


def _database(value: str) -> str:
    if value.split(":", 1)[0].split("+")[0] not in ("sqlite", "postgresql"):
        raise ValueError("write sqlite:///FILE or postgresql://USER@HOST/NAME")
    return value


def _secrets(value: str) -> tuple[str, ...]:
    kept = tuple(part.strip() for part in value.split(",") if part.strip())
    if len(kept) > 2:
        raise ValueError("write one secret, or two with a comma while rotating")
    return kept


def _count(value: str) -> int:
    if not value.isascii() or not value.isdigit():
        raise ValueError("write a whole number such as 300")
    return int(value)


def _percent(value: str) -> int:
    number = _count(value.strip().removesuffix("%").strip())
    if number > 100:
        raise ValueError("write a share such as 10%")
    return number


def _zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("write a time zone such as Asia/Bangkok") from None


def _moment(value: str) -> datetime | None:
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("write a time such as 2026-08-03T09:00+07:00") from None
    if moment.tzinfo is None:
        raise ValueError("add the time zone, such as 2026-08-03T09:00+07:00")
    return moment


def _files(value: str) -> str:
    try:
        fsspec.core.url_to_fs(value)
    except (ValueError, ImportError):
        raise ValueError("write an address such as file://var/files or s3://bucket/files") from None
    return value


def _setting(name: str, default: str, check: Callable[[str], Any], help: str) -> Any:
    return field(metadata={"name": name, "default": default, "check": check, "help": help})


@dataclass(frozen=True, slots=True)
class Settings:
    """The service's settings, checked. Every one can also be given as `NAME_FILE`."""

    database_url: str = _setting(
        "DATABASE_URL", "sqlite:///var/bokcarbon.db", _database, "where the figures are kept"
    )
    base_url: str = _setting(
        "BASE_URL", "http://127.0.0.1:8000", _url, "public address: links, pictures, webhooks"
    )
    secret_key: str = _setting("SECRET_KEY", "", _text, "signs links; random, 32 letters or more")
    line_channel_secret: tuple[str, ...] = _setting(
        "LINE_CHANNEL_SECRET", "", _secrets, "LINE's channel secret; two while rotating"
    )
    line_channel_access_token: str = _setting(
        "LINE_CHANNEL_ACCESS_TOKEN", "", _text, "LINE's channel access token"
    )
    line_api_host: str = _setting("LINE_API_HOST", LINE_API, _url, "LINE's API, or a stand-in")
    line_data_api_host: str = _setting(
        "LINE_DATA_API_HOST", LINE_DATA_API, _url, "LINE's content API, or a stand-in"
    )
    telegram_bot_token: str = _setting("TELEGRAM_BOT_TOKEN", "", _text, "Telegram's bot token")
    telegram_secret_token: str = _setting(
        "TELEGRAM_SECRET_TOKEN", "", _text, "the secret token given to Telegram's setWebhook"
    )
    telegram_api_host: str = _setting(
        "TELEGRAM_API_HOST", TELEGRAM_API, _url, "Telegram's API, or a stand-in"
    )
    push_budget_monthly: int = _setting(
        "PUSH_BUDGET_MONTHLY", "300", _count, "LINE pushes a month (replies are free)"
    )
    push_reserve: int = _setting(
        "PUSH_RESERVE", "10%", _percent, "share of the pushes reminders may not use"
    )
    timezone: ZoneInfo = _setting(
        "TIMEZONE", "Asia/Bangkok", _zone, "the time zone of months, hours and deadlines"
    )
    bokcarbon_clock: datetime | None = _setting(
        "BOKCARBON_CLOCK", "", _moment, "rehearsals only: the time the service starts from"
    )
    files_url: str = _setting("FILES_URL", "file://var/files", _files, "where evidence is kept")

    @property
    def has_line(self) -> bool:
        return bool(self.line_channel_secret)

    @property
    def has_telegram(self) -> bool:
        return bool(self.telegram_bot_token)

    @property
    def plays_line(self) -> bool:
        """Whether LINE's side of the API is our own simulator, on this very service."""
        return self.has_line and self.line_api_host.startswith(f"{self.base_url}/simulator/")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; SettingsError is one line: name, what is wrong, what to do."""
    values = dict(os.environ if environ is None else environ)
    read: dict[str, Any] = {}
    for one in fields(Settings):
        name, check = one.metadata["name"], one.metadata["check"]
        text = _given(values, name)
        try:
            read[one.name] = check(one.metadata["default"] if text is None else text)
        except ValueError as error:
            raise SettingsError(f"{name} is {text!r}: {error}") from None
    return _whole(Settings(**read), values)


def _given(values: Mapping[str, str], name: str) -> str | None:
    """The value of NAME, or of the file NAME_FILE points to."""
    if values.get(name):
        return values[name]
    path = values.get(f"{name}_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        reason = error.strerror
        raise SettingsError(f"{name}_FILE is {path!r}: {reason}; name a readable file") from None


def _whole(settings: Settings, values: Mapping[str, str]) -> Settings:
    """What no field can check alone."""
    if bool(settings.line_channel_secret) != bool(settings.line_channel_access_token):
        raise SettingsError(
            "LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN go together: set both or neither"
        )
    if bool(settings.telegram_bot_token) != bool(settings.telegram_secret_token):
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN and TELEGRAM_SECRET_TOKEN go together: set both or neither"
        )
    if settings.bokcarbon_clock and _talks_to_real_hosts(settings):
        raise SettingsError("BOKCARBON_CLOCK is for rehearsals: unset it beside real channels")
    if settings.plays_line and _talks_to_real_hosts(settings):
        raise SettingsError(
            "LINE_API_HOST is the simulator, where anybody can speak as anybody: "
            "unset it, or set TELEGRAM_API_HOST to a stand-in too"
        )
    if settings.secret_key:
        if len(settings.secret_key) < 32:
            raise SettingsError("SECRET_KEY is too short: write 32 random letters or more")
        return settings
    if not settings.database_url.startswith("sqlite"):
        raise SettingsError("SECRET_KEY is missing: write 32 random letters or more")
    return _with_own_key(settings)


def _talks_to_real_hosts(settings: Settings) -> bool:
    hosts = []
    if settings.has_line and not settings.plays_line:
        hosts.append(settings.line_api_host)
    if settings.has_telegram:
        hosts.append(settings.telegram_api_host)
    return any(urlsplit(host).hostname not in LOCAL_HOSTS for host in hosts)


def _with_own_key(settings: Settings) -> Settings:
    """The embedded default makes its own key once and keeps it beside the database."""
    SECRET_KEY_FILE.parent.mkdir(parents=True, exist_ok=True)
    try:
        with SECRET_KEY_FILE.open("x", encoding="utf-8") as made:
            SECRET_KEY_FILE.chmod(0o600)
            made.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return replace(settings, secret_key=SECRET_KEY_FILE.read_text(encoding="utf-8"))


class Clock:
    """The service's time. With `BOKCARBON_CLOCK` it starts there and runs on."""

    def __init__(self, zone: ZoneInfo, start: datetime | None = None) -> None:
        self.zone = zone
        self.can_be_moved = start is not None
        self._shift = start - self.real_now() if start else timedelta(0)

    def now(self) -> datetime:
        """The moment it is, in the service's zone."""
        return self.real_now() + self._shift

    def move_to(self, moment: datetime) -> None:
        """Go on from another moment: in rehearsals only, where the time is not the real one."""
        if not self.can_be_moved:
            raise SettingsError("the clock is the real one: start with BOKCARBON_CLOCK to move it")
        self._shift = moment - self.real_now()

    def real_now(self) -> datetime:
        """The machine's own time, for what the machine itself schedules."""
        return datetime.now(self.zone)
