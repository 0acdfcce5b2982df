"""What is typed or pressed while a question of the month is open."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.drafts import Draft, drafts_in
from bot.flows.base import Flow, typed
from bot.flows.record import from_file, questions, read_back
from bot.flows.record.saving import (
    finish,
    mark_status,
    none_draft,
    open_items,
    postponed_items,
    save,
    save_same,
    settle,
)
from bot.flows.record.taking import (
    LONGEST_REASON,
    NO_SEAT,
    NOT_READ,
    ask_again,
    open_question,
    take,
    take_text,
)
from bot.messages import Kind, Message
from bot.months import Month
from bot.reading import OpenQuestion
from bot.situation import Status
from bot.text import mark
from bot.turn import Turn

CONFIRMED = "confirmed"
STILL_WAITING = mark("These figures are read but not saved yet.")

_YES = frozenset(
    {
        "ใช่",
        "ถูก",
        "ถูกต้อง",
        "ถูกแล้ว",
        "ตกลง",
        "โอเค",
        "ได้",
        "yes",
        "y",
        "ok",
        "okay",
        "correct",
        "right",
        "บันทึก",
        "บันทึกทั้งหมด",
        "ทั้งหมด",
        "save",
        "save all",
        "all",
    }
)
_CLEAR = frozenset(
    {
        "เฉพาะที่ชัดเจน",
        "บันทึกเฉพาะที่ชัดเจน",
        "เฉพาะที่ชัด",
        "only the clear ones",
        "only clear ones",
        "the clear ones",
        "clear ones",
    }
)
_NO = frozenset(
    {
        "ไม่",
        "ไม่ใช่",
        "ไม่ถูก",
        "ผิด",
        "แก้",
        "แก้ไข",
        "ขอแก้",
        "ขอแก้ไข",
        "no",
        "n",
        "wrong",
        "change",
        "correct it",
    }
)


def start(turn: Turn, argument: str) -> None:
    """Go through what is still open of the month being asked for; what waits comes first."""
    if turn.situation.seat is None:
        return turn.say(turn.t(NO_SEAT))
    if drafts_in(turn.situation.step):
        turn.say(turn.t(STILL_WAITING))
        return ask_again(turn)
    month = turn.situation.report_month
    waiting = open_items(turn, month) or postponed_items(turn, month)
    if waiting:
        return questions.ask(turn, waiting[0], month)
    return finish(turn, month)


def _typed_at_confirm(turn: Turn, message: Message) -> None:
    """Yes and no in words or by sticker; anything else is read as the figure typed anew."""
    said = message.text.strip(" .!").casefold()
    if message.kind is Kind.STICKER or said in _YES:
        return _yes(turn, "")
    if said in _NO:
        return _no(turn, "")
    if said in _CLEAR:
        return _clear(turn, "")
    return take(turn, message)


def _typed_at_file(turn: Turn, message: Message) -> None:
    """An answer to what a file left open; `yes` and `no` in any of their words."""
    said = message.text.strip(" .!").casefold()
    if message.kind is Kind.STICKER or said in _YES:
        return from_file.say_yes(turn)
    if said in _NO:
        return from_file.say_no(turn)
    return from_file.take_text(turn, message.text)


def _typed_at_kind(turn: Turn, message: Message) -> None:
    step = turn.situation.step
    if step is None:
        return take(turn, message)
    draft = Draft.from_json(step.data["draft"])
    said = message.text.strip().casefold()
    for kind in turn.situation.catalogue.activities[draft.activity].kinds:
        names = {kind.code, turn.t(kind.label), kind.label, *kind.aliases}
        if said in {name.casefold() for name in names}:
            return _kind(turn, kind.code)
    return ask_again(turn)


def _typed_at_why(turn: Turn, message: Message) -> None:
    """The reason in the person's own words."""
    words = " ".join(message.text.split())
    question = open_question(turn.situation.step)
    if not words or question is None:
        return ask_again(turn)
    return mark_status(turn, question, Status.NOT_AVAILABLE, words[:LONGEST_REASON])


# --- presses -------------------------------------------------------------------------------------


def press(turn: Turn, verb: str, argument: str) -> None:
    """A button of the open step; `conversation` has made sure it belongs to it."""
    handler = PRESSES.get(verb)
    if handler is None:
        turn.say(turn.t(NOT_READ))
        return ask_again(turn)
    return handler(turn, argument)


