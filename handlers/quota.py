"""The push budget as it stands, and the warnings to the administrators as it runs out."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot import push_budget
from bot.months import Month
from bot.people import Role
from bot.push_budget import Budget
from handlers.service import Service
from storage import notices, outbox, people
from storage.session import Transaction

SUMMARY_KEPT = timedelta(days=7)  # then the next digest is there
PAID = ("line",)  # the channels that count pushes


def month_start(now: datetime) -> datetime:
    """LINE counts by the calendar month; ours begins at midnight in the service's zone."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def budget_of(tx: Transaction, service: Service, channel: str, now: datetime) -> Budget:
    settings = service.settings
    return Budget(
        settings.push_budget_monthly,
        settings.push_reserve,
        outbox.pushes_since(tx, channel, month_start(now)),
        outbox.pushes_queued(tx, channel),
    )


def warn(tx: Transaction, budget: Budget, channel: str, now: datetime) -> None:
    """One notice to every administrator a share and month."""
    for share in push_budget.warnings(budget):
        _warn(tx, budget, share, channel, now)


def warn_of_last(tx: Transaction, budget: Budget, channel: str, now: datetime) -> None:
    """The warnings that the push just counted has brought about."""
    before = push_budget.warnings(replace(budget, used=budget.used - 1))
    for share in push_budget.warnings(budget):
        if share not in before:
            _warn(tx, budget, share, channel, now)


def _warn(tx: Transaction, budget: Budget, share: int, channel: str, now: datetime) -> None:
    month = Month.of(now.date())
    details = {
        "share": share,
        "used": budget.used,
        "most": budget.for_reminders,
        "until": (month + 1).first_day.isoformat(),
    }
    to = people.everybody_as(tx, Role.ADMIN)
    key = f"{push_budget.QUOTA}:{channel}:{month}:{share}"
    ends = now.replace(day=month.days, hour=23, minute=59)
    notices.put(tx, to, push_budget.QUOTA, details, key, now, push_after=now, expires_at=ends)


def tell_of_summary(tx: Transaction, channel: str, user: str, key: str, now: datetime) -> None:
    """A summary that could not be pushed waits as a word on the person's next answer."""
    person = people.of_talk(tx, channel, user)
    if person is not None:
        ends = now + SUMMARY_KEPT
        notices.put(tx, [person], "summary", {}, f"summary:{key}", now, expires_at=ends)
