"""Taking what is typed: an answer, figures, an edit, a reason; the reader reads it."""

from collections.abc import Sequence, Set
from dataclasses import replace

from bot.cells import Cell, CellKey, Status
from bot.drafts import drafts_in
from bot.flows.record import questions, yes_or_no
from bot.flows.record.again import ask_again
from bot.flows.record.hearing import activity_named, month_meant, open_question, read_here
from bot.flows.record.outcomes import LONGEST_REASON, OUTCOMES, SAYS_WHY, Told, other
from bot.flows.record.saving import mark_status
from bot.flows.record.wrong import Wrong, wrong_in
from bot.messages import Kind, Message
from bot.reading import Item, OpenQuestion, Outcome, Reading
from bot.text import mark
from bot.turn import Turn

NO_SEAT = mark("Only reporting officials tell figures. Type progress to see who has reported.")
STILL_KEPT = mark(
    "Not in the edited message, and still kept: %(items)s. To change one, type: correct"
)
NOT_CHANGED = mark("The edited message says the same; nothing is changed.")
ELSEWHERE = mark(
    "That message told figures of another office; they stay as they are. "
    "To change them, type: office, choose that one, then type: correct"
)
FEWEST_REASON_LETTERS = 4


def take(turn: Turn, message: Message) -> None:
    """Anything typed that is not a menu phrase: an answer to the open question, or figures."""
    if turn.situation.seat is None:
        return turn.say(turn.t(NO_SEAT))
    if message.kind is Kind.STICKER:
        return ask_again(turn)
    if message.kind is Kind.EDITED:
        return _take_edited(turn, message.text)
    wrong = wrong_in(message.text, lambda name: activity_named(turn, name))
    if wrong:
        return _take_wrong(turn, wrong)
    return take_text(turn, message.text, open_question(turn.situation.step), turn.situation.late)


def _take_wrong(turn: Turn, wrong: Wrong) -> None:
    """One figure is said to be wrong: it is told anew in the same words, or asked anew."""
    drafts = drafts_in(turn.situation.step)
    draft = next((one for one in drafts if one.activity == wrong.activity), None)
    month, kind = (draft.month, draft.kind) if draft else (month_meant(turn), "")
    if wrong.rest:
        question = OpenQuestion(wrong.activity, month, kind)
        return take_text(turn, f"{wrong.name} {wrong.rest}", question, doubted=True)
    return questions.ask(turn, wrong.activity, month, kind, drafts, amending=draft)


def _take_edited(turn: Turn, text: str) -> None:
    """An edited message corrects what it said before; what it says again is not asked again."""
    step, referred = turn.situation.step, turn.situation.referred
    if referred and referred.elsewhere:
        turn.say(turn.t(ELSEWHERE))
        return ask_again(turn) if step else None
    cells = [one.now for one in referred.figures] if referred else []
    question = open_question(step)
    if len(cells) == 1:  # `320` answered a question that is not open any more
        key = cells[0].key
        question = OpenQuestion(key.activity, key.month, key.kind)
    reading = doubting_order(read_here(turn, text, question))
    same = {cell.key for cell in cells}
    _say_what_stays(turn, reading, cells)
    changed = tuple(item for item in reading.items if not _is_kept(turn, item, same))
    if reading.items and not changed and not reading.question and not reading.left_over:
        turn.say(turn.t(NOT_CHANGED))
        return ask_again(turn) if step else None
    told = Told(turn, text, replace(reading, items=changed), question, doubted=True)
    return OUTCOMES[reading.outcome](told)


def _say_what_stays(turn: Turn, reading: Reading, cells: Sequence[Cell]) -> None:
    """An item that the edited message names no more is still kept: it is said, not guessed."""
    told = {item.activity for item in reading.items} | {one.activity for one in reading.said}
    gone = [cell for cell in cells if cell.key.activity not in told]
    if len(cells) > 1 and told and gone:
        activities = turn.situation.catalogue.activities
        items = ", ".join(turn.t(activities[cell.key.activity].short_label) for cell in gone)
        turn.say(turn.t(STILL_KEPT, items=items))


def _is_kept(turn: Turn, item: Item, cells: Set[CellKey]) -> bool:
    """Whether an item only repeats what its message saved before it was edited."""
    month = item.month or turn.situation.report_month
    key = CellKey(turn.situation.place.id, month, item.activity, item.kind)
    cell = turn.situation.cells.get(key)
    return key in cells and cell is not None and cell.quantity == item.base_quantity


def take_text(turn: Turn, text: str, question: OpenQuestion | None, doubted: bool = False) -> None:
    """Read a text as the answer to `question`; when `doubted`, even a clear one is read back."""
    reading = read_here(turn, text, question)
    if doubted:
        reading = doubting_order(reading)
    told = Told(turn, text, reading, question, doubted)
    return OUTCOMES[reading.outcome](told)


def take_reason(turn: Turn, text: str, question: OpenQuestion) -> None:
    """Why there is no data, in the person's words; what is another answer is taken as that."""
    words = " ".join(text.split())[:LONGEST_REASON]
    reading = read_here(turn, text, question)
    told = Told(turn, text, reading, question, doubted=True)
    manner = reading.manner is not None
    says_why = bool(SAYS_WHY.search(text)) and not manner
    if says_why or (reading.outcome is Outcome.OTHER and not manner and _is_reason(words)):
        return mark_status(turn, question, Status.NOT_AVAILABLE, words)
    if reading.outcome in (Outcome.UNKNOWN, Outcome.NOTHING, Outcome.OTHER):
        return other(told) if manner else ask_again(turn)
    return OUTCOMES[doubting_order(reading).outcome](told)


def _is_reason(words: str) -> bool:
    letters = sum(letter.isalpha() for letter in words)
    return letters >= FEWEST_REASON_LETTERS and not yes_or_no.is_said(words)


def doubting_order(reading: Reading) -> Reading:
    """A message that comes late or edited never overwrites silently: it is read back."""
    if reading.outcome in (Outcome.SAVE, Outcome.NOTHING) and reading.items:
        return replace(reading, outcome=Outcome.CONFIRM)
    return reading
