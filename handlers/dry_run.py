"""A dry run of the clock: who would get what now, why, and what of the push budget is left."""

from collections.abc import Collection
from typing import Any

from bot import reminders
from bot.push_budget import rank
from bot.schedule import Job
from bot.text import voice
from handlers import quota
from handlers.planning import Plan
from handlers.ringing import plans_now
from handlers.service import Service

Row = dict[str, Any]


def rows(service: Service, jobs: Collection[Job]) -> list[Row]:
    """One row a person and job (or office), in the order in which pushes are given out."""
    plans, allowed = plans_now(service)
    found: list[Row] = []
    for plan in sorted(plans, key=lambda plan: (rank(plan.wanted), plan.to.person.id)):
        is_sent = allowed is None or plan.to.person.id in allowed
        found += [
            {**row, "person": plan.to.person.id, "channel": plan.to.channel, "sent": is_sent}
            for row in _rows(service, plan, jobs)
        ]
    return found


def _rows(service: Service, plan: Plan, jobs: Collection[Job]) -> list[Row]:
    t = voice(plan.to.person.locale)
    found: list[Row] = []
    for one in plan.asked:
        if one.job in jobs:
            text = reminders.reminder(t, service.catalogue, plan.asked).text
            why = f"{one.place.id} owes {len(one.standing.owed)} of {len(one.standing.expected)}"
            month = str(one.month)
            found.append({"job": one.job.value, "month": month, "why": why, "text": text})
    for job, reply in plan.summaries:
        if job in jobs:
            month = next(str(call.ring.month) for call in plan.calls if call.ring.job is job)
            why = ", ".join(seat.place.id for seat in plan.to.seats)
            found.append({"job": job.value, "month": month, "why": why, "text": reply.text})
    return found


def budget_line(service: Service) -> str:
    """What is left of the month's pushes, for people."""
    with service.database.begin() as tx:
        budget = quota.budget_of(tx, service, "line", service.clock.now())
    return (
        f"LINE pushes this month: {budget.used} sent, {budget.queued} queued, "
        f"{budget.left} of {budget.for_reminders} left for reminders "
        f"({budget.monthly - budget.for_reminders} kept for answers)"
    )
