"""Taking what is typed: the reader reads it, one function an outcome goes on from there."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from bot.drafts import Draft, drafts_in
from bot.flows import help, pause, progress
from bot.flows.doubts import DOUBTS, doubt_words, question_words
from bot.flows.record import from_file, leaving, questions, read_back, yes_or_no
from bot.flows.record.past import history
from bot.flows.record.saving import mark_status, none_draft, same_draft, save_same, settle
from bot.messages import Kind, Message
from bot.months import Month
from bot.reading import (
    Item,
    Manner,
    Notation,
    OpenQuestion,
    Outcome,
    Reading,
    Said,
    read,
)
from bot.reading.slips import slip_doubts
from bot.reminders import DUE_DAY
from bot.situation import CellKey, Status, Step
from bot.text import mark
from bot.turn import Turn

NO_SEAT = mark("Only reporting officials tell figures. Type progress to see who has reported.")
NOT_READ = mark("This could not be read as a figure. Please type a number, or type help.")
NOT_CHANGED = mark("The edited message says the same; nothing is changed.")
WELCOME = mark("Thank you too.")
ASKED = mark(
    "Figures for %(month)s are due by %(due)s. "
    "Type progress to see what is left, help to see what can be done."
)
HOW_TO_ANSWER = mark(
    "The number stands on the paper named below. Where there is none, type: none. "
    "If it is not at hand, type: later. If nobody has it, type: no data."
)
HELP = mark("Help")
PROGRESS = mark("Progress")
LONGEST_REASON = 200  # letters; what the history keeps
FEWEST_REASON_LETTERS = 4
_PAUSES = re.compile(r"พอ|พัก|แค่นี้|\b(?:enough|pause|break)\b", re.IGNORECASE)
_ASKS_WHEN = re.compile(
    r"เมื่อไ|วันไหน|วันที่เท่า|กำหนด|ภายใน|ถึงวัน|ทันไหม|\b(?:when|due|deadline|until)\b", re.IGNORECASE
)
_ASKS_WHAT_IS_LEFT = re.compile(
    r"ครบ|เหลือ|ขาด|ค้าง|หรือยัง|รึยัง|ส่งอะไร|บันทึก|ถึงไหน|กี่ข้อ|\b(?:left|missing|complete|done|saved|open)\b",
    re.IGNORECASE,
)
_SAYS_WHY = re.compile(
    r"หาย|เสีย|พัง|ชำรุด|มิเตอร์|ไม่ได้|เครื่องชั่ง|ใบเสร็จ|บิล|\b(?:lost|broken|meter|measured|recorded)\b",
    re.IGNORECASE,
)


def take(turn: Turn, message: Message) -> None:
    """Anything typed that is not a menu phrase: an answer to the open question, or figures."""
    if turn.situation.seat is None:
        return turn.say(turn.t(NO_SEAT))
    if message.kind is Kind.STICKER:
        return ask_again(turn)
    if message.kind is Kind.EDITED:
        return _take_edited(turn, message.text)
    return take_text(turn, message.text, open_question(turn.situation.step), turn.situation.late)


def _take_edited(turn: Turn, text: str) -> None:
    """An edited message corrects what it said before; what it says again is not asked again."""
    step, referred = turn.situation.step, turn.situation.referred
    cells = [one.now for one in referred.figures] if referred else []
    question = open_question(step)
    if len(cells) == 1:  # `320` answered a question that is not open any more
        key = cells[0].key
        question = OpenQuestion(key.activity, key.month, key.kind)
    reading = _doubting_order(_read(turn, text, question))
    same = {cell.key for cell in cells}
    changed = tuple(item for item in reading.items if not _is_kept(turn, item, same))
    if reading.items and not changed and not reading.question and not reading.left_over:
        turn.say(turn.t(NOT_CHANGED))
        return ask_again(turn) if step else None
    told = Told(turn, text, replace(reading, items=changed), question, doubted=True)
    return OUTCOMES[reading.outcome](told)


def _is_kept(turn: Turn, item: Item, cells: Set[CellKey]) -> bool:
    """Whether an item only repeats what its message saved before it was edited."""
    month = item.month or turn.situation.report_month
    key = CellKey(turn.situation.place.id, month, item.activity, item.kind)
    cell = turn.situation.cells.get(key)
    return key in cells and cell is not None and cell.quantity == item.base_quantity


def holds_figures(turn: Turn, text: str) -> bool:
    """Whether a text, such as a picture's caption, tells figures by itself."""
    return bool(_read(turn, text, None).items)


