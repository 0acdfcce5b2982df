"""Telegram: a dozen JSON calls over one pooled session; no library, own lenient reading."""

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
import structlog

from bot.attachments import Content
from bot.messages import Button, Kind, Message, Reply
from handlers.channels.base import (
    Delivery,
    Drawing,
    Event,
    Face,
    Never,
    Refused,
    Sent,
    TokenWrong,
    TooLarge,
    TryLater,
    Unreachable,
)
from handlers.channels.content import fetch
from handlers.channels.graphemes import split, utf16_length
from handlers.channels.groups import CALLED, is_for_us, without_words
from handlers.channels.lenient import header, number_of, object_of, parse_object, text_of
from handlers.channels.telegram_commands import TelegramCommands

log = structlog.get_logger()

TIMEOUT_SECONDS = (2, 5)
TEXT_UNITS = 4_096
CAPTION_UNITS = 1_024
COPY_UNITS = 256
LONGEST_TEXT = 10_000
BUTTONS_A_ROW = 2
FILE_PATH = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+){0,4}")
USERNAME = re.compile(r"[A-Za-z0-9_]{3,64}")
LONGEST_WAIT = timedelta(days=1)
TYPING_LASTS = timedelta(seconds=5)
MEMBERSHIP = {"kicked": Kind.UNFOLLOW, "member": Kind.FOLLOW}  # blocked, unblocked
# Telegram's own look at a link would reach one-use pages before the person does.
GROUPS = ("group", "supergroup")
IN = ("member", "administrator")
NO_PREVIEW = {"is_disabled": True}


