"""Join: notice first, then a seat by a one-use invitation (a code typed, or in a link)."""

import re

from bot.changes import CodeFailed, Joined, LanguageChosen
from bot.flows import help, language
from bot.flows.base import Flow, typed
from bot.flows.record import yes_or_no
from bot.messages import Button, Kind, Message
from bot.people import Invitation, Role
from bot.text import mark, voices
from bot.turn import Turn

NOTICE_VERSION = "2026-11"
WELCOME = mark(
    "BokCarbon keeps the greenhouse-gas account of local governments, month by month. "
    "To begin, please send the invitation code from the province, "
    "for example: join ABCD-EFGH-JKMN-PQRS"
)
NOTICE = mark(
    "Before joining: BokCarbon keeps your chat account's number, your seat and the figures you "
    "send, as part of the office's official duty to report. Nobody outside the province's "
    "reporting sees them. Reminders can be stopped at any time by typing: stop reminders"
)
HELP = mark(
    "What can be typed:\n"
    "• join and an invitation code, for example: join ABCD-EFGH-JKMN-PQRS\n"
    "• language\n\n"
    "No code yet? The coordinator of the district or province gives one. "
    "What is kept, and why, is shown before joining."
)
OFFER = mark("Invitation: %(role)s, %(place)s")
BAD_CODE = mark(
    "This code cannot be used: it may be mistyped, used already or too old. "
    "Please check it, or ask the province for a new one."
)
BLOCKED = mark("Too many wrong codes. Please wait one hour, then try again.")
WELCOMED = mark("Joined: %(role)s, %(place)s. Thank you.")
ALREADY = mark("This seat is yours already.")
ACCEPT = mark("Accept and join")
NOT_NOW = mark("Not now")
LEFT = mark("Not joined. The invitation still works: send the code again at any time.")
BEGIN = mark("Type: start, to begin with %(month)s.")
START = mark("Start")
PROGRESS = mark("Progress")

ROLE_NAMES = {
    Role.OFFICIAL: mark("reporting official"),
    Role.COORDINATOR: mark("coordinator"),
    Role.AUDITOR: mark("auditor"),
    Role.ADMIN: mark("administrator"),
}

# No 0 O 1 I L: read aloud and retyped without slips.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 16  # 79 bits
_CODE = re.compile(
    rf"(?<![A-Z0-9])([{ALPHABET}](?:-?[{ALPHABET}]){{{CODE_LENGTH - 1}}})(?![A-Z0-9])"
)
_NAMED = re.compile(r"\s*(?:/start|join|เข้าร่วม|รหัส)\s+(.{4,40})", re.IGNORECASE | re.DOTALL)
_ACCEPTING = frozenset(
    {"รับทราบ", "ยอมรับ", "รับทราบและเข้าร่วม", "ขอเข้าร่วม", "เข้าร่วม", "accept", "join"}
)


def code_in(text: str) -> str:
    """The invitation code in a message, without dashes, upper case; empty when there is none."""
    found = _CODE.search(text.upper()[:200])
    return found[1].replace("-", "") if found else ""


def names_code(text: str) -> bool:
    """Whether the person means to send a code, even a mistyped one."""
    return bool(code_in(text) or _NAMED.fullmatch(text[:200]))


def start(turn: Turn, argument: str) -> None:
    """`join` without a code, from somebody who has a seat: how a further seat is joined."""
    turn.say(turn.t(WELCOME))


def take(turn: Turn, message: Message) -> None:
    """Everything from somebody without a seat, and every code from anybody."""
    if message.kind is Kind.ACTION:
        return _press(turn, message.action)
    if names_code(message.text):
        return _code(turn)
    code = language.FLOW.argument_of(message.text)
    if code is not None:
        return _language(turn, code)
    if _step_name(turn) == "notice":
        return _typed_at_notice(turn, message.text)
    if help.FLOW.argument_of(message.text) == "":
        return turn.say(turn.t(HELP), _languages(turn))
    turn.say(turn.t(WELCOME), _languages(turn))


