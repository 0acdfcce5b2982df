"""Pause: stop the reminders, leave them out until a day, and have them again.

Telling figures goes on working either way.
"""

from datetime import date, datetime, time, timedelta

from bot.changes import ReminderPaused, RemindersSwitched
from bot.flows.base import Flow, typed
from bot.reading.until import until
from bot.situation import Situation
from bot.text import mark
from bot.turn import Turn

LONGEST = timedelta(days=366)
VERBS = (
    "พักการแจ้งเตือน", "พักการเตือน", "พักแจ้งเตือน", "พักเตือน", "ขอพักเตือน", "หยุดเตือน", "งดเตือน",
    "pause reminders", "pause reminding", "stop reminders", "no reminders",
)  # fmt: skip
PAUSES = ("พักเตือน", "ขอพักเตือน", "พักการเตือน", "พักแจ้งเตือน", "pause reminders")

STOPPED = mark(
    "Reminders are off. Figures can still be sent at any time. To have them again: remind"
)
STARTED = mark(
    "Reminders are on: when a month opens, shortly before it is due, on the day, and once after it."
)
PAUSED = mark(
    "No reminders until %(day)s, that day included. Figures can still be sent at any time. "
    "To have them again sooner: remind"
)
UNTIL_WHEN = mark(
    "Until when? For example: pause reminders until 15 Sep, or: pause reminders 1 month"
)
WRONG_DAY = mark(
    "Reminders can be paused from today on, for a year at most. "
    "For example: pause reminders until 15 Sep"
)
AGAIN = mark("Remind me again")
WEEK = mark("One week")
MONTH = mark("One month")


def stop(turn: Turn, argument: str) -> None:
    turn.make(RemindersSwitched(off=True))
    turn.say(turn.t(STOPPED), [turn.menu(turn.t(AGAIN), "remind")])


def resume(turn: Turn, argument: str) -> None:
    turn.make(RemindersSwitched(off=False))
    turn.say(turn.t(STARTED))


def pause(turn: Turn, argument: str) -> None:
    """`argument` is the last day without reminders; empty asks for one."""
    t, today = turn.t, turn.situation.today
    if not argument:
        choices = [
            turn.menu(t(WEEK), "pause", until_day("1 week", today) or ""),
            turn.menu(t(MONTH), "pause", until_day("1 month", today) or ""),
        ]
        return turn.say(t(UNTIL_WHEN), choices)
    day = _day(argument)
    if day is None or not today <= day <= today + LONGEST:
        return turn.say(t(WRONG_DAY))
    midnight = datetime.combine(day + timedelta(days=1), time(), turn.situation.now.tzinfo)
    turn.make(RemindersSwitched(off=False))
    turn.make(ReminderPaused(midnight))
    return turn.say(t(PAUSED, day=t.day(day)), [turn.menu(t(AGAIN), "remind")])


def reads(situation: Situation, said: str) -> str | None:
    """A verb with a day behind it; the verb alone only stops, or asks until when."""
    verb = max((one for one in VERBS if said.startswith(one)), key=len, default="")
    rest = said[len(verb) :].strip()
    day = until_day(rest, situation.today) if verb and rest else None
    return "" if day is None and verb in PAUSES else day


def until_day(text: str, today: date) -> str | None:
    day = until(text, today)
    return day.isoformat() if day else None


def _day(argument: str) -> date | None:
    try:
        return date.fromisoformat(argument)
    except ValueError:
        return None


FLOW = Flow(
    "stop",
    typed("stop", "stop reminders", "หยุดเตือน", "ไม่ต้องเตือน", "เลิกเตือน"),
    stop,
    of_office=False,
)
PAUSE = Flow("pause", typed(*PAUSES), pause, reads=reads, of_office=False)
RESUME = Flow(
    "remind", typed("remind", "remind me", "เตือน", "เตือนอีกครั้ง", "เปิดเตือน"), resume, of_office=False
)
