"""Approve and return: one place's month, or all that are complete with nothing questioned.

A decision is about what was shown: a button carries the stamp of the month as it stood, and a month
that has changed since is shown anew.
"""

from bot.audit import Deed
from bot.changes import Audited, MonthMoved
from bot.flows.base import Flow
from bot.flows.record import yes_or_no
from bot.flows.review import queue
from bot.flows.review.asking import CHANGED, has_changed, month_for, refuse, reviewed
from bot.flows.review.hearing import heard
from bot.flows.review.naming import VERBS, argument_of, reads_for, target_of
from bot.messages import Message
from bot.months import Month
from bot.oversight import Reviewed
from bot.people import Place
from bot.policy import Action, can, scopes
from bot.reporting import Standing, State, can_move
from bot.summaries import names_of
from bot.text import mark
from bot.turn import Turn

NOT_COMPLETE = mark("%(place)s, %(month)s is not complete, so it cannot be approved yet.")
NOT_NOW = mark("%(place)s, %(month)s cannot go from %(state)s to that.")
APPROVED = mark("Approved: %(place)s, %(month)s. The officials hear of it.")
APPROVE_IT = mark("Approve this month?")
NOTHING_CLEAN = mark("No place is complete without anything questioned for %(month)s.")
APPROVE_ALL = mark("Approve %(count)s places for %(month)s, each without anything questioned?")
APPROVED_ALL = mark("Approved %(count)s places for %(month)s. Their officials hear of it.")
LEFT_OUT = mark("Left out, changed meanwhile: %(places)s")
NOT_DONE = mark("Nothing is changed.")
YES = mark("Yes, approve")
NO = mark("No")

WHY = mark(
    "Return %(place)s, %(month)s: what is to be looked at? "
    "Type the reason in a few words; the officials read it as it stands."
)
TOO_SHORT = mark("Please type the reason in a few words, for example: diesel is far too high.")
RETURNED = mark("Returned: %(place)s, %(month)s. The officials hear the reason and can answer.")
QUICK_REASONS = (
    mark("The figure looks too high"),
    mark("The figure looks too low"),
    mark("The bill or log book is missing"),
)
FEWEST_LETTERS, MOST_LETTERS = 4, 300


# --- approve --------------------------------------------------------------------------------------


def approve(turn: Turn, argument: str) -> None:
    target = target_of(argument)
    if not scopes(turn.situation.seats, Action.REVIEW):
        return refuse(turn, Action.REVIEW)
    if not target.place and not target.name:
        return _ask_about_all(turn, month_for(turn, target))
    found = reviewed(turn, "approve", argument)
    if found is None:
        return None
    if has_changed(found, target.stamp):
        return queue.show(turn, found, turn.t(CHANGED))
    if not _may_become(turn, found, State.APPROVED):
        return None
    if not target.stamp:  # typed: what would be approved is shown first
        return _ask_about_one(turn, found)
    return _approve_one(turn, found)


def _ask_about_one(turn: Turn, found: Reviewed) -> None:
    queue.show(turn, found)
    data = {"place": found.place.id, "month": str(found.month), "stamp": found.standing.stamp}
    turn.open("approve", "one", data)
    turn.say(turn.t(APPROVE_IT), [turn.choice(turn.t(YES), "yes"), turn.choice(turn.t(NO), "no")])


def _ask_about_all(turn: Turn, month: Month) -> None:
    t, clean = turn.t, queue.clean_rows(turn)
    clean = [row for row in clean if can(turn.situation.actor, Action.REVIEW, row.place)]
    if not clean:
        return turn.say(t(NOTHING_CLEAN, month=t.month(month)))
    turn.open(
        "approve",
        "all",
        {
            "month": str(month),
            "stamps": {row.place.id: row.standing.stamp for row in clean},
        },
    )
    words = t(APPROVE_ALL, count=len(clean), month=t.month(month))
    names = "\n".join(f"• {row.place.short_name(t)}" for row in clean)
    buttons = [turn.choice(t(YES), "yes"), turn.choice(t(NO), "no")]
    return turn.say(f"{words}\n{names}", buttons)


def _approve_again(turn: Turn) -> None:
    step, found = turn.situation.step, turn.situation.reviewed
    if step and step.name == "all":
        return _ask_about_all(turn, Month.parse(step.data["month"]))
    return _ask_about_one(turn, found) if found else turn.close()


def press_approve(turn: Turn, verb: str, argument: str) -> None:
    step = turn.situation.step
    if step is None:
        return None
    turn.close()
    if verb != "yes":
        return turn.say(turn.t(NOT_DONE))
    if step.name == "one":
        found = turn.situation.reviewed
        if found is None or found.place.id != step.data["place"]:
            return turn.say(turn.t(NOT_DONE))
        return approve(turn, argument_of(found.place.id, found.month, step.data["stamp"]))
    return _approve_all(turn, Month.parse(step.data["month"]), step.data["stamps"])


def _typed_approve(turn: Turn, message: Message) -> None:
    """Yes approves; anything else changes nothing."""
    said = yes_or_no.said(message.text)
    press_approve(turn, "yes" if said.yes and not said.rest else "no", "")


