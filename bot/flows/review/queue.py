"""Review: what waits for a coordinator, and one place's month to look at before a decision."""

from collections.abc import Sequence

from bot.cells import Cell
from bot.drafts import Draft
from bot.flows.base import Flow, typed
from bot.flows.doubts import DOUBTS
from bot.flows.record.echo import said_words
from bot.flows.review.asking import month_for, refuse, reviewed
from bot.flows.review.naming import VERBS, argument_of, reads_for, target_of
from bot.messages import Button, Card
from bot.months import Month
from bot.notices import THEIR_WORDS
from bot.oversight import PlaceProgress, Reviewed
from bot.policy import Action, scopes
from bot.reporting import State
from bot.summaries import names_of
from bot.text import mark
from bot.turn import Turn

HEAD = mark("To look at · %(month)s")
WAITING = mark("Complete, waiting for approval (%(count)s): %(places)s")
CLEAN = mark("of these without anything questioned: %(count)s")
RETURNED = mark("Returned, not back yet (%(count)s): %(places)s")
OWING = mark("Not complete yet (%(count)s): %(places)s")
DONE = mark("Approved: %(approved)s · closed: %(closed)s of %(total)s places")
LATE = mark("Figures told after the close, waiting for a yes or no: %(count)s")
ALL_DONE = mark("Nothing waits here.")
APPROVE_CLEAN = mark("Approve %(count)s clean ones")
NUDGE_ALL = mark("Remind %(count)s places")
SEE_LATE = mark("Late figures")
CLOSE = mark("Close the month")

TITLE = mark("%(place)s · %(month)s · %(state)s")
STATES = {
    State.OPEN: mark("open"),
    State.SUBMITTED: mark("complete, to be approved"),
    State.RETURNED: mark("returned"),
    State.APPROVED: mark("approved"),
    State.CLOSED: mark("closed"),
}
ANSWERED = mark("%(answered)s of %(expected)s items are told.")
SUBMITTED_AT = mark("Complete since %(when)s.")
ON_TIME = mark("On time.")
AFTER_DUE = mark("After the due day.")
REASON = mark("Reason: %(reason)s")
QUESTIONED = mark("Questioned, and said to be right: %(items)s")
NONE_QUESTIONED = mark("Nothing is questioned.")
LEFT = mark("Still open: %(items)s")
LAST_MONTH = mark("%(value)s (month before: %(before)s)")
APPROVE = mark("Approve")
RETURN = mark("Return")
NUDGE = mark("Remind")
REOPEN = mark("Reopen")
NEXT = mark("Next: %(place)s")
QUEUE = mark("What waits")
MOST_BUTTONS = 6


def start(turn: Turn, argument: str) -> None:
    if not scopes(turn.situation.seats, Action.SUMMARISE):
        return refuse(turn, Action.SUMMARISE)
    target = target_of(argument)
    if not target.place and not target.name:
        return show_queue(turn, month_for(turn, target))
    found = reviewed(turn, "review", argument)
    return show(turn, found) if found else None


def waiting_rows(turn: Turn) -> list[PlaceProgress]:
    """Places whose month is complete and not decided on; the questioned ones first."""
    rows = [row for row in turn.situation.progress if _state(row) is State.SUBMITTED]
    return sorted(rows, key=lambda row: (-row.standing.questioned, row.place.id))


def clean_rows(turn: Turn) -> list[PlaceProgress]:
    return [row for row in waiting_rows(turn) if not row.standing.questioned]


def owing_rows(turn: Turn) -> list[PlaceProgress]:
    """Places that still owe something of the month."""
    return [row for row in turn.situation.progress if row.expected and row.standing.owed]


def show_queue(turn: Turn, month: Month) -> None:
    t, rows = turn.t, [row for row in turn.situation.progress if row.expected]
    waiting, clean = waiting_rows(turn), clean_rows(turn)
    returned = [row for row in rows if _state(row) is State.RETURNED]
    owing = [row for row in owing_rows(turn) if row not in returned]
    lines = [t(HEAD, month=t.month_long(month))]
    groups = ((WAITING, waiting), (RETURNED, returned), (OWING, owing))
    for words, group in groups:
        if group:
            lines.append(t(words, count=len(group), places=names_of(t, group)))
        if group and group is waiting:
            lines.append(t(CLEAN, count=len(clean)))
    late = turn.situation.late_requests
    if late:
        lines.append(t(LATE, count=len(late)))
    lines.append(
        t(
            DONE,
            approved=sum(_state(row) is State.APPROVED for row in rows),
            closed=sum(_state(row) is State.CLOSED for row in rows),
            total=len(rows),
        )
    )
    if not (waiting or returned or owing or late):
        lines.append(t(ALL_DONE))
    turn.say("\n".join(lines), _queue_buttons(turn, month, waiting, clean, owing))


