"""What rides on an answer, free: notices that wait, and one line on what is still owed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.messages import Button, Reply
from bot.months import Month
from bot.notices import NOTICES
from bot.people import Place
from bot.text import Voice, mark

MOST_TOLD = 5
MOST_MESSAGES = 5  # that LINE takes at once; a card is one of its own
AND_MORE = mark("There is more to tell (%(count)s); it comes with the next answer.")
STILL_OPEN = mark("%(count)s items of %(month)s are still open (due %(due)s).")
STILL_OPEN_AT = mark("%(place)s: %(count)s items of %(month)s are still open (due %(due)s).")
# The flows beside which a word about what is owed does not disturb.
ASIDES = frozenset({"totals", "copy", "template", "export", "calendar"})
SAYS_IT_ITSELF = "progress"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that waits to be told to one person."""

    id: int
    kind: str
    details: Mapping[str, Any]
    push_after: datetime | None = None

    @property
    def is_known(self) -> bool:
        return self.kind in NOTICES


@dataclass(frozen=True, slots=True)
class Merged:
    """Several notices as one message; `told` are done with, said or with nothing to say."""

    reply: Reply | None = None
    told: tuple[int, ...] = ()
    kinds: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class StillOwed:
    """How much one office still has to tell for a month."""

    place: Place
    month: Month
    count: int
    due: date


def merged(t: Voice, notices: Sequence[Notice]) -> Merged:
    """The oldest few in one message. A kind nobody knows here goes on waiting."""
    said: list[tuple[Notice, Reply]] = []
    silent: list[int] = []
    left = 0
    for notice in notices:
        if not notice.is_known:
            continue
        if len(said) == MOST_TOLD:
            left += 1
            continue
        reply = NOTICES[notice.kind](t, notice.details)
        if reply is None:
            silent.append(notice.id)
        else:
            said.append((notice, reply))
    words = [t(AND_MORE, count=left)] if left else []
    told = (*silent, *(notice.id for notice, _ in said))
    kinds = frozenset(notice.kind for notice, _ in said)
    return Merged(together([reply for _, reply in said], words), told, kinds)


def together(replies: Sequence[Reply], words: Sequence[str] = ()) -> Reply | None:
    """Several replies as one message, nothing in it twice."""
    if len(replies) == 1 and not words:
        return replies[0]
    texts = list(dict.fromkeys([*(reply.whole_text for reply in replies), *words]))
    buttons: dict[str, Button] = {}
    for reply in replies:
        for button in reply.buttons:
            buttons.setdefault(button.label, button)
    return Reply("\n\n".join(texts), tuple(buttons.values())) if texts else None


def owed_words(t: Voice, owed: Sequence[StillOwed]) -> str:
    """One line an office."""
    words = STILL_OPEN if len(owed) == 1 else STILL_OPEN_AT
    return "\n".join(
        t(
            words,
            place=one.place.name(t),
            count=one.count,
            month=t.month(one.month),
            due=t.day(one.due),
        )
        for one in owed
    )


def has_room(replies: Sequence[Reply]) -> bool:
    """Whether one more message fits beside these."""
    used = sum(1 + bool(reply.card) + bool(reply.picture) for reply in replies)
    return used < MOST_MESSAGES