def _approve_one(turn: Turn, found: Reviewed) -> None:
    move(turn, found.place, found.standing, State.APPROVED, Deed.APPROVED)
    turn.make(heard(turn, "approved", found.place, found.month, at_once=False))
    words = turn.t(APPROVED, place=found.place.name(turn.t), month=turn.t.month(found.month))
    turn.say(words, queue.next_button(turn, found.place.id, found.month))


def _approve_all(turn: Turn, month: Month, stamps: dict[str, str]) -> None:
    t, done, left = turn.t, 0, []
    for row in turn.situation.progress:
        if row.place.id not in stamps:
            continue
        same = row.standing.stamp == stamps[row.place.id]
        if same and can(turn.situation.actor, Action.REVIEW, row.place):
            move(turn, row.place, row.standing, State.APPROVED, Deed.APPROVED)
            turn.make(heard(turn, "approved", row.place, month, at_once=False))
            done += 1
        else:
            left.append(row)
    lines = [t(APPROVED_ALL, count=done, month=t.month(month))]
    if left:
        lines.append(t(LEFT_OUT, places=names_of(t, left)))
    return turn.say("\n".join(lines), queue.next_button(turn, "", month))


# --- return ---------------------------------------------------------------------------------------


def send_back(turn: Turn, argument: str) -> None:
    target = target_of(argument)
    if not scopes(turn.situation.seats, Action.REVIEW):
        return refuse(turn, Action.REVIEW)
    if not target.place and not target.name:
        return queue.show_queue(turn, month_for(turn, target))
    found = reviewed(turn, "return", argument)
    if found is None:
        return None
    if has_changed(found, target.stamp):
        return queue.show(turn, found, turn.t(CHANGED))
    if not _may_become(turn, found, State.RETURNED):
        return None
    if len(target.rest) >= FEWEST_LETTERS:
        return _return(turn, found, target.rest[:MOST_LETTERS])
    return _ask_why(turn, found)


def _ask_why(turn: Turn, found: Reviewed) -> None:
    t = turn.t
    data = {"place": found.place.id, "month": str(found.month), "stamp": found.standing.stamp}
    turn.open("return", "why", data)
    words = t(WHY, place=found.place.name(t), month=t.month(found.month))
    turn.say(
        words,
        [turn.choice(t(one), "why", str(at)) for at, one in enumerate(QUICK_REASONS)],
    )


def _why_again(turn: Turn) -> None:
    found = turn.situation.reviewed
    return _ask_why(turn, found) if found else turn.close()


def press_return(turn: Turn, verb: str, argument: str) -> None:
    at = int(argument) if argument.isascii() and argument.isdigit() else len(QUICK_REASONS)
    if verb == "why" and at < len(QUICK_REASONS):
        _take_reason(turn, turn.t(QUICK_REASONS[at]))


def _typed_reason(turn: Turn, message: Message) -> None:
    _take_reason(turn, " ".join(message.text.split()))


def _take_reason(turn: Turn, reason: str) -> None:
    step, found = turn.situation.step, turn.situation.reviewed
    if step is None or found is None or found.place.id != step.data["place"]:
        turn.close()
        return turn.say(turn.t(NOT_DONE))
    if len(reason) < FEWEST_LETTERS:
        return turn.say(turn.t(TOO_SHORT))
    turn.close()
    if has_changed(found, step.data["stamp"]):
        return queue.show(turn, found, turn.t(CHANGED))
    if _may_become(turn, found, State.RETURNED):
        _return(turn, found, reason[:MOST_LETTERS])
    return None


def _return(turn: Turn, found: Reviewed, reason: str) -> None:
    move(turn, found.place, found.standing, State.RETURNED, Deed.RETURNED, reason)
    turn.make(heard(turn, "returned", found.place, found.month, reason))
    words = turn.t(RETURNED, place=found.place.name(turn.t), month=turn.t.month(found.month))
    turn.say(words, queue.next_button(turn, found.place.id, found.month))


# --- both -----------------------------------------------------------------------------------------


def move(
    turn: Turn, place: Place, standing: Standing, to: State, deed: Deed, reason: str = ""
) -> None:
    """Move a place's month on, and write down who did it."""
    turn.make(MonthMoved(standing.month, to, standing.is_complete, reason))
    turn.make(Audited(deed, place.id, {"month": str(standing.month.month)}))


def _may_become(turn: Turn, found: Reviewed, to: State) -> bool:
    t, standing = turn.t, found.standing
    values = {"place": found.place.name(t), "month": t.month(found.month)}
    if not can(turn.situation.actor, Action.REVIEW, found.place):
        return False
    if not can_move(standing.month.state, to):
        turn.say(t(NOT_NOW, state=t(queue.STATES[standing.month.state]), **values))
        return False
    if to is State.APPROVED and not standing.is_complete:
        turn.say(t(NOT_COMPLETE, **values))
        return False
    return True


APPROVE = Flow(
    "approve",
    {"อนุมัติ": "", "approve": "", "อนุมัติทั้งหมด": "", "approve all": ""},
    approve,
    answers={"one": _typed_approve, "all": _typed_approve},
    press=press_approve,
    claims={"one": yes_or_no.is_said, "all": yes_or_no.is_said},
    again=_approve_again,
    reads=reads_for("approve"),
)
RETURN = Flow(
    "return",
    dict.fromkeys(VERBS["return"], ""),
    send_back,
    answers={"why": _typed_reason},
    press=press_return,
    own_words=frozenset({"why"}),
    again=_why_again,
    reads=reads_for("return"),
)
