"""My data: what is kept about the person, why and how long; a file of all of it; being erased.

Official figures are the office's, so they stay; they are unlinked from the person. The basis is the
office's public task, so no consent is asked for and none can be withdrawn.
"""

from datetime import timedelta

from bot.audit import Deed
from bot.changes import AccessAsked, Audited, Erased, Noticed, TicketIssued
from bot.flows import record
from bot.flows.base import Flow, typed
from bot.flows.record import yes_or_no
from bot.messages import Button, Kind, Message
from bot.people import ROLE_NAMES, Seat
from bot.personal import Known
from bot.policy import Action, Own, can
from bot.retention import Kept, lasts
from bot.roster import channel_name
from bot.situation import Situation
from bot.text import mark
from bot.turn import Turn

SAYS_SOMETHING = frozenset({Kind.TEXT, Kind.ACTION, Kind.PHOTO, Kind.FILE, Kind.STICKER})
VALID_FOR = timedelta(minutes=10)
ON_A_PAGE = "console"

KEPT = mark("What is kept about you:")
CHATS = mark("Chats: %(channels)s, each with its account's number")
SEAT = mark("%(role)s, %(place)s, since %(day)s")
NOTICE = mark("Notice accepted: %(day)s (version %(version)s)")
LANGUAGE = mark("Language: English")
REMINDERS_ON = mark("Reminders: on")
REMINDERS_OFF = mark("Reminders: off")
COUNTS = mark("Messages: %(messages)s · figures told: %(figures)s")
WHY = mark(
    "Why: the office's official duty to report greenhouse gases (a public task). "
    "It does not rest on consent."
)
SEEN_BY = mark("Seen by: the office, and those above it in the province's reporting.")
HOW_LONG = mark(
    "How long: figures stay, they are the official record. "
    "The words of other messages are deleted after %(days)s days."
)
WHOM = mark(
    "To have something put right, or to complain: the province that invited you; "
    "also the Personal Data Protection Committee."
)
FILE = mark("All of it as a file; the link works once, within 10 minutes:")
TO_ERASE = mark("To be erased, type: delete my data")
OPEN = mark("Get the file")
ERASE = mark("Delete my data")
NOTHING = mark(
    "Nothing is kept about you but the messages of this chat. They are deleted after %(days)s days."
)

ASK = mark(
    "Delete your data? All at once, and it cannot be undone:\n"
    "• Deleted: your accounts' numbers, the words of messages that told no figure, language, "
    "reminders, links\n"
    "• Ended: your seats; the coordinator hears that they are empty\n"
    "• Stays: the figures and what proves them, without whose they were\n"
    "To come back, a new invitation is needed."
)
YES = mark("Yes, delete")
NO = mark("No, keep")
NOT_ERASED = mark("Nothing is deleted.")
GONE = mark(
    "Deleted. This chat is nobody's now, and no reminders come any more. "
    "The figures stay with the office. Thank you."
)


def is_meant(situation: Situation, message: Message) -> bool:
    """Whether a message is about this: it is everybody's right, also without a seat."""
    if message.kind is Kind.ACTION:
        return message.action.startswith(("menu:my_data", "my_data:"))
    step = situation.step
    is_open = step is not None and step.flow == "my_data"
    return message.kind is Kind.TEXT and (is_open or FLOW.hears_phrase(message.text))


def start(turn: Turn, argument: str) -> None:
    situation = turn.situation
    person = situation.person
    if person is None or situation.known is None:
        days = lasts(Kept.STRANGERS).days
        return turn.say(turn.t(NOTHING, days=days))
    if argument == "delete":
        return _ask(turn)
    if not can(situation.actor, Action.KNOW, Own(person.id)):
        return turn.make(Audited(Deed.DENIED, details={"action": Action.KNOW.value}))
    turn.make(AccessAsked())
    turn.make(TicketIssued("mydata", situation.secret, {}, VALID_FOR))
    link = f"{situation.base_url}/console/mydata/{situation.secret}"
    words = "\n".join([*_lines(turn, situation.known), turn.t(FILE), link, turn.t(TO_ERASE)])
    buttons = [Button(turn.t(OPEN), link=link), turn.menu(turn.t(ERASE), "my_data", "delete")]
    return turn.say(words, buttons)


