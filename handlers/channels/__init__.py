"""CHANNELS: name → how to make its adapter from the settings, None while it is off."""

from collections.abc import Callable

from handlers.channels.base import Channel
from handlers.channels.line import LineChannel
from handlers.channels.telegram import TelegramChannel
from handlers.settings import Settings


def _line(settings: Settings) -> Channel | None:
    if not settings.has_line:
        return None
    return LineChannel(
        secrets=settings.line_channel_secret,
        access_token=settings.line_channel_access_token,
        api_host=settings.line_api_host,
        data_api_host=settings.line_data_api_host,
    )


def _telegram(settings: Settings) -> Channel | None:
    if not settings.has_telegram:
        return None
    return TelegramChannel(
        bot_token=settings.telegram_bot_token,
        secret_token=settings.telegram_secret_token,
        api_host=settings.telegram_api_host,
    )


CHANNELS: dict[str, Callable[[Settings], Channel | None]] = {"line": _line, "telegram": _telegram}
