"""Export: a one-use link to the figures of the person's scope, as CSV or XLSX."""

from datetime import timedelta

from bot.audit import Deed
from bot.changes import Audited, TicketIssued
from bot.flows.base import Flow, typed
from bot.messages import Button
from bot.months import Month
from bot.policy import Action, scopes
from bot.text import mark
from bot.turn import Turn

VALID_FOR = timedelta(minutes=10)
LINK = mark(
    "Figures of %(place)s, %(first)s to %(last)s. "
    "The link works once, within 10 minutes: please do not pass it on."
)
OPEN = mark("Download")
NOT_ALLOWED = mark("Downloads are for administrators. Please ask the province.")


def start(turn: Turn, argument: str) -> None:
    t, situation = turn.t, turn.situation
    place = next(iter(scopes(situation.seats, Action.EXPORT)), None)
    if place is None:
        turn.make(Audited(Deed.DENIED, details={"action": Action.EXPORT.value}))
        return turn.say(t(NOT_ALLOWED))
    last = situation.report_month
    first = Month(last.year, 1)
    details = {"place": place.id, "first": str(first), "last": str(last)}
    turn.make(TicketIssued("export", situation.secret, details, VALID_FOR))
    link = f"{situation.base_url}/console/download/{situation.secret}"
    words = t(LINK, place=place.name(t), first=t.month(first), last=t.month(last))
    return turn.say(f"{words}\n{link}", [Button(t(OPEN), link=link)])


FLOW = Flow(
    "export", typed("export", "download", "ส่งออก", "ดาวน์โหลด", "ขอไฟล์"), start, of_office=False
)
