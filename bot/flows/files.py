"""Files: a forwarded table is read, its differences shown, and saved on one yes."""

from bot.attachments import Attachment
from bot.flows.record import ask_again, from_file
from bot.flows.record.taking import NO_SEAT
from bot.turn import Turn


def take(turn: Turn, attachment: Attachment) -> None:
    """Read the sheets of a file that arrived."""
    if turn.situation.seat is None:
        return turn.say(turn.t(NO_SEAT))
    before = turn.situation.step
    from_file.start(turn, attachment.name, attachment.sheets)
    if before and before.flow == "record" and turn.situation.step is before:
        return ask_again(turn)  # nothing came of the file: the question stays open
    return None
