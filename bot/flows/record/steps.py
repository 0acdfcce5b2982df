"""What is typed or pressed while a question of the month is open."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.changes import EvidenceAttached
from bot.drafts import Draft, drafts_in, evidence_in, kindless, pending_in, short_name
from bot.flows.base import Flow, typed
from bot.flows.record import echo, from_file, leaving, questions, read_back, yes_or_no
from bot.flows.record.dropping import Dropping, dropping_in
from bot.flows.record.saving import (
    finish,
    mark_status,
    open_items,
    postponed_items,
    save,
    save_same,
    settle,
)
from bot.flows.record.taking import (
    NO_SEAT,
    NOT_READ,
    activity_named,
    ask_again,
    holds_figures,
    open_question,
    repeats,
    take,
    take_none,
    take_reason,
    take_status,
    take_text,
)
from bot.messages import Kind, Message
from bot.months import Month
from bot.reading import OpenQuestion
from bot.reading.cleaning import folded
from bot.situation import Status
from bot.text import mark
from bot.turn import Turn

CONFIRMED = "confirmed"
STILL_WAITING = mark("These figures are read but not saved yet.")
IS_SAVED = mark("Yes, it is saved. Now the next one:")
NOTHING_TO_CONFIRM = mark("There is nothing to confirm yet.")
NO_SUCH_KIND = mark("This kind is not known. Please press one of these, or type its name.")

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
_RESTORE = frozenset(
    {"เอากลับมา", "ย้อนกลับ", "เอาคืน", "ไม่ทิ้ง", "take it back in", "undo", "bring back"}
)


def _is_claimed(text: str) -> bool:
    return yes_or_no.is_said(text) or yes_or_no.bare(text) in _CLEAR


def _is_restoring(text: str) -> bool:
    return yes_or_no.bare(text) in _RESTORE


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
    """Yes, no, or one of them left out; anything else is read as the figure typed anew."""
    step = turn.situation.step
    if step is None or message.kind is Kind.EDITED:
        return take(turn, message)
    if message.kind is Kind.STICKER:  # a smile is a yes, but not to a doubt
        doubted = any(draft.note for draft in read_back.in_hand(step))
        return ask_again(turn) if doubted else _yes(turn, "")
    if yes_or_no.bare(message.text) in _CLEAR:
        return _clear(turn, "")
    said = yes_or_no.said(message.text)
    if said.yes is not None and not said.rest:
        return _yes(turn, "") if said.yes else _no(turn, "")
    dropping = dropping_in(message.text, lambda name: activity_named(turn, name))
    if dropping:
        return _drop_named(turn, dropping)
    if said.yes and repeats(turn, said.rest, read_back.in_hand(step)):
        return _yes(turn, "")
    return take(turn, replace(message, text=said.rest))


def _typed_at_amend(turn: Turn, message: Message) -> None:
    """The wrong one of several is named, left out, or told anew."""
    dropping = dropping_in(message.text, lambda name: activity_named(turn, name))
    if dropping:
        return _drop_named(turn, dropping)
    named = activity_named(turn, message.text)
    drafts = drafts_in(turn.situation.step)
    index = next((at for at, draft in enumerate(drafts) if draft.activity == named), None)
    return take(turn, message) if index is None else _amend(turn, str(index))


def _typed_at_ask(turn: Turn, message: Message) -> None:
    """A button's own words, `it is saved?` said as a yes, or an answer."""
    said = yes_or_no.bare(message.text)
    for button in questions.answers(turn):
        if button.label.casefold() == said and button.action.startswith("record:"):
            verb, _, argument = button.action.split(":", 2)[2].partition(":")
            return press(turn, verb, argument)
    answer = yes_or_no.said(message.text)
    saved = [Draft.of_cell(one.now) for one in turn.situation.undoable]
    confirms = answer.yes and (not answer.rest or repeats(turn, answer.rest, saved))
    if confirms and message.kind is Kind.TEXT:
        turn.say(turn.t(IS_SAVED if saved else NOTHING_TO_CONFIRM))
        return ask_again(turn)
    if answer.yes is False and answer.rest and len(saved) == 1:  # `no, 330`: of what was saved
        last = OpenQuestion(saved[0].activity, saved[0].month, saved[0].kind)
        return take_text(turn, answer.rest, last, doubted=True)
    return take(turn, message)


