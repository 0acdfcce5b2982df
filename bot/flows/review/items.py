"""Items: what a place is asked, and changing that from the month being asked for on."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.assignments import Assignment
from bot.audit import Deed
from bot.changes import Assigned, Audited, MonthMoved
from bot.flows.base import Flow
from bot.flows.record import yes_or_no
from bot.flows.review.asking import refuse, reviewed
from bot.flows.review.naming import VERBS, reads_for, target_of
from bot.flows.review.queue import STATES
from bot.messages import Message
from bot.months import Month
from bot.oversight import Reviewed
from bot.policy import Action, scopes
from bot.reading.activities import activity_names
from bot.reporting import State, after_figures
from bot.submitting import DEEDS
from bot.text import mark
from bot.turn import Turn

WHICH = mark("Which place's items? For example: items Kachet")
ASKED = mark("%(place)s is asked about %(count)s items for %(month)s:\n%(items)s")
HOW = mark("To change it, type: add refrigerant, or: leave out LPG")
NOT_BACK = mark("Items change from %(month)s on; the months before keep theirs.")
NOT_KNOWN = mark("No single item is meant by that. Please type its name, for example: add urea")
WHICH_ITEM = mark("Which item is meant?")
ALREADY = mark("That is so already: %(activity)s.")
ASK_MORE = mark("Ask %(place)s about %(activity)s from %(month)s on?")
ASK_LESS = mark("Stop asking %(place)s about %(activity)s from %(month)s on? What is told stays.")
IS_CLOSED = mark("%(month)s is %(state)s, so its items stay as they are.")
DONE = mark("Done. It holds from %(month)s on.")
NOT_DONE = mark("Nothing is changed.")
MOST_BUTTONS = 6
YES = mark("Yes")
NO = mark("No")
_ADD = re.compile(r"(?:เพิ่ม(?:รายการ)?|ถาม(?:เพิ่ม)?|add|ask(?: about)?)\s*(.+)", re.IGNORECASE)
_LEAVE = re.compile(
    r"(?:ตัด(?:ออก)?|ลบ|เอาออก|ไม่ต้องถาม|เลิกถาม|leave out|remove|drop|stop asking(?: about)?)\s*(.+)",
    re.IGNORECASE,
)


def start(turn: Turn, argument: str) -> None:
    if not scopes(turn.situation.seats, Action.ASSIGN):
        return refuse(turn, Action.ASSIGN)
    target = target_of(argument)
    if not target.place and not target.name:
        return turn.say(turn.t(WHICH))
    if target.month and target.month < turn.situation.report_month:
        now = turn.t.month(turn.situation.report_month)
        return turn.say(turn.t(NOT_BACK, month=now))
    found = reviewed(turn, "items", argument)
    return _show(turn, found) if found else None


def _show(turn: Turn, found: Reviewed) -> None:
    t, activities = turn.t, turn.situation.catalogue.activities
    expected = found.standing.expected
    items = "\n".join(f"• {t(activities[code].short_label)}" for code in expected)
    turn.open("items", "change", {"place": found.place.id, "month": str(found.month)})
    words = t(
        ASKED,
        place=found.place.name(t),
        count=len(expected),
        month=t.month(found.month),
        items=items,
    )
    turn.say(f"{words}\n{t(HOW)}")


def change_in(text: str) -> tuple[bool, str] | None:
    """Whether an item is to be asked or left out, and its name; None for other words."""
    for asked, pattern in ((True, _ADD), (False, _LEAVE)):
        named = pattern.fullmatch(text.strip())
        if named:
            return asked, named[1].strip()
    return None


def _typed(turn: Turn, message: Message) -> None:
    found, said = turn.situation.reviewed, change_in(message.text)
    if found is None or said is None:
        return turn.say(turn.t(NOT_KNOWN))
    asked, name = said
    names = activity_names(turn.situation.catalogue)
    named = names.resolve(name)
    codes = named.codes if named else names.suggest(name)
    if named and named.certain and len(codes) == 1:
        return _ask(turn, found, asked, codes[0])
    return _say_which(turn, asked, codes)


def _say_which(turn: Turn, asked: bool, codes: Sequence[str]) -> None:
    """What is only nearly said, or means several, is never taken."""
    activities = turn.situation.catalogue.activities
    verb = "add" if asked else "leave"
    buttons = [
        turn.choice(turn.t(activities[code].short_label), verb, code)
        for code in codes[:MOST_BUTTONS]
    ]
    turn.say(turn.t(WHICH_ITEM if codes else NOT_KNOWN), buttons)


def _ask(turn: Turn, found: Reviewed, asked: bool, code: str) -> None:
    t = turn.t
    activity = t(turn.situation.catalogue.activities[code].label)
    if (code in found.standing.expected) is asked:
        return turn.say(t(ALREADY, activity=activity))
    if found.standing.month.is_closed:
        state = t(STATES[found.standing.month.state])
        return turn.say(t(IS_CLOSED, month=t.month(found.month), state=state))
    data = {"place": found.place.id, "month": str(found.month), "activity": code, "asked": asked}
    turn.open("items", "sure", data)
    words = t(
        ASK_MORE if asked else ASK_LESS,
        place=found.place.name(t),
        activity=activity,
        month=t.month(found.month),
    )
    return turn.say(words, [turn.choice(t(YES), "yes"), turn.choice(t(NO), "no")])


def _press(turn: Turn, verb: str, argument: str) -> None:
    step, found = turn.situation.step, turn.situation.reviewed
    if verb in ("add", "leave") and found and argument in turn.situation.catalogue.activities:
        return _ask(turn, found, verb == "add", argument)
    turn.close()
    if verb != "yes" or step is None or step.name != "sure" or found is None:
        return turn.say(turn.t(NOT_DONE))
    code, asked = step.data["activity"], step.data["asked"]
    month = Month.parse(step.data["month"])
    turn.make(Assigned(found.place.id, Assignment(code, month, asked)))
    details = {"month": str(month), "activity": code, "asked": asked}
    turn.make(Audited(Deed.ASSIGNED, found.place.id, details))
    _settle(turn, found, code, asked)
    return turn.say(turn.t(DONE, month=turn.t.month(month)))


def _settle(turn: Turn, found: Reviewed, code: str, asked: bool) -> None:
    """A complete month that is asked more is open again; one that is asked less may be complete."""
    standing = found.standing
    others = tuple(one for one in standing.expected if one != code)
    changed = replace(standing, expected=(*others, code) if asked else others)
    state = standing.month.state
    if state is State.RETURNED or changed.is_complete == standing.is_complete:
        return
    to = after_figures(state, changed.is_complete)
    if to is not state:
        turn.make(MonthMoved(standing.month, to, changed.is_complete))
        turn.make(Audited(DEEDS[to], found.place.id, {"month": str(found.month)}))


def _typed_sure(turn: Turn, message: Message) -> None:
    said = yes_or_no.said(message.text)
    _press(turn, "yes" if said.yes and not said.rest else "no", "")


def _again(turn: Turn) -> None:
    found, step = turn.situation.reviewed, turn.situation.step
    if found is None or step is None:
        return turn.close()
    if step.name == "sure":
        return _ask(turn, found, step.data["asked"], step.data["activity"])
    return _show(turn, found)


FLOW = Flow(
    "items",
    dict.fromkeys(VERBS["items"], ""),
    start,
    answers={"change": _typed, "sure": _typed_sure},
    press=_press,
    claims={
        "change": lambda text: change_in(text) is not None,
        "sure": yes_or_no.is_said,
    },
    again=_again,
    reads=reads_for("items"),
)