def _typed_at_notice(turn: Turn, text: str) -> None:
    """Yes or no to the notice in any words; anything else hears it once more."""
    said = yes_or_no.said(text)
    if yes_or_no.bare(text) in _ACCEPTING or (said.yes and not said.rest):
        return _join(turn)
    if said.yes is False and not said.rest:
        turn.close()
        return turn.say(turn.t(LEFT))
    invitation = turn.situation.invitation
    return _offer(turn, invitation) if invitation else turn.say(turn.t(WELCOME), _languages(turn))


def _press(turn: Turn, action: str) -> None:
    menu, _, verb = action.rpartition(":")
    if menu == "menu:language" and verb in voices():
        return _language(turn, verb)
    if action == "menu:language":
        return _language(turn, "")
    if action == "menu:help":
        return turn.say(turn.t(HELP), _languages(turn))
    if _step_name(turn) == "notice" and verb == "accept":
        return _join(turn)
    if _step_name(turn) == "notice" and verb == "decline":
        turn.close()
        return turn.say(turn.t(LEFT))
    return turn.say(turn.t(WELCOME), _languages(turn))


def _language(turn: Turn, code: str) -> None:
    """Another language before there is a person to keep it with; an open offer is made again."""
    if not code:
        return turn.say(turn.t(language.WHICH), _languages(turn))
    turn.make(LanguageChosen(code))
    turn.open("join", _step_name(turn) or "hello", _kept(turn))
    invitation = turn.situation.invitation
    return _offer(turn, invitation) if invitation else turn.say(turn.t(WELCOME))


def _code(turn: Turn) -> None:
    if turn.situation.codes_blocked:
        return turn.say(turn.t(BLOCKED))
    if turn.situation.invitation is None:
        turn.make(CodeFailed())
        return turn.say(turn.t(BAD_CODE))
    if _holds(turn, turn.situation.invitation):
        return turn.say(turn.t(ALREADY))
    return _offer(turn, turn.situation.invitation)


def _offer(turn: Turn, invitation: Invitation) -> None:
    t = turn.t
    turn.open("join", "notice", {**_kept(turn), "invitation": invitation.id})
    buttons = [turn.choice(t(ACCEPT), "accept"), turn.choice(t(NOT_NOW), "decline")]
    turn.say(f"{_seat_words(turn, OFFER, invitation)}\n\n{t(NOTICE)}", buttons + _languages(turn))


def _join(turn: Turn) -> None:
    invitation = turn.situation.invitation
    if invitation is None:  # used or out of date since it was offered
        turn.close()
        return turn.say(turn.t(BAD_CODE))
    turn.make(Joined(invitation, turn.situation.locale, NOTICE_VERSION))
    turn.close()
    words = _seat_words(turn, WELCOMED, invitation)
    if invitation.seat.role is not Role.OFFICIAL:
        return turn.say(words, [turn.menu(turn.t(PROGRESS), "progress")])
    month = turn.t.month_long(turn.situation.report_month)
    begin = turn.t(BEGIN, month=month)
    return turn.say(f"{words}\n{begin}", [turn.menu(turn.t(START), "record")])


def _seat_words(turn: Turn, english: str, invitation: Invitation) -> str:
    t, seat = turn.t, invitation.seat
    return t(english, role=t(ROLE_NAMES[seat.role]), place=seat.place.name(t))


def _holds(turn: Turn, invitation: Invitation) -> bool:
    return any(seat.id == invitation.seat.id for seat in turn.situation.seats)


def _step_name(turn: Turn) -> str:
    step = turn.situation.step
    return step.name if step and step.flow == "join" else ""


def _kept(turn: Turn) -> dict[str, object]:
    """What a person without a seat has chosen so far: it has no other place to stay."""
    step = turn.situation.step
    data = dict(step.data) if step and step.flow == "join" else {}
    return {**data, "locale": turn.situation.locale}


def _languages(turn: Turn) -> list[Button]:
    return [
        turn.menu(other.language_name, "language", other.code)
        for other in voices().values()
        if other.code != turn.situation.locale
    ]


FLOW = Flow("join", typed("join", "เข้าร่วม"), start)
