"""One place of the roster: who sits there, and what can be done about it."""

from collections.abc import Callable, Iterator

from bot.audit import Deed
from bot.changes import Audited, InvitationWithdrawn, Invited, Noticed, SeatEnded
from bot.flows import busy, giving
from bot.flows.record import yes_or_no
from bot.flows.seats import words
from bot.messages import Button, Message
from bot.people import ROLE_NAMES, Place, Role, Seat
from bot.policy import Action, can
from bot.roster import Holder, Pending, PlaceSeats, SeatState
from bot.text import mark
from bot.turn import Turn

INVITE = mark("Invite: %(role)s")
END = mark("End seat %(number)s")
HAND_OVER = mark("Hand over seat %(number)s")
WITHDRAW = mark("Withdraw invitations")
APPROVE = mark("Approve successor")
REFUSE = mark("Refuse successor")
BACK = mark("To the list")
GIVEN = mark(
    "Please forward the next message to this office only: whoever sends the code first gets the "
    "seat."
)
HANDOVER_GIVEN = mark(
    "Please forward the next message to the successor only. The seat changes hands when it is "
    "accepted; until then the present holder stays."
)
SURE = mark(
    "Shall this seat end? %(seat)s\n%(holder)s\n"
    "The person hears of it and can tell no more figures; what was told stays."
)
YES = mark("Yes, end it")
NO = mark("No")
ENDED = mark("The seat has ended: %(seat)s")
STAYS = mark("Nothing is changed.")
WITHDRAWN = mark("Withdrawn, %(count)s in all: the codes cannot be used any more.")
CHANGED = mark("This has changed meanwhile. The seats as they are now:")
LOOK = mark("Look at the place")
WITHDRAWN_BEFORE = {"approved": False, "withdrawn": True, "reason": ""}  # anybody decided
MOST_HOLDERS = 3  # with buttons: LINE shows thirteen quick replies


def show(turn: Turn, row: PlaceSeats) -> None:
    turn.open("seats", "place", {"place": row.place.id})
    title = f"{row.place.name(turn.t)} ({row.place.id})"
    lines = [title, *words.details(turn, row)]
    turn.say("\n".join(lines), list(_buttons(turn, row)))


def _buttons(turn: Turn, row: PlaceSeats) -> Iterator[Button]:
    t, actor = turn.t, turn.situation.actor
    for one in row.waiting[:1]:
        if can(actor, Action.APPROVE, one.seat):
            yield turn.menu(t(APPROVE), "handover", f"approve:{one.id}")
            yield turn.menu(t(REFUSE), "handover", f"refuse:{one.id}")
    for role in _invitable(turn, row):
        yield turn.choice(t(INVITE, role=t(ROLE_NAMES[role])), "invite", role.value)
    for number, holder in enumerate(row.holders[:MOST_HOLDERS], 1):
        state = row.state_of(holder.id)
        if state and can(actor, Action.INVITE, state.seat):
            yield turn.choice(t(END, number=number), "end", str(holder.id))
        if state and _may_hand_over(turn, state, holder):
            yield turn.choice(t(HAND_OVER, number=number), "hand", str(holder.id))
    if _withdrawable(turn, row):
        yield turn.choice(t(WITHDRAW), "withdraw")
    yield turn.menu(t(BACK), "seats")


def _invitable(turn: Turn, row: PlaceSeats) -> list[Role]:
    """The roles that make sense at a place and that the person may give out there."""
    sensible = [state.seat.role for state in row.seats]
    if row.place.id == row.place.province:
        sensible = [role for role in Role if role is not Role.OFFICIAL or role in sensible]
    return [role for role in Role if role in sensible and may_invite(turn, row, role)]


def may_invite(turn: Turn, row: PlaceSeats, role: Role) -> bool:
    return can(turn.situation.actor, Action.INVITE, _seat(row, role))


def _seat(row: PlaceSeats, role: Role) -> Seat:
    known = next((state.seat for state in row.seats if state.seat.role is role), None)
    return known or Seat(0, row.place, role)


def _may_hand_over(turn: Turn, state: SeatState, holder: Holder) -> bool:
    """For somebody else's seat: one's own is handed over with a yes from above."""
    person = turn.situation.person
    own = person is not None and person.id == holder.person
    waits = any(one.replaces == holder.id and one.waits for one in state.pending)
    return not own and not waits and can(turn.situation.actor, Action.HAND_OVER, state.seat)


def _withdrawable(turn: Turn, row: PlaceSeats) -> list[Pending]:
    """Open invitations and hand-overs nobody has accepted yet."""
    actor = turn.situation.actor
    return [one for one in row.pending if not one.waits and can(actor, Action.INVITE, one.seat)]


# --- what the buttons do --------------------------------------------------------------------------


def press(turn: Turn, verb: str, argument: str) -> None:
    row = open_row(turn)
    handler = PRESSES.get(verb)
    if row is None or handler is None:
        return turn.say(turn.t(STAYS))
    return handler(turn, row, argument)


def open_row(turn: Turn) -> PlaceSeats | None:
    """The place of the open step, while it may be seen."""
    step = turn.situation.step
    place = step.data.get("place") if step and step.flow == "seats" else None
    return next((row for row in turn.situation.roster if row.place.id == place), None)


def _invite(turn: Turn, row: PlaceSeats, argument: str) -> None:
    role = next((role for role in Role if role.value == argument), None)
    if role is None or not may_invite(turn, row, role):
        return again(turn, row)
    return invite(turn, row.place, role)


