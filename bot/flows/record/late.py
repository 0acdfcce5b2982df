"""Figures for a closed month: kept as a request to the coordinator, never saved by themselves."""

from collections.abc import Sequence

from bot.audit import Deed
from bot.changes import Audited, LateAsked, LateWithdrawn, Noticed
from bot.drafts import Draft, name_words
from bot.flows.base import Flow, typed
from bot.flows.record.echo import said_words
from bot.months import Month
from bot.text import mark
from bot.turn import Turn

ASKED = mark(
    "%(month)s is closed, so this is not in the account. It is sent to the coordinator, "
    "who says yes or no: %(figures)s"
)
WITHDRAW = mark("Withdraw")
WITHDRAWN = mark("Withdrawn, if nobody had decided on it yet.")
IS_CLOSED = mark(
    "%(month)s is closed. To ask for a change, type the item with its figure and month, "
    "for example: diesel 320 litres %(month)s"
)


def is_closed(turn: Turn, month: Month) -> bool:
    return turn.situation.month_of(month).is_closed


def say_closed(turn: Turn, month: Month) -> None:
    turn.say(turn.t(IS_CLOSED, month=turn.t.month(month)))


def ask_above(turn: Turn, drafts: Sequence[Draft]) -> None:
    """Send what was told for closed months to those above; the person can take it back."""
    t, place = turn.t, turn.situation.place
    for draft in drafts:
        turn.make(LateAsked(place.id, draft.month, draft.to_json()))
    for month in sorted({draft.month for draft in drafts}):
        told = [draft for draft in drafts if draft.month == month]
        figures = "\n".join(
            f"• {name_words(t, turn.situation, draft)}: {said_words(t, turn, draft)}"
            for draft in told
        )
        details = {"month": str(month), "activities": [draft.activity for draft in told]}
        turn.make(Audited(Deed.LATE_ASKED, place.id, details))
        turn.make(
            Noticed(
                kind="late",
                key=f"late:{place.id}:{month}:{turn.situation.event}",
                details={"name": place.names, "month": str(month), "count": len(told)},
                overseers_of=place.id,
            )
        )
        withdraw = turn.menu(t(WITHDRAW), "withdraw", str(turn.situation.event or ""))
        turn.say(t(ASKED, month=t.month(month), figures=f"\n{figures}"), [withdraw])


def withdraw(turn: Turn, argument: str) -> None:
    if argument.isascii() and argument.isdigit() and len(argument) < LONGEST_NUMBER:
        turn.make(LateWithdrawn(int(argument)))
    turn.say(turn.t(WITHDRAWN))


LONGEST_NUMBER = 16
WITHDRAW_FLOW = Flow("withdraw", typed("withdraw", "ถอนคำขอ"), withdraw)
