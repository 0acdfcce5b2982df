"""Cancel: close the open question. What is saved stays saved."""

from bot.flows.base import Flow, typed
from bot.text import mark
from bot.turn import Turn

CLOSED = mark("Stopped here. What was saved stays saved. Type start to go on.")
NOTHING_OPEN = mark("There is no open question. Type help to see what can be done.")
START = mark("Start")
HELP = mark("Help")


def start(turn: Turn, argument: str) -> None:
    if turn.situation.step is None:
        return turn.say(turn.t(NOTHING_OPEN), [turn.menu(turn.t(HELP), "help")])
    turn.close()
    buttons = [turn.menu(turn.t(START), "record")] if turn.situation.seat else []
    return turn.say(turn.t(CLOSED), buttons)


FLOW = Flow("cancel", typed("cancel", "ยกเลิก", "พอแล้ว", "พอก่อน", "ออก"), start)
