"""The channels under test, each with what its platform puts around a webhook body."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from handlers.channels import CHANNELS
from handlers.channels.base import Channel
from handlers.settings import read_settings
from tests.processes import LINE_SECRET, LINE_TOKEN, TELEGRAM_SECRET, TELEGRAM_TOKEN

PAYLOADS = Path(__file__).parent / "payloads"
OLD_LINE_SECRET = "line-secret-being-rotated-out"
RECEIVED = datetime(2026, 8, 5, 2, 0, 7, tzinfo=UTC)
NOBODY = "http://127.0.0.1:9"  # the discard port: no connection can be made

Headers = Mapping[str, str]


def channel(name: str, api_host: str = NOBODY) -> Channel:
    """A channel as the service makes it from its settings."""
    settings = read_settings(
        {
            "SECRET_KEY": "for tests only, long enough to be taken",
            "LINE_CHANNEL_SECRET": f"{LINE_SECRET},{OLD_LINE_SECRET}",
            "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
            "LINE_API_HOST": api_host,
            "LINE_DATA_API_HOST": api_host,
            "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN,
            "TELEGRAM_SECRET_TOKEN": TELEGRAM_SECRET,
            "TELEGRAM_API_HOST": api_host,
        }
    )
    made = CHANNELS[name](settings)
    assert made is not None
    return made


def line_headers(body: bytes, secret: str = LINE_SECRET) -> Headers:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return {"X-Line-Signature": base64.b64encode(digest).decode()}


def telegram_headers(body: bytes) -> Headers:
    return {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}


SEALS: dict[str, Callable[[bytes], Headers]] = {"line": line_headers, "telegram": telegram_headers}


def samples(name: str) -> list[Path]:
    return sorted((PAYLOADS / name).glob("*.json"))


def sample(path: Path) -> dict[str, Any]:
    """{"about": …, "body": the webhook's JSON, "expects": the events it must come to}"""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def packed(body: Any) -> bytes:
    return json.dumps(body).encode()
