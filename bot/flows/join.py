"""Join: notice first, then a seat by a one-use invitation (a code typed, or in a link)."""

import re

from bot.audit import Deed
from bot.changes import (
    Audited,
    CodeFailed,
    HandoverClaimed,
    Joined,
    LanguageChosen,
    Noticed,
    NoticeTold,
    OfficeChosen,
)
from bot.codes import code_in
from bot.flows import busy, help, language
from bot.flows.base import Flow, typed
from bot.flows.record import yes_or_no
from bot.flows.seats.one_place import seat_details
from bot.messages import Button, Kind, Message, Reply
from bot.people import ROLE_NAMES, Invitation, Role
from bot.retention import Kept, lasts
from bot.text import Voice, mark, voices
from bot.turn import Turn

NOTICE_VERSION = "2026-11"  # raise it when the notice says something else
MOST_REPLIES = 4  # that leave room for the newer notice
WELCOME = mark(
    "BokCarbon keeps the greenhouse-gas account of local governments, month by month. "
    "To begin, please send the invitation code from the province, "
    "for example: join ABCD-EFGH-JKMN-PQRS"
)
NOTICE = mark(
    "Before joining:\n"
    "• Run by: the province that invites, as its official duty to report (a public task; "
    "no consent is needed)\n"
    "• Kept: your chat account's number, your seat, messages, figures and pictures\n"
    "• Seen by: your office and those above it in the province's reporting\n"
    "• How long: figures stay as the official record; the words of other messages %(days)s days\n"
    "• Your rights: to see, correct or erase your data, or complain. Type: my data\n"
    "• To stop reminders, type: stop reminders"
)
NEWER_NOTICE = mark("What is kept and why is told anew (nothing is to be done):")
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
CLAIMED = mark(
    "Thank you. The hand-over is accepted: %(role)s, %(place)s\n"
    "The coordinator's approval is waited for; a message follows. Nothing is to be done until then."
)
WAITING = mark(
    "The hand-over waits for the coordinator's approval: %(role)s, %(place)s. A message follows."
)
NO_SEAT = mark("No seat is held here, so nothing is saved.")
NOW_HERE = mark("Figures are told for this office now; to change, type: office")
BEGIN = mark("Type: start, to begin with %(month)s.")
START = mark("Start")
PROGRESS = mark("Progress")

_NAMED = re.compile(
    r"\s*(?:/start|join|เข้าร่วม|รหัส|link|ผูกบัญชี|ผูก)\s+(.{4,40})", re.IGNORECASE | re.DOTALL
)
_ACCEPTING = frozenset(
    {"รับทราบ", "ยอมรับ", "รับทราบและเข้าร่วม", "ขอเข้าร่วม", "เข้าร่วม", "accept", "join"}
)


def names_code(text: str) -> bool:
    """Whether the person means to send a code, even a mistyped one."""
    return bool(code_in(text) or _NAMED.fullmatch(text[:200]))


def start(turn: Turn, argument: str) -> None:
    """`join` without a code, from somebody who has a seat: how a further seat is joined."""
    turn.say(turn.t(WELCOME))


def take(turn: Turn, message: Message) -> None:
    """Everything from somebody without a seat, and every code from anybody."""
    turn.of_office = False
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
    _welcome(turn)


def _welcome(turn: Turn) -> None:
    """How to begin; or that a hand-over is waited for."""
    claims = turn.situation.claims
    if not claims:
        gone = [turn.t(NO_SEAT)] if turn.situation.person else []
        return turn.say("\n".join([*gone, turn.t(WELCOME)]), _languages(turn))
    words = [_seat_words(turn, WAITING, claim) for claim in claims]
    return turn.say("\n".join(words), _languages(turn))


def _typed_at_notice(turn: Turn, text: str) -> None:
    """Yes or no to the notice in any words; anything else hears it once more."""
    said = yes_or_no.said(text)
    if _is_accepting(text) or (said.yes and not said.rest):
        return _join(turn)
    if said.yes is False and not said.rest:
        turn.close()
        return turn.say(turn.t(LEFT))
    invitation = turn.situation.invitation
    return _offer(turn, invitation) if invitation else _welcome(turn)


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
    turn.make(Audited(Deed.BUTTON_REFUSED, details={"why": "no seat"}))
    return _welcome(turn)


def _language(turn: Turn, code: str) -> None:
    """Another language before there is a person to keep it with; an open offer is made again."""
    if not code:
        return turn.say(turn.t(language.WHICH), _languages(turn))
    turn.make(LanguageChosen(code))
    turn.open("join", _step_name(turn) or "hello", _kept(turn))
    invitation = turn.situation.invitation
    return _offer(turn, invitation) if invitation else _welcome(turn)


def _code(turn: Turn) -> None:
    if turn.situation.codes_blocked:
        turn.make(Audited(Deed.CODE_REFUSED, details={"why": "too many"}))
        return turn.say(turn.t(BLOCKED))
    if turn.situation.invitation is None:
        turn.make(CodeFailed())
        turn.make(Audited(Deed.CODE_REFUSED, details={"why": "no such code"}))
        return turn.say(turn.t(BAD_CODE))
    if _holds(turn, turn.situation.invitation):
        return turn.say(turn.t(ALREADY))
    if busy.is_busy(turn):
        return None
    return _offer(turn, turn.situation.invitation)


