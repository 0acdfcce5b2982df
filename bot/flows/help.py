"""Help: what can be typed, and what is open now."""

from bot.flows.base import Flow, typed
from bot.people import Role
from bot.text import mark
from bot.turn import Turn

OFFICIAL_HELP = mark(
    "What can be typed:\n"
    "• start: tell the month's figures, item by item\n"
    "• or all at once: electricity 12,345 units, diesel 320 litres\n"
    "• progress: what is done and what is left\n"
    "• totals: the carbon so far\n"
    "• copy: the figures as e-report and the waste form ask for them "
    "(another month: copy Jun 2026)\n"
    "• template: a table to fill in; send it back here, "
    "or a Green Office 1.5(1) or e-report file\n"
    "• correct: change a figure\n"
    "• undo: take back the last one\n"
    "• stop reminders\n"
    "• language"
)
OVERSEER_HELP = mark(
    "What can be typed:\n"
    "• progress: which places have reported\n"
    "• totals: the carbon so far\n"
    "• console: a link to the overview page\n"
    "• export: a link to download the figures (administrators)\n"
    "• language"
)
SAFE = mark("Nothing is lost by stopping halfway: type start to go on.")
START = mark("Start")
PROGRESS = mark("Progress")
TOTALS = mark("Totals")
CORRECT = mark("Correct")


def start(turn: Turn, argument: str) -> None:
    t = turn.t
    parts = []
    buttons = [turn.menu(t(PROGRESS), "progress"), turn.menu(t(TOTALS), "totals")]
    if turn.situation.seat:
        parts += [t(OFFICIAL_HELP), t(SAFE)]
        buttons = [turn.menu(t(START), "record"), *buttons, turn.menu(t(CORRECT), "correct")]
    if any(seat.role is not Role.OFFICIAL for seat in turn.situation.seats):
        parts.append(t(OVERSEER_HELP))
    turn.say("\n\n".join(parts), buttons)


FLOW = Flow(
    "help",
    {
        **typed("help", "menu", "ช่วยเหลือ", "ช่วยด้วย", "วิธีใช้", "เมนู"),
        **typed("สวัสดี", "hello", "hi", argument="greeting"),
    },
    start,
    aside=True,
)
