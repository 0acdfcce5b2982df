"""Files: a forwarded table is read, its differences shown, and saved on one yes."""

from bot.attachments import Attachment
from bot.text import mark
from bot.turn import Turn

FILE_ANSWER = mark(
    "The file arrived, but files cannot be read in the chat yet. Please type the numbers."
)


def take(turn: Turn, attachment: Attachment) -> None:
    """Read the sheets of a file that arrived."""
    turn.say(turn.t(FILE_ANSWER))