def _typed_at_which(turn: Turn, message: Message) -> None:
    """The item is named, whether a button offered it or not; or something else is told."""
    named = activity_named(turn, message.text)
    return _which_is(turn, named) if named else take(turn, message)


def _typed_at_evidence(turn: Turn, message: Message) -> None:
    """The item a file is of, or the figure it belongs to."""
    named = activity_named(turn, message.text)
    if named and turn.situation.answered(named, turn.situation.report_month):
        return _evidence_of(turn, named)
    return take(turn, message)


def _typed_at_file(turn: Turn, message: Message) -> None:
    """An answer to what a file left open; `yes` and `no` in any of their words."""
    said = yes_or_no.said(message.text)
    if message.kind is Kind.STICKER or (said.yes and not said.rest):
        return from_file.say_yes(turn)
    if said.yes is False and not said.rest:
        return from_file.say_no(turn)
    return from_file.take_text(turn, message.text)


def _typed_at_kind(turn: Turn, message: Message) -> None:
    """The kind by code, name or alias, anywhere in the words."""
    drafts = drafts_in(turn.situation.step)
    draft = kindless(turn.situation, drafts)
    if draft is None:
        return take(turn, message)
    said = folded(yes_or_no.bare(message.text))
    for kind in turn.situation.catalogue.activities[draft.activity].kinds:
        names = {kind.code, turn.t(kind.label), kind.label, *kind.aliases}
        if any(folded(name) and folded(name) in said for name in names):
            return _kind(turn, kind.code)
    if holds_figures(turn, message.text):
        return take(turn, message)
    turn.say(turn.t(NO_SUCH_KIND))
    return ask_again(turn)


def _typed_at_why(turn: Turn, message: Message) -> None:
    """The reason in the person's own words; a figure, or another answer, is what it is."""
    question = open_question(turn.situation.step)
    if question is None:
        return ask_again(turn)
    return take_reason(turn, message.text, question)


def _typed_at_dropped(turn: Turn, message: Message) -> None:
    """What was dropped comes back for a word; all else goes on without it."""
    if yes_or_no.bare(message.text) in _RESTORE:
        return leaving.restore(turn)
    turn.close()
    return take(turn, message)


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
    drafts = drafts_in(step)
    first = drafts[0]
    if len(drafts) > 1 and not step.data.get("one_by_one"):
        return read_back.ask_which_wrong(turn, step.data)
    return questions.ask(turn, first.activity, first.month, first.kind, drafts)


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
    drafts = drafts_in(step)
    missing = kindless(turn.situation, drafts)
    if step is None or step.name != "kind" or missing is None:
        return ask_again(turn)
    _only_waiting(turn, [draft for draft in drafts if draft is not missing])
    left_over, pending = step.data.get("left_over", ()), step.data.get("pending")
    return settle(turn, [replace(missing, kind=argument)], left_over, pending)


def _which(turn: Turn, argument: str) -> None:
    """The activity was picked: what was said is read again as its answer."""
    step = turn.situation.step
    if step is None or step.name != "which" or argument not in step.data["candidates"]:
        return ask_again(turn)
    return _which_is(turn, argument)


def _which_is(turn: Turn, activity: str) -> None:
    step = turn.situation.step
    if step is None:
        return
    question = OpenQuestion(activity, Month.parse(step.data["month"]))
    _only_waiting(turn, drafts_in(step))
    return take_text(turn, step.data["said"], question)


