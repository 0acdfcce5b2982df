"""Undo: take back all that the last message saved, unless somebody has changed it since."""

from collections.abc import Sequence

from bot.cells import Status
from bot.changes import Recorded
from bot.drafts import Draft, drafts_in, name_words, pending_in, recorded
from bot.flows.base import Flow, typed
from bot.flows.record import ask_again, late, questions
from bot.flows.record import start as start_record
from bot.flows.record.many import MANY
from bot.situation import Situation, Undoable
from bot.text import mark
from bot.turn import Turn

UNDONE = mark("Taken back: %(figures)s")
UNDONE_MANY = mark("Taken back: %(count)s figures, %(first)s to %(last)s")
BACK_TO = mark("%(activity)s, %(month)s: back to %(quantity)s %(unit)s")
BACK_TO_NONE = mark("%(activity)s, %(month)s: not told")
NOTHING = mark("There is nothing of yours to take back. To change a figure, type: correct")
CORRECT = mark("Correct")
NOT_LAST = mark("That is not the last one any more. To change a figure, type: correct")
NOT_SAVED_YET = mark("This is not saved yet, so nothing is taken back.")
REASON = "undone"


def start(turn: Turn, argument: str) -> None:
    if turn.situation.seat is None or not turn.situation.undoable:
        return turn.say(turn.t(NOTHING), [turn.menu(turn.t(CORRECT), "correct")])
    entries = turn.situation.undoable
    if argument and argument != str(entries[0].event):
        return turn.say(turn.t(NOT_LAST), [turn.menu(turn.t(CORRECT), "correct")])
    unsaved = drafts_in(turn.situation.step) or pending_in(turn.situation.step)
    if unsaved and not argument:
        turn.say(turn.t(NOT_SAVED_YET))  # what is read is not saved: there is nothing to undo
        return ask_again(turn)
    if says_closed(turn, entries):
        return None
    take_back(turn, entries)
    if turn.situation.step and drafts_in(turn.situation.step):
        return ask_again(turn)
    if len(entries) > MANY:
        return turn.close()  # a file's: its first figure is no question of this month
    first = entries[0]
    if first.before and first.before.status.answered:
        return start_again(turn)
    return questions.ask(turn, first.now.key.activity, first.now.key.month, first.now.key.kind)


def start_again(turn: Turn) -> None:
    """On with the month: the figure from before stands again."""
    turn.close()
    start_record(turn, "")


def says_closed(turn: Turn, entries: Sequence[Undoable]) -> bool:
    """A closed month is frozen: what was saved in it is not taken back, and that is said."""
    closed = [one.now.key.month for one in entries if late.is_closed(turn, one.now.key.month)]
    if closed:
        late.say_closed(turn, closed[0])
    return bool(closed)


def take_back(turn: Turn, entries: Sequence[Undoable]) -> None:
    """Restore what each cell said before, and say so."""
    lines = []
    for entry in entries:
        turn.make(_back(turn.situation, entry))
        lines.append(_words(turn, entry))
    if len(entries) > MANY:
        return turn.say(_many_words(turn, entries))
    return turn.say(turn.t(UNDONE, figures="\n".join(lines)))


def _many_words(turn: Turn, entries: Sequence[Undoable]) -> str:
    months = [entry.now.key.month for entry in entries]
    first, last = turn.t.month(min(months)), turn.t.month(max(months))
    return turn.t(UNDONE_MANY, count=len(entries), first=first, last=last)


def _back(situation: Situation, entry: Undoable) -> Recorded:
    """The revision that restores what the cell said before; history keeps both."""
    if entry.before:
        return recorded(situation, Draft.of_cell(entry.before), REASON)
    key = entry.now.key
    return recorded(
        situation, Draft(key.activity, key.month, Status.MISSING, kind=key.kind), REASON
    )


def _words(turn: Turn, entry: Undoable) -> str:
    t, catalogue, key = turn.t, turn.situation.catalogue, entry.now.key
    activity = catalogue.activities[key.activity]
    draft = Draft(key.activity, key.month, entry.now.status, kind=key.kind)
    values = {"activity": name_words(t, turn.situation, draft), "month": t.month(key.month)}
    if entry.before and entry.before.quantity is not None:
        unit = t(catalogue.units[activity.unit].label)
        return t(BACK_TO, **values, quantity=t.number(entry.before.quantity), unit=unit)
    return t(BACK_TO_NONE, **values)


FLOW = Flow("undo", typed("undo", "take back", "เลิกทำ", "ย้อนกลับ", "เอาคืน", "ย้อน"), start)
