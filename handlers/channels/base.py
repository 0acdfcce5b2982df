"""The contract every channel keeps. A channel is one adapter: it reads events and sends replies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from bot.attachments import Content
from bot.menus import Menu
from bot.messages import Message, Reply


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a webhook body, verified and kept whole, not yet understood.

    `id` is the platform's own (LINE `webhookEventId`, Telegram `update_id`), `user` the
    platform's user id as text, `reply_token` LINE's one-use token or empty.
    """

    id: str
    user: str
    occurred_at: datetime
    raw: Mapping[str, Any]
    reply_token: str = ""
    message: str = ""  # the platform's id of the message, by which edits and unsends name it


class Refused(Exception):
    """The webhook body is not ours to take: answered with this 4xx `status`, nothing kept."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Drawing:
    """A reply's picture, drawn: the bytes to upload, or the address they can be had at for a week.

    `alt` says in a line what it shows. The reply's text has its facts: a channel that cannot
    show a picture, or fails to, leaves it out.
    """

    png: bytes
    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One outbox row on its way out: the replies of one turn, in order (at most five).

    `id` is the row's UUID: LINE's retry key for a push. With `reply_token` it goes as a free
    LINE reply, without one as a push. `drawings` are the pictures, by the reply they belong to.
    """

    id: UUID
    user: str
    replies: Sequence[Reply]
    reply_token: str = ""
    drawings: Mapping[int, Drawing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it. `request_id` is the platform's, for its support and our log."""

    request_id: str = ""


class TryLater(Exception):
    """Not sent, may work later (429, 5xx, no connection). `after` when the platform said so."""

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Never(Exception):
    """Will never be sent: the platform refuses this message for good."""


class Unreachable(Never):
    """The person blocked the account or is gone."""


class TokenWrong(Never):
    """The platform does not know us: the setting named here is wrong."""


class TooLarge(Exception):
    """A file is larger than is taken in; fetching it was cut off."""


class TokenRefused(Exception):
    """LINE refused the reply token (used or too old): the same delivery may go as a push."""


class Uncertain(Exception):
    """A reply timed out: it may or may not have arrived. One more try, then a push."""


class NotYet(TryLater):
    """The platform does not have this menu yet: `channels sync` makes it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a platform's menus lack or have too much: said in words, and put right by `mend`.

    `last` ones wait until everybody sees the new menus: a menu is not taken from under somebody.
    """

    words: str
    mend: Callable[[], object]
    last: bool = False


Draw = Callable[[Menu], bytes]  # a menu as a picture, PNG


class Face(Protocol):
    """The menus of a platform, beside its talk. Every call may raise `TryLater` or `Never`."""

    batch: int  # how many people one call can show a menu to
    most: int  # how many people are seen to before other work has its turn

    def name_of(self, menu: Menu) -> str:
        """What a menu is called there: it changes whenever anything on it does."""

    def differences(self, menus: Sequence[Menu], draw: Draw) -> list[Difference]:
        """What must be done so that these menus, and no others of ours, are there."""

    def show(self, users: Sequence[str], menu: Menu | None) -> None:
        """Show these people (a batch at most) this menu; None is what everybody sees."""


class Channel(Protocol):
    """LINE, Telegram, … One object a process, shared by threads."""

    name: str
    face: Face | None  # None where there are no menus

    def receive(
        self, headers: Mapping[str, str], body: bytes, received_at: datetime
    ) -> list[Event]:
        """Verify the raw `body` first, then read it leniently, event by event.

        Raises `Refused` for a bad signature, a body that is not JSON or is over the limits. An
        event that makes no sense is left out (and counted in the log); its neighbours are kept.
        Header names come in any letter case.
        """

    def read(self, raw: Mapping[str, Any]) -> Message | None:
        """What a kept event means; None when the talk has nothing to do with it."""

    def send(self, delivery: Delivery) -> Sent:
        """Send now. Raises `TryLater`, `Never`, `Unreachable`, `TokenRefused` or `Uncertain`."""

    def fetch(self, content: Content, most_bytes: int) -> bytes:
        """The bytes of what came with a message, from the platform's own content host.

        Raises `TryLater`, `TooLarge`, or `Never` when the platform has it no more.
        """

    def show_waiting(self, user: str) -> timedelta:
        """Show that an answer is on its way; how long the sign lasts, zero where there is none.

        Raises `TryLater` or `Never`, which nobody needs to act on.
        """
