"""Taking what is typed: the reader reads it, one function an outcome goes on from there."""

from collections.abc import Callable
from dataclasses import replace

from bot.drafts import Draft
from bot.flows import cancel, pause
from bot.flows.doubts import question_words
from bot.flows.record import questions, read_back
from bot.flows.record.saving import (
    answered,
    kindless,
    mark_status,
    none_draft,
    save,
    save_or_ask_kind,
    save_same,
)
from bot.messages import Kind, Message
from bot.months import Month
from bot.reading import History, OpenQuestion, Outcome, Reading, read
from bot.situation import Status, Step
from bot.text import mark
from bot.turn import Turn

NO_SEAT = mark("Only reporting officials tell figures. Type progress to see who has reported.")
NOT_READ = mark("This could not be read as a figure. Please type a number, or type help.")
HELP = mark("Help")


def take(turn: Turn, message: Message) -> None:
    """Anything typed that is not a menu phrase: an answer to the open question, or figures."""
    if turn.situation.seat is None:
        return turn.say(turn.t(NO_SEAT))
    step = turn.situation.step
    if message.kind is Kind.STICKER:
        return ask_again(turn)
    doubted = turn.situation.late or message.kind is Kind.EDITED
    return take_text(turn, message.text, open_question(step), doubted)


def take_text(turn: Turn, text: str, question: OpenQuestion | None, doubted: bool = False) -> None:
    """Read a text as the answer to `question`; when `doubted`, even a clear one is read back."""
    reading = read(
        text,
        catalogue=turn.situation.catalogue,
        today=turn.situation.today,
        default_month=question.month if question else turn.situation.report_month,
        open_question=question,
        place_kind=turn.situation.place.kind,
        expected=turn.situation.expected,
        history=lambda activity, kind, month: history(turn, activity, kind, month),
    )
    if doubted:
        reading = _doubting_order(reading)
    return OUTCOMES[reading.outcome](turn, reading, question)


def ask_again(turn: Turn) -> None:
    """The open question once more; what can be done, when there is none."""
    step = turn.situation.step
    if step and step.flow == "record":
        again = read_back.again if step.name == "confirm" else questions.AGAIN[step.name]
        return again(turn, step.data)
    return turn.say(turn.t(NOT_READ), [turn.menu(turn.t(HELP), "help")])


def history(turn: Turn, activity: str, kind: str, month: Month) -> History:
    """The twelve months before `month`, newest first; doubted values stay out."""
    cells = [turn.situation.cell(activity, month - back, kind) for back in range(1, 13)]
    told = [cell for cell in cells if cell and cell.quantity is not None and not cell.doubted]
    last = cells[0]
    return History(
        values=tuple(cell.quantity for cell in told if cell.quantity is not None),
        last_month=last.quantity if last else None,
    )


# --- one function an outcome of the reader -------------------------------------------------------

Taker = Callable[[Turn, Reading, OpenQuestion | None], None]


def _save(turn: Turn, reading: Reading, question: OpenQuestion | None) -> None:
    drafts = _drafts(turn, reading)
    if any(draft.before(turn.situation) for draft in drafts if answered(turn, draft)):
        return read_back.ask(turn, drafts, (), question)  # a correction is read back first
    return save_or_ask_kind(turn, drafts, question)


def _confirm(turn: Turn, reading: Reading, question: OpenQuestion | None) -> None:
    drafts = _drafts(turn, reading)
    missing = kindless(turn, drafts)
    if missing and len(drafts) == 1:
        return questions.ask_kind(turn, missing)
    read_back.ask(turn, drafts, reading.items, question, reading.left_over)
    return None


def _ask(turn: Turn, reading: Reading, question: OpenQuestion | None) -> None:
    if reading.question is None:
        return _other(turn, reading, question)
    words = question_words(turn.t, reading.question, turn.situation.catalogue)
    candidates = [
        code for code in reading.question.candidates if code in turn.situation.catalogue.activities
    ]
    if candidates and reading.items:
        month = reading.items[0].month or turn.situation.report_month
        return questions.ask_which(turn, words, reading.question.fragment, month, candidates)
    if reading.question.code == "no_number" and candidates:
        return questions.ask(turn, candidates[0], turn.situation.report_month)
    turn.say(words)
    if question:
        questions.ask(turn, question.activity, question.month, question.kind)
    return None


def _unknown(turn: Turn, reading: Reading, question: OpenQuestion | None) -> None:
    if question is None:
        return _other(turn, reading, question)
    return questions.ask_unknown(turn, question.activity, question.month)


def _later(turn: Turn, reading: Reading, question: OpenQuestion | None) -> None:
    if question is None:
        return _other(turn, reading, question)
    return mark_status(turn, question.activity, question.month, Status.LATER)


def _nothing(turn: Turn, reading: Reading, question: OpenQuestion | None) -> None:
    if question is None:
        return _other(turn, reading, question)
    draft = none_draft(turn, question)
    if reading.items and reading.items[0].doubts:
        return read_back.ask(turn, [replace(draft, doubted=True)], reading.items, question)
    return save(turn, [draft])


def _same(turn: Turn, reading: Reading, question: OpenQuestion | None) -> None:
    if question is None:
        return _other(turn, reading, question)
    return save_same(turn, question)


def _cancel(turn: Turn, reading: Reading, question: OpenQuestion | None) -> None:
    cancel.start(turn, "")


def _stop(turn: Turn, reading: Reading, question: OpenQuestion | None) -> None:
    pause.stop(turn, "")


def _other(turn: Turn, reading: Reading, question: OpenQuestion | None) -> None:
    turn.say(turn.t(NOT_READ), [turn.menu(turn.t(HELP), "help")])
    if question:
        questions.ask(turn, question.activity, question.month, question.kind)


OUTCOMES: dict[Outcome, Taker] = {
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


def _drafts(turn: Turn, reading: Reading) -> list[Draft]:
    month = turn.situation.report_month
    return [Draft.of(item, month) for item in reading.items]


def _doubting_order(reading: Reading) -> Reading:
    """A message that comes late or edited never overwrites silently: it is read back."""
    if reading.outcome in (Outcome.SAVE, Outcome.NOTHING) and reading.items:
        return replace(reading, outcome=Outcome.CONFIRM)
    return reading


def open_question(step: Step | None) -> OpenQuestion | None:
    if step is None or step.flow != "record" or "activity" not in step.data:
        return None
    data = step.data
    return OpenQuestion(data["activity"], Month.parse(data["month"]), data.get("kind", ""))