def take_text(turn: Turn, text: str, question: OpenQuestion | None, doubted: bool = False) -> None:
    """Read a text as the answer to `question`; when `doubted`, even a clear one is read back."""
    reading = _read(turn, text, question)
    if doubted:
        reading = _doubting_order(reading)
    told = Told(turn, text, reading, question, doubted)
    return OUTCOMES[reading.outcome](told)


def _read(turn: Turn, text: str, question: OpenQuestion | None) -> Reading:
    return read(
        text,
        catalogue=turn.situation.catalogue,
        today=turn.situation.today,
        default_month=question.month if question else _month_meant(turn),
        open_question=question,
        place_kind=turn.situation.place.kind,
        expected=turn.situation.expected,
        history=lambda activity, kind, month: history(turn, activity, kind, month),
        peers=turn.situation.peers,
    )


def _month_meant(turn: Turn) -> Month:
    """The month of a figure that names none: that of what is read back, else the one asked for."""
    months = {draft.month for draft in drafts_in(turn.situation.step)}
    return months.pop() if len(months) == 1 else turn.situation.report_month


def activity_named(turn: Turn, text: str) -> str | None:
    """The one activity a text names without saying anything else."""
    asked = _read(turn, text, None).question
    named = asked is not None and asked.code == "no_number" and len(asked.candidates) == 1
    return asked.candidates[0] if asked and named else None


def repeats(turn: Turn, text: str, drafts: Sequence[Draft]) -> bool:
    """Whether a text only says again what is read: `yes, 3,100`."""
    items = _read(turn, text, open_question(turn.situation.step)).items
    known = {(draft.activity, draft.month): draft.quantity for draft in drafts}
    return bool(items) and all(
        item.month is not None and known.get((item.activity, item.month)) == item.base_quantity
        for item in items
    )


def take_none(turn: Turn, question: OpenQuestion) -> None:
    """None was used; after months with figures it is asked about, said or pressed."""
    draft = none_draft(turn, question)
    if note := _sudden(turn, question):
        return settle(turn, [replace(draft, doubted=True, note=note)])
    return settle(turn, [draft], clear=True)


def take_status(turn: Turn, question: OpenQuestion, status: Status, words: str = "") -> None:
    """Later, or does not occur here; the latter is asked about where there were figures."""
    note = _sudden(turn, question) if status is Status.NOT_OCCURRING else ""
    if not note:
        return mark_status(turn, question, status, words)
    draft = Draft(question.activity, question.month, status, kind=question.kind, reason=words)
    return settle(turn, [replace(draft, doubted=True, note=note)])


def _sudden(turn: Turn, question: OpenQuestion) -> str:
    """The words for a zero after steady months; empty where it is ordinary."""
    activity = turn.situation.catalogue.activities[question.activity]
    past = history(turn, question.activity, question.kind, question.month)
    doubts = slip_doubts(activity, Decimal(0), past, None)
    return " ".join(turn.t(DOUBTS[doubt.code]) for doubt in doubts)


def take_reason(turn: Turn, text: str, question: OpenQuestion) -> None:
    """Why there is no data, in the person's words; what is another answer is taken as that."""
    words = " ".join(text.split())[:LONGEST_REASON]
    reading = _read(turn, text, question)
    told = Told(turn, text, reading, question, doubted=True)
    manner = reading.manner is not None
    says_why = bool(_SAYS_WHY.search(text)) and not manner
    if says_why or (reading.outcome is Outcome.OTHER and not manner and _is_reason(words)):
        return mark_status(turn, question, Status.NOT_AVAILABLE, words)
    if reading.outcome in (Outcome.UNKNOWN, Outcome.NOTHING, Outcome.OTHER):
        return _other(told) if manner else ask_again(turn)
    return OUTCOMES[_doubting_order(reading).outcome](told)


def _is_reason(words: str) -> bool:
    letters = sum(letter.isalpha() for letter in words)
    return letters >= FEWEST_REASON_LETTERS and not yes_or_no.is_said(words)


