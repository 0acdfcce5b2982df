"""Leaving a question: back to what is read, out of the talk, or only for a while. Nothing is lost:
what is dropped can be taken back as long as nothing else is said.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.drafts import Draft, drafts_in, short_name
from bot.flows.record import questions, read_back
from bot.text import mark
from bot.turn import Turn

CLOSED = mark("Stopped here. What was saved stays saved. Type start to go on.")
DROPPED = mark("Not saved: %(items)s")
PAUSED = mark("Read but not saved yet: %(items)s. It is kept; type start to go on.")
NOTHING_OPEN = mark("There is no open question. Type help to see what can be done.")
STILL_DROPPED = mark("What was cancelled is not saved. It can still be taken back in.")
BACK_AGAIN = mark("Take it back in")
START = mark("Start")
HELP = mark("Help")


def leave(turn: Turn) -> None:
    """Cancel: a question about one figure leads back to the others, a read-back is dropped."""
    step = turn.situation.step
    if step is None or step.name == "dropped":
        turn.close()
        return turn.say(turn.t(NOTHING_OPEN), [turn.menu(turn.t(HELP), "help")])
    waiting, said = drafts_in(step), step.data.get("said", "")
    if step.name == "which":
        turn.say(turn.t(DROPPED, items=said))
    if waiting and step.name != "confirm":
        pending = step.data.get("pending")
        return read_back.ask(turn, waiting, pending=pending)
    begin = [turn.menu(turn.t(START), "record")] if turn.situation.seat else []
    if not waiting and step.name != "which":
        turn.close()
        return turn.say(turn.t(CLOSED), begin)
    turn.open("record", "dropped", {"dropped": dict(step.data), "name": step.name})
    if waiting:
        turn.say(turn.t(DROPPED, items=_names(turn, waiting)))
    return turn.say(turn.t(CLOSED), [turn.choice(turn.t(BACK_AGAIN), "restore"), *begin])


def pause(turn: Turn) -> None:
    """Enough for now: the open question goes, what is read goes on waiting."""
    waiting = drafts_in(turn.situation.step)
    if not waiting:
        return leave(turn)
    begin = [turn.menu(turn.t(START), "record")]
    return turn.say(turn.t(PAUSED, items=_names(turn, waiting)), begin)


def restore(turn: Turn) -> None:
    """What was dropped a moment ago is read back again."""
    step = turn.situation.step
    if step is None or step.name != "dropped":
        return
    again = questions.which_again if step.data.get("name") == "which" else read_back.again
    again(turn, step.data["dropped"])


def again(turn: Turn, data: Mapping[str, Any]) -> None:
    """What was dropped can still be taken back in."""
    turn.open("record", "dropped", data)
    turn.say(turn.t(STILL_DROPPED), [turn.choice(turn.t(BACK_AGAIN), "restore")])


def _names(turn: Turn, drafts: Sequence[Draft]) -> str:
    names = (short_name(turn.t, turn.situation, draft) for draft in drafts)
    return ", ".join(dict.fromkeys(names))
