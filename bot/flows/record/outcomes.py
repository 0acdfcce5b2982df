"""One function an outcome of the reader: how the talk goes on from what was read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.cells import Status
from bot.drafts import Draft, chained, drafts_in, pending_in, pending_texts
from bot.flows import help, pause, progress
from bot.flows.doubts import doubt_words, question_words
from bot.flows.record import leaving, questions
from bot.flows.record.again import NOT_READ, ask_again
from bot.flows.record.hearing import month_meant, read_here
from bot.flows.record.saving import mark_status, none_draft, same_draft, save_same, settle
from bot.flows.record.unlikely import take_status
from bot.reading import Manner, Notation, OpenQuestion, Outcome, Reading, Said
from bot.text import mark
from bot.turn import Turn

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
_PAUSES = re.compile(r"พอ|พัก|แค่นี้|\b(?:enough|pause|break)\b", re.IGNORECASE)
_ASKS_WHEN = re.compile(
    r"เมื่อไ|วันไหน|วันที่เท่า|กำหนด|ภายใน|ถึงวัน|ทันไหม|\b(?:when|due|deadline|until)\b", re.IGNORECASE
)
_ASKS_WHAT_IS_LEFT = re.compile(
    r"ครบ|เหลือ|ขาด|ค้าง|หรือยัง|รึยัง|ส่งอะไร|บันทึก|ถึงไหน|กี่ข้อ|\b(?:left|missing|complete|done|saved|open)\b",
    re.IGNORECASE,
)
SAYS_WHY = re.compile(
    r"หาย|เสีย|พัง|ชำรุด|มิเตอร์|ไม่ได้|เครื่องชั่ง|ใบเสร็จ|บิล|\b(?:lost|broken|meter|measured|recorded)\b",
    re.IGNORECASE,
)


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
    pending = _all_pending(told)
    asked = pending_texts(pending)  # they are asked about next, so they are not lost
    left_over = tuple(text for text in reading.left_over if text not in asked)
    drafts = _drafts(told)
    if not drafts:
        return other(told)
    return settle(told.turn, drafts, left_over, pending)


def _ask(told: Told) -> None:
    turn, asked, items = told.turn, told.reading.question, told.reading.items
    if asked is None:
        return other(told)
    pending = _all_pending(told)
    if pending and items:
        waits = drafts_in(turn.situation.step)
        of_these = [one for one in waits if [one.activity] == pending["candidates"]]
        if len(of_these) == 1:  # a correction of what is read back
            question = OpenQuestion(of_these[0].activity, of_these[0].month, of_these[0].kind)
            again = read_here(turn, pending["said"], question)
            if again.items:
                return settle(turn, _drafts(Told(turn, told.text, again, question, told.doubted)))
        behind = chained(pending, pending_in(turn.situation.step))
        return questions.which_again(turn, behind or pending)
    kept = drafts_in(turn.situation.step)
    if asked.code == "no_number" and asked.candidates:
        return questions.ask(turn, asked.candidates[0], month_meant(turn), drafts=kept)
    turn.say(question_words(turn.t, asked, turn.situation.catalogue))
    return _back_to_question(told)


def _unknown(told: Told) -> None:
    if told.target is None:
        return other(told)
    if told.reading.notation is not Notation.NOT_AVAILABLE:
        return questions.ask_unknown(told.turn, told.target)
    if not SAYS_WHY.search(told.text):
        return questions.ask_why(told.turn, told.target)
    doubted = told.doubted or told.names_its_cell
    return mark_status(told.turn, told.target, Status.NOT_AVAILABLE, told.words, doubted)


def _later(told: Told) -> None:
    if told.target is None:
        return other(told)
    if told.target == told.question and not told.doubted and not told.reading.said:
        return mark_status(told.turn, told.target, Status.LATER, told.words)
    return mark_status(told.turn, told.target, Status.LATER, told.words, told.doubted)


def _nothing(told: Told) -> None:
    turn, question = told.turn, told.target
    if question is None:
        return other(told)
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
        return other(told)
    if told.names_its_cell and (draft := same_draft(told.turn, told.target)):
        return settle(told.turn, [draft])  # another item than the one asked: read back first
    return save_same(told.turn, told.target)


def _cancel(told: Told) -> None:
    """`That is enough for now` only pauses."""
    leave = leaving.pause if _PAUSES.search(told.text) else leaving.leave
    leave(told.turn)


def _stop(told: Told) -> None:
    pause.stop(told.turn, "")


def other(told: Told) -> None:
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
        due = turn.situation.calendar.due(month)
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
    Outcome.OTHER: other,
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


def _all_pending(told: Told) -> Mapping[str, Any] | None:
    """Every figure of the message whose item is not clear, to be asked about in a row."""
    first = _pending(told)
    row = [first] if first else []
    for text in told.reading.left_over if told.reading.items or first else ():
        if first and text == first["said"]:
            continue
        again = read_here(told.turn, text, None)
        alone = Told(told.turn, text, again, None, told.doubted)
        found = None if again.items and again.question is None else _pending(alone)
        row += [found] if found else []
    linked: Mapping[str, Any] | None = None
    for one in reversed(row):
        linked = chained(one, linked)
    return linked


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
    return questions.which(words, asked.fragment, month or month_meant(turn), candidates)
