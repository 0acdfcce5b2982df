"""Record: ask, read, confirm and save the month's figures, whatever the activity."""

from bot.flows.record.again import ask_again
from bot.flows.record.echo import said_words
from bot.flows.record.hearing import activity_named, answers_cell, holds_figures
from bot.flows.record.steps import FLOW, start
from bot.flows.record.taking import NO_SEAT, take, take_text

__all__ = [
    "FLOW",
    "NO_SEAT",
    "activity_named",
    "answers_cell",
    "ask_again",
    "holds_figures",
    "said_words",
    "start",
    "take",
    "take_text",
]
