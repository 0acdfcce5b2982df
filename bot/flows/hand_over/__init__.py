"""Hand over: a seat to its successor, by a one-use code and with a yes from above."""

from bot.flows import busy
from bot.flows.base import Flow, typed
from bot.flows.hand_over import above, own
from bot.messages import Message
from bot.situation import Step
from bot.turn import Turn

SUCCESSORS, APPROVE, REFUSE, BEGIN = "successors", "approve", "refuse", "begin"


def is_meant(message: Message, step: Step | None) -> bool:
    """Whether the person's own seats, and successors below, must be known."""
    return FLOW.is_open_or_pressed(message, step)


def start(turn: Turn, argument: str) -> None:
    if busy.is_busy(turn):
        return None
    verb, _, rest = argument.partition(":")
    if verb == APPROVE:
        return above.approve(turn, rest)
    if verb == REFUSE:
        return above.ask_reason(turn, rest)
    if verb == SUCCESSORS and above.oversees(turn):
        return above.show(turn)
    return own.start(turn, rest)


def _press(turn: Turn, verb: str, argument: str) -> None:
    step = turn.situation.step
    if step is None:
        return None
    return above.press(turn, verb) if step.name == above.REASON else own.press(turn, verb, argument)


def _again(turn: Turn) -> None:
    step = turn.situation.step
    if step and step.name == above.REASON:
        return above.ask_reason(turn, str(step.data["invitation"]))
    if step and step.name == above.LIST:
        return above.show(turn)
    return own.start(turn, "")


def _claims(text: str) -> bool:
    return above.answer_in(text) is not None


def _typed_above(turn: Turn, message: Message) -> None:
    above.typed(turn, message)


FLOW = Flow(
    "handover",
    {
        **typed(
            *("hand over", "handover", "hand over my seat", "handover my seat"),
            *("ส่งมอบงาน", "ส่งมอบ", "ส่งมอบหน้าที่", "มอบงาน", "ขอส่งมอบงาน", "ย้ายงาน"),
        ),
        **typed(
            *("successor", "successors", "waiting successors"),
            *("ผู้รับช่วง", "ผู้รับช่วงต่อ", "รออนุมัติ", "ผู้รับช่วงรออนุมัติ"),
            argument=SUCCESSORS,
        ),
    },
    start,
    {
        own.CHOOSE: own.typed,
        own.LIVE: own.typed,
        above.LIST: _typed_above,
        above.REASON: above.typed_reason,
    },
    _press,
    {above.LIST: _claims},
    again=_again,
    of_office=False,
)
