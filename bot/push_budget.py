"""The month's paid pushes: how many reminders may use, who comes first when they do not suffice,
and when administrators are warned.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.messages import Reply
from bot.schedule import Job
from bot.text import Voice, mark

WARN_AT = (70, 90, 100)  # per cent of what reminders may use
USED_UP = 100
QUOTA = "quota"  # the kind of the notice; it may use the reserve
ANSWER, ALERT = "answer", "alert"
CAN_WAIT = frozenset({"approved", "closed", "late_decided"})  # notices that hurry nobody

WARNING = mark(
    "Reminders have used %(share)s %% of this month's LINE pushes (%(used)s of %(most)s). "
    "When they are used up, reminders wait for the person's next message. "
    "A new budget begins on %(day)s."
)
NONE_LEFT = mark(
    "All %(most)s LINE pushes for reminders of this month are used. Until %(day)s reminders only "
    "come with answers; nobody is told by themselves. More pushes: raise PUSH_BUDGET_MONTHLY."
)


@dataclass(frozen=True, slots=True)
class Budget:
    """A month's pushes on one channel; `used` are sent or being sent, `queued` waits for that."""

    monthly: int
    reserve_percent: int
    used: int = 0
    queued: int = 0

    @property
    def for_reminders(self) -> int:
        """What reminders may use; the reserve is for answers whose reply token was too old."""
        return self.monthly - self.monthly * self.reserve_percent // 100

    @property
    def left(self) -> int:
        return max(0, self.for_reminders - self.used - self.queued)

    def most_for(self, purpose: str) -> int:
        """How many pushes there may be in all once one more of this purpose is sent."""
        return self.monthly if purpose in (ANSWER, ALERT) else self.for_reminders


def warnings(budget: Budget) -> tuple[int, ...]:
    """The shares, in per cent, that are reached; each is warned of once a month."""
    if budget.for_reminders == 0:
        return ()
    return tuple(share for share in WARN_AT if budget.used * 100 >= share * budget.for_reminders)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One person's letter of this moment, before it is known whether it can be pushed."""

    person: int
    costs: bool  # only LINE's pushes are paid
    jobs: frozenset[Job] = frozenset()
    notices: frozenset[str] = frozenset()  # kinds
    owed: int = 0
    total: int = 0


_BY_JOB: Mapping[Job, int] = {
    Job.DUE: 2,
    Job.AFTER: 3,
    Job.ESCALATION: 4,
    Job.BEFORE: 5,
    Job.OPENING: 7,
    Job.SUMMARY: 8,
    Job.CLOSE: 8,
    Job.DIGEST: 9,
}
_WARNING, _PRESSING, _QUIET = 0, 1, 6


def rank(letter: Wanted) -> tuple[int, int, int]:
    """The smaller, the sooner: what it is about, then those who told nothing and owe most."""
    classes = [_BY_JOB[job] for job in letter.jobs]
    classes += [_class_of(kind) for kind in letter.notices]
    told = letter.total - letter.owed
    return (min(classes, default=9), 1 if told else 0, -letter.owed)


def _class_of(kind: str) -> int:
    if kind == QUOTA:
        return _WARNING
    return _QUIET if kind in CAN_WAIT else _PRESSING


def share(left: int, wanted: Iterable[Wanted]) -> set[int]:
    """The people whose letters can be pushed: by rank, as many as are left; free ones all.

    A budget warning does not count: it may use the reserve.
    """
    ranked = sorted(wanted, key=lambda letter: (rank(letter), letter.person))
    paid = [one for one in ranked if one.costs and QUOTA not in one.notices]
    free = [one for one in ranked if not one.costs or QUOTA in one.notices]
    return {one.person for one in (*free, *paid[: max(0, left)])}


def purpose_of(letter: Wanted, job_purposes: Sequence[str]) -> str:
    """What the outbox calls a letter: the most pressing of what it holds."""
    if QUOTA in letter.notices:
        return ALERT
    return next(iter(job_purposes), "notice")


def warning(t: Voice, details: Mapping[str, Any]) -> Reply:
    """Told to the administrators at 70, 90 and 100 per cent."""
    words = NONE_LEFT if details["share"] >= USED_UP else WARNING
    day = t.day(date.fromisoformat(details["until"]))
    values = {name: details[name] for name in ("share", "used", "most")}
    return Reply(t(words, day=day, **values))
