"""The coordinator's list after the last nudge: who still owes, and why somebody could not be told.

And the word at the close: that the month may be closed now.
"""

from collections.abc import Collection, Sequence

from bot.messages import Button, Reply
from bot.months import Month
from bot.oversight import PlaceProgress
from bot.people import Seat
from bot.reminders import is_owed
from bot.reporting import State
from bot.summaries import names_of
from bot.text import Voice, mark

HEAD = mark("%(place)s · %(month)s: still open at %(count)s places.")
ALL_TOLD = mark("Reminded, still open (%(count)s): %(places)s")
NOT_REMINDED = mark("Not reminded, no push was left (%(count)s): %(places)s")
UNREACHABLE = mark("The account is blocked there, please call (%(count)s): %(places)s")
EMPTY = mark("Nobody holds the seat (%(count)s): %(places)s")
MAY_CLOSE = mark(
    "%(place)s · %(month)s may be closed now: %(complete)s of %(total)s places are complete, "
    "%(waiting)s wait for a decision. To close it, type: close"
)
NUDGE_ALL = mark("Remind all")
NUDGE_ONE = mark("Remind: %(place)s")
CLOSE = mark("Close the month")
MOST_BUTTONS = 8


def escalation(
    t: Voice,
    seat: Seat,
    progress: Sequence[PlaceProgress],
    month: Month,
    held: Collection[str],
    not_reminded: Collection[str],
) -> Reply | None:
    """The places of `seat` that still owe; None when none does.

    `held` are the places where somebody holds the seat, `not_reminded` those whose last reminder
    could not be pushed.
    """
    owing = [row for row in progress if row.expected and is_owed(row.standing)]
    if not owing:
        return None
    there = [row for row in owing if row.reachable]
    apart = [row for row in owing if not row.reachable]
    groups = (
        (ALL_TOLD, [row for row in there if row.place.id not in not_reminded]),
        (NOT_REMINDED, [row for row in there if row.place.id in not_reminded]),
        (UNREACHABLE, [row for row in apart if row.place.id in held]),
        (EMPTY, [row for row in apart if row.place.id not in held]),
    )
    lines = [t(HEAD, place=seat.place.name(t), month=t.month_long(month), count=len(owing))]
    lines += [t(words, count=len(rows), places=names_of(t, rows)) for words, rows in groups if rows]
    return Reply("\n".join(lines), _nudges(t, there, month))


def _nudges(t: Voice, rows: Sequence[PlaceProgress], month: Month) -> tuple[Button, ...]:
    """One tap reminds all, or one place."""
    if not rows:
        return ()
    ones = [
        Button(t(NUDGE_ONE, place=row.place.short_name(t)), f"menu:nudge:{row.place.id}.{month}")
        for row in rows[:MOST_BUTTONS]
    ]
    return (Button(t(NUDGE_ALL), f"menu:nudge:.{month}"), *ones)


def may_close(
    t: Voice, seat: Seat, progress: Sequence[PlaceProgress], month: Month
) -> Reply | None:
    """That the month may be closed; None when every place is closed already."""
    asked = [row for row in progress if row.expected]
    states = [row.standing.month.state for row in asked]
    if all(state is State.CLOSED for state in states):
        return None
    words = t(
        MAY_CLOSE,
        place=seat.place.name(t),
        month=t.month_long(month),
        complete=sum(row.is_complete for row in asked),
        total=len(asked),
        waiting=states.count(State.SUBMITTED),
    )
    return Reply(words, (Button(t(CLOSE), f"menu:close:.{month}"),))
