"""What people hear of seats: a successor to approve, a decision, somebody new, an end."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.messages import Button, Reply
from bot.people import ROLE_NAMES, SEAT_NAME, Role
from bot.roster import channel_name
from bot.text import Voice, mark

WAITS = mark(
    "A successor waits for approval: %(seat)s\n"
    "The holder named them; with a yes the seat is theirs. Later on, type: successors"
)
APPROVE = mark("Approve")
REFUSE = mark("Refuse")
CLAIMED = mark(
    "The successor has accepted: %(seat)s\n"
    "The coordinator's approval is waited for; until then the seat stays here."
)
SEAT_IS_YOURS = mark("The hand-over is approved: %(seat)s\nType start to begin.")
SEAT_IS_THEIRS = mark(
    "The seat is handed over: %(seat)s\nThank you. What was told stays in the history."
)
NOT_APPROVED = mark("The hand-over is not approved: %(seat)s")
NOT_COMING = mark("The hand-over came to nothing: %(seat)s")
STAYS = mark("The seat stays here.")
REASON = mark("Reason: %(reason)s")
JOINED = mark("Somebody new holds a seat: %(seat)s")
ENDED = mark(
    "The seat has ended: %(seat)s\n"
    "What was told stays. If this is a mistake, please ask the coordinator."
)
LINKED = mark(
    "A chat on %(channel)s is joined with this one. "
    "If that was somebody else, please tell the coordinator at once."
)
START = mark("Start")


def _seat(t: Voice, details: Mapping[str, Any]) -> str:
    place = details["place_th"] if t.code == "th" else details["place_en"]
    return t(SEAT_NAME, role=t(ROLE_NAMES[Role(details["role"])]), place=place)


def handover(t: Voice, details: Mapping[str, Any]) -> Reply:
    number = details["invitation"]
    buttons = (
        Button(t(APPROVE), f"menu:handover:approve:{number}"),
        Button(t(REFUSE), f"menu:handover:refuse:{number}"),
    )
    return Reply(t(WAITS, seat=_seat(t, details)), buttons)


def handover_claimed(t: Voice, details: Mapping[str, Any]) -> Reply:
    return Reply(t(CLAIMED, seat=_seat(t, details)))


def handover_decided(t: Voice, details: Mapping[str, Any]) -> Reply:
    """To the holder or to the successor; a withdrawn one only the successor hears of."""
    seat, approved, holder = _seat(t, details), details["approved"], details["to"] == "holder"
    if approved and holder:
        return Reply(t(SEAT_IS_THEIRS, seat=seat))
    if approved:
        return Reply(t(SEAT_IS_YOURS, seat=seat), (Button(t(START), "menu:record"),))
    lines = [t(NOT_COMING if details.get("withdrawn") else NOT_APPROVED, seat=seat)]
    lines += [t(REASON, reason=details["reason"])] if details["reason"] else []
    lines += [t(STAYS)] if holder else []
    return Reply("\n".join(lines))


def joined(t: Voice, details: Mapping[str, Any]) -> Reply:
    return Reply(t(JOINED, seat=_seat(t, details)))


def seat_ended(t: Voice, details: Mapping[str, Any]) -> Reply:
    return Reply(t(ENDED, seat=_seat(t, details)))


def linked(t: Voice, details: Mapping[str, Any]) -> Reply:
    return Reply(t(LINKED, channel=channel_name(details["channel"])))


SEAT_NOTICES: dict[str, Callable[[Voice, Mapping[str, Any]], Reply | None]] = {
    "handover": handover,
    "handover_claimed": handover_claimed,
    "handover_decided": handover_decided,
    "joined": joined,
    "seat_ended": seat_ended,
    "linked": linked,
}
