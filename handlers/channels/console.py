"""The console as a channel: what is told on a page goes the way of every message.

The same inbox, reader, read-back, drafts and audit as in chat; the page reads the answers from the
outbox, so there is nothing to send and nobody to push to.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.attachments import Content
from bot.messages import Kind, Message
from handlers.channels.base import Delivery, Event, Face, Never, Refused, Sent
from storage.people import ON_A_PAGE


class ConsoleChannel:
    """Messages typed on the console by somebody who is signed in."""

    name = ON_A_PAGE
    face: Face | None = None

    def receive(
        self, headers: Mapping[str, str], body: bytes, received_at: datetime
    ) -> list[Event]:
        raise Refused(404, "the console has no webhook")

    def read(self, raw: Mapping[str, Any]) -> Message | None:
        return Message(
            kind=Kind(raw["kind"]),
            sent_at=datetime.fromtimestamp(raw["sent_at"], UTC),
            text=raw.get("text", ""),
            action=raw.get("action", ""),
        )

    def send(self, delivery: Delivery) -> Sent:
        return Sent(self.name)  # the page shows the outbox itself

    def fetch(self, content: Content, most_bytes: int) -> bytes:
        raise Never("files come in the chat")

    def show_waiting(self, user: str) -> timedelta:
        return timedelta(0)  # the page waits by itself