def _queue_buttons(
    turn: Turn,
    month: Month,
    waiting: Sequence[PlaceProgress],
    clean: Sequence[PlaceProgress],
    owing: Sequence[PlaceProgress],
) -> list[Button]:
    """What may be done here; an auditor only looks."""
    t, seats = turn.t, turn.situation.seats
    decides, nudges, closes = (
        bool(scopes(seats, action)) for action in (Action.REVIEW, Action.NUDGE, Action.CLOSE)
    )
    buttons = []
    if clean and decides:
        buttons.append(
            turn.menu(t(APPROVE_CLEAN, count=len(clean)), "approve", argument_of("", month))
        )
    buttons += [
        turn.menu(row.place.short_name(t), "review", argument_of(row.place.id, month))
        for row in waiting[:MOST_BUTTONS]
    ]
    if turn.situation.late_requests and decides:
        buttons.append(turn.menu(t(SEE_LATE), "late"))
    if owing and nudges:
        label = t(NUDGE_ALL, count=len(owing))
        buttons.append(turn.menu(label, "nudge", argument_of("", month)))
    is_open = any(
        row.expected and not row.standing.month.is_closed for row in turn.situation.progress
    )
    if closes and is_open and not owing and not waiting:
        buttons.append(turn.menu(t(CLOSE), "close", argument_of("", month)))
    return buttons


def show(turn: Turn, found: Reviewed, first: str = "") -> None:
    """One place's month, with all that a decision needs and the buttons to decide."""
    t, standing = turn.t, found.standing
    state = t(STATES[standing.month.state])
    title = t(TITLE, place=found.place.name(t), month=t.month(found.month), state=state)
    lines = [first] if first else []
    lines += [title, *_about(turn, found)]
    order = list(turn.situation.catalogue.activities)
    told = sorted(found.told, key=lambda cell: (order.index(cell.key.activity), cell.key))
    rows = tuple(_row(turn, found, cell) for cell in told)
    card = Card(f"{found.place.name(t)} · {t.month(found.month)}", rows) if rows else None
    turn.say("\n".join(lines), buttons_for(turn, found), card)


def _about(turn: Turn, found: Reviewed) -> list[str]:
    t, standing, activities = turn.t, found.standing, turn.situation.catalogue.activities
    done = len(standing.answered.intersection(standing.expected))
    lines = [t(ANSWERED, answered=done, expected=len(standing.expected))]
    if standing.month.completed_at:
        when = standing.month.completed_at.astimezone(turn.situation.now.tzinfo)
        words = t(SUBMITTED_AT, when=t.moment(when))
        calendar = turn.situation.calendar_of(found.place.province)
        in_time = when <= calendar.due_by(found.month, turn.situation.now.tzinfo)
        lines.append(f"{words} {t(ON_TIME if in_time else AFTER_DUE)}")
    if standing.month.reason:
        words = THEIR_WORDS if standing.month.state is State.SUBMITTED else REASON
        lines.append(t(words, reason=standing.month.reason))
    if standing.owed:
        items = ", ".join(t(activities[code].short_label) for code in standing.owed)
        lines.append(t(LEFT, items=items))
    questioned = [cell for cell in found.told if cell.questioned]
    if questioned:
        items = "\n".join(f"• {_doubt(turn, cell)}" for cell in questioned)
        return [*lines, t(QUESTIONED, items=f"\n{items}")]
    return [*lines, t(NONE_QUESTIONED)] if found.told else lines


def _doubt(turn: Turn, cell: Cell) -> str:
    t = turn.t
    name = t(turn.situation.catalogue.activities[cell.key.activity].short_label)
    doubts = " ".join(t(DOUBTS[code]) for code in cell.questioned.split() if code in DOUBTS)
    return f"{name} {said_words(t, turn, Draft.of_cell(cell))}: {doubts}"


def _row(turn: Turn, found: Reviewed, cell: Cell) -> tuple[str, str]:
    t = turn.t
    name = t(turn.situation.catalogue.activities[cell.key.activity].short_label)
    value = said_words(t, turn, Draft.of_cell(cell))
    before = found.before(cell)
    if before:
        old = said_words(t, turn, Draft.of_cell(before))
        value = t(LAST_MONTH, value=value, before=old)
    return name, value


def buttons_for(turn: Turn, found: Reviewed) -> list[Button]:
    t, seats, month = turn.t, turn.situation.seats, found.month
    if not scopes(seats, Action.REVIEW):
        return [turn.menu(t(QUEUE), "review", argument_of("", month))]
    argument = argument_of(found.place.id, month, found.standing.stamp)
    state, buttons = found.standing.month.state, []
    if state in (State.SUBMITTED, State.RETURNED) and found.standing.is_complete:
        buttons.append(turn.menu(t(APPROVE), "approve", argument))
    if state in (State.SUBMITTED, State.APPROVED):
        buttons.append(turn.menu(t(RETURN), "return", argument))
    if found.standing.owed:
        buttons.append(turn.menu(t(NUDGE), "nudge", argument_of(found.place.id, month)))
    if state is State.CLOSED:
        buttons.append(turn.menu(t(REOPEN), "reopen", argument_of(found.place.id, month)))
    return [*buttons, *next_button(turn, found.place.id, month)]


def next_button(turn: Turn, place: str, month: Month) -> list[Button]:
    """On to another place that waits, or back to the list."""
    t = turn.t
    others = [row.place for row in waiting_rows(turn) if row.place.id != place]
    if others:
        label = t(NEXT, place=others[0].short_name(t))
        return [turn.menu(label, "review", argument_of(others[0].id, month))]
    return [turn.menu(t(QUEUE), "review", argument_of("", month))]


def _state(row: PlaceProgress) -> State:
    return row.standing.month.state


FLOW = Flow("review", typed(*VERBS["review"]), start, aside=True, reads=reads_for("review"))
