"""What a flow is: one thing a person can do, found by a phrase, a button or an open step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.messages import Message
from bot.reading import without_courtesy
from bot.situation import Situation, Step
from bot.turn import Turn

Start = Callable[[Turn, str], None]
Answer = Callable[[Turn, Message], None]
Press = Callable[[Turn, str, str], None]
Reads = Callable[[Situation, str], str | None]


@dataclass(frozen=True, slots=True)
class Flow:
    """`start(turn, argument)` opens it; `answers` take what is typed at each of its steps;
    `press(turn, verb, argument)` takes its buttons. `phrases` maps whole messages, in lower
    case, to the argument they start with; `reads` finds the argument in words that cannot all be
    listed (`copy Jun 2026`), None when they are not this flow's. `claims` tell words that belong
    to an open step before any menu hears them: at a read-back, `แก้ไข` means that it is wrong.
    At steps of `own_words` only whole menu phrases are heard before the answer, so that a reason
    may begin with any word. `again` asks an open step once more. After an `aside` the talk is
    back where it was. What is `of_office` is about the figures of the office the person tells
    for, and says which where there are several.
    """

    name: str
    phrases: Mapping[str, str]
    start: Start
    answers: Mapping[str, Answer] = field(default_factory=dict)
    press: Press | None = None
    claims: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    aside: bool = False
    own_words: frozenset[str] = frozenset()
    again: Callable[[Turn], None] | None = None
    reads: Reads | None = None
    of_office: bool = True

    def hears_phrase(self, text: str) -> bool:
        """Whether a typed message is one of the flow's phrases."""
        return self.argument_of(text) is not None

    def argument_of(self, text: str) -> str | None:
        """The argument that goes with a typed phrase of the flow, None for any other message."""
        said = " ".join(without_courtesy(text).split()).strip(" .!?/").casefold()
        return self.phrases.get(said)

    def is_open_or_pressed(self, message: Message, step: Step | None) -> bool:
        """Whether a message may answer this flow's step, presses its button or is its phrase."""
        head, _, rest = message.action.partition(":")
        pressed = self.name in (head, rest.partition(":")[0] if head == "menu" else "")
        is_open = step is not None and step.flow == self.name
        return is_open or pressed or bool(message.text and self.hears_phrase(message.text))

    def hears(self, situation: Situation, said: str) -> str | None:
        """The argument to start with when `said` is a phrase of this flow, else None."""
        if said in self.phrases:
            return self.phrases[said]
        return self.reads(situation, said) if self.reads else None


def typed(*phrases: str, argument: str = "") -> dict[str, str]:
    """Phrases that all start a flow with the same argument."""
    return dict.fromkeys(phrases, argument)
