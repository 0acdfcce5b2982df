"""When a province's months open, are due and close, and on which days and hours people are told.

Everything follows from a few rules a province, its days off, and nothing else: the same day and
rules always give the same jobs. Each job has a window, from its first day until it would make no
sense any more, so that a worker which was down catches up, and never rings at a wrong time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from bot.months import Month
from bot.thai_holidays import days_off

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)
LATEST_DAY = 28  # every month has it
EARLIEST_HOUR, LATEST_HOUR = time(6), time(20)
WEEKEND = 5  # Saturday, as `weekday()` counts


class WrongRules(ValueError):
    """Rules that do not fit together; the text says which, and what to write."""


class Job(StrEnum):
    """What the clock does in a month. The word stands in the outbox key."""

    OPENING = "opening"
    BEFORE = "before"
    DUE = "due"
    AFTER = "after"
    SUMMARY = "summary"
    ESCALATION = "escalation"
    CLOSE = "close"
    DIGEST = "digest"


TO_OFFICIALS = (Job.OPENING, Job.BEFORE, Job.DUE, Job.AFTER)
TO_OVERSEERS = (Job.SUMMARY, Job.ESCALATION, Job.CLOSE, Job.DIGEST)
BY_THE_DUE_DAY = (Job.DUE, Job.AFTER, Job.ESCALATION)
OF_A_MONTH = tuple(job for job in Job if job is not Job.DIGEST)


@dataclass(frozen=True, slots=True)
class Rules:
    """A province's rules: days of the month after, in working days before and after the due day."""

    opening_day: int = 1
    due_day: int = 10
    before: int = 3
    after: int = 3
    close_day: int = 20
    opens_at: time = time(8, 30)
    closes_at: time = time(16, 30)
    digest_weekday: int = 0  # Monday

    def __post_init__(self) -> None:
        if not 1 <= self.opening_day < self.due_day < self.close_day <= LATEST_DAY:
            raise WrongRules(
                f"opening, due and close day must follow each other between 1 and {LATEST_DAY}, "
                f"not {self.opening_day}, {self.due_day}, {self.close_day}"
            )
        if not 0 <= self.before <= 9 or not 1 <= self.after <= 9:
            raise WrongRules("working days before are 0 (none) to 9, working days after 1 to 9")
        if not EARLIEST_HOUR <= self.opens_at < self.closes_at <= LATEST_HOUR:
            raise WrongRules("hours must lie between 06:00 and 20:00, such as 08:30 to 16:30")
        if not 0 <= self.digest_weekday <= 4:
            raise WrongRules("the digest's weekday is 0 (Monday) to 4 (Friday)")

    def to_json(self) -> dict[str, Any]:
        return {
            name: value.isoformat("minutes") if isinstance(value, time) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Rules":
        """Rules as they are kept; what is not named is as usual, unknown names are refused."""
        unknown = set(body) - {one.name for one in fields(cls)}
        if unknown:
            raise WrongRules(f"unknown rules: {', '.join(sorted(unknown))}")
        hours = {"opens_at", "closes_at"}
        try:
            values: dict[str, Any] = {
                name: time.fromisoformat(value) if name in hours else int(value)
                for name, value in body.items()
            }
        except (TypeError, ValueError):
            raise WrongRules("days are whole numbers, hours are written as 08:30") from None
        return cls(**values)


DEFAULT = Rules()


@dataclass(frozen=True, slots=True)
class Window:
    """From the first day a job may ring to the day it may not ring any more."""

    first: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.until


@dataclass(frozen=True, slots=True)
class Ring:
    """One job of one reporting month, and the day it is about: a digest's week, a due day."""

    job: Job
    month: Month
    day: date | None = None

    @property
    def key(self) -> str:
        """Once per job, month (and day), whatever restarts or doubles."""
        day = f":{self.day}" if self.day else ""
        return f"{self.job}:{self.month}{day}"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A province's rules and the days that differ from the public holidays."""

    rules: Rules = DEFAULT
    off: Mapping[date, str] = field(default_factory=dict)  # closed here, beside the holidays
    working: Mapping[date, str] = field(default_factory=dict)  # open here, all the same

    def name_of(self, day: date) -> str:
        """Why a day is no working day; empty when it is one, or a weekend."""
        if day in self.working:
            return ""
        return self.off.get(day) or days_off(day.year).get(day, "")

    def is_working_day(self, day: date) -> bool:
        if day in self.working:
            return True
        return day.weekday() < WEEKEND and not self.name_of(day)

    def first_working_day(self, day: date) -> date:
        """`day`, or the next working day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def working_days_from(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, or before it where `count` is negative."""
        step = ONE_DAY if count > 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def in_hours(self, moment: datetime) -> bool:
        """Whether people may be written to now: a working day, within working hours."""
        rules = self.rules
        in_hours = rules.opens_at <= moment.time() < rules.closes_at
        return in_hours and self.is_working_day(moment.date())

    def closing(self, moment: datetime) -> datetime:
        """The end of today's working hours."""
        end = self.rules.closes_at
        return moment.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)

    def due(self, month: Month) -> date:
        following = month + 1
        day = date(following.year, following.month, self.rules.due_day)
        return self.first_working_day(day)

    def due_by(self, month: Month, zone: tzinfo | None) -> datetime:
        """The end of the due day: what is complete by then is on time."""
        return datetime.combine(self.due(month) + ONE_DAY, time(), zone) - timedelta(seconds=1)

    def opening(self, month: Month) -> date:
        following = month + 1
        day = date(following.year, following.month, self.rules.opening_day)
        return self.first_working_day(day)

    def day_of(self, job: Job, month: Month) -> date | None:
        """The first day of a job of `month`, always a working day; None where there is none."""
        due, rules = self.due(month), self.rules
        match job:
            case Job.OPENING:
                return self.opening(month)
            case Job.BEFORE:
                day = self.working_days_from(due, -rules.before)
                return day if self.opening(month) < day < due else None
            case Job.DUE:
                return due
            case Job.SUMMARY:
                return self.working_days_from(due, 1)
            case Job.AFTER:
                return self.working_days_from(due, rules.after)
            case Job.ESCALATION:
                return self.working_days_from(due, rules.after + 1)
            case Job.CLOSE:
                following = month + 1
                day = date(following.year, following.month, rules.close_day)
                escalated = self.working_days_from(due, rules.after + 1)
                return self.first_working_day(max(day, escalated + ONE_DAY))
            case _:
                return None

    def window(self, job: Job, month: Month) -> Window | None:
        """When a job of `month` may ring.

        A due reminder would be wrong on another day. The others are caught up until the next
        one of their kind takes over; where holidays push two on one day, the later one speaks.
        """
        first = self.day_of(job, month)
        if first is None:
            return None
        match job:
            case Job.OPENING:
                until = self.day_of(Job.BEFORE, month) or self.due(month)
            case Job.BEFORE:
                until = self.due(month)
            case Job.DUE:
                until = first + ONE_DAY
            case Job.SUMMARY:
                until = self._day_of(Job.ESCALATION, month)
            case Job.CLOSE:
                until = first + ONE_WEEK
            case _:
                until = self._day_of(Job.CLOSE, month)
        return Window(first, until) if first < until else None

    def rings(self, now: datetime) -> tuple[Ring, ...]:
        """The jobs whose window is open now; none outside working days and hours."""
        return self.jobs_on(now.date()) if self.in_hours(now) else ()

    def jobs_on(self, today: date) -> tuple[Ring, ...]:
        """The jobs whose window a day lies in."""
        months = self._months_at(today)
        due = (
            self.ring(job, month)
            for month in months
            for job in OF_A_MONTH
            if (window := self.window(job, month)) and today in window
        )
        return (*due, *self._digests(today, months))

    def ring(self, job: Job, month: Month) -> Ring:
        """A due day that is moved once it was rung is rung again."""
        return Ring(job, month, self.due(month) if job in BY_THE_DUE_DAY else None)

    def _digests(self, today: date, months: tuple[Month, ...]) -> Iterator[Ring]:
        """A digest a week on its weekday, or the next working day, while a month is open."""
        since = (today.weekday() - self.rules.digest_weekday) % 7
        week = today - timedelta(days=since)
        first = self.first_working_day(week)
        for month in months:
            opened, closes = self.opening(month), self._day_of(Job.CLOSE, month)
            if opened < first < closes and today in Window(first, week + ONE_WEEK):
                yield Ring(Job.DIGEST, month, week)

    def _months_at(self, today: date) -> tuple[Month, ...]:
        """The reporting months anything can be due for: the last one, and the one before it."""
        last = Month.of(today) - 1
        return (last - 1, last)

    def _day_of(self, job: Job, month: Month) -> date:
        day = self.day_of(job, month)
        if day is None:
            raise LookupError(f"{job} has no day")
        return day
