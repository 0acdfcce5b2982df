"""Language: Thai first, English beside it."""

from bot.changes import LanguageChosen
from bot.flows.base import Flow, typed
from bot.text import mark, voices
from bot.turn import Turn

WHICH = mark("Which language?")
CHOSEN = mark("The language is English now.")


def start(turn: Turn, argument: str) -> None:
    if argument in voices():
        return _choose(turn, argument)
    turn.say(
        turn.t(WHICH),
        [turn.menu(voice.language_name, "language", voice.code) for voice in voices().values()],
    )


def _choose(turn: Turn, code: str) -> None:
    turn.make(LanguageChosen(code))
    turn.say(turn.t(CHOSEN))


FLOW = Flow(
    "language",
    {
        **typed("language", "ภาษา", "เปลี่ยนภาษา"),
        **typed("ไทย", "ภาษาไทย", "thai", argument="th"),
        **typed("english", "ภาษาอังกฤษ", "อังกฤษ", argument="en"),
    },
    start,
    of_office=False,
)
