"""LINE's side of the conversation, with LINE's rules: what a real account would do, played here.

One-use reply tokens, retry keys, the month's quota per recipient, blocked users, refused
messages. Everything is in memory and bounded; one lock guards it.
"""

import json
import re
import secrets
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from handlers.channels.graphemes import utf16_length
from handlers.channels.simulator.refusal import Refusal, refuse_action

TOKEN_LIVES = timedelta(minutes=1)
MOST_MESSAGES = 5
MOST_QUICK_REPLIES = 13
TEXT_UNITS = 5_000
ALT_TEXT_UNITS = 1_500
BUBBLE_BYTES = 30_000
KEPT_ROOMS = 1_000
KEPT_MESSAGES = 500
KEPT_KEYS = 5_000
KEPT_CONTENTS = 50
DEFAULT_QUOTA = 300
ADDRESS = re.compile(r"(?:https://|http://(?:127\.0\.0\.1|localhost)[:/])[!-~]+")
ADDRESS_LENGTH = 2_000
MESSAGE_TYPES = ("text", "flex", "image", "sticker", "template")

Json = dict[str, Any]


@dataclass
class Room:
    """One person's chat with the account, as their phone shows it."""

    user: str
    name: str
    blocked: bool = False
    waiting_until: datetime | None = None  # the loading sign
    entries: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT_MESSAGES))
    next_number: int = 1

    def add(self, side: str, message: Json) -> None:
        self.entries.append({"number": self.next_number, "side": side, "message": message})
        self.next_number += 1


@dataclass
class _Token:
    user: str
    until: datetime
    used: bool = False


class LineSide:
    """The state of a played LINE account."""

    def __init__(self, now: Callable[[], datetime], quota: int = DEFAULT_QUOTA) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._rooms: dict[str, Room] = {}
        self._tokens: dict[str, _Token] = {}
        self._accepted: dict[str, str] = {}
        self._faults: deque[str] = deque()
        self._contents: dict[str, bytes] = {}
        self.quota = quota
        self.used = 0

    # --- the person's phone -------------------------------------------------------------------

    def person(self, user: str, name: str = "") -> Room:
        with self._lock:
            room = self._rooms.get(user)
            if room is None:
                while len(self._rooms) >= KEPT_ROOMS:
                    self._rooms.pop(next(iter(self._rooms)))
                room = self._rooms[user] = Room(user, name or user)
            elif name:
                room.name = name
            return room

    def rooms(self) -> list[Room]:
        with self._lock:
            return list(self._rooms.values())

    def talk(self, user: str, after: int = 0) -> list[Json]:
        """What the phone shows, from entry `after` on."""
        room = self.person(user)
        with self._lock:
            return [entry for entry in room.entries if entry["number"] > after]

    def note(self, user: str, message: Json) -> None:
        """What the person did, shown on their own side."""
        room = self.person(user)
        with self._lock:
            room.add("person", message)

    def keep_content(self, message_id: str, body: bytes) -> None:
        """The bytes of a picture or file the person sent."""
        with self._lock:
            while len(self._contents) >= KEPT_CONTENTS:
                self._contents.pop(next(iter(self._contents)))
            self._contents[message_id] = body

    def unsend(self, user: str, message_id: str) -> None:
        """The person takes a message back: nobody sees it any more."""
        room = self.person(user)
        with self._lock:
            self._contents.pop(message_id, None)
            for entry in room.entries:
                if entry["message"].get("id") == message_id:
                    entry["message"] = {"type": "unsent", "id": message_id}

    def content(self, message_id: str) -> bytes:
        """GET /v2/bot/message/{messageId}/content"""
        with self._lock:
            if message_id not in self._contents:
                raise Refusal(404, "Not found")
            return self._contents[message_id]

    def new_token(self, user: str) -> str:
        token = secrets.token_hex(16)
        with self._lock:
            while len(self._tokens) >= KEPT_KEYS:
                self._tokens.pop(next(iter(self._tokens)))
            self._tokens[token] = _Token(user, self._now() + TOKEN_LIVES)
        return token

    def is_waiting(self, user: str) -> bool:
        """Whether the phone shows the loading sign."""
        until = self.person(user).waiting_until
        return until is not None and self._now() < until

    # --- the account's calls --------------------------------------------------------------------

    def fail_next(self, *faults: str) -> None:
        """Play trouble at the next calls: `500`, `429`, `timeout`, `lost` (taken, no answer)."""
        with self._lock:
            self._faults.extend(faults)

    def next_fault(self) -> str:
        with self._lock:
            return self._faults.popleft() if self._faults else ""

    def reply(self, token: str, messages: Any, has_retry_key: bool) -> list[Json]:
        """POST /v2/bot/message/reply"""
        if has_retry_key:
            raise Refusal(400, "The retry key is not supported for this endpoint")
        refuse_messages(messages)
        with self._lock:
            known = self._tokens.get(token)
            if known is None or known.used or self._now() > known.until:
                raise Refusal(400, "Invalid reply token")
            known.used = True
            room = self._rooms.get(known.user)
            return self._deliver(room, messages) if room else _ids(messages)

    def push(self, user: str, messages: Any, retry_key: str) -> tuple[list[Json], str]:
        """POST /v2/bot/message/push; returns what was sent and the request's id."""
        refuse_messages(messages)
        with self._lock:
            if retry_key and retry_key in self._accepted:
                accepted = {"x-line-accepted-request-id": self._accepted[retry_key]}
                raise Refusal(409, "The retry key is already accepted", accepted)
            room = self._rooms.get(user)
            if room is None:
                raise Refusal(400, "The property, 'to', in the request body is invalid")
            if self.used >= self.quota:
                raise Refusal(429, "You have reached your monthly limit.")
            request_id = secrets.token_hex(8)
            if retry_key:
                while len(self._accepted) >= KEPT_KEYS:
                    self._accepted.pop(next(iter(self._accepted)))
                self._accepted[retry_key] = request_id
            if room.blocked:  # LINE says 200 and delivers nothing
                return _ids(messages), request_id
            self.used += 1
            return self._deliver(room, messages), request_id

    def start_loading(self, user: str, seconds: Any) -> None:
        """POST /v2/bot/chat/loading/start"""
        if not isinstance(seconds, int) or seconds % 5 or not 5 <= seconds <= 60:
            raise Refusal(400, "The property, 'loadingSeconds', must be 5 to 60 in steps of 5")
        with self._lock:
            room = self._rooms.get(user)
            if room is None:
                raise Refusal(400, "The property, 'chatId', in the request body is invalid")
            room.waiting_until = self._now() + timedelta(seconds=seconds)

    def _deliver(self, room: Room, messages: list[Json]) -> list[Json]:
        room.waiting_until = None  # gone as soon as a message comes
        for message in messages:
            room.add("account", message)
        return _ids(messages)


