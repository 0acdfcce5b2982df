"""The reader's whole table (see rows.py for how it is written)."""

from tests.bot.reading.rows import Row
from tests.bot.reading.table_answers import ASKED_BACK, CLEAR_ANSWERS, DOUBTED_ANSWERS
from tests.bot.reading.table_talk import CORRECTIONS, INTENTS, OTHER, SEVERAL, UNASKED

__all__ = ["ROWS", "Row"]

ROWS = [
    *CLEAR_ANSWERS,
    *DOUBTED_ANSWERS,
    *ASKED_BACK,
    *SEVERAL,
    *UNASKED,
    *INTENTS,
    *CORRECTIONS,
    *OTHER,
]
