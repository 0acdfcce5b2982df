"""Which place and month an overseer's message is about: pressed, typed, or in the open step.

A button carries `210110.2026-07`, and where it decides the stamp of what was shown behind it:
`210110.2026-07.3-17`. Words go `ตรวจ กะเฉด มิ.ย. 69 …`: a verb, a name, a month, a reason.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.flows.of_month import month_in, month_of
from bot.messages import Message
from bot.months import Month
from bot.oversight import Focus
from bot.people import Place
from bot.phrases import phrase
from bot.place_names import find
from bot.policy import Action, can
from bot.situation import Situation, Step

VERBS: Mapping[str, tuple[str, ...]] = {
    "review": ("ตรวจงาน", "งานรอตรวจ", "รอตรวจ", "ตรวจ", "review", "queue"),
    "approve": ("อนุมัติ", "approve"),
    "return": ("ส่งกลับ", "ตีกลับ", "ส่งคืน", "send back", "return"),
    "nudge": ("เตือนหน่วยงาน", "ทวงถาม", "ทวง", "เตือน", "nudge", "remind"),
    "close": ("ปิดเดือน", "ปิดรอบ", "close month", "close"),
    "reopen": ("เปิดเดือน", "เปิดรอบ", "reopen"),
    "items": ("รายการของ", "รายการ", "items of", "items"),
    "progress": ("ความคืบหน้า", "สถานะ", "progress", "status"),
    "explain": ("ทำไม", "ที่มาของ", "ที่มา", "มาจากไหน", "คิดอย่างไร", "คิดยังไง", "why", "explain"),
}
NEEDS: Mapping[str, Action] = {
    "review": Action.SUMMARISE,
    "approve": Action.REVIEW,
    "return": Action.REVIEW,
    "nudge": Action.NUDGE,
    "close": Action.CLOSE,
    "reopen": Action.CLOSE,
    "items": Action.ASSIGN,
    "progress": Action.SUMMARISE,
    "explain": Action.SUMMARISE,
}
ALL = frozenset({"ทั้งหมด", "ทุกแห่ง", "all"})
UNKNOWN = "?"  # an argument that is a name nobody has, or several have
MOST_WORDS = 16
WHY = "why"  # the step that asks for a reason


@dataclass(frozen=True, slots=True)
class Named:
    """What typed words name: `places` may be several that fit; `rest` is what stands behind."""

    places: tuple[Place, ...] = ()
    is_sure: bool = False
    month: Month | None = None
    name: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a flow is started with. `name` is a typed name that fits nobody, or several."""

    place: str = ""
    month: Month | None = None
    stamp: str = ""
    rest: str = ""
    name: str = ""


def argument_of(place: str, month: Month, stamp: str = "") -> str:
    """Without a place the dot stays: `.2026-07` is every place's month."""
    return f"{place}.{month}" + (f".{stamp}" if stamp else "")


def target_of(argument: str) -> Target:
    """The argument taken apart; empty where it says nothing."""
    if argument.startswith(UNKNOWN):
        month, _, name = argument.removeprefix(UNKNOWN).partition(" ")
        return Target(month=month_in(month), name=name)
    head, _, rest = argument.partition(" ")
    place, _, behind = head.partition(".")
    month, _, stamp = behind.partition(".")
    return Target(place, month_in(month), stamp, rest)


def focus_of(
    message: Message, step: Step | None, places: Sequence[Place], today: date, report: Month
) -> Focus:
    """What the facts are to be loaded about; the open step's, where the message names nothing."""
    head, _, rest = message.action.partition(":")
    flow, _, argument = rest.partition(":")
    if head == "menu" and flow in VERBS:
        pressed = target_of(argument)
        return Focus(pressed.place, pressed.month)
    asks_why = step is not None and step.name == WHY  # a reason may begin with any word
    if not message.action and not asks_why:
        said = phrase(message.text)
        for behind in (after_verb(flow, said) for flow in VERBS):
            if behind:
                named = named_in(behind, places, today, report)
                if named.is_sure or named.month:
                    sure = named.places[0].id if named.is_sure else ""
                    return Focus(sure, named.month)
    data = step.data if step else {}
    return Focus(str(data.get("place", "")), month_in(str(data.get("month", ""))))


def after_verb(flow: str, said: str) -> str:
    """What stands behind one of a flow's verbs; empty when none begins the message."""
    verb = max((one for one in VERBS[flow] if said.startswith(one)), key=len, default="")
    return said[len(verb) :].strip() if verb else ""


def named_in(text: str, places: Sequence[Place], today: date, report: Month) -> Named:
    """A name, a month and a rest, each of which may be missing."""
    words = text.split()[:MOST_WORDS]
    name, month, rest = text, None, ""
    for start, end in _windows(len(words)):
        month = month_of(" ".join(words[start:end]), today, report)
        if month:
            name, rest = " ".join(words[:start]), " ".join(words[end:])
            break
    if not name:
        return Named(month=month, rest=rest)
    for cut in range(len(name.split()), 0, -1):
        head, tail = " ".join(name.split()[:cut]), " ".join(name.split()[cut:])
        found = find(places, head)
        if found.is_sure or (cut == 1 and found.places):
            behind = " ".join(filter(None, (tail, rest)))
            return Named(found.places, found.is_sure, month, head, behind)
    return Named(month=month, name=name, rest=rest)


def _windows(count: int) -> Iterator[tuple[int, int]]:
    """Every run of words, longest first: `ก.ค. 69` is found before `ก.ค.`."""
    return (
        (start, start + length)
        for length in range(min(count, 4), 0, -1)
        for start in range(count - length + 1)
    )


def reads_for(flow: str) -> Callable[[Situation, str], str | None]:
    """Hears `verb name month`, from somebody who may do it somewhere."""

    def reads(situation: Situation, said: str) -> str | None:
        behind = after_verb(flow, said)
        if not behind or not _oversees(situation, NEEDS[flow]):
            return None
        if behind in ALL:
            return ""
        places = [row.place for row in situation.progress]
        named = named_in(behind, places, situation.today, situation.report_month)
        month = str(named.month or "")
        if not named.is_sure and named.name:
            return f"{UNKNOWN}{month} {named.name}"
        place = named.places[0].id if named.is_sure else ""
        return f"{place}.{month} {named.rest}".rstrip()

    return reads


def _oversees(situation: Situation, action: Action) -> bool:
    return any(can(situation.actor.by(seat), action, seat.place) for seat in situation.seats)
