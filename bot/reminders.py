"""Who is due a nudge today, and its words. Only what is still owed; never to those who are done."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from bot.messages import Button, Reply
from bot.months import Month
from bot.text import Voice, mark

DUE_DAY = 10  # of the month after
OPENING_HOUR = time(8, 30)
CLOSING_HOUR = time(16, 30)

OPENED = mark(
    "The figures for %(month)s can be told from today, until %(due)s. "
    "%(total)s items, about five minutes."
)
DUE_TODAY = mark("%(month)s is due today. %(done)s of %(total)s items are told.")
LEFT = mark("Still open: %(items)s")
START = mark("Start")
STOP = mark("Stop reminders")


class Job(StrEnum):
    """What the clock does in a month. The word stands in the outbox key."""

    OPENING = "opening"
    DUE = "due"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days that are no working days, beside Saturdays and Sundays."""

    holidays: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def first_working_day(self, day: date) -> date:
        """`day`, or the next working day after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day


def day_of(job: Job, month: Month, calendar: Calendar) -> date:
    """The day a job runs for reporting month `month`, always a working day.

    Opening is the first, due the tenth of the month after; the coordinator's summary comes on the
    working day after the due day.
    """
    following = month + 1
    if job is Job.OPENING:
        return calendar.first_working_day(following.first_day)
    due = calendar.first_working_day(date(following.year, following.month, DUE_DAY))
    if job is Job.DUE:
        return due
    return calendar.first_working_day(due + timedelta(days=1))


def jobs_due(today: date, at: time, calendar: Calendar) -> tuple[tuple[Job, Month], ...]:
    """The jobs to run now: today is their day, within working hours.

    A worker that was down at half past eight still runs them later the same day; a day missed
    altogether is caught up on the next working days of the same calendar month, except the due
    reminder, which would be wrong on another day.
    """
    if not calendar.is_working_day(today) or not OPENING_HOUR <= at <= CLOSING_HOUR:
        return ()
    month = Month.of(today) - 1
    return tuple((job, month) for job in Job if _is_due(job, month, today, calendar))


def _is_due(job: Job, month: Month, today: date, calendar: Calendar) -> bool:
    day = day_of(job, month, calendar)
    if job is Job.SUMMARY:
        return today >= day
    if job is Job.DUE:
        return today == day
    return day <= today < day_of(Job.DUE, month, calendar)


def opening(t: Voice, month: Month, total: int, calendar: Calendar) -> Reply:
    due = t.day(day_of(Job.DUE, month, calendar))
    text = t(OPENED, month=t.month_long(month), due=due, total=total)
    return Reply(text, _buttons(t))


def due_today(t: Voice, month: Month, done: int, total: int, items: tuple[str, ...]) -> Reply:
    head = t(DUE_TODAY, month=t.month_long(month), done=done, total=total)
    return Reply(f"{head}\n{t(LEFT, items=', '.join(items))}", _buttons(t))


def _buttons(t: Voice) -> tuple[Button, ...]:
    return (Button(t(START), "menu:record"), Button(t(STOP), "menu:stop"))
