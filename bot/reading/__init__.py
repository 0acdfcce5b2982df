"""Reading figures: clean → scan → pair → item → save, read back, or ask.

`read` is pure and linear in the message's length; whatever the text, it gives a reading. Only a
message with nothing doubtful about it, in answer to the open question, comes out as `save`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.catalogue import Catalogue, PlaceKind, Range
from bot.months import Month
from bot.reading.activities import activity_names
from bot.reading.cleaning import clean
from bot.reading.context import Context
from bot.reading.corrections import correction_in, is_of_the_last_answer
from bot.reading.courtesy import without_courtesy
from bot.reading.intents import Intent, intent_of
from bot.reading.items import Found, find_items, zero_item
from bot.reading.layouts import with_bars_parted, with_cells, without_side_columns
from bot.reading.manners import asks, asks_for_facts, asks_leave, manner_of
from bot.reading.meters import with_readings_joined
from bot.reading.pairing import Pairer
from bot.reading.pairs import Paired
from bot.reading.scanning import Scanner
from bot.reading.shapes import (
    Doubt,
    Fix,
    Histories,
    History,
    Item,
    Manner,
    Notation,
    OpenQuestion,
    Outcome,
    Question,
    Reading,
    Said,
)
from bot.reading.slips import history_at
from bot.reading.tables import TableReader
from bot.reading.units import unit_spellings
from bot.reading.wholes import is_same_as_before, without_what_is_never_here

__all__ = [
    "Doubt",
    "Fix",
    "Histories",
    "History",
    "Item",
    "Manner",
    "Notation",
    "OpenQuestion",
    "Outcome",
    "Question",
    "Reading",
    "Said",
    "history_at",
    "read",
    "without_courtesy",
]


def no_history(activity: str, kind: str, month: Month) -> History:
    """For callers that know no past."""
    return History()


def read(
    text: str,
    *,
    catalogue: Catalogue,
    today: date,
    default_month: Month,
    open_question: OpenQuestion | None = None,
    place_kind: PlaceKind | None = None,
    expected: Sequence[str] = (),
    history: Histories = no_history,
    peers: Mapping[tuple[str, str], Range] | None = None,
) -> Reading:
    """Read one message.

    `default_month` is the month meant when none is named; `expected` are the activities the place
    is asked about, which decide between equal names; `history` gives a cell's past figures,
    `peers` the ordinary range of an activity and kind at places like this one.
    """
    cleaned = clean(text)
    if cleaned.too_long:
        return Reading(Outcome.ASK, question=Question("too_long_message"))
    if "overridden" in cleaned.doubts and any(map(str.isdigit, cleaned.text)):
        return Reading(Outcome.ASK, question=Question("overridden"))
    context = Context(
        catalogue=catalogue,
        today=today,
        default_month=default_month,
        open_question=open_question,
        place_kind=place_kind,
        expected=tuple(expected),
        history=history,
        peers=peers or {},
        doubts=cleaned.doubts,
    )
    intent = intent_of(cleaned.text)
    if intent is not None:
        return _intended(intent, context)
    body = with_bars_parted(without_courtesy(cleaned.text))
    correction = correction_in(body)
    names, units = activity_names(catalogue), unit_spellings(catalogue)
    scanner = Scanner(units, names, today, context.asked_month)
    pairer = Pairer(scanner, names, catalogue, answering=open_question is not None)
    if correction:
        paired = pairer.correction(correction)
    else:
        body = with_cells(with_readings_joined(body))
        told = without_side_columns(body, units)
        paired = TableReader(scanner, names, units).read(body) or pairer.message(told)
    paired = without_what_is_never_here(paired, body)
    of_the_last = is_of_the_last_answer(body)
    if of_the_last and not any(pair.named for pair in paired.pairs):
        for pair in paired.pairs:
            pair.words = ""  # `ข้อที่แล้ว` sounds like no item
        context = replace(context, default_month=context.asked_month, open_question=None)
    leave = asks_leave(body) and (
        paired.answers or any(pair.figure.answer for pair in paired.pairs)
    )
    if asks(body) and not leave:
        return _asking(paired, context, asks_for_facts(body))
    found = find_items(paired, context)
    if is_same_as_before(paired, body, context.asked_month):
        return Reading(Outcome.SAME)
    figures = [pair for pair in paired.pairs if pair.figure.unclear != "identity"]
    if paired.answers and not of_the_last and not (found.items or found.said or figures):
        return _answered(paired, context)
    reading = _outcome(found, context, is_correction=correction is not None)
    if reading.outcome is Outcome.OTHER:
        return replace(reading, manner=manner_of(cleaned.text))
    return reading


def _answered(paired: Paired, context: Context) -> Reading:
    """An answer without a number and without a name, in more words: the open question's."""
    answer = min(paired.answers, key=lambda one: one.weight)
    left_over = tuple(dict.fromkeys(paired.left_over))
    return Reading(answer.outcome, left_over=left_over, notation=answer.notation)


def _intended(intent: Intent, context: Context) -> Reading:
    """A whole message that is an answer without a number, or a command."""
    if intent.outcome is not Outcome.NOTHING or context.open_question is None:
        return Reading(intent.outcome, notation=intent.notation)
    if intent.notation:  # does not occur: no zero is kept
        return Reading(Outcome.NOTHING, notation=intent.notation)
    item = zero_item(context, context.open_question)
    return Reading(Outcome.CONFIRM if context.doubts else Outcome.NOTHING, (item,))


def _asking(paired: Paired, context: Context, for_facts: bool) -> Reading:
    """A question: its numbers are figures only where they stand with a name or a unit, or alone.

    `1 รีมหนักเท่าไหร่` tells nothing: one of something is what is asked about.
    """
    told = [pair for pair in paired.pairs if pair.figure.unit or (pair.named and not for_facts)]
    if for_facts:
        told = [pair for pair in told if pair.figure.number.value != 1]
    if len(paired.pairs) == 1 and not paired.left_over:
        told = paired.pairs
    found = find_items(replace(paired, pairs=told), context)
    if not found.items:
        return Reading(Outcome.OTHER, left_over=found.left_over, manner=Manner.QUESTION)
    items = tuple(replace(item, doubts=(*item.doubts, Doubt("asked"))) for item in found.items)
    return Reading(Outcome.CONFIRM, items, found.question, found.left_over, found.said)


def _outcome(found: Found, context: Context, is_correction: bool) -> Reading:
    items, left_over, said = found.items, found.left_over, found.said
    if not items and not said:
        if found.question:
            return Reading(Outcome.ASK, found.waiting, found.question, left_over)
        return Reading(Outcome.OTHER, left_over=left_over)
    if is_correction and items:
        return Reading(Outcome.CORRECT, items, found.question, left_over, said)
    if said and (items or len(said) > 1 or found.question):
        return Reading(Outcome.CONFIRM, items, found.question, left_over, said)
    if said:
        return Reading(said[0].outcome, (), None, left_over, said, said[0].notation)
    clear = _is_clear(found, context.open_question)
    return Reading(Outcome.SAVE if clear else Outcome.CONFIRM, items, found.question, left_over)


def _is_clear(found: Found, question: OpenQuestion | None) -> bool:
    """One figure, nothing doubtful and nothing else said, for the very cell that was asked."""
    if question is None or len(found.items) != 1 or found.left_over or found.question:
        return False
    item = found.items[0]
    return (
        not item.doubts
        and not item.estimated
        and item.activity == question.activity
        and (item.kind == question.kind or not question.kind)
        and item.month == question.month
    )
