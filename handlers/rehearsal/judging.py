"""Judging a rehearsal: what its database and its events say of it."""

from collections import Counter
from collections.abc import Iterator

from bot.rehearsing import results
from bot.rehearsing.events import Event, Kind
from bot.rehearsing.results import Results
from handlers import quota
from handlers.rehearsal.play import Play
from handlers.rehearsal.stage import Stage
from storage import inbox, outbox, people, rehearsed, seals, totals
from storage.session import Transaction

SAVED = ("ride", "merged")  # ways of an outbox row that needed no push of its own
UNFINISHED = ("queued", "sending")


def judge(stage: Stage, play: Play) -> Results:
    """Everything a table at the end shows."""
    dates, events = stage.dates, play.events
    month_start = quota.month_start(dates.at(dates.opening, dates.calendar.rules.opens_at))
    with stage.service.database.begin() as tx:
        scope = people.get_place(tx, stage.plan.province)
        progress = totals.progress(tx, stage.service.catalogue, scope, dates.month)
        asked = [row for row in progress if row.expected]
        ways = rehearsed.sent_as(tx)
        due = dates.calendar.due_by(dates.month, dates.zone)
        return Results(
            people=len({one.who for one in events if one.kind is Kind.SAID}),
            messages=sum(one.kind in results.ACTS for one in events),
            redelivered=play.redelivered,
            answers=sum(one.purpose == results.ANSWER for one in events),
            letters=results.letters(events),
            pushes=outbox.pushes_since(tx, "line", month_start),
            push_budget=stage.plan.push_budget,
            pushed_to=results.pushed_to(events, sorted(_on_line(stage))),
            saved={way: ways[way] for way in SAVED},
            held=outbox.counts(tx).get("held", 0),
            places=len(asked),
            states=dict(sorted(Counter(row.standing.month.state.value for row in asked).items())),
            deeds=dict(sorted(rehearsed.deeds(tx).items())),
            complete=sum(row.is_complete for row in asked),
            on_time=sum(row.is_on_time(due) for row in asked),
            late_figures=dict(sorted(rehearsed.late_figures(tx).items())),
            broken=tuple(_broken(tx, stage, events)),
        )


def _on_line(stage: Stage) -> Iterator[str]:
    return (key for key, person in stage.people.items() if person.channel == "line")


def _broken(tx: Transaction, stage: Stage, events: list[Event]) -> Iterator[str]:
    yield from results.broken(events, stage.dates.calendar)
    queue, letters = inbox.health(tx), outbox.counts(tx)
    if queue.waiting or queue.parked:
        yield f"inbox: {queue.waiting} not answered, {queue.parked} set aside"
    if seals.is_behind(tx):
        yield "history: not all of it is sealed"
    left = sum(letters.get(state, 0) for state in UNFINISHED)
    if left:
        yield f"outbox: {left} not sent"
