"""Template: a one-use link to the place's year as a table, to fill in and send back."""

from datetime import timedelta

from bot.changes import TicketIssued
from bot.flows.base import Flow, typed
from bot.flows.record.taking import NO_SEAT
from bot.messages import Button
from bot.text import mark
from bot.turn import Turn

VALID_FOR = timedelta(minutes=10)
LINK = mark(
    "The template of %(place)s, January to %(last)s, with what is told already. Fill in the rest "
    "and send the file back here; the differences are shown before any is saved. "
    "The link works once, within 10 minutes."
)
OPEN = mark("Get the template")


def start(turn: Turn, argument: str) -> None:
    t, situation = turn.t, turn.situation
    if situation.seat is None:
        return turn.say(t(NO_SEAT))
    last = situation.report_month
    details = {"place": situation.place.id, "last": str(last)}
    turn.make(TicketIssued("template", situation.secret, details, VALID_FOR))
    link = f"{situation.base_url}/console/template/{situation.secret}"
    words = t(LINK, place=situation.place.name(t), last=t.month_long(last))
    return turn.say(f"{words}\n{link}", [Button(t(OPEN), link=link)])


FLOW = Flow(
    "template",
    typed(
        *("template", "form", "get template", "table"),
        *("แบบฟอร์ม", "ขอแบบฟอร์ม", "เทมเพลต", "ขอเทมเพลต", "ตาราง", "ขอตาราง", "ไฟล์แบบฟอร์ม"),
    ),
    start,
)
