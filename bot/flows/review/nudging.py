"""Nudge: one tap reminds a place's officials. It is logged, and not repeated within three days."""

from collections.abc import Sequence
from datetime import timedelta

from bot.audit import Deed
from bot.changes import Audited, Nudged
from bot.flows.base import Flow, typed
from bot.flows.review.asking import month_for, refuse, reviewed, row_of
from bot.flows.review.hearing import heard
from bot.flows.review.naming import reads_for, target_of
from bot.flows.review.queue import owing_rows
from bot.months import Month
from bot.oversight import PlaceProgress
from bot.policy import Action, can, scopes
from bot.summaries import names_of
from bot.text import mark
from bot.turn import Turn

NOT_AGAIN = timedelta(days=3)
REMINDED = mark("A reminder goes to %(places)s in working hours.")
REMINDED_MANY = mark("A reminder goes to %(count)s places in working hours: %(places)s")
TOO_SOON = mark("Reminded less than three days ago, so not again now: %(places)s")
NOTHING_OWED = mark("%(place)s owes nothing for %(month)s.")
NOBODY_OWES = mark("No place owes anything for %(month)s.")
NOBODY_THERE = mark(
    "Nobody can be reached there, please call or invite somebody (type: seats): %(places)s"
)


def start(turn: Turn, argument: str) -> None:
    t, target = turn.t, target_of(argument)
    if not scopes(turn.situation.seats, Action.NUDGE):
        return refuse(turn, Action.NUDGE)
    month = month_for(turn, target)
    if not target.place and not target.name:
        rows = owing_rows(turn)
        if not rows:
            return turn.say(t(NOBODY_OWES, month=t.month(month)))
        return _nudge(turn, rows, month)
    found = reviewed(turn, "nudge", argument)
    row = row_of(turn, found.place.id) if found else None
    if found is None or row is None:
        return None
    if not row.standing.owed:
        words = t(NOTHING_OWED, place=found.place.name(t), month=t.month(month))
        return turn.say(words)
    return _nudge(turn, [row], month)


def _nudge(turn: Turn, rows: Sequence[PlaceProgress], month: Month) -> None:
    """Those who can be reached and were not reminded lately; who is left out is said."""
    t, now, actor = turn.t, turn.situation.now, turn.situation.actor
    rows = [row for row in rows if can(actor, Action.NUDGE, row.place)]
    there = [row for row in rows if row.reachable]
    due = [row for row in there if row.nudged_at is None or now - row.nudged_at >= NOT_AGAIN]
    for row in due:
        turn.make(Nudged(row.place.id, month))
        turn.make(heard(turn, "nudge", row.place, month))
        turn.make(Audited(Deed.NUDGED, row.place.id, {"month": str(month)}))
    lines = []
    if due:
        words = REMINDED if len(due) == 1 else REMINDED_MANY
        lines.append(t(words, count=len(due), places=names_of(t, due)))
    for words, left in (
        (TOO_SOON, [row for row in there if row not in due]),
        (NOBODY_THERE, [row for row in rows if not row.reachable]),
    ):
        if left:
            lines.append(t(words, places=names_of(t, left)))
    turn.say("\n".join(lines))


FLOW = Flow(
    "nudge",
    typed("nudge", "remind all", "ทวง", "ทวงถาม", "เตือนหน่วยงาน", "เตือนทั้งหมด"),
    start,
    aside=True,
    reads=reads_for("nudge"),
)
