"""What a flow is: one thing a person can do, found by a phrase, a button or an open step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.messages import Message
from bot.turn import Turn

Start = Callable[[Turn, str], None]
Answer = Callable[[Turn, Message], None]
Press = Callable[[Turn, str, str], None]


@dataclass(frozen=True, slots=True)
class Flow:
    """`start(turn, argument)` opens it; `answers` take what is typed at each of its steps;
    `press(turn, verb, argument)` takes its buttons. `phrases` maps whole messages, in lower
    case, to the argument they start with. `claims` are words that belong to an open step before
    any menu hears them: at a read-back, `แก้ไข` means that it is wrong. `again` asks an open step
    once more.
    """

    name: str
    phrases: Mapping[str, str]
    start: Start
    answers: Mapping[str, Answer] = field(default_factory=dict)
    press: Press | None = None
    claims: Mapping[str, frozenset[str]] = field(default_factory=dict)
    again: Callable[[Turn], None] | None = None


def typed(*phrases: str, argument: str = "") -> dict[str, str]:
    """Phrases that all start a flow with the same argument."""
    return dict.fromkeys(phrases, argument)
