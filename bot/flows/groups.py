"""Groups: the same few words whatever is asked there, at most once an hour, and nothing else."""

from datetime import datetime, timedelta

from bot.audit import Deed
from bot.changes import Audited
from bot.text import mark
from bot.turn import Turn

ONE_TO_ONE = mark(
    "Figures are told in a one-to-one chat only; nothing is read or shown in groups. "
    "Please open the chat with this account."
)
QUIET_FOR = timedelta(hours=1)


def take(turn: Turn) -> None:
    """Somebody called on the bot in a group."""
    now, step = turn.situation.now, turn.situation.step
    turn.make(Audited(Deed.GROUP_REFUSED))
    if step and now - datetime.fromisoformat(step.data["at"]) < QUIET_FOR:
        return
    turn.open("groups", "told", {"at": now.isoformat()})
    turn.say(turn.t(ONE_TO_ONE))
