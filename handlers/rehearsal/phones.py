"""Platforms in memory: what is sent reaches a phone of the rehearsal, by the platform's rules."""

import io
from datetime import datetime, timedelta
from uuid import UUID

from PIL import Image, ImageDraw

from bot.attachments import Content
from handlers.channels.base import Delivery, Sent, TokenRefused, Unreachable
from handlers.settings import Clock
from handlers.terminal import TerminalChannel

TOKEN_LIVES = timedelta(minutes=1)
BILL_SIZE = (480, 320)


class Phones(TerminalChannel):
    """Everybody who uses one platform. `line` gives reply tokens, and takes pushes to the blocked
    without delivering them; `telegram` refuses those."""

    def __init__(self, name: str, clock: Clock) -> None:
        super().__init__()
        self.name = name
        self.blocked: set[str] = set()
        self._clock = clock
        self._tokens: dict[str, datetime] = {}
        self._seen: set[UUID] = set()
        self._arrived: list[Delivery] = []

    @property
    def pays(self) -> bool:
        """Whether a push is paid for here, and a reply is not."""
        return self.name == "line"

    def token_for(self, event: str) -> str:
        """The one-use reply token that comes with an event."""
        if not self.pays:
            return ""
        token = f"token-{event}"
        self._tokens[token] = self._clock.now()
        return token

    def send(self, delivery: Delivery) -> Sent:
        if delivery.reply_token:
            given = self._tokens.pop(delivery.reply_token, None)
            if given is None or self._clock.now() - given > TOKEN_LIVES:
                raise TokenRefused
        if delivery.user in self.blocked:
            if self.pays:
                return Sent(self.name)
            raise Unreachable("blocked")
        if delivery.id not in self._seen:  # the retry key
            self._seen.add(delivery.id)
            self._arrived.append(delivery)
        return Sent(self.name)

    def take_all(self) -> list[Delivery]:
        """What has arrived on all phones since the last time."""
        arrived, self._arrived = self._arrived, []
        return arrived

    def fetch(self, content: Content, most_bytes: int) -> bytes:
        """A picture of a made-up bill."""
        picture = Image.new("RGB", BILL_SIZE, "white")
        ImageDraw.Draw(picture).text((20, 20), content.reference, fill="black")
        out = io.BytesIO()
        picture.save(out, "JPEG")
        return out.getvalue()
