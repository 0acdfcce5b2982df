"""Record: ask, read, confirm and save the month's figures, whatever the activity."""

from bot.flows.record.steps import FLOW, start
from bot.flows.record.taking import ask_again, take

__all__ = ["FLOW", "ask_again", "start", "take"]
