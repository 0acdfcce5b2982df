"""Record: ask, read, confirm and save the month's figures, whatever the activity."""

from bot.flows.record.echo import said_words
from bot.flows.record.steps import FLOW, start
from bot.flows.record.taking import (
    NO_SEAT,
    activity_named,
    ask_again,
    holds_figures,
    take,
    take_text,
)

__all__ = [
    "FLOW",
    "NO_SEAT",
    "activity_named",
    "ask_again",
    "holds_figures",
    "said_words",
    "start",
    "take",
    "take_text",
]
