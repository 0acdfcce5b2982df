"""The open question once more, whatever it is: nobody stands at a dead end."""

from bot.flows.record import from_file, leaving, questions, read_back
from bot.text import mark
from bot.turn import Turn

NOT_READ = mark("This could not be read as a figure. Please type a number, or type help.")
HELP = mark("Help")


def ask_again(turn: Turn) -> None:
    """The open question once more; what can be done, when there is none."""
    step = turn.situation.step
    if step and step.flow == "record":
        return AGAIN[step.name](turn, step.data)
    return turn.say(turn.t(NOT_READ), [turn.menu(turn.t(HELP), "help")])


AGAIN = {
    **questions.AGAIN,
    "confirm": read_back.again,
    "amend": read_back.ask_which_wrong,
    "file": from_file.ask_again,
    "dropped": leaving.again,
}