def ask_again(turn: Turn) -> None:
    """The open question once more; what can be done, when there is none."""
    step = turn.situation.step
    if step and step.flow == "record":
        return AGAIN[step.name](turn, step.data)
    return turn.say(turn.t(NOT_READ), [turn.menu(turn.t(HELP), "help")])


AGAIN = {
    **questions.AGAIN,
    "confirm": read_back.again,
    "amend": read_back.ask_which_wrong,
    "file": from_file.ask_again,
}


# --- one function an outcome of the reader -------------------------------------------------------


class Told:
    """One message as read, with the question it was an answer to."""

    def __init__(
        self,
        turn: Turn,
        text: str,
        reading: Reading,
        question: OpenQuestion | None,
        doubted: bool,
    ) -> None:
        self.turn = turn
        self.text = text
        self.reading = reading
        self.question = question
        self.doubted = doubted

    @property
    def target(self) -> OpenQuestion | None:
        """The cell an answer without a number is about: the one it names, or the one asked."""
        if self.reading.said:
            said = self.reading.said[0]
            return OpenQuestion(said.activity, said.month, said.kind)
        return self.question

    @property
    def names_its_cell(self) -> bool:
        """Whether it is about another cell than the one that was asked."""
        return bool(self.reading.said) and self.target != self.question

    @property
    def words(self) -> str:
        """The person's own words, as they stand in the history."""
        return " ".join(self.text.split())[:LONGEST_REASON]


def _save(told: Told) -> None:
    settle(told.turn, _drafts(told), clear=True)


def _confirm(told: Told) -> None:
    reading = told.reading
    pending, left_over = _pending(told), reading.left_over
    if pending:  # it is asked about next, so it is not lost
        left_over = tuple(text for text in left_over if text != pending["said"])
    drafts = _drafts(told)
    if not drafts:
        return _other(told)
    return settle(told.turn, drafts, left_over, pending)


def _ask(told: Told) -> None:
    turn, asked, items = told.turn, told.reading.question, told.reading.items
    if asked is None:
        return _other(told)
    pending = _pending(told)
    if pending and items:
        return questions.which_again(turn, pending)
    kept = drafts_in(turn.situation.step)
    if asked.code == "no_number" and asked.candidates:
        return questions.ask(turn, asked.candidates[0], _month_meant(turn), drafts=kept)
    turn.say(question_words(turn.t, asked, turn.situation.catalogue))
    return _back_to_question(told)


def _unknown(told: Told) -> None:
    if told.target is None:
        return _other(told)
    if told.reading.notation is not Notation.NOT_AVAILABLE:
        return questions.ask_unknown(told.turn, told.target)
    if not _SAYS_WHY.search(told.text):
        return questions.ask_why(told.turn, told.target)
    doubted = told.doubted or told.names_its_cell
    return mark_status(told.turn, told.target, Status.NOT_AVAILABLE, told.words, doubted)


def _later(told: Told) -> None:
    if told.target is None:
        return _other(told)
    if told.target == told.question and not told.doubted and not told.reading.said:
        return mark_status(told.turn, told.target, Status.LATER, told.words)
    return mark_status(told.turn, told.target, Status.LATER, told.words, told.doubted)


def _nothing(told: Told) -> None:
    turn, question = told.turn, told.target
    if question is None:
        return _other(told)
    if told.reading.notation is Notation.NOT_OCCURRING:
        if told.doubted or told.names_its_cell:
            return mark_status(turn, question, Status.NOT_OCCURRING, told.words, doubted=True)
        return take_status(turn, question, Status.NOT_OCCURRING, told.words)
    draft = none_draft(turn, question)
    if told.reading.items and told.reading.items[0].doubts:
        note = doubt_words(turn.t, told.reading.items[0])
        return settle(turn, [replace(draft, doubted=True, note=note)])
    return settle(turn, [draft], clear=True)


def _same(told: Told) -> None:
    if told.target is None:
        return _other(told)
    if told.names_its_cell and (draft := same_draft(told.turn, told.target)):
        return settle(told.turn, [draft])  # another item than the one asked: read back first
    return save_same(told.turn, told.target)


def _cancel(told: Told) -> None:
    """`That is enough for now` only pauses."""
    leave = leaving.pause if _PAUSES.search(told.text) else leaving.leave
    leave(told.turn)


def _stop(told: Told) -> None:
    pause.stop(told.turn, "")


