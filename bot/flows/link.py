"""Link: LINE and Telegram of one person joined, by a one-use code; and freed again."""

from datetime import timedelta

from bot.audit import Deed
from bot.changes import Audited, ChatFreed, ChatLinked, Noticed, TicketIssued
from bot.codes import code_in, dashed
from bot.flows import busy, giving
from bot.flows.base import Flow, typed
from bot.flows.record import yes_or_no
from bot.messages import Kind, Message
from bot.people import Seat
from bot.roster import Linking, channel_name
from bot.situation import Step
from bot.text import Voice, mark
from bot.turn import Turn

PURPOSE = "link"
VALID_FOR = timedelta(minutes=10)
UNLINK = "unlink"
ON_A_PAGE = "console"
GIVEN = mark(
    "To use BokCarbon in another app too (LINE or Telegram), open it there and type: "
    "link %(code)s\n"
    "The code works once, within 10 minutes. Please do not pass it on: "
    "whoever sends it acts in your name."
)
ASK = mark(
    "Shall this chat and the one on %(channel)s be the same person's? Seats: %(seats)s\n"
    "Reminders then come to the app that was used last."
)
YES = mark("Yes, join them")
NO = mark("No")
LINKED = mark("Joined: both apps are the same person's now. Type start to go on here.")
NOT_LINKED = mark("Not joined. Nothing is changed.")
SAME = mark("This code is for the other app: please type it there.")
HAS_SEATS = mark(
    "This chat has seats of its own (%(seats)s), so it cannot be joined with another one. "
    "Hand them over first, or ask the coordinator to end them; then get a new code."
)
CLAIMING = mark(
    "A hand-over accepted in this chat waits for approval. Please wait for it, then get a new code."
)
ONLY_CHAT = mark("This is the only app in use, so there is nothing to separate.")
PAGE = mark("Please type this in the app that is to be separated.")
ASK_UNLINK = mark(
    "Shall this chat be separated? BokCarbon then works in %(channels)s only; "
    "seats and figures stay as they are."
)
FREED = mark("Separated. This chat holds nothing any more; to come back, type link in the other.")
NOT_FREED = mark("Not separated. Nothing is changed.")
YES_UNLINK = mark("Yes, separate it")


def is_meant(message: Message, step: Step | None) -> bool:
    """Whether it must be known which other conversations the person has."""
    return FLOW.is_open_or_pressed(message, step)


def start(turn: Turn, argument: str) -> None:
    if busy.is_busy(turn):
        return None
    if argument == UNLINK:
        return _ask_unlink(turn)
    situation = turn.situation
    details = {"channel": situation.channel}
    turn.make(TicketIssued(PURPOSE, situation.code, details, VALID_FOR))
    lines = [turn.t(GIVEN, code=dashed(situation.code))]
    turn.say("\n".join([*lines, *giving.links(turn, situation.channel)]))
    return None


def takes(turn: Turn, message: Message) -> bool:
    """Take a code of another conversation, or the answer to its question."""
    linking = None if turn.situation.codes_blocked else turn.situation.linking
    if code_in(message.text):
        if linking is not None:
            turn.of_office = False
            _code(turn, linking)
        return linking is not None
    yes = _answer_in(turn, message)
    if yes is None:
        return False
    turn.of_office = False
    _answer(turn, linking if yes else None)
    return True


def _answer_in(turn: Turn, message: Message) -> bool | None:
    """The yes or no to the open question, pressed or typed."""
    step = turn.situation.step
    if step is None or (step.flow, step.name) != (PURPOSE, "confirm"):
        return None
    if message.kind is Kind.ACTION:
        answers = {f"{PURPOSE}:{step.id}:{verb}": verb == "yes" for verb in ("yes", "no")}
        return answers.get(message.action)
    said = yes_or_no.said(message.text)
    return None if said.rest else said.yes


def _code(turn: Turn, linking: Linking) -> None:
    t, situation = turn.t, turn.situation
    if situation.person and situation.person.id == linking.person:
        return turn.say(t(SAME))
    if situation.seats:
        return turn.say(t(HAS_SEATS, seats=_names(t, situation.seats)))
    if situation.claims:
        return turn.say(t(CLAIMING))
    turn.open(PURPOSE, "confirm", {"ticket": linking.ticket, "locale": situation.locale})
    words = t(ASK, channel=channel_name(linking.channel), seats=_names(t, linking.seats))
    return turn.say(words, [turn.choice(t(YES), "yes"), turn.choice(t(NO), "no")])


def _answer(turn: Turn, linking: Linking | None) -> None:
    """Join them; without anything to join, because of a no or because the code is used by now."""
    turn.close()
    if linking is None:
        return turn.say(turn.t(NOT_LINKED))
    channel = turn.situation.channel
    key = f"linked:{linking.ticket}"
    turn.make(Noticed("linked", key, {"channel": channel}, (linking.person,), at_once=False))
    turn.make(ChatLinked(linking.ticket, linking.person))
    turn.make(Audited(Deed.CHANNEL_JOINED, details={"channel": channel}))
    return turn.say(turn.t(LINKED), [turn.menu(turn.t(mark("Start")), "record")])


def _names(t: Voice, seats: tuple[Seat, ...]) -> str:
    return " · ".join(seat.name(t) for seat in seats)


# --- freeing --------------------------------------------------------------------------------------


def _ask_unlink(turn: Turn) -> None:
    t, situation = turn.t, turn.situation
    if situation.channel == ON_A_PAGE:
        return turn.say(t(PAGE))
    if not situation.other_chats:
        return turn.say(t(ONLY_CHAT))
    turn.open(PURPOSE, UNLINK, {})
    names = ", ".join(dict.fromkeys(map(channel_name, situation.other_chats)))
    buttons = [turn.choice(t(YES_UNLINK), "yes"), turn.choice(t(NO), "no")]
    return turn.say(t(ASK_UNLINK, channels=names), buttons)


def press(turn: Turn, verb: str, argument: str) -> None:
    step = turn.situation.step
    if step and step.name == UNLINK:
        _free(turn, verb == "yes")


def _typed_at_unlink(turn: Turn, message: Message) -> None:
    said = yes_or_no.said(message.text)
    if said.yes is not None and not said.rest:
        return _free(turn, said.yes)
    return None if busy.tells_figures(turn, message) else _ask_unlink(turn)


def _free(turn: Turn, yes: bool) -> None:
    turn.close()
    if not yes or not turn.situation.other_chats:
        return turn.say(turn.t(NOT_FREED))
    turn.make(Audited(Deed.CHANNEL_LEFT, details={"channel": turn.situation.channel}))
    turn.make(ChatFreed())
    return turn.say(turn.t(FREED))


def again(turn: Turn) -> None:
    step = turn.situation.step
    if step and step.name == UNLINK:
        return _ask_unlink(turn)
    if turn.situation.linking:
        return _code(turn, turn.situation.linking)
    return turn.close()


FLOW = Flow(
    "link",
    {
        **typed("link", "ผูก", "ผูกบัญชี", "link account", "ผูกไลน์", "ผูก line", "ผูก telegram"),
        **typed("unlink", "เลิกผูก", "ยกเลิกการผูก", "เลิกผูกบัญชี", "แยกบัญชี", argument=UNLINK),
    },
    start,
    {UNLINK: _typed_at_unlink},
    press,
    again=again,
    of_office=False,
)
