"""Help: what can be typed, and what is open now."""

from bot.flows.base import Flow, typed
from bot.people import Role
from bot.policy import Action, scopes
from bot.text import mark
from bot.turn import Turn

WHAT = mark("What can be typed:")
OFFICIALS = (
    mark("start: tell the month's figures, item by item"),
    mark("or all at once: electricity 12,345 units, diesel 320 litres"),
    mark("progress: what is done and what is left"),
    mark("totals: the carbon so far"),
    mark("why: where a total or a figure comes from (why electricity)"),
    mark(
        "copy: the figures as e-report and the waste form ask for them "
        "(another month: copy Jun 2026)"
    ),
    mark(
        "template: a table to fill in; send it back here, or a Green Office 1.5(1) or e-report file"
    ),
    mark("correct: change a figure"),
    mark("undo: take back the last one"),
    mark("send again: a returned month whose figures are right"),
    mark("stop reminders · pause reminders for 1 month"),
)
SEVERAL = (mark("office: choose which office figures are told for"),)
OVERSEERS = (
    mark("progress: which places have reported (another month: progress Jun 2026)"),
    mark("totals: the carbon so far"),
    mark("why: what it adds up from, by item or place (why electricity, why Kachet)"),
    mark("review: what waits; one place: review Kachet"),
)
COORDINATORS = (
    mark("approve Kachet · return Kachet · remind Kachet: for one place; approve all"),
    mark("late: figures told after the close"),
    mark("close month · reopen Kachet Jul 2026"),
    mark("items Kachet: what a place is asked"),
)
GIVERS = (
    mark("seats: who holds which; one place: seats Kachet"),
    mark("invite Kachet: a one-use invitation · successors: hand-overs to approve"),
)
DOWNLOADS = (mark("export: a link to download the figures"),)
EVERYBODY = (
    mark("calendar: the days of the month, and when it is due"),
    mark("my data: what is kept about you, and how to have it deleted"),
    mark("console: a link to the page"),
    mark("hand over: give the seat to a successor"),
    mark("link: use LINE and Telegram both · unlink: separate them"),
    mark("language: Thai or English"),
)
SAFE = mark("Nothing is lost by stopping halfway: type start to go on.")
START = mark("Start")
PROGRESS = mark("Progress")
TOTALS = mark("Totals")
CORRECT = mark("Correct")
REVIEW = mark("What waits")


def start(turn: Turn, argument: str) -> None:
    t, seats = turn.t, turn.situation.seats
    lines: list[str] = []
    buttons = [turn.menu(t(PROGRESS), "progress"), turn.menu(t(TOTALS), "totals")]
    if turn.situation.seat:
        lines += (*OFFICIALS, *(SEVERAL if turn.situation.has_several_offices else ()))
        buttons = [turn.menu(t(START), "record"), *buttons, turn.menu(t(CORRECT), "correct")]
    if any(seat.role is not Role.OFFICIAL for seat in seats):
        lines += OVERSEERS
        buttons.append(turn.menu(t(REVIEW), "review"))
    more_for = (
        (Action.REVIEW, (*COORDINATORS, *GIVERS)),
        (Action.EXPORT, DOWNLOADS),
    )
    for action, more in more_for:
        lines += more if scopes(seats, action) else ()
    lines += EVERYBODY
    words = "\n".join([t(WHAT), *(f"• {t(line)}" for line in dict.fromkeys(lines))])
    if turn.situation.seat:
        words += "\n\n" + t(SAFE)
    turn.say(words, buttons)


FLOW = Flow(
    "help",
    {
        **typed("help", "menu", "ช่วยเหลือ", "ช่วยด้วย", "วิธีใช้", "เมนู"),
        **typed("สวัสดี", "hello", "hi", argument="greeting"),
    },
    start,
    aside=True,
    of_office=False,
)
