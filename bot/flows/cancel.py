"""Cancel: close the open question. What is saved stays saved."""

from bot.drafts import drafts_in, short_name
from bot.flows.base import Flow, typed
from bot.text import mark
from bot.turn import Turn

CLOSED = mark("Stopped here. What was saved stays saved. Type start to go on.")
DROPPED = mark("Not saved: %(items)s")
NOTHING_OPEN = mark("There is no open question. Type help to see what can be done.")
START = mark("Start")
HELP = mark("Help")


def start(turn: Turn, argument: str) -> None:
    if turn.situation.step is None:
        return turn.say(turn.t(NOTHING_OPEN), [turn.menu(turn.t(HELP), "help")])
    dropped = drafts_in(turn.situation.step)
    turn.close()
    if dropped:
        names = (short_name(turn.t, turn.situation, draft) for draft in dropped)
        turn.say(turn.t(DROPPED, items=", ".join(dict.fromkeys(names))))
    buttons = [turn.menu(turn.t(START), "record")] if turn.situation.seat else []
    return turn.say(turn.t(CLOSED), buttons)


FLOW = Flow("cancel", typed("cancel", "ยกเลิก", "พอแล้ว", "พอก่อน", "ออก"), start)