def _yes(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name != "confirm":
        return ask_again(turn)
    drafts = drafts_in(step)
    now = read_back.in_hand(step)
    return _save_some(turn, now, drafts[len(now) :])


def _clear(turn: Turn, argument: str) -> None:
    """Save what nothing is said about; the doubtful ones are asked about one by one."""
    step = turn.situation.step
    if step is None or step.name != "confirm":
        return ask_again(turn)
    drafts = drafts_in(step)
    doubtful = read_back.doubtful(drafts)
    if len(doubtful) in (0, len(drafts)):
        return ask_again(turn)
    return _save_some(turn, [draft for draft in drafts if not draft.note], doubtful)


def _save_some(turn: Turn, now: Sequence[Draft], rest: Sequence[Draft]) -> None:
    """Save what was confirmed; what goes on waiting comes next."""
    step = turn.situation.step
    then = step.data.get("pending") if step else None
    if rest:
        then = read_back.one_by_one(rest, then)
    drafts = [replace(draft, doubted=False, note="", fixes=()) for draft in now]
    return save(turn, drafts, CONFIRMED, then)


def _no(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name not in ("confirm", "amend"):
        return ask_again(turn)
    first, *others = drafts_in(step)
    if others and not step.data.get("one_by_one"):
        return read_back.ask_which_wrong(turn, step.data)
    return questions.ask(turn, first.activity, first.month, first.kind, others)


def _amend(turn: Turn, argument: str) -> None:
    """The wrong one of several was pressed: it is asked anew, the others wait."""
    step = turn.situation.step
    drafts = drafts_in(step)
    if step is None or step.name != "amend" or not argument.isdigit():
        return ask_again(turn)
    if int(argument) >= len(drafts):
        return ask_again(turn)
    wrong = drafts[int(argument)]
    return questions.ask(turn, wrong.activity, wrong.month, wrong.kind, drafts)


def _back(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name != "amend":
        return ask_again(turn)
    return read_back.again(turn, step.data)


def _fix(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name != "confirm" or not argument.isdigit():
        return ask_again(turn)
    now = read_back.in_hand(step)
    if len(now) != 1 or int(argument) >= len(now[0].fixes):
        return ask_again(turn)
    unit = turn.situation.catalogue.activities[now[0].activity].unit
    fixed = now[0].fixed(Decimal(now[0].fixes[int(argument)]), unit)
    return _save_some(turn, [fixed], drafts_in(step)[1:])


def _kind(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name != "kind":
        return ask_again(turn)
    draft = replace(Draft.from_json(step.data["draft"]), kind=argument)
    return settle(turn, [draft], step.data.get("left_over", ()), step.data.get("pending"))


def _which(turn: Turn, argument: str) -> None:
    """The activity was picked: what was said is read again as its answer."""
    step = turn.situation.step
    if step is None or step.name != "which" or argument not in step.data["candidates"]:
        return ask_again(turn)
    question = OpenQuestion(argument, Month.parse(step.data["month"]))
    return take_text(turn, step.data["said"], question)


def _none(turn: Turn, argument: str) -> None:
    question = open_question(turn.situation.step)
    if question is None:
        return ask_again(turn)
    return settle(turn, [none_draft(turn, question)], clear=True)


def _same(turn: Turn, argument: str) -> None:
    question = open_question(turn.situation.step)
    return save_same(turn, question) if question else ask_again(turn)


def _status(status: Status) -> Callable[[Turn, str], None]:
    def press_status(turn: Turn, argument: str) -> None:
        question = open_question(turn.situation.step)
        if question is None:
            return ask_again(turn)
        return mark_status(turn, question, status)

    return press_status


def _no_data(turn: Turn, argument: str) -> None:
    question = open_question(turn.situation.step)
    return questions.ask_why(turn, question) if question else ask_again(turn)


def _why(turn: Turn, argument: str) -> None:
    question = open_question(turn.situation.step)
    reasons = questions.REASONS
    if question is None or not argument.isdigit() or int(argument) >= len(reasons):
        return ask_again(turn)
    reason = turn.t(reasons[int(argument)])
    return mark_status(turn, question, Status.NOT_AVAILABLE, reason)


def _file(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name != "file" or not argument.isdigit():
        return ask_again(turn)
    return from_file.choose(turn, int(argument))


PRESSES: dict[str, Callable[[Turn, str], None]] = {
    "yes": _yes,
    "no": _no,
    "fix": _fix,
    "kind": _kind,
    "which": _which,
    "none": _none,
    "same": _same,
    "later": _status(Status.LATER),
    "no-data": _no_data,
    "why": _why,
    "amend": _amend,
    "back": _back,
    "not-here": _status(Status.NOT_OCCURRING),
    "clear": _clear,
    "file": _file,
}

FLOW = Flow(
    "record",
    typed(
        "start", "record", "begin", "go on", "เริ่ม", "กรอกข้อมูล", "กรอก", "รายงาน", "ทำต่อ", "เริ่มกรอก"
    ),
    start,
    {
        "confirm": _typed_at_confirm,
        "kind": _typed_at_kind,
        "why": _typed_at_why,
        "file": _typed_at_file,
    },
    press,
    {"confirm": _YES | _NO | _CLEAR, "file": _YES | _NO},
)
