"""Above the holder: successors that wait, and a yes or no to each. Nobody approves their own."""

import re
from dataclasses import dataclass

from bot.audit import Deed
from bot.changes import Audited, HandoverDecided, Noticed
from bot.flows import busy
from bot.flows.record import yes_or_no
from bot.flows.seats.one_place import seat_details
from bot.messages import Button, Message
from bot.policy import Action, can, scopes
from bot.roster import Pending, every_seat
from bot.text import mark
from bot.turn import Turn

LIST, REASON = "waiting", "reason"
HEAD = mark("Successors waiting for approval: %(count)s")
LINE = mark("%(number)s) %(seat)s, accepted on %(since)s")
NONE = mark("No successor waits for approval.")
GONE = mark("This hand-over does not wait any more: it is decided, or withdrawn.")
YOUR_OWN = mark("Nobody approves a hand-over of their own. Somebody else above has to.")
APPROVE = mark("Approve %(number)s")
REFUSE = mark("Refuse %(number)s")
APPROVED = mark("Approved: %(seat)s\nThe successor holds the seat now; who held it is told.")
WHY = mark("Refuse the successor for %(seat)s: for what reason? Type it, or press.")
NO_REASON = mark("Without a reason")
CANCEL = mark("Cancel")
REFUSED = mark("Refused: %(seat)s\nWho held the seat keeps it; both are told.")
MOST_SHOWN = 5
LONGEST_REASON = 200
_YES = re.compile(r"(?:อนุมัติ|approve)\s*(\d{0,2})", re.IGNORECASE)
_NO = re.compile(r"(?:ไม่อนุมัติ|ปฏิเสธ|refuse)\s*(\d{0,2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """`approve 2`: the answer, and the number in the list (0 where none is said)."""

    yes: bool
    number: int


def oversees(turn: Turn) -> bool:
    return bool(scopes(turn.situation.seats, Action.ROSTER))


def _waiting(turn: Turn) -> list[Pending]:
    """What this person may decide, their own among it: that is refused with a reason."""
    actor = turn.situation.actor
    return [
        one
        for state in every_seat(turn.situation.roster)
        for one in state.waiting
        if can(actor, Action.APPROVE, one.seat)
    ]


def _is_own(turn: Turn, one: Pending) -> bool:
    person = turn.situation.person
    return person is None or person.id in (one.replaced_person, one.claimed_by, one.created_by)


def show(turn: Turn) -> None:
    waiting = _waiting(turn)
    if not waiting:
        turn.close()
        return turn.say(turn.t(NONE))
    turn.open("handover", LIST, {"shown": [one.id for one in waiting[:MOST_SHOWN]]})
    t = turn.t
    lines = [t(HEAD, count=len(waiting))]
    buttons: list[Button] = []
    for number, one in enumerate(waiting[:MOST_SHOWN], 1):
        lines.append(_line(turn, number, one))
        buttons += [
            turn.menu(t(APPROVE, number=number), "handover", f"approve:{one.id}"),
            turn.menu(t(REFUSE, number=number), "handover", f"refuse:{one.id}"),
        ]
    return turn.say("\n".join(lines), buttons)


def _line(turn: Turn, number: int, one: Pending) -> str:
    accepted = one.claimed_at or one.created_at
    since = turn.t.day(accepted.astimezone(turn.situation.now.tzinfo).date())
    return turn.t(LINE, number=number, seat=one.seat.name(turn.t), since=since)


def _find(turn: Turn, invitation: str) -> Pending | None:
    """The one that is meant, if it waits and may be decided here; else that is said."""
    one = next((one for one in _waiting(turn) if str(one.id) == invitation), None)
    if one is None:
        turn.say(turn.t(GONE))
    elif _is_own(turn, one):
        turn.say(turn.t(YOUR_OWN))
    else:
        return one
    return None


def approve(turn: Turn, invitation: str) -> None:
    one = _find(turn, invitation)
    if one is None:
        return
    _decide(turn, one, True, "")
    turn.make(Audited(Deed.HANDED_OVER, one.seat.place.id, _details(one)))
    turn.say(turn.t(APPROVED, seat=one.seat.name(turn.t)))


def ask_reason(turn: Turn, invitation: str) -> None:
    one = _find(turn, invitation)
    if one is None:
        return
    turn.open("handover", REASON, {"invitation": one.id})
    t = turn.t
    buttons = [turn.choice(t(NO_REASON), "none"), turn.menu(t(CANCEL), "cancel")]
    turn.say(t(WHY, seat=one.seat.name(t)), buttons)


def press(turn: Turn, verb: str) -> None:
    _refuse(turn, "")


def typed_reason(turn: Turn, message: Message) -> None:
    """Anything typed is the reason; the button's own words are none."""
    words = " ".join(message.text.split())[:LONGEST_REASON]
    without = yes_or_no.bare(words) == turn.t(NO_REASON).casefold()
    _refuse(turn, "" if without else words)


def _refuse(turn: Turn, reason: str) -> None:
    step = turn.situation.step
    one = _find(turn, str(step.data["invitation"])) if step else None
    if one is None:
        return turn.close()
    _decide(turn, one, False, reason)
    return turn.say(turn.t(REFUSED, seat=one.seat.name(turn.t)))


def _decide(turn: Turn, one: Pending, approved: bool, reason: str) -> None:
    turn.close()
    turn.make(HandoverDecided(one.id, approved))
    deed = Deed.HANDOVER_APPROVED if approved else Deed.HANDOVER_REFUSED
    turn.make(Audited(deed, one.seat.place.id, _details(one)))
    named = {**seat_details(one.seat), "approved": approved, "reason": reason}
    for to, person in (("holder", one.replaced_person), ("successor", one.claimed_by)):
        if person is not None:
            key = f"handover_decided:{one.id}"
            turn.make(Noticed("handover_decided", key, {**named, "to": to}, (person,)))
    if approved:
        told = (one.replaced_person or 0, one.claimed_by or 0)
        key = f"joined:{one.id}"
        details = seat_details(one.seat)
        turn.make(
            Noticed("joined", key, details, at_once=False, holders_of=one.seat.id, but_not=told)
        )


def _details(one: Pending) -> dict[str, object]:
    return {
        "role": one.seat.role.value,
        "invitation": one.id,
        "replaces": one.replaces,
        "successor": one.claimed_by,
    }


def answer_in(text: str) -> Typed | None:
    said = yes_or_no.bare(text)
    for yes, pattern in ((True, _YES), (False, _NO)):
        found = pattern.fullmatch(said)
        if found:
            return Typed(yes, int(found[1] or 0))
    return None


def typed(turn: Turn, message: Message) -> None:
    """`approve 2` in the order of the list; without a number where only one is shown."""
    step, answer = turn.situation.step, answer_in(message.text)
    shown = step.data["shown"] if step else []
    if answer is None:
        return None if busy.tells_figures(turn, message) else show(turn)
    number = answer.number or (1 if len(shown) == 1 else 0)
    if not 1 <= number <= len(shown):
        return show(turn)
    decide = approve if answer.yes else ask_reason
    return decide(turn, str(shown[number - 1]))