def _offer(turn: Turn, invitation: Invitation) -> None:
    t = turn.t
    turn.open("join", "notice", {**_kept(turn), "invitation": invitation.id})
    buttons = [turn.choice(t(ACCEPT), "accept"), turn.choice(t(NOT_NOW), "decline")]
    words = f"{_seat_words(turn, OFFER, invitation)}\n\n{notice(t)}"
    turn.say(words, buttons + _languages(turn))


def _join(turn: Turn) -> None:
    invitation = turn.situation.invitation
    if invitation is None:  # used or out of date since it was offered
        turn.close()
        turn.make(Audited(Deed.CODE_REFUSED, details={"why": "gone since offered"}))
        return turn.say(turn.t(BAD_CODE))
    if invitation.waits_for_approval:
        return _claim(turn, invitation)
    has_office = turn.situation.seat is not None
    is_new = turn.situation.person is None
    turn.make(Joined(invitation, turn.situation.locale, NOTICE_VERSION))
    _audit_notice(turn, is_new)
    seat = invitation.seat
    turn.make(Audited(Deed.JOINED, seat.place.id, {"seat": seat.id, "role": seat.role.value}))
    _announce(turn, invitation)
    turn.close()
    words = _seat_words(turn, WELCOMED, invitation)
    if invitation.seat.role is not Role.OFFICIAL:
        return turn.say(words, [turn.menu(turn.t(PROGRESS), "progress")])
    month = turn.t.month_long(turn.situation.report_month)
    lines = [words, turn.t(BEGIN, month=month)]
    if has_office:
        turn.make(OfficeChosen(invitation.seat.id))
        lines.insert(1, turn.t(NOW_HERE))
    buttons = [turn.menu(turn.t(START), "record")]
    return turn.say("\n".join(lines), buttons)


def _announce(turn: Turn, invitation: Invitation) -> None:
    """The others on the seat and the people above hear of it; who handed over hears at once."""
    seat, named = invitation.seat, seat_details(invitation.seat)
    gone = () if invitation.replaced_person is None else (invitation.replaced_person,)
    key = f"joined:{invitation.id}"
    turn.make(
        Noticed(
            "joined",
            key,
            named,
            at_once=False,
            holders_of=seat.id,
            approvers_of=seat.id,
            but_not=gone,
        )
    )
    if invitation.replaces is None:
        return
    details = {
        "role": seat.role.value,
        "invitation": invitation.id,
        "replaces": invitation.replaces,
    }
    turn.make(Audited(Deed.HANDED_OVER, seat.place.id, details))
    told = {**named, "to": "holder", "approved": True, "reason": ""}
    turn.make(Noticed("handover_decided", f"handover_decided:{invitation.id}", told, gone))


def _claim(turn: Turn, invitation: Invitation) -> None:
    """A hand-over by the holder: nothing is held until somebody above says yes."""
    seat, named = invitation.seat, seat_details(invitation.seat)
    is_new = turn.situation.person is None
    turn.make(HandoverClaimed(invitation, turn.situation.locale, NOTICE_VERSION))
    _audit_notice(turn, is_new)
    details = {
        "role": seat.role.value,
        "invitation": invitation.id,
        "replaces": invitation.replaces,
    }
    turn.make(Audited(Deed.HANDOVER_CLAIMED, seat.place.id, details))
    gone = () if invitation.replaced_person is None else (invitation.replaced_person,)
    told = {**named, "invitation": invitation.id}
    key = f"handover:{invitation.id}"
    turn.make(Noticed("handover", key, told, approvers_of=seat.id, but_not=gone))
    turn.make(Noticed("handover_claimed", f"handover_claimed:{invitation.id}", named, gone))
    turn.close()
    turn.say(_seat_words(turn, CLAIMED, invitation))


def _audit_notice(turn: Turn, is_new: bool) -> None:
    if is_new:
        turn.make(Audited(Deed.NOTICE_ACCEPTED, details={"version": NOTICE_VERSION}))


def notice(t: Voice) -> str:
    """Who keeps what, why, how long, and what a person may ask for."""
    return t(NOTICE, days=lasts(Kept.TALK).days)


def tell_newer_notice(turn: Turn) -> None:
    """Who knows an older notice is told the newer one once, beside an answer, and goes on."""
    person = turn.situation.person
    if person is None or not turn.replies or len(turn.replies) >= MOST_REPLIES:
        return
    if person.notice_version and person.notice_version < NOTICE_VERSION:
        words = notice(turn.t).partition("\n")[2]
        told = Reply(f"{turn.t(NEWER_NOTICE)}\n{words}")
        turn.replies.insert(0, told)  # the last one's buttons stay where they are
        turn.make(NoticeTold(NOTICE_VERSION))
        turn.make(Audited(Deed.NOTICE_TOLD, details={"version": NOTICE_VERSION}))


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


def _is_accepting(text: str) -> bool:
    return yes_or_no.bare(text) in _ACCEPTING


def _answer(turn: Turn, message: Message) -> None:
    """At the notice, from somebody who has a seat already: yes, no, or something else."""
    if not _is_accepting(message.text) and busy.tells_figures(turn, message):
        return
    _typed_at_notice(turn, message.text)


def _press_answer(turn: Turn, verb: str, argument: str) -> None:
    if verb == "accept":
        return _join(turn)
    turn.close()
    return turn.say(turn.t(LEFT))


def _again(turn: Turn) -> None:
    invitation = turn.situation.invitation
    return _offer(turn, invitation) if invitation else turn.close()


FLOW = Flow(
    "join",
    typed("join", "เข้าร่วม"),
    start,
    {"notice": _answer},
    _press_answer,
    {"notice": _is_accepting},
    again=_again,
    of_office=False,
)
