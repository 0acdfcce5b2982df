"""Resubmit: a returned month whose figures are right goes back up, with a word of why."""

from bot import submitting
from bot.audit import Deed
from bot.changes import Audited, MonthMoved
from bot.flows import record
from bot.flows.base import Flow, typed
from bot.flows.of_month import month_in, of_month
from bot.flows.record.taking import NO_SEAT
from bot.messages import Kind, Message
from bot.months import Month
from bot.reporting import State
from bot.text import mark
from bot.turn import Turn

NOT_RETURNED = mark("%(month)s is not returned, so there is nothing to send again.")
NOT_COMPLETE = mark("%(month)s is not complete yet. Type start to go on.")
WHY = mark(
    "%(month)s was returned: %(reason)s\nIf the figures are right, type in a few words why, "
    "or press the button."
)
RIGHT = mark("They are right")
SENT = mark("Sent again: %(month)s. The coordinator hears of it.")
MOST_LETTERS = 300


def start(turn: Turn, argument: str) -> None:
    t, situation = turn.t, turn.situation
    if situation.seat is None:
        return turn.say(t(NO_SEAT))
    month = month_in(argument) or _returned(turn) or situation.report_month
    stands = situation.month_of(month)
    if stands.state is not State.RETURNED:
        return turn.say(t(NOT_RETURNED, month=t.month(month)))
    if not situation.is_complete(month):
        return turn.say(t(NOT_COMPLETE, month=t.month(month)))
    turn.open("resubmit", "why", {"month": str(month)})
    words = t(WHY, month=t.month(month), reason=stands.reason)
    return turn.say(words, [turn.choice(t(RIGHT), "right")])


def _returned(turn: Turn) -> Month | None:
    """The oldest month that was returned to this place."""
    months = turn.situation.months.values()
    return min((one.month for one in months if one.state is State.RETURNED), default=None)


def _press(turn: Turn, verb: str, argument: str) -> None:
    _send(turn, "")


def _typed(turn: Turn, message: Message) -> None:
    """Words say why; what the reader takes for figures is a correction, which sends by itself."""
    if message.kind is not Kind.TEXT or record.holds_figures(turn, message.text):
        return record.take(turn, message)
    return _send(turn, " ".join(message.text.split())[:MOST_LETTERS])


def _send(turn: Turn, reason: str) -> None:
    t, step = turn.t, turn.situation.step
    turn.close()
    if step is None:
        return
    month = Month.parse(step.data["month"])
    before = turn.situation.month_of(month)
    if before.state is not State.RETURNED or not turn.situation.is_complete(month):
        return turn.say(t(NOT_RETURNED, month=t.month(month)))
    turn.make(MonthMoved(before, State.SUBMITTED, is_complete=True, reason=reason))
    turn.make(Audited(Deed.SUBMITTED, before.place, {"month": str(month)}))
    turn.make(submitting.resubmitted(turn, month, reason))
    return turn.say(t(SENT, month=t.month(month)))


def _again(turn: Turn) -> None:
    step = turn.situation.step
    start(turn, step.data["month"] if step else "")


FLOW = Flow(
    "resubmit",
    typed("resubmit", "send again", "ส่งอีกครั้ง", "ส่งใหม่", "ยืนยันว่าถูกต้อง", "ตัวเลขถูกต้อง"),
    start,
    answers={"why": _typed},
    own_words=frozenset({"why"}),
    press=_press,
    again=_again,
    reads=of_month("resubmit", "send again", "ส่งอีกครั้ง"),
)
