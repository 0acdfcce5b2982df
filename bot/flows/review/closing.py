"""Close a month for all places of a scope, and reopen one place's with a reason."""

from bot.audit import Deed
from bot.flows.base import Flow
from bot.flows.record import yes_or_no
from bot.flows.review import queue
from bot.flows.review.asking import month_for, refuse, reviewed
from bot.flows.review.deciding import (
    FEWEST_LETTERS,
    MOST_LETTERS,
    NOT_DONE,
    TOO_SHORT,
    move,
)
from bot.flows.review.hearing import heard
from bot.flows.review.naming import VERBS, reads_for, target_of
from bot.messages import Message
from bot.months import Month
from bot.oversight import PlaceProgress, Reviewed
from bot.policy import Action, can, scopes
from bot.reporting import State
from bot.text import mark
from bot.turn import Turn

ASK = mark(
    "Close %(month)s for %(count)s places? Approved: %(approved)s, complete but not approved: "
    "%(waiting)s, not complete: %(owing)s. After the close a late figure becomes a request."
)
NOT_OVER = mark("%(month)s has not ended yet, so it cannot be closed.")
NOTHING_OPEN = mark("%(month)s is closed already for every place.")
CLOSED = mark("Closed: %(month)s, %(count)s places.")
YES = mark("Yes, close")
NO = mark("No")
WHICH = mark("Which place's month is to be reopened? For example: reopen Kachet Jul 2026")
NOT_CLOSED = mark("%(place)s, %(month)s is not closed.")
WHY = mark("Reopen %(place)s, %(month)s: why? Type the reason in a few words; it is kept.")
REOPENED = mark("Reopened: %(place)s, %(month)s. The officials hear of it.")


def close(turn: Turn, argument: str) -> None:
    t, target = turn.t, target_of(argument)
    if not scopes(turn.situation.seats, Action.CLOSE):
        return refuse(turn, Action.CLOSE)
    month = month_for(turn, target)
    if month > turn.situation.report_month:
        return turn.say(t(NOT_OVER, month=t.month(month)))
    rows = _to_close(turn)
    if not rows:
        return turn.say(t(NOTHING_OPEN, month=t.month(month)))
    turn.open("close", "ask", {"month": str(month)})
    states = [row.standing.month.state for row in rows]
    words = t(
        ASK,
        month=t.month_long(month),
        count=len(rows),
        approved=states.count(State.APPROVED),
        waiting=states.count(State.SUBMITTED),
        owing=sum(not row.is_complete for row in rows),
    )
    return turn.say(words, [turn.choice(t(YES), "yes"), turn.choice(t(NO), "no")])


def _to_close(turn: Turn) -> list[PlaceProgress]:
    """Every place of the scope that is asked for figures and whose month is not closed."""
    actor = turn.situation.actor
    return [
        row
        for row in turn.situation.progress
        if row.expected and not row.standing.month.is_closed and can(actor, Action.CLOSE, row.place)
    ]


def _press_close(turn: Turn, verb: str, argument: str) -> None:
    t, step = turn.t, turn.situation.step
    turn.close()
    if verb != "yes" or step is None:
        return turn.say(t(NOT_DONE))
    month, rows = Month.parse(step.data["month"]), _to_close(turn)
    for row in rows:
        move(turn, row.place, row.standing, State.CLOSED, Deed.CLOSED)
        if row.standing.owed:
            turn.make(heard(turn, "closed", row.place, month, at_once=False))
    return turn.say(t(CLOSED, month=t.month_long(month), count=len(rows)))


def _typed_close(turn: Turn, message: Message) -> None:
    said = yes_or_no.said(message.text)
    _press_close(turn, "yes" if said.yes and not said.rest else "no", "")


def _close_again(turn: Turn) -> None:
    step = turn.situation.step
    close(turn, f".{step.data['month']}" if step else "")


def reopen(turn: Turn, argument: str) -> None:
    target = target_of(argument)
    if not scopes(turn.situation.seats, Action.CLOSE):
        return refuse(turn, Action.CLOSE)
    if not target.place and not target.name:
        return turn.say(turn.t(WHICH))
    found = reviewed(turn, "reopen", argument)
    if found is None or not _is_closed(turn, found):
        return None
    if len(target.rest) >= FEWEST_LETTERS:
        return _reopen(turn, found, target.rest[:MOST_LETTERS])
    return _ask_why(turn, found)


def _ask_why(turn: Turn, found: Reviewed) -> None:
    t = turn.t
    turn.open("reopen", "why", {"place": found.place.id, "month": str(found.month)})
    turn.say(t(WHY, place=found.place.name(t), month=t.month(found.month)))


def _typed_reason(turn: Turn, message: Message) -> None:
    found, reason = turn.situation.reviewed, " ".join(message.text.split())
    if found and len(reason) < FEWEST_LETTERS:
        return turn.say(turn.t(TOO_SHORT))
    turn.close()
    if found is None or not _is_closed(turn, found):
        return None
    return _reopen(turn, found, reason[:MOST_LETTERS])


def _why_again(turn: Turn) -> None:
    found = turn.situation.reviewed
    return _ask_why(turn, found) if found else turn.close()


def _reopen(turn: Turn, found: Reviewed, reason: str) -> None:
    t, to = turn.t, State.SUBMITTED if found.standing.is_complete else State.OPEN
    move(turn, found.place, found.standing, to, Deed.REOPENED, reason)
    turn.make(heard(turn, "reopened", found.place, found.month, reason))
    words = t(REOPENED, place=found.place.name(t), month=t.month(found.month))
    turn.say(words, queue.next_button(turn, found.place.id, found.month))


def _is_closed(turn: Turn, found: Reviewed) -> bool:
    if found.standing.month.is_closed and can(turn.situation.actor, Action.CLOSE, found.place):
        return True
    t = turn.t
    turn.say(t(NOT_CLOSED, place=found.place.name(t), month=t.month(found.month)))
    return False


CLOSE = Flow(
    "close",
    dict.fromkeys(VERBS["close"], ""),
    close,
    answers={"ask": _typed_close},
    press=_press_close,
    claims={"ask": yes_or_no.is_said},
    again=_close_again,
    reads=reads_for("close"),
)
REOPEN = Flow(
    "reopen",
    dict.fromkeys(VERBS["reopen"], ""),
    reopen,
    answers={"why": _typed_reason},
    own_words=frozenset({"why"}),
    again=_why_again,
    reads=reads_for("reopen"),
)
