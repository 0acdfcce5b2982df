"""Seats: who holds what in the places below; inviting, ending and handing over from above."""

import re

from bot.flows import busy
from bot.flows.base import Flow, typed
from bot.flows.seats import listing, one_place
from bot.flows.seats.finding import find
from bot.messages import Message
from bot.people import Role
from bot.policy import Action, scopes
from bot.roster import PlaceSeats, main_role
from bot.situation import Situation, Step
from bot.text import mark
from bot.turn import Turn

NOT_ALLOWED = mark("The seats of other places are for coordinators and administrators.")
NOT_YOURS = mark("This seat is not given out from here. Please ask the level above.")
PAGE, INVITE, LOOK = "page", "invite", "look"
_INVITE = re.compile(r"(?:ขอ)?เชิญ\s*(.+)|invite:?\s+(.+)", re.IGNORECASE)
_LOOK = re.compile(r"(?:ทะเบียน|ดูทะเบียน|roster|seats)\s+(.+)", re.IGNORECASE)
ROLES = {
    "เจ้าหน้าที่ผู้รายงาน": Role.OFFICIAL,
    "เจ้าหน้าที่": Role.OFFICIAL,
    "ผู้ประสานงาน": Role.COORDINATOR,
    "ผู้ตรวจสอบ": Role.AUDITOR,
    "ผู้ดูแลระบบ": Role.ADMIN,
    "reporting official": Role.OFFICIAL,
    "official": Role.OFFICIAL,
    "coordinator": Role.COORDINATOR,
    "auditor": Role.AUDITOR,
    "administrator": Role.ADMIN,
    "admin": Role.ADMIN,
}


def is_meant(message: Message, step: Step | None) -> bool:
    """Whether it must be known who holds which seat."""
    typed_words = " ".join(message.text.split())
    asks = bool(typed_words) and (_INVITE.fullmatch(typed_words) or _LOOK.fullmatch(typed_words))
    return bool(asks) or FLOW.is_open_or_pressed(message, step)


def start(turn: Turn, argument: str) -> None:
    if not scopes(turn.situation.seats, Action.ROSTER):
        return turn.say(turn.t(NOT_ALLOWED))
    if busy.is_busy(turn):
        return None
    verb, _, rest = argument.partition(":")
    if verb == INVITE:
        return _invite(turn, rest)
    if verb == LOOK:
        return listing.look(turn, rest)
    row = next((row for row in turn.situation.roster if row.place.id == argument), None)
    if row:
        return one_place.show(turn, row)
    return listing.show(turn, 1) if not argument else listing.which(turn, ())


def _invite(turn: Turn, said: str) -> None:
    """`invite coordinator Ban Khai`: a role, or the one the place ought to have."""
    role, name = _role_and_name(said)
    if not name:
        row = one_place.open_row(turn)
        return _invite_at(turn, row, role) if row else listing.show(turn, 1)
    found = find(turn.situation.roster, name)
    if found.sure:
        return _invite_at(turn, found.rows[0], role)
    return listing.which(turn, found.rows, f"{INVITE}:{role.value}" if role else INVITE)


def _role_and_name(said: str) -> tuple[Role | None, str]:
    said = said.replace(":", " ").strip()
    for word, role in ROLES.items():
        if said.startswith(word):
            return role, said[len(word) :].strip()
    return None, said


def _invite_at(turn: Turn, row: PlaceSeats, role: Role | None) -> None:
    wanted = role or main_role(row.place)
    if not one_place.may_invite(turn, row, wanted):
        return turn.say(turn.t(NOT_YOURS))
    return one_place.invite(turn, row.place, wanted)


def _press(turn: Turn, verb: str, argument: str) -> None:
    if verb == PAGE:
        return listing.show(turn, int(argument) if argument.isdigit() else 1)
    return one_place.press(turn, verb, argument)


def _typed_at_list(turn: Turn, message: Message) -> None:
    """A place, or the rest of `invite …`."""
    step = turn.situation.step
    verb = step.data.get("verb", "") if step else ""
    if verb and find(turn.situation.roster, message.text).rows:
        return _invite(turn, f"{verb.removeprefix(INVITE)} {message.text}")
    return listing.typed(turn, message)


def _typed_at_place(turn: Turn, message: Message) -> None:
    if not one_place.typed(turn, message):
        _typed_elsewhere(turn, message)


def _typed_elsewhere(turn: Turn, message: Message) -> None:
    """Another place's name at a place."""
    found = find(turn.situation.roster, message.text)
    if found.sure:
        return one_place.show(turn, found.rows[0])
    if found.rows or not busy.tells_figures(turn, message):
        listing.which(turn, found.rows)
    return None


def _reads(situation: Situation, said: str) -> str | None:
    for verb, pattern in ((INVITE, _INVITE), (LOOK, _LOOK)):
        found = pattern.fullmatch(said)
        if found:
            return f"{verb}:{found[found.lastindex or 1].strip()}"
    return None


def _again(turn: Turn) -> None:
    row = one_place.open_row(turn)
    return one_place.show(turn, row) if row else listing.show(turn, 1)


FLOW = Flow(
    "seats",
    typed(
        *("seats", "roster", "who is who"),
        *("ทะเบียน", "ดูทะเบียน", "ทะเบียนผู้รับผิดชอบ", "ผู้รับผิดชอบ", "รายชื่อ"),
    ),
    start,
    {"list": _typed_at_list, "place": _typed_at_place, "end": one_place.typed_at_end},
    _press,
    again=_again,
    reads=_reads,
    of_office=False,
)
