"""Reading figures: clean → scan → name → unit → month → save, read back, or ask.

`read` is pure and linear in the message's length; whatever the text, it gives a reading. Only a
message with nothing doubtful about it, in answer to the open question, comes out as `save`.
"""

from collections.abc import Sequence
from datetime import date

from bot.catalogue import Catalogue, PlaceKind
from bot.months import Month
from bot.reading.activities import activity_names
from bot.reading.cleaning import clean
from bot.reading.intents import correction_in, intent_of, without_courtesy
from bot.reading.items import Context, Found, find_items, zero_item
from bot.reading.scanning import Scanner
from bot.reading.shapes import (
    Doubt,
    Fix,
    Histories,
    History,
    Item,
    OpenQuestion,
    Outcome,
    Question,
    Reading,
)
from bot.reading.units import unit_spellings

__all__ = [
    "Doubt",
    "Fix",
    "Histories",
    "History",
    "Item",
    "OpenQuestion",
    "Outcome",
    "Question",
    "Reading",
    "read",
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
) -> Reading:
    """Read one message.

    `default_month` is the month meant when none is named; `expected` are the activities the place
    is asked about, which decide between equal names; `history` gives a cell's past figures.
    """
    cleaned = clean(text)
    if cleaned.too_long:
        return Reading(Outcome.ASK, question=Question("too_long_message"))
    intent = intent_of(cleaned.text)
    if intent is not None and (intent is not Outcome.NOTHING or open_question):
        return _intent(intent, open_question, catalogue, history)
    body = without_courtesy(cleaned.text)
    corrected = correction_in(body)
    context = Context(
        catalogue=catalogue,
        today=today,
        default_month=default_month,
        open_question=open_question,
        place_kind=place_kind,
        expected=tuple(expected),
        history=history,
        reordered=cleaned.reordered,
    )
    scanner = Scanner(unit_spellings(catalogue), activity_names(catalogue), today)
    found = find_items(body if corrected is None else corrected, scanner, context)
    return _outcome(found, context, is_correction=corrected is not None)


def _intent(
    intent: Outcome, question: OpenQuestion | None, catalogue: Catalogue, history: Histories
) -> Reading:
    if intent is not Outcome.NOTHING or question is None:
        return Reading(intent)
    return Reading(intent, (zero_item(question, catalogue, history),))


def _outcome(found: Found, context: Context, is_correction: bool) -> Reading:
    items, left_over = found.items, found.left_over
    if not items:
        if found.question:
            return Reading(Outcome.ASK, found.waiting, found.question, left_over)
        return Reading(Outcome.OTHER, left_over=left_over)
    if is_correction:
        return Reading(Outcome.CORRECT, items, found.question, left_over)
    question = context.open_question
    clear = (
        len(items) == 1
        and question is not None
        and not items[0].doubts
        and not items[0].estimated
        and not left_over
        and found.question is None
        and items[0].activity == question.activity
        and items[0].kind in ("", question.kind)
        and items[0].month in (None, question.month)
    )
    return Reading(Outcome.SAVE if clear else Outcome.CONFIRM, items, found.question, left_over)
