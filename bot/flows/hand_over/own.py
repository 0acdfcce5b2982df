"""The holder's side: a code for the successor; until somebody above agrees, the holder stays."""

from bot.audit import Deed
from bot.changes import Audited, InvitationWithdrawn, Invited, Noticed
from bot.flows import busy, giving
from bot.flows.record import yes_or_no
from bot.flows.seats.one_place import WITHDRAWN_BEFORE, seat_details
from bot.messages import Button, Message
from bot.roster import OwnSeat
from bot.text import mark
from bot.turn import Turn

CHOOSE, LIVE = "choose", "live"
NOTHING = mark("There is no seat to hand over here.")
WHICH = mark("Which seat is to be handed over?")
TOP = mark(
    "Nobody above this seat could approve a successor here. "
    "Please ask whoever runs the service for a hand-over code."
)
GIVEN = mark(
    "Please forward the next message to the successor only. "
    "Once it is accepted, the coordinator is asked to approve. Until then the seat stays here, and "
    "figures are told as before. What was told stays in the history."
)
UNDER_WAY = mark(
    "A hand-over is under way: %(seat)s\nThe code is open until %(until)s and not used yet."
)
CLAIMED = mark(
    "A hand-over is under way: %(seat)s\n"
    "The successor has accepted; the coordinator's approval is waited for."
)
NEW_CODE = mark("Give a new code")
TAKE_BACK = mark("Withdraw the hand-over")
KEEP = mark("Leave it so")
WITHDRAWN = mark("The hand-over is withdrawn; the seat stays here: %(seat)s")
KEPT = mark("Nothing is changed.")


def start(turn: Turn, argument: str) -> None:
    """The seat named by its id, the only one, or the one that is asked for."""
    own = turn.situation.own_seats
    if not own:
        return turn.say(turn.t(NOTHING))
    chosen = next((one for one in own if str(one.seat.id) == argument), None)
    if chosen is None and len(own) > 1:
        return _which(turn)
    return _begin(turn, chosen or own[0])


def _which(turn: Turn) -> None:
    turn.open("handover", CHOOSE, {})
    turn.say(turn.t(WHICH), _seat_buttons(turn))


def _seat_buttons(turn: Turn) -> list[Button]:
    return [
        turn.choice(one.seat.name(turn.t), "seat", str(one.seat.id))
        for one in turn.situation.own_seats
    ]


def _begin(turn: Turn, own: OwnSeat) -> None:
    if own.seat.is_top:
        turn.close()
        return turn.say(turn.t(TOP))
    if own.handover is not None:
        return _under_way(turn, own)
    return _give(turn, own)


def _give(turn: Turn, own: OwnSeat) -> None:
    seat = own.seat
    turn.close()
    turn.make(Invited(seat.place.id, seat.role, turn.situation.code, own.holder))
    details = {"role": seat.role.value, "replaces": own.holder}
    turn.make(Audited(Deed.INVITED, seat.place.id, details))
    turn.say(turn.t(GIVEN))
    giving.give(turn, seat.place, seat.role)


def _under_way(turn: Turn, own: OwnSeat) -> None:
    """Only one hand-over at a time: what is to become of the open one?"""
    if own.handover is None:
        return
    turn.open("handover", LIVE, {"seat": own.seat.id})
    t = turn.t
    if own.handover.waits:
        words = t(CLAIMED, seat=own.seat.name(t))
    else:
        until = own.handover.expires_at.astimezone(turn.situation.now.tzinfo).date()
        words = t(UNDER_WAY, seat=own.seat.name(t), until=t.day(until))
    turn.say(words, _live_buttons(turn, own))


def _live_buttons(turn: Turn, own: OwnSeat) -> list[Button]:
    t = turn.t
    waits = own.handover is not None and own.handover.waits
    new = [] if waits else [turn.choice(t(NEW_CODE), "new")]
    return [*new, turn.choice(t(TAKE_BACK), "withdraw"), turn.choice(t(KEEP), "keep")]


def _withdraw(turn: Turn, own: OwnSeat) -> None:
    handover = own.handover
    turn.close()
    if handover is None:
        return turn.say(turn.t(KEPT))
    turn.make(InvitationWithdrawn(handover.id))
    details = {"role": own.seat.role.value, "invitation": handover.id}
    turn.make(Audited(Deed.INVITATION_WITHDRAWN, own.seat.place.id, details))
    if handover.claimed_by is not None:
        told = {**seat_details(own.seat), "to": "successor", **WITHDRAWN_BEFORE}
        key = f"handover_decided:{handover.id}"
        turn.make(Noticed("handover_decided", key, told, (handover.claimed_by,)))
    return turn.say(turn.t(WITHDRAWN, seat=own.seat.name(turn.t)))


def press(turn: Turn, verb: str, argument: str) -> None:
    step = turn.situation.step
    seat = argument if verb == "seat" else str(step.data.get("seat", "")) if step else ""
    own = next((one for one in turn.situation.own_seats if str(one.seat.id) == seat), None)
    if own is None or verb == "keep":
        turn.close()
        return turn.say(turn.t(KEPT))
    if verb == "seat":
        return _begin(turn, own)
    if verb == "withdraw":
        return _withdraw(turn, own)
    if own.handover is not None and own.handover.waits:
        return _under_way(turn, own)  # accepted meanwhile: withdrawing it is another decision
    return _give(turn, own)


def typed(turn: Turn, message: Message) -> None:
    """A button's own words, or a part of a seat's name that no other has."""
    step = turn.situation.step
    said = yes_or_no.bare(message.text)
    buttons = _buttons(turn)
    same = [one for one in buttons if one.label.casefold() == said]
    part = [one for one in buttons if len(said) > 1 and said in one.label.casefold()]
    found = same or (part if step and step.name == CHOOSE else [])
    if len(found) == 1:
        verb, _, argument = found[0].action.split(":", 2)[2].partition(":")
        return press(turn, verb, argument)
    if busy.tells_figures(turn, message):
        return None
    return _which(turn) if step and step.name == CHOOSE else _live_again(turn)


def _buttons(turn: Turn) -> list[Button]:
    step = turn.situation.step
    if step and step.name == CHOOSE:
        return _seat_buttons(turn)
    own = _own_of_step(turn)
    return _live_buttons(turn, own) if own else []


def _live_again(turn: Turn) -> None:
    own = _own_of_step(turn)
    return _under_way(turn, own) if own and own.handover else start(turn, "")


def _own_of_step(turn: Turn) -> OwnSeat | None:
    step = turn.situation.step
    seat = step.data.get("seat") if step else None
    return next((one for one in turn.situation.own_seats if one.seat.id == seat), None)
