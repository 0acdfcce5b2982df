"""`chat`: talk in the terminal through the same path as any channel; a talk can be kept.

A kept talk is a `.chat` file: `> ` what was typed (`> [label]` a button pressed), `< ` what was
answered, with `(picture)` and the buttons in brackets under it, `= ` what a copy button copied.
`> (photo bill.jpg)` sends a picture or file, `> (unsend)` and `> (edited) …` take back or change
the last message. The tests play such files.
"""

import logging
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from bot.attachments import Content
from bot.messages import Button, Kind, Message, Reply
from handlers.answer import answer_one
from handlers.channels.base import Delivery, Event, Face, Never, Refused, Sent, TooLarge
from handlers.deliver import deliver_one
from handlers.fetch import fetch_one
from handlers.logs import configure_logs
from handlers.service import Service
from handlers.settings import Settings
from storage import inbox, migrations
from storage.inbox import NewEvent

HERE = Path()
SENT = frozenset({Kind.TEXT, Kind.PHOTO, Kind.FILE, Kind.STICKER})  # what can be edited or unsent
_ACT = re.compile(r"\((?P<kind>[a-z]+)(?: (?P<path>[^()]+))?\)\s*(?P<text>.*)", re.DOTALL)


class TerminalChannel:
    """A channel without a network: what is sent is kept until the talk takes it."""

    name = "terminal"
    face: Face | None = None

    def __init__(self) -> None:
        self._sent: dict[str, list[Reply]] = {}

    def receive(
        self, headers: Mapping[str, str], body: bytes, received_at: datetime
    ) -> list[Event]:
        raise Refused(404, "the terminal has no webhook")

    def read(self, raw: Mapping[str, Any]) -> Message | None:
        path = raw.get("path", "")
        return Message(
            kind=Kind(raw["kind"]),
            sent_at=datetime.fromtimestamp(raw["sent_at"], UTC),
            text=raw.get("text", ""),
            action=raw.get("action", ""),
            id=raw.get("id", ""),
            content=Content(path, Path(path).name) if path else None,
        )

    def show_waiting(self, user: str) -> timedelta:
        return timedelta(0)

    def fetch(self, content: Content, most_bytes: int) -> bytes:
        """A file of this computer, as the person typed its path."""
        path = Path(content.reference)
        if not path.is_file():
            raise Never("no such file")
        if path.stat().st_size > most_bytes:
            raise TooLarge
        return path.read_bytes()

    def send(self, delivery: Delivery) -> Sent:
        self._sent.setdefault(delivery.user, []).extend(delivery.replies)
        return Sent("terminal")

    def take(self, user: str) -> list[Reply]:
        """What one person was told since the last time."""
        return self._sent.pop(user, [])


class Talk:
    """One person's talk with a service, message by message, in this very thread."""

    def __init__(
        self, service: Service, channel: TerminalChannel, user: str, folder: Path = HERE
    ) -> None:
        service.channels[channel.name] = channel
        self._service = service
        self._channel = channel
        self._user = user
        self._folder = folder
        self._last_id = ""
        self.buttons: tuple[Button, ...] = ()
        self.lines: list[str] = []

    def say(self, text: str) -> list[Reply]:
        """Type a text, press a button by `[label]`, or do what `(…)` says; what was answered."""
        self.lines.append("> " + text.replace("\n", "\\n").replace("\t", "\\t"))
        pressed = self._pressed(text)
        if pressed and pressed.copy:  # stays on the phone
            self.lines += [f"= {line}".rstrip() for line in pressed.copy.split("\n")]
            return []
        if pressed:
            return self._do({"kind": Kind.ACTION, "action": pressed.action})
        return self._do(self._act(text) or {"kind": Kind.TEXT, "text": text})

    def _act(self, text: str) -> dict[str, Any] | None:
        """`(sticker)`, `(photo bill.jpg)`, `(file july.csv)`, `(unsend)`, `(edited) new text`."""
        found = _ACT.fullmatch(text)
        if found is None or found["kind"] not in set(Kind):
            return None
        act: dict[str, Any] = {"kind": Kind(found["kind"]), "text": found["text"]}
        if found["path"]:
            act["path"] = str(self._folder / found["path"])
        if act["kind"] in (Kind.UNSEND, Kind.EDITED):
            act["id"] = self._last_id
        return act

    def _pressed(self, text: str) -> Button | None:
        label = text[1:-1] if text.startswith("[") and text.endswith("]") else None
        return next((button for button in self.buttons if button.label == label), None)

    def _do(self, raw: dict[str, Any]) -> list[Reply]:
        now = self._service.clock.now()
        if raw["kind"] in SENT:
            raw["id"] = self._last_id = uuid4().hex
        raw["sent_at"] = now.timestamp()
        message = self._channel.read(raw)
        content, named = (message.content, message.id) if message else (None, "")
        named = named if raw["kind"] in SENT else ""
        event = NewEvent(
            "terminal", str(uuid4()), self._user, now, raw, message=named, content=content
        )
        with self._service.database.begin() as tx:
            inbox.keep(tx, [event], now)
        while fetch_one(self._service) or answer_one(self._service):
            pass
        return self.hear()

    def hear(self) -> list[Reply]:
        """Whatever waits to be said: answers, and reminders the clock has put there."""
        while deliver_one(self._service):
            pass
        replies = self._channel.take(self._user)
        for reply in replies:
            self.lines += shown(reply)
        if replies:
            self.buttons = tuple(button for reply in replies for button in reply.buttons)
        return replies


def shown(reply: Reply) -> list[str]:
    """A reply as a `.chat` file shows it."""
    lines = [f"< {line}".rstrip() for line in reply.whole_text.split("\n")]
    if reply.picture:
        lines.append(f"< (picture) {reply.picture.alt}")
    if reply.buttons:
        lines.append("< " + " ".join(f"[{button.label}]" for button in reply.buttons))
    return lines


def talk(settings: Settings, user: str, save: Path | None) -> None:
    """Read lines until the end of input; an empty line is nothing said."""
    configure_logs(logging.ERROR)
    if settings.database_url.startswith("sqlite"):
        migrations.upgrade(settings.database_url)
    conversation = Talk(Service.start(settings), TerminalChannel(), user)
    click.echo("> ", nl=False)
    for line in sys.stdin:
        text = line.strip()
        if text:
            before = len(conversation.lines)
            conversation.say(text)
            for said in conversation.lines[before + 1 :]:
                click.echo(said)
        click.echo("> ", nl=False)
    click.echo()
    if save:
        save.write_text("\n".join(conversation.lines) + "\n", encoding="utf-8")