def invite(turn: Turn, place: Place, role: Role) -> None:
    """A one-use invitation, given out at once."""
    turn.close()
    turn.make(Invited(place.id, role, turn.situation.code))
    turn.make(Audited(Deed.INVITED, place.id, {"role": role.value}))
    turn.say(turn.t(GIVEN))
    giving.give(turn, place, role)


def _hand(turn: Turn, row: PlaceSeats, argument: str) -> None:
    state, holder = _holder(row, argument)
    if state is None or holder is None or not _may_hand_over(turn, state, holder):
        return again(turn, row)
    seat = state.seat
    turn.close()
    turn.make(Invited(seat.place.id, seat.role, turn.situation.code, holder.id, approved=True))
    details = {"role": seat.role.value, "replaces": holder.id}
    turn.make(Audited(Deed.INVITED, seat.place.id, details))
    turn.say(turn.t(HANDOVER_GIVEN))
    return giving.give(turn, seat.place, seat.role)


def _end(turn: Turn, row: PlaceSeats, argument: str) -> None:
    state, holder = _holder(row, argument)
    if state is None or holder is None or not can(turn.situation.actor, Action.INVITE, state.seat):
        return again(turn, row)
    turn.open("seats", "end", {"place": row.place.id, "holder": holder.id})
    number = row.holders.index(holder) + 1
    t = turn.t
    about = words.holder_words(turn, holder, number)
    buttons = [turn.choice(t(YES), "yes"), turn.choice(t(NO), "no")]
    return turn.say(t(SURE, seat=state.seat.name(t), holder=about), buttons)


def _yes(turn: Turn, row: PlaceSeats, argument: str) -> None:
    step = turn.situation.step
    asked = step.data.get("holder") if step and step.name == "end" else None
    state, holder = _holder(row, str(asked))
    if state is None or holder is None or not can(turn.situation.actor, Action.INVITE, state.seat):
        return again(turn, row)
    seat = state.seat
    turn.close()
    turn.make(SeatEnded(holder.id))
    details = {"role": seat.role.value, "holder": holder.id, "person": holder.person}
    turn.make(Audited(Deed.SEAT_LEFT, seat.place.id, details))
    named = seat_details(seat)
    turn.make(Noticed("seat_ended", f"seat_ended:{holder.id}", named, (holder.person,)))
    for one in state.waiting:
        if one.replaces == holder.id and one.claimed_by is not None:
            told = {**named, "to": "successor", **WITHDRAWN_BEFORE}
            key = f"handover_decided:{one.id}"
            turn.make(Noticed("handover_decided", key, told, (one.claimed_by,)))
    button = turn.menu(turn.t(LOOK), "seats", seat.place.id)
    return turn.say(turn.t(ENDED, seat=seat.name(turn.t)), [button])


def _no(turn: Turn, row: PlaceSeats, argument: str) -> None:
    turn.say(turn.t(STAYS))
    show(turn, row)


def _withdraw(turn: Turn, row: PlaceSeats, argument: str) -> None:
    given = _withdrawable(turn, row)
    if not given:
        return again(turn, row)
    turn.close()
    for one in given:
        turn.make(InvitationWithdrawn(one.id))
        details = {"role": one.seat.role.value, "invitation": one.id}
        turn.make(Audited(Deed.INVITATION_WITHDRAWN, row.place.id, details))
    button = turn.menu(turn.t(LOOK), "seats", row.place.id)
    return turn.say(turn.t(WITHDRAWN, count=len(given)), [button])


def seat_details(seat: Seat) -> dict[str, str]:
    """A seat as notices name it, in whatever language they are said."""
    return {
        "role": seat.role.value,
        "place_th": seat.place.name_th,
        "place_en": seat.place.name_en,
    }


def again(turn: Turn, row: PlaceSeats) -> None:
    """What was pressed does not fit any more, or never did."""
    turn.say(turn.t(CHANGED))
    show(turn, row)


def _holder(row: PlaceSeats, argument: str) -> tuple[SeatState | None, Holder | None]:
    holder = next((one for one in row.holders if str(one.id) == argument), None)
    return (row.state_of(holder.id) if holder else None), holder


PRESSES: dict[str, Callable[[Turn, PlaceSeats, str], None]] = {
    "invite": _invite,
    "hand": _hand,
    "end": _end,
    "yes": _yes,
    "no": _no,
    "withdraw": _withdraw,
}


# --- what is typed instead ------------------------------------------------------------------------


def typed(turn: Turn, message: Message) -> bool:
    """A button's own words at a place; whether that is what was typed."""
    row = open_row(turn)
    if row is None:
        return False
    said = yes_or_no.bare(message.text)
    for button in _buttons(turn, row):
        if button.label.casefold() == said and button.action.startswith("seats:"):
            verb, _, argument = button.action.split(":", 2)[2].partition(":")
            press(turn, verb, argument)
            return True
    return False


def typed_at_end(turn: Turn, message: Message) -> None:
    said = yes_or_no.said(message.text)
    row = open_row(turn)
    if row is not None and said.yes is not None and not said.rest:
        return press(turn, "yes" if said.yes else "no", "")
    if busy.tells_figures(turn, message) or row is None:
        return None
    step = turn.situation.step
    return _end(turn, row, str(step.data.get("holder")) if step else "")
