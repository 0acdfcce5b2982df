"""Office: whoever tells for several offices chooses which one the figures are for."""

from bot.changes import OfficeChosen
from bot.flows import busy
from bot.flows.base import Flow, typed
from bot.flows.record import NO_SEAT, yes_or_no
from bot.messages import Button, Message, at_office
from bot.people import Seat, offices
from bot.text import mark
from bot.turn import Turn, office_name

ONLY_ONE = mark("Figures are told for %(office)s, the only office here.")
WHICH = mark("Figures are told for %(office)s now. For which office from here on?")
NOW = mark("From here on figures are told for %(office)s.")
NOT_ONE = mark("This is none of the offices. Please press one, or type its name.")
NOT_HELD = mark("That button is of an office that figures are not told for here.")
GO_ON = mark("Go on")
START = mark("Start")
PROGRESS = mark("Progress")


def start(turn: Turn, argument: str) -> None:
    held = offices(turn.situation.seats)
    if not held:
        return turn.say(turn.t(NO_SEAT))
    if len(held) == 1:
        name = office_name(turn.t, turn.situation)
        return turn.say(turn.t(ONLY_ONE, office=name))
    if busy.is_busy(turn):
        return None
    chosen = next((seat for seat in held if str(seat.id) == argument), None)
    return _choose(turn, chosen) if chosen else _ask(turn)


def _ask(turn: Turn) -> None:
    turn.open("office", "choose", {})
    t, situation = turn.t, turn.situation
    buttons = [
        turn.menu(office_name(t, situation, seat), "office", str(seat.id))
        for seat in offices(situation.seats)
    ]
    words = t(WHICH, office=office_name(t, situation))
    turn.say(words, buttons)


def _choose(turn: Turn, seat: Seat) -> None:
    turn.close()
    turn.make(OfficeChosen(seat.id))
    words = turn.t(NOW, office=office_name(turn.t, turn.situation))
    buttons = [turn.menu(turn.t(START), "record"), turn.menu(turn.t(PROGRESS), "progress")]
    turn.say(words, buttons)


def is_another(turn: Turn, place: str) -> bool:
    """Whether a button's office is not the one figures are told for now."""
    seat = turn.situation.seat
    return seat is None or seat.place.id != place


def change_for(turn: Turn, place: str, action: str) -> None:
    """A button of another office: first it is said which one figures are told for from here on."""
    turn.of_office = False
    held = offices(turn.situation.seats)
    seat = next((seat for seat in held if seat.place.id == place), None)
    if seat is None:
        return turn.say(turn.t(NOT_HELD))
    if busy.is_busy(turn):
        return None
    turn.close()
    turn.make(OfficeChosen(seat.id))
    words = turn.t(NOW, office=office_name(turn.t, turn.situation))
    return turn.say(words, [Button(turn.t(GO_ON), at_office(place, action))])


def _typed(turn: Turn, message: Message) -> None:
    """An office by its name, a part of it that no other has, or its code."""
    said = yes_or_no.bare(message.text)
    held = offices(turn.situation.seats)
    names = {seat: office_name(turn.t, turn.situation, seat).casefold() for seat in held}
    same = [seat for seat in held if said in (names[seat], seat.place.id)]
    part = [seat for seat in held if len(said) > 1 and said in names[seat]]
    found = same or part
    if len(found) == 1:
        return _choose(turn, found[0])
    if busy.tells_figures(turn, message):
        return None
    turn.say(turn.t(NOT_ONE))
    return _ask(turn)


FLOW = Flow(
    "office",
    typed(
        *("office", "offices", "change office", "switch office", "other office"),
        *("หน่วยงาน", "เปลี่ยนหน่วยงาน", "เลือกหน่วยงาน", "สลับหน่วยงาน", "หน่วยงานอื่น"),
    ),
    start,
    {"choose": _typed},
    again=_ask,
    of_office=False,
)