def _only_waiting(turn: Turn, drafts: Sequence[Draft]) -> None:
    """The open question is answered; what waits behind it, and its file, go on waiting."""
    step = turn.situation.step
    data = step.data if step else {}
    kept = {key: data[key] for key in ("pending", "evidence", "asked") if key in data}
    turn.open("record", "confirm", {**kept, "drafts": [draft.to_json() for draft in drafts]})


def _of(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name != "evidence":
        return ask_again(turn)
    return _evidence_of(turn, argument)


def _evidence_of(turn: Turn, activity: str) -> None:
    """The item was named for a file that followed no figure."""
    step, situation = turn.situation.step, turn.situation
    cells = situation.cells_of(activity, situation.report_month)
    told = [cell for cell in cells if cell.status.answered]
    if step is None or not told:
        return ask_again(turn)
    for attachment in evidence_in(step):
        for cell in told:
            turn.make(EvidenceAttached(attachment, cell.key, cell.version))
    turn.close()
    label = situation.catalogue.activities[activity].label
    return turn.say(turn.t(echo.WITH_EVIDENCE, items=turn.t(label)))


def _drop(turn: Turn, argument: str) -> None:
    """The figure that is asked anew is left out of what waits."""
    step = turn.situation.step
    question = open_question(step)
    if step is None or question is None:
        return ask_again(turn)
    asked = (question.activity, question.kind, question.month)
    return _keep_waiting(turn, [draft for draft in drafts_in(step) if draft.cell != asked])


def _drop_named(turn: Turn, dropping: Dropping) -> None:
    drafts = drafts_in(turn.situation.step)
    if not any(draft.activity == dropping.activity for draft in drafts):
        return ask_again(turn)
    kept = [draft for draft in drafts if (draft.activity == dropping.activity) is dropping.only]
    return _keep_waiting(turn, kept)


def _keep_waiting(turn: Turn, kept: Sequence[Draft]) -> None:
    """Say what was left out, and read back the rest."""
    step = turn.situation.step
    gone = [draft for draft in drafts_in(step) if draft not in kept]
    names = (short_name(turn.t, turn.situation, draft) for draft in gone)
    turn.say(turn.t(leaving.DROPPED, items=", ".join(dict.fromkeys(names))))
    if kept:
        return read_back.ask(turn, kept, pending=pending_in(step))
    pending = pending_in(step)
    turn.close()
    return questions.which_again(turn, pending) if pending else None


def _restore(turn: Turn, argument: str) -> None:
    leaving.restore(turn)


def _none(turn: Turn, argument: str) -> None:
    question = open_question(turn.situation.step)
    return take_none(turn, question) if question else ask_again(turn)


def _same(turn: Turn, argument: str) -> None:
    question = open_question(turn.situation.step)
    return save_same(turn, question) if question else ask_again(turn)


def _status(status: Status) -> Callable[[Turn, str], None]:
    def press_status(turn: Turn, argument: str) -> None:
        question = open_question(turn.situation.step)
        if question is None:
            return ask_again(turn)
        return take_status(turn, question, status)

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
    "of": _of,
    "drop": _drop,
    "restore": _restore,
    "file": _file,
}

FLOW = Flow(
    "record",
    typed(
        "start", "record", "begin", "go on", "เริ่ม", "กรอกข้อมูล", "กรอก", "รายงาน", "ทำต่อ", "เริ่มกรอก"
    ),
    start,
    {
        "ask": _typed_at_ask,
        "confirm": _typed_at_confirm,
        "amend": _typed_at_amend,
        "which": _typed_at_which,
        "kind": _typed_at_kind,
        "why": _typed_at_why,
        "file": _typed_at_file,
        "evidence": _typed_at_evidence,
        "dropped": _typed_at_dropped,
    },
    press,
    {"confirm": _is_claimed, "file": yes_or_no.is_said, "dropped": _is_restoring},
)
