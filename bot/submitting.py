"""A month submits itself: after each turn its state follows the figures that were told."""

from bot.audit import Deed
from bot.changes import Audited, MonthMoved, Noticed, Recorded
from bot.months import Month
from bot.reporting import State, after_figures
from bot.text import mark
from bot.turn import Turn

AGAIN = mark("%(month)s goes back to the coordinator to be looked at again.")
DEEDS = {State.SUBMITTED: Deed.SUBMITTED, State.OPEN: Deed.INCOMPLETE}
DECIDED = frozenset({State.RETURNED, State.APPROVED})


def settle(turn: Turn) -> None:
    """Move each month on whose figures this turn has changed."""
    seat = turn.situation.seat
    if seat is None:
        return
    months = {
        change.cell.key.month
        for change in turn.changes
        if isinstance(change, Recorded) and change.cell.key.place == seat.place.id
    }
    for month in sorted(months):
        _settle(turn, month)


def _settle(turn: Turn, month: Month) -> None:
    situation = turn.situation
    before, is_complete = situation.month_of(month), situation.is_complete(month)
    to = after_figures(before.state, is_complete)
    if to is before.state:
        return
    turn.make(MonthMoved(before, to, is_complete))
    turn.make(Audited(DEEDS[to], before.place, {"month": str(month)}))
    if to is State.SUBMITTED and before.state in DECIDED:
        turn.say(turn.t(AGAIN, month=turn.t.month(month)))
        turn.make(resubmitted(turn, month, ""))


def resubmitted(turn: Turn, month: Month, reason: str) -> Noticed:
    """The coordinator hears that a month is back."""
    place = turn.situation.place
    return Noticed(
        kind="resubmitted",
        key=f"resubmitted:{place.id}:{month}:{turn.situation.event}",
        details={
            "place": place.id,
            "name": place.names,
            "month": str(month),
            "reason": reason,
        },
        overseers_of=place.id,
        at_once=False,
    )
