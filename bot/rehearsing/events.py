"""What happened in a rehearsal, one row an event: the chronicle's and the JSON lines' source."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    SAID = "said"
    PRESSED = "pressed"
    PHOTO = "photo"
    BLOCKED = "blocked"
    HANDED_ON = "handed on"
    GOT = "got"
    DOWN = "service down"
    UP = "service up"


@dataclass(frozen=True, slots=True)
class Event:
    """`who` is a person's key. What was `got` came as a reply, a push or a message (free)."""

    at: datetime
    kind: Kind
    who: str = ""
    text: str = ""
    came_as: str = ""
    purpose: str = ""
    texts: Sequence[str] = ()
    buttons: Sequence[str] = ()

    def to_json(self) -> dict[str, Any]:
        """Without what is empty."""
        body = {name: value for name, value in asdict(self).items() if value}
        return {**body, "at": self.at.isoformat()}
