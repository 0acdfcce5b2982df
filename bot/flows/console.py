"""Console: a one-use sign-in link to the overview page."""

from datetime import timedelta

from bot.audit import Deed
from bot.changes import Audited, TicketIssued
from bot.flows.base import Flow, typed
from bot.messages import Button
from bot.policy import Action, scopes
from bot.text import mark
from bot.turn import Turn

VALID_FOR = timedelta(minutes=10)
LINK = mark("The overview page. The link signs in once, within 10 minutes: do not pass it on.")
LINK_TO_TELL = mark(
    "A page to type or paste a table on. The link signs in once, within 10 minutes: "
    "do not pass it on."
)
OPEN = mark("Open the page")
NOT_ALLOWED = mark("The overview page is for coordinators and administrators.")


def start(turn: Turn, argument: str) -> None:
    t, situation = turn.t, turn.situation
    sees, tells = (scopes(situation.seats, action) for action in (Action.SUMMARISE, Action.TELL))
    if not sees and not tells:
        turn.make(Audited(Deed.DENIED, details={"action": "console"}))
        return turn.say(t(NOT_ALLOWED))
    turn.make(TicketIssued("console", situation.secret, {}, VALID_FOR))
    link = f"{situation.base_url}/console/enter/{situation.secret}"
    words = t(LINK if sees else LINK_TO_TELL)
    return turn.say(f"{words}\n{link}", [Button(t(OPEN), link=link)])


FLOW = Flow(
    "console",
    typed(
        *("console", "overview", "open the page"),
        *("คอนโซล", "หน้าเว็บ", "เปิดหน้าเว็บ", "ภาพรวม"),
    ),
    start,
)