def _lines(turn: Turn, known: Known) -> list[str]:
    t, person = turn.t, turn.situation.person
    channels = ", ".join(channel_name(one) for one in known.channels if one != ON_A_PAGE)
    lines = [t(CHATS, channels=channels)]
    for held in known.seats:
        place = held.seat.place.name(t)
        day = t.day(held.since.astimezone(turn.situation.now.tzinfo).date())
        lines.append(t(SEAT, role=t(ROLE_NAMES[held.seat.role]), place=place, day=day))
    if known.notice_at:
        day = t.day(known.notice_at.astimezone(turn.situation.now.tzinfo).date())
        lines.append(t(NOTICE, day=day, version=known.notice_version))
    off = person is not None and person.reminders_off
    lines += [t(LANGUAGE), t(REMINDERS_OFF if off else REMINDERS_ON)]
    lines.append(t(COUNTS, messages=known.messages, figures=known.figures))
    said = [WHY, SEEN_BY, HOW_LONG, WHOM]
    days = lasts(Kept.TALK).days
    return [t(KEPT), *(f"• {line}" for line in lines), *(t(one, days=days) for one in said)]


def _ask(turn: Turn) -> None:
    before = turn.situation.step
    kept = before and {"flow": before.flow, "name": before.name, "data": dict(before.data)}
    if before and before.flow == "my_data":
        kept = before.data.get("before")
    turn.open("my_data", "erase", {"before": kept})
    t = turn.t
    turn.say(t(ASK), [turn.choice(t(YES), "yes"), turn.choice(t(NO), "no")])


def leave(turn: Turn, message: Message) -> None:
    """Only a plain yes deletes: anything else deletes nothing, and is heard as what it is."""
    step = turn.situation.step
    if step is None or step.flow != "my_data" or message.kind not in SAYS_SOMETHING:
        return
    own = message.action.startswith((f"my_data:{step.id}:", "menu:my_data"))
    if own or FLOW.hears_phrase(message.text) or _is_answer(message.text):
        return
    turn.of_office = False
    turn.say(turn.t(NOT_ERASED))
    _restore(turn)
    turn.of_office = True


def _is_answer(text: str) -> bool:
    said = yes_or_no.said(text)
    return said.yes is not None and not said.rest


def _typed(turn: Turn, message: Message) -> None:
    press(turn, "yes" if yes_or_no.said(message.text).yes else "no", "")


def press(turn: Turn, verb: str, argument: str) -> None:
    if verb == "yes":
        return _erase(turn)
    turn.say(turn.t(NOT_ERASED))
    _restore(turn)
    step = turn.situation.step
    turn.of_office = True
    return record.ask_again(turn) if step and step.flow == "record" else None


def _erase(turn: Turn) -> None:
    situation = turn.situation
    person, seats = situation.person, situation.seats
    if person is None or not can(situation.actor, Action.ERASE, Own(person.id)):
        return turn.say(turn.t(NOT_ERASED))
    goodbye = turn.t(GONE)
    turn.make(Erased())
    turn.make(Audited(Deed.ERASED, details={"seats": [seat.id for seat in seats]}))
    for seat in seats:
        turn.make(_empty(turn, seat))
    return turn.say(goodbye)


def _empty(turn: Turn, seat: Seat) -> Noticed:
    """Those above hear that a seat is empty; not why, nor whose it was."""
    return Noticed(
        kind="seat_empty",
        key=f"seat_empty:{seat.id}:{turn.situation.event}",
        details={"place": seat.place.id, "name": seat.place.names, "role": seat.role.value},
        overseers_of=seat.place.id,
    )


def _restore(turn: Turn) -> None:
    """The question that was open before this one, for the office it was asked for."""
    step = turn.situation.step
    before = step.data.get("before") if step else None
    turn.close()
    if before:
        turn.open(before["flow"], before["name"], before["data"])


FLOW = Flow(
    "my_data",
    {
        **typed("my data", "personal data", "ข้อมูลของฉัน", "ข้อมูลส่วนตัว", "ข้อมูลส่วนบุคคล"),
        **typed(
            *("delete my data", "erase my data", "forget me", "delete me"),
            *("ลบข้อมูลของฉัน", "ลบข้อมูลส่วนตัว", "ลบข้อมูลส่วนบุคคล", "ขอลบข้อมูล"),
            argument="delete",
        ),
    },
    start,
    {"erase": _typed},
    press,
    {"erase": _is_answer},
    again=_ask,
    of_office=False,
)
