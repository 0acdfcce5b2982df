"""Progress: what is told and what is still open; for overseers, place by place."""

from bot.flows.base import Flow, typed
from bot.flows.of_month import month_in, of_month
from bot.flows.overview import say_overview
from bot.messages import Card
from bot.months import Month
from bot.status_words import STATUS_WORDS
from bot.text import mark
from bot.turn import Turn

DONE = mark("%(month)s: %(done)s of %(total)s items are told.")
LEFT = mark("Still open: %(items)s")
COMPLETE = mark("Nothing is open.")
GO_ON = mark("Go on")
TOTALS = mark("Totals")
CORRECT = mark("Correct")
COPY = mark("Copy")


def start(turn: Turn, argument: str) -> None:
    month = month_in(argument) or turn.situation.report_month
    if turn.situation.seat:
        _own(turn, month)
    say_overview(turn)


def _own(turn: Turn, month: Month) -> None:
    t, situation = turn.t, turn.situation
    activities = situation.catalogue.activities
    asked = situation.expected_in(month)
    waiting = [code for code in asked if not situation.answered(code, month)]
    total = len(asked)
    head = t(DONE, month=t.month_long(month), done=total - len(waiting), total=total)
    unasked = [code for code in activities if code not in asked and situation.answered(code, month)]
    rows = tuple(
        (t(activities[code].short_label), _told(turn, code, month)) for code in (*asked, *unasked)
    )
    left = ", ".join(t(activities[code].short_label) for code in waiting)
    tail = t(LEFT, items=left) if waiting else t(COMPLETE)
    go_on = [turn.menu(t(GO_ON), "record", str(month))]
    done = [turn.menu(t(CORRECT), "correct", str(month)), turn.menu(t(COPY), "copy")]
    turn.say(
        f"{head}\n{tail}",
        [*(go_on if waiting else done), turn.menu(t(TOTALS), "totals")],
        Card(t.month_long(month), rows),
    )


def _told(turn: Turn, activity: str, month: Month) -> str:
    t, situation = turn.t, turn.situation
    cells = [c for c in situation.cells_of(activity, month) if c.status.answered]
    if not cells:
        return "–"
    unit = t(situation.catalogue.units[situation.catalogue.activities[activity].unit].label)
    known = [cell.quantity for cell in cells if cell.quantity is not None]
    return (
        f"{t.number(sum(known[1:], known[0]))} {unit}"
        if known
        else t(STATUS_WORDS[cells[0].status])
    )


FLOW = Flow(
    "progress",
    typed(
        *("progress", "status", "see progress"),
        *("ความคืบหน้า", "ดูความคืบหน้า", "คืบหน้า", "สถานะ", "ค้างอะไร", "เหลืออะไร", "ถึงไหนแล้ว"),
    ),
    start,
    aside=True,
    reads=of_month("progress", "status", "show", "ความคืบหน้า", "สถานะ", "ดู", "ขอดู", "ดูของ"),
)
