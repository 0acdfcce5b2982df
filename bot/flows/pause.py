"""Pause: stop the reminders, and have them again. Telling figures goes on working either way."""

from bot.changes import RemindersSwitched
from bot.flows.base import Flow, typed
from bot.text import mark
from bot.turn import Turn

STOPPED = mark(
    "Reminders are off. Figures can still be sent at any time. To have them again: remind"
)
STARTED = mark("Reminders are on: when a month opens and on the day it is due.")
AGAIN = mark("Remind me again")


def stop(turn: Turn, argument: str) -> None:
    turn.make(RemindersSwitched(off=True))
    turn.say(turn.t(STOPPED), [turn.menu(turn.t(AGAIN), "remind")])


def resume(turn: Turn, argument: str) -> None:
    turn.make(RemindersSwitched(off=False))
    turn.say(turn.t(STARTED))


FLOW = Flow(
    "stop",
    typed("stop", "stop reminders", "หยุดเตือน", "ไม่ต้องเตือน", "เลิกเตือน"),
    stop,
    of_office=False,
)
RESUME = Flow(
    "remind", typed("remind", "remind me", "เตือน", "เตือนอีกครั้ง", "เปิดเตือน"), resume, of_office=False
)
