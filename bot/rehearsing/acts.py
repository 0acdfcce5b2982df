"""What somebody in a rehearsal can do, and what comes back to them."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime

from bot.messages import Button, Reply


@dataclass(frozen=True, slots=True)
class Say:
    """Type a message."""

    text: str


@dataclass(frozen=True, slots=True)
class Press:
    """Press a button that is still on the screen, by its label."""

    label: str


@dataclass(frozen=True, slots=True)
class Photo:
    """Send a photo of a bill."""

    name: str


@dataclass(frozen=True, slots=True)
class Block:
    """Block the account."""


@dataclass(frozen=True, slots=True)
class HandOn:
    """Give something to another person of the rehearsal, outside the chat."""

    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Rest:
    """Do nothing until then, whatever arrives."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Await:
    """Do nothing until something arrives, or until then."""

    until: datetime


Act = Say | Press | Photo | Block | HandOn
Step = Act | Rest | Await


@dataclass(frozen=True, slots=True)
class Heard:
    """What has arrived since the last step, and the hour it is now."""

    at: datetime
    replies: tuple[Reply, ...] = ()
    notes: tuple[str, ...] = ()  # what others gave outside the chat

    @property
    def text(self) -> str:
        return "\n".join(reply.whole_text for reply in self.replies)

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for reply in self.replies for button in reply.buttons)

    def has(self, label: str) -> bool:
        """Whether a button with this label is among what arrived."""
        return any(button.label == label for button in self.buttons)


Script = Generator[Step, Heard, None]
Talk = Generator[Step, Heard, Heard]  # a part of a script: gives back what was heard last