def _ids(messages: list[Json]) -> list[Json]:
    return [{"id": secrets.token_hex(8), "quoteToken": secrets.token_hex(8)} for _ in messages]


def refuse_messages(messages: Any) -> None:
    """LINE's validation, as far as we send things; Refusal names the property."""
    if not isinstance(messages, list) or not 1 <= len(messages) <= MOST_MESSAGES:
        raise Refusal(400, "The property, 'messages', must hold 1 to 5 messages")
    for at, message in enumerate(messages):
        where = f"messages[{at}]"
        kind = message.get("type") if isinstance(message, dict) else None
        if kind not in MESSAGE_TYPES:
            raise Refusal(400, f"The property, '{where}.type', is invalid")
        if kind == "text":
            _refuse_text(message.get("text"), TEXT_UNITS, f"{where}.text")
        if kind == "flex":
            _refuse_text(message.get("altText"), ALT_TEXT_UNITS, f"{where}.altText")
            _refuse_bubble(message.get("contents"), f"{where}.contents")
        if kind == "image":
            for name in ("originalContentUrl", "previewImageUrl"):
                _refuse_address(message.get(name), f"{where}.{name}")
        _refuse_quick_replies(message.get("quickReply"), where)


def _refuse_text(text: Any, units: int, where: str) -> None:
    if not isinstance(text, str) or not text.strip() or utf16_length(text) > units:
        raise Refusal(400, f"The property, '{where}', must be 1 to {units} long")


def _refuse_address(url: Any, where: str) -> None:
    """HTTPS and percent-encoded; from this computer, in a rehearsal, HTTP will do."""
    if not isinstance(url, str) or len(url) > ADDRESS_LENGTH or not ADDRESS.fullmatch(url):
        raise Refusal(400, f"The property, '{where}', is invalid")


def _refuse_bubble(bubble: Any, where: str) -> None:
    """A Flex bubble as far as our cards go: boxes of texts, none of them empty."""
    if not isinstance(bubble, dict) or bubble.get("type") != "bubble":
        raise Refusal(400, f"The property, '{where}', is invalid")
    if len(json.dumps(bubble, ensure_ascii=False).encode()) > BUBBLE_BYTES:
        raise Refusal(400, f"The property, '{where}', is too large")
    for block in ("header", "body", "footer"):
        if block in bubble:
            _refuse_component(bubble[block], f"{where}/{block}")


def _refuse_component(component: Any, where: str) -> None:
    kind = component.get("type") if isinstance(component, dict) else None
    if kind == "box" and isinstance(component.get("contents"), list):
        for at, inner in enumerate(component["contents"]):
            _refuse_component(inner, f"{where}/contents/{at}")
    elif kind != "text":
        raise Refusal(400, f"The property, '{where}', is invalid")
    elif not isinstance(component.get("text"), str) or not component["text"].strip():
        raise Refusal(400, f"The property, '{where}/text', must be non-empty text")


def _refuse_quick_replies(quick: Any, where: str) -> None:
    if quick is None:
        return
    items = quick.get("items") if isinstance(quick, dict) else None
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_QUICK_REPLIES:
        raise Refusal(400, f"The property, '{where}.quickReply.items', must hold 1 to 13 items")
    for item in items:
        action = item.get("action") if isinstance(item, dict) else None
        refuse_action(action, f"{where}.quickReply.items.action")
