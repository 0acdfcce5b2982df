"""What comes in and what goes out, the same on every channel: the bot never sees a platform."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.attachments import Content


class Kind(StrEnum):
    """What a person did. `OTHER` is anything a channel has that the talk has no use for yet."""

    TEXT = "text"
    ACTION = "action"  # pressed one of our buttons
    FOLLOW = "follow"  # added the account, or unblocked it, or pressed Telegram's Start
    UNFOLLOW = "unfollow"  # blocked the account
    PHOTO = "photo"
    FILE = "file"
    STICKER = "sticker"
    UNSEND = "unsend"
    EDITED = "edited"  # Telegram's edited message: a correction
    GROUP = "group"  # called on the bot in a group: what was said there is not known
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing one person did in a one-to-one chat.

    `text` is what was typed (or the label of a pressed button, or a picture's caption), `action`
    the id the pressed button carried, `sent_at` the platform's own time, in UTC. `id` is the
    platform's id of the message; an edit or an unsend names the message it is about by it.
    """

    kind: Kind
    sent_at: datetime
    text: str = ""
    action: str = ""
    id: str = ""
    content: Content | None = None


AT = "at"  # menu:at:<place>:<flow>[:argument] is for one of a person's several offices


def at_office(place: str, action: str) -> str:
    """A menu button's action that is good for one office only."""
    return f"menu:{AT}:{place}:{action.removeprefix('menu:')}"


def office_in(action: str) -> tuple[str, str]:
    """The office an action is for (empty: whichever), and the action without it."""
    head, _, rest = action.partition(f"menu:{AT}:")
    if head or not rest:
        return "", action
    place, _, rest = rest.partition(":")
    return place, f"menu:{rest}"


@dataclass(frozen=True, slots=True)
class Button:
    """A choice to press: `action` (64 ASCII bytes at most) comes back, `link` opens a page.

    `copy` is a text the phone puts on its clipboard, without a word to us. A channel that cannot
    do so shows no such button: the text always stands in a message too.
    """

    label: str
    action: str = ""
    link: str = ""
    copy: str = ""

    def to_json(self) -> dict[str, str]:
        body = {"label": self.label, "action": self.action, "link": self.link}
        return {**body, "copy": self.copy} if self.copy else body


@dataclass(frozen=True, slots=True)
class Card:
    """A small table under a text; where a channel has no cards its rows are lines of the text."""

    title: str
    rows: tuple[tuple[str, str], ...]
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture described, not drawn: `handlers/pictures/` has a drawing for each `kind`.

    `data` is JSON: words already said in the person's language, and whole numbers. A picture is
    dressing; its facts stand in the text or the card too. `alt` says what it shows, in a line.
    """

    kind: str
    alt: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "alt": self.alt, "data": dict(self.data)}


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to a person. Buttons are shortcuts only: typed words do the same."""

    text: str
    buttons: tuple[Button, ...] = ()
    card: Card | None = None
    picture: Picture | None = None

    @property
    def whole_text(self) -> str:
        """The text with the card's facts as lines: for channels and readers without cards."""
        if self.card is None:
            return self.text
        rows = [f"{name}: {value}" if value else name for name, value in self.card.rows]
        lines = [self.text, *rows, *filter(None, [self.card.footer])]
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """The shape the outbox keeps."""
        body: dict[str, Any] = {"text": self.text}
        if self.buttons:
            body["buttons"] = [button.to_json() for button in self.buttons]
        if self.card:
            body["card"] = {
                "title": self.card.title,
                "rows": [list(row) for row in self.card.rows],
                "footer": self.card.footer,
            }
        if self.picture:
            body["picture"] = self.picture.to_json()
        return body

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> "Reply":
        card, picture = body.get("card"), body.get("picture")
        return cls(
            text=body["text"],
            buttons=tuple(Button(**button) for button in body.get("buttons", ())),
            card=Card(card["title"], tuple((a, b) for a, b in card["rows"]), card["footer"])
            if card
            else None,
            picture=Picture(**picture) if picture else None,
        )
