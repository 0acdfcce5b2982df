"""The talk: one message in, replies and changes out. Pure: the same situation, the same answer."""

from dataclasses import dataclass

from bot import submitting
from bot.audit import Deed
from bot.changes import Audited, Change, ReachabilityChanged
from bot.drafts import drafts_in
from bot.flows import (
    FLOWS,
    evidence,
    files,
    groups,
    help,
    join,
    link,
    my_data,
    office,
    record,
    unsend,
)
from bot.flows.base import Flow
from bot.messages import Kind, Message, Reply, office_in
from bot.phrases import phrase
from bot.situation import Situation, Step
from bot.text import mark, voice
from bot.turn import OFFICE, Turn

SILENT = frozenset({Kind.OTHER})
EXPIRED = mark("That button is from an earlier question. Here is the question that is open now.")
EXPIRED_IDLE = mark("That button is from an earlier question and does nothing any more.")

OTHER_OFFICE = mark(
    "The question was for an office that figures are not told for here any more, so nothing is "
    "saved. Please type start, or send the figures again."
)
START = mark("Start")

APOLOGY = mark(
    "Sorry, this message could not be handled. It is kept for the team to look at. "
    "Please try again in other words, or type help."
)


@dataclass(frozen=True, slots=True)
class Answer:
    replies: tuple[Reply, ...]
    changes: tuple[Change, ...]
    flow: str = ""  # the one a menu word or button began
    step: Step | None = None  # the question that is open after it


def reply(situation: Situation, message: Message) -> Answer:
    """Answer one message: a press, a menu phrase, an answer to the open step, or a figure."""
    turn = Turn(situation)
    _take(turn, message)
    submitting.settle(turn)
    join.tell_newer_notice(turn)
    return Answer(tuple(turn.replies), tuple(turn.changes), turn.began, turn.situation.step)


def apology(locale: str) -> Reply:
    """Said once when a message had to be set aside."""
    return Reply(voice(locale)(APOLOGY))


def _take(turn: Turn, message: Message) -> None:
    if message.kind is Kind.GROUP:
        return groups.take(turn)
    unsend.leave(turn, message)
    my_data.leave(turn, message)
    if message.kind is Kind.UNFOLLOW:
        turn.make(ReachabilityChanged(reachable=False))
    elif message.kind is Kind.UNSEND:
        unsend.take(turn)
    elif message.kind in SILENT or link.takes(turn, message):
        return None
    elif not turn.situation.seats and not my_data.is_meant(turn.situation, message):
        join.take(turn, message)
    elif _is_of_another_office(turn) and _only_answers(turn, message):
        _say_office_changed(turn)
    elif message.kind is Kind.FOLLOW:
        turn.make(ReachabilityChanged(reachable=True))
        help.start(turn, "")
    elif message.kind in (Kind.PHOTO, Kind.FILE):
        _take_attachment(turn, message)
    elif message.kind is Kind.ACTION:
        _press(turn, message.action)
    else:
        _typed(turn, message)
    return None


def _is_of_another_office(turn: Turn) -> bool:
    """Whether the open question was asked for an office figures are not told for any more.

    It is closed: whatever comes next must not be saved to another place than the one it showed.
    """
    step, seat = turn.situation.step, turn.situation.seat
    asked = step.data.get(OFFICE) if step else None
    if asked is None or (seat is not None and seat.place.id == asked):
        return False
    turn.close()
    return True


def _only_answers(turn: Turn, message: Message) -> bool:
    """Whether a message is no press and no menu phrase, so that the closed question was meant."""
    if message.kind is Kind.TEXT:
        said = phrase(message.text)
        heard = (flow.hears(turn.situation, said) for flow in FLOWS.values())
        return not join.names_code(message.text) and all(argument is None for argument in heard)
    return message.kind in (Kind.EDITED, Kind.STICKER, Kind.PHOTO, Kind.FILE)


def _say_office_changed(turn: Turn) -> None:
    buttons = [turn.menu(turn.t(START), "record")] if turn.situation.seat else []
    turn.say(turn.t(OTHER_OFFICE), buttons)


def _take_attachment(turn: Turn, message: Message) -> None:
    """A table tells figures; a picture or PDF is evidence of some."""
    attachment = turn.situation.attachment
    if attachment and attachment.is_table and turn.situation.seat:
        turn.evidence = (attachment.id,)
        return files.take(turn, attachment)
    return evidence.take(turn, attachment, message)


def _press(turn: Turn, action: str) -> None:
    """`menu:<flow>[:argument]` starts a flow; `<flow>:<step>:<verb>[:argument]` answers a step."""
    place, action = office_in(action)
    head, _, rest = action.partition(":")
    if head == "menu":
        name, _, argument = rest.partition(":")
        flow = FLOWS.get(name)
        if flow and flow.of_office and place and office.is_another(turn, place):
            return office.change_for(turn, place, action)
        if flow:
            return _start(turn, flow, argument)
    step_id, _, rest = rest.partition(":")
    verb, _, argument = rest.partition(":")
    step, flow = turn.situation.step, FLOWS.get(head)
    if flow and flow.press and step and (step.flow, step.id) == (head, step_id):
        turn.of_office = flow.of_office
        return flow.press(turn, verb, argument)
    # An older question's button is ordinary, one we never made is not: the words are the same.
    why = "stale" if flow and flow.press and step_id else "unknown"
    turn.make(Audited(Deed.BUTTON_REFUSED, details={"why": why}))
    turn.say(turn.t(EXPIRED if step else EXPIRED_IDLE))
    _ask_again(turn)


def _typed(turn: Turn, message: Message) -> None:
    if join.names_code(message.text):
        return join.take(turn, message)
    said, step = phrase(message.text), turn.situation.step
    claims = FLOWS[step.flow].claims.get(step.name) if step else None
    claimed = claims is not None and claims(message.text)
    in_own_words = step is not None and step.name in FLOWS[step.flow].own_words
    for flow in () if claimed else FLOWS.values():
        argument = flow.phrases.get(said) if in_own_words else flow.hears(turn.situation, said)
        if argument is not None:
            return _start(turn, flow, argument)
    if step and step.name in FLOWS[step.flow].answers:
        turn.of_office = FLOWS[step.flow].of_office
        return FLOWS[step.flow].answers[step.name](turn, message)
    return record.take(turn, message)


def _start(turn: Turn, flow: Flow, argument: str) -> None:
    """Start a flow; after a look aside, what is read but not saved is shown again."""
    before, turn.began = turn.situation.step, flow.name
    turn.of_office = flow.of_office
    flow.start(turn, argument)
    turn.of_office = True
    if flow.aside and before is turn.situation.step and drafts_in(before):
        record.ask_again(turn)


def _ask_again(turn: Turn) -> None:
    """The open question once more, so that nobody stands at a dead end."""
    step = turn.situation.step
    if step:
        again = FLOWS[step.flow].again or record.ask_again
        turn.of_office = FLOWS[step.flow].of_office
        again(turn)