class TelegramChannel:
    """One Telegram bot; figures are told in private chats only."""

    name = "telegram"

    def __init__(self, bot_token: str, secret_token: str, api_host: str) -> None:
        self._secret_token = secret_token.encode()
        self._url = f"{api_host}/bot{bot_token}"
        self._file_url = f"{api_host}/file/bot{bot_token}"
        self._session = requests.Session()
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=16)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)
        self.face: Face | None = TelegramCommands(self._call)

    # --- in ---------------------------------------------------------------------------------

    def receive(
        self, headers: Mapping[str, str], body: bytes, received_at: datetime
    ) -> list[Event]:
        """One update a call (Bot API: "Update"), behind the secret token header."""
        given = header(headers, "x-telegram-bot-api-secret-token").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._secret_token):
            raise Refused(401, "bad secret token")
        update = parse_object(body)
        update_id = number_of(update, "update_id")
        if update_id is None:
            raise Refused(400, "no update_id")
        part = _part(update)
        chat = object_of(part, "chat") or object_of(object_of(part, "message"), "chat")
        user = number_of(chat, "id")
        is_called = chat.get("type") in GROUPS and _is_called(update, part)
        if user is None or not (is_called or chat.get("type") == "private"):
            log.info("telegram.left_out")
            return []
        seconds = number_of(part, "edit_date") or number_of(part, "date")
        event = Event(
            id=str(update_id),
            user=str(user),
            occurred_at=_moment(seconds) or received_at,
            raw=update,
            reply_token=text_of(object_of(update, "callback_query"), "id", 128),
            message="" if "callback_query" in update else _message_id(part),
        )
        if not is_called:
            return [event]
        if user >= 0:  # a group's number is below nothing, so that it is never a person's
            return []
        return [replace(event, raw=without_words(part, "date"), message="")]

    def read(self, raw: Mapping[str, Any]) -> Message | None:
        part = _part(raw)
        sent_at = _moment(number_of(part, "edit_date") or number_of(part, "date"))
        at = sent_at or datetime.fromtimestamp(0, UTC)
        if raw.get(CALLED) is True:
            called_at = _moment(number_of(raw, "date"))
            return Message(Kind.GROUP, called_at or at)
        if "callback_query" in raw:
            # {"update_id": 1, "callback_query": {"id": "4382", "data": "menu:record", …}}
            return Message(Kind.ACTION, at, action=text_of(part, "data", 64))
        if "my_chat_member" in raw:
            # {"my_chat_member": {"chat": …, "new_chat_member": {"status": "kicked", …}, …}}
            kind = MEMBERSHIP.get(text_of(object_of(part, "new_chat_member"), "status", 32))
            return Message(kind, at) if kind else None
        if "message" in raw or "edited_message" in raw:
            return _message(part, at, edited="edited_message" in raw)
        return None

    def fetch(self, content: Content, most_bytes: int) -> bytes:
        """getFile, then its path on the file host (Bot API: "File": at most 20 MB)."""
        if content.size_bytes is not None and content.size_bytes > most_bytes:
            raise TooLarge
        found = self._call("getFile", {"file_id": content.reference})
        path = text_of(object_of(found, "result"), "file_path", 256)
        if not FILE_PATH.fullmatch(path) or ".." in path:
            raise Never("Telegram gave no usable file path")
        return fetch(self._session, f"{self._file_url}/{path}", most_bytes, where="Telegram")

    def join_link(self) -> str:
        """t.me/<bot>?start=CODE (Bot API: getMe; deep links carry 64 letters, digits, _ and -)."""
        user = object_of(self._call("getMe", {}), "result")
        username = text_of(user, "username", 64)
        return f"https://t.me/{username}?start={{code}}" if USERNAME.fullmatch(username) else ""

    # --- out --------------------------------------------------------------------------------

    def send(self, delivery: Delivery) -> Sent:
        """Each reply is one call; the press that is being answered stops spinning first.

        Pictures come after all texts: one that fails must not have a text said twice.
        """
        if delivery.reply_token:
            self._quietly("answerCallbackQuery", {"callback_query_id": delivery.reply_token})
        request_id = ""
        for reply in delivery.replies:
            for body in _messages(reply):
                answer = self._call("sendMessage", {"chat_id": int(delivery.user), **body})
                request_id = str(number_of(object_of(answer, "result"), "message_id") or "")
        for drawing in delivery.drawings.values():
            self._show(delivery, drawing)
        return Sent(request_id)

    def show_waiting(self, user: str) -> timedelta:
        """sendChatAction: `typing …` under the bot's name, for five seconds."""
        self._call("sendChatAction", {"chat_id": int(user), "action": "typing"})
        return TYPING_LASTS

    def _show(self, delivery: Delivery, drawing: Drawing) -> None:
        """sendPhoto, uploaded; the text has been said, so a failure is only noted."""
        caption = split(drawing.alt, CAPTION_UNITS)[:1]
        body = {"chat_id": delivery.user, "caption": "".join(caption)}
        try:
            self._call("sendPhoto", body, {"photo": ("picture.png", drawing.png, "image/png")})
        except (TryLater, Never) as error:
            log.warning("telegram.without_picture", letter=str(delivery.id), reason=str(error))

    def _quietly(self, method: str, body: Mapping[str, Any]) -> None:
        try:
            self._call(method, body)
        except (TryLater, Never):
            log.info("telegram.callback_not_answered")

    def _call(
        self, method: str, body: Mapping[str, Any], files: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        """One Bot API call; TryLater, Unreachable or Never when it is not taken."""
        sent: dict[str, Any] = {"data": body, "files": files} if files else {"json": body}
        try:
            answer = self._session.post(
                f"{self._url}/{method}", timeout=TIMEOUT_SECONDS, allow_redirects=False, **sent
            )
            parsed = answer.json()
        except requests.RequestException as error:  # also an answer that is not JSON
            raise TryLater(f"Telegram: {type(error).__name__}") from None
        result = parsed if isinstance(parsed, dict) else {}
        if answer.status_code == 200 and result.get("ok") is True:
            return result
        raise _trouble(answer.status_code, result)


def _part(update: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of an update we asked for: exactly one is filled."""
    for name in ("message", "edited_message", "callback_query", "my_chat_member"):
        found = object_of(update, name)
        if found:
            return found
    return {}


def _is_called(update: Mapping[str, Any], part: Mapping[str, Any]) -> bool:
    """Whether somebody in a group wants something of the bot; all other talk is left out.

    {"my_chat_member": {"old_chat_member": {"status": "left"}, "new_chat_member": …}, …}
    """
    if "callback_query" in update:  # no button of ours is ever there
        return True
    if "my_chat_member" in update:
        was, now = (
            text_of(object_of(part, f"{which}_chat_member"), "status", 32)
            for which in ("old", "new")
        )
        return now in IN and was not in IN
    return is_for_us(text_of(part, "text", LONGEST_TEXT))


def _message(part: Mapping[str, Any], at: datetime, edited: bool) -> Message | None:
    # {"message_id": 7, "chat": {"id": 99, "type": "private"}, "date": 1785000000, "text": "…"}
    text = text_of(part, "text", LONGEST_TEXT)
    if text == "/start":
        return Message(Kind.FOLLOW, at)
    message_id = _message_id(part)
    if text:
        kind = Kind.EDITED if edited else Kind.TEXT
        return Message(kind, at, text=_without_slash(text), id=message_id)
    caption = text_of(part, "caption", LONGEST_TEXT)
    if edited:
        return Message(Kind.EDITED, at, text=caption, id=message_id) if caption else None
    if "photo" in part:
        content = _largest(part["photo"])
        return Message(Kind.PHOTO, at, text=caption, id=message_id, content=content)
    if "document" in part:
        content = _file(object_of(part, "document"))
        return Message(Kind.FILE, at, text=caption, id=message_id, content=content)
    if part.keys() & {"video", "voice", "audio"}:
        return Message(Kind.FILE, at, id=message_id)
    return Message(Kind.STICKER if "sticker" in part else Kind.OTHER, at)


def _message_id(part: Mapping[str, Any]) -> str:
    number = number_of(part, "message_id")
    return "" if number is None else str(number)


def _largest(sizes: Any) -> Content | None:
    """Of a photo's sizes the largest, the last: [{"file_id": "AgAC…", "file_size": 98312, …}]"""
    return _file(sizes[-1]) if isinstance(sizes, list) and sizes else None


def _file(found: Any) -> Content | None:
    """{"file_id": "BQAC…", "file_name": "july.xlsx", "mime_type": …, "file_size": 2138}"""
    reference = text_of(found, "file_id", 256)
    if not reference:
        return None
    return Content(reference, text_of(found, "file_name", 500), number_of(found, "file_size"))


def _without_slash(text: str) -> str:
    """`/totals` is the menu's way of typing `totals`; `/start CODE` stays as the link sent it."""
    if not text.startswith("/") or text.startswith("/start "):
        return text
    command, space, rest = text[1:].partition(" ")
    return command.partition("@")[0] + space + rest


def _moment(seconds: int | None) -> datetime | None:
    if seconds is None or not 10**9 <= seconds < 10**10:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _messages(reply: Reply) -> list[dict[str, Any]]:
    """A reply as sendMessage bodies; the buttons go under the last."""
    bodies: list[dict[str, Any]] = [
        {"text": piece, "link_preview_options": NO_PREVIEW}
        for piece in split(reply.whole_text, TEXT_UNITS)
    ]
    shown = [button for button in reply.buttons if utf16_length(button.copy) <= COPY_UNITS]
    if bodies and shown:
        bodies[-1]["reply_markup"] = {"inline_keyboard": _keyboard(shown)}
    return bodies


def _keyboard(buttons: Sequence[Button]) -> list[list[dict[str, Any]]]:
    keys = [_key(button) for button in buttons]
    return [keys[at : at + BUTTONS_A_ROW] for at in range(0, len(keys), BUTTONS_A_ROW)]


def _key(button: Button) -> dict[str, Any]:
    if button.copy:
        return {"text": button.label, "copy_text": {"text": button.copy}}
    if button.link:
        return {"text": button.label, "url": button.link}
    return {"text": button.label, "callback_data": button.action}


def _trouble(status: int, answer: Mapping[str, Any]) -> Exception:
    description = text_of(answer, "description", 500)
    if status == 429:
        seconds = number_of(object_of(answer, "parameters"), "retry_after") or 0
        after = timedelta(seconds=min(max(seconds, 0), LONGEST_WAIT.total_seconds()))
        return TryLater("Telegram: too many", after or None)
    if status in (401, 404):  # 404: no bot has ever had such a token
        return TokenWrong("Telegram refused the token: check TELEGRAM_BOT_TOKEN")
    if status == 403:
        return Unreachable(f"Telegram: {description}")
    if not 400 <= status < 500:  # trouble on the way, or an answer that is not Telegram's
        return TryLater(f"Telegram answered {status}")
    return Never(f"Telegram refused with {status}: {description}")
