"""Files: a forwarded table is read, its differences shown, and saved on one yes."""

from bot.attachments import Attachment
from bot.flows.record import from_file
from bot.flows.record.taking import NO_SEAT
from bot.turn import Turn


def take(turn: Turn, attachment: Attachment) -> None:
    """Read the sheets of a file that arrived."""
    if turn.situation.seat is None:
        return turn.say(turn.t(NO_SEAT))
    return from_file.start(turn, attachment.name, attachment.sheets)
