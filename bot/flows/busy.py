"""What waits for a yes comes first: nothing that is read but not saved is lost by another flow."""

from bot.drafts import drafts_in, pending_in
from bot.flows import record
from bot.flows.record.steps import STILL_WAITING
from bot.messages import Kind, Message
from bot.turn import Turn


def is_busy(turn: Turn) -> bool:
    """Whether figures wait for a yes; then they are read back again, and nothing else is begun."""
    step = turn.situation.step
    if not drafts_in(step) and not pending_in(step):
        return False
    turn.of_office = True
    turn.say(turn.t(STILL_WAITING))
    record.ask_again(turn)
    return True


def tells_figures(turn: Turn, message: Message) -> bool:
    """Whether a message at another flow's step tells figures; then they are taken as such."""
    if message.kind is not Kind.TEXT or turn.situation.seat is None:
        return False
    if not record.holds_figures(turn, message.text):
        return False
    turn.of_office = True
    turn.close()
    record.take(turn, message)
    return True