def _other(told: Told) -> None:
    """No figure and no answer: a greeting, thanks, a question, or something not understood."""
    turn, manner = told.turn, told.reading.manner
    t, month = turn.t, turn.situation.report_month
    if manner is Manner.GREETING:
        help.start(turn, "")
    elif manner is Manner.THANKS:
        turn.say(t(WELCOME))
    elif manner is Manner.QUESTION and _ASKS_WHAT_IS_LEFT.search(told.text):
        progress.start(turn, "")
    elif manner is Manner.QUESTION and (_ASKS_WHEN.search(told.text) or told.question is None):
        due = (month + 1).first_day.replace(day=DUE_DAY)
        words = t(ASKED, month=t.month(month), due=t.day(due))
        buttons = [turn.menu(t(PROGRESS), "progress"), turn.menu(t(HELP), "help")]
        turn.say(words, buttons)
    elif manner is Manner.QUESTION:
        turn.say(t(HOW_TO_ANSWER))
    else:
        turn.say(t(NOT_READ), [turn.menu(t(HELP), "help")])
    _back_to_question(told)


def _back_to_question(told: Told) -> None:
    """The question that was open stays open, and what waits for a yes goes on waiting."""
    turn, question = told.turn, told.question
    if turn.situation.step is not None:
        return ask_again(turn)
    if question:
        return questions.ask(turn, question.activity, question.month, question.kind)
    return None


OUTCOMES: dict[Outcome, Callable[[Told], None]] = {
    Outcome.SAVE: _save,
    Outcome.CONFIRM: _confirm,
    Outcome.CORRECT: _confirm,
    Outcome.ASK: _ask,
    Outcome.UNKNOWN: _unknown,
    Outcome.LATER: _later,
    Outcome.SKIP: _later,
    Outcome.NOTHING: _nothing,
    Outcome.SAME: _same,
    Outcome.CANCEL: _cancel,
    Outcome.STOP: _stop,
    Outcome.OTHER: _other,
}


def _drafts(told: Told) -> list[Draft]:
    turn = told.turn
    month = turn.situation.report_month
    drafts = [Draft.of(item, month, doubt_words(turn.t, item)) for item in told.reading.items]
    return drafts + [draft for said in told.reading.said if (draft := _said_draft(turn, said))]


def _said_draft(turn: Turn, said: Said) -> Draft | None:
    """An answer without a number as a draft; `don't know` leaves its cell open."""
    question = OpenQuestion(said.activity, said.month, said.kind)
    if said.outcome is Outcome.SAME:
        return same_draft(turn, question)
    if said.notation:
        status = STATUSES[said.notation]
    elif said.outcome is Outcome.LATER:
        status = Status.LATER
    else:
        return None
    return Draft(said.activity, said.month, status, kind=said.kind, reason=said.fragment)


STATUSES = {
    Notation.NOT_OCCURRING: Status.NOT_OCCURRING,
    Notation.NOT_AVAILABLE: Status.NOT_AVAILABLE,
}


def _pending(told: Told) -> dict[str, object] | None:
    """The question `which activity?` for the figure whose item is not clear."""
    turn, asked = told.turn, told.reading.question
    if asked is None or asked.code == "no_number":
        return None
    known = turn.situation.catalogue.activities
    candidates = [code for code in asked.candidates if code in known]
    if asked.code != "which_activity" or not candidates:
        return None
    items = told.reading.items
    month = items[0].month if items else None
    words = question_words(turn.t, asked, turn.situation.catalogue)
    return questions.which(words, asked.fragment, month or _month_meant(turn), candidates)


def _doubting_order(reading: Reading) -> Reading:
    """A message that comes late or edited never overwrites silently: it is read back."""
    if reading.outcome in (Outcome.SAVE, Outcome.NOTHING) and reading.items:
        return replace(reading, outcome=Outcome.CONFIRM)
    return reading


def open_question(step: Step | None) -> OpenQuestion | None:
    """What a bare number would answer: the open question, or the one figure being read back."""
    if step is None or step.flow != "record":
        return None
    data = step.data
    if "activity" in data:
        return OpenQuestion(data["activity"], Month.parse(data["month"]), data.get("kind", ""))
    drafts = read_back.in_hand(step) if step.name == "confirm" else []
    if len({(draft.activity, draft.kind) for draft in drafts}) == 1:
        return OpenQuestion(drafts[0].activity, drafts[0].month, drafts[0].kind)
    return None
