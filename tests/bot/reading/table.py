"""The reader's whole table (see rows.py for how it is written)."""

from tests.bot.reading.rows import Row
from tests.bot.reading.table_answers import (
    ASKED_BACK,
    CLEAR_ANSWERS,
    DOUBTED_ANSWERS,
    LONGER_PERIODS,
    WORKED_OUT,
)
from tests.bot.reading.table_talk import CORRECTIONS, INTENTS, OTHER, SEVERAL, TABLES, UNASKED

__all__ = ["ROWS", "Row"]

ROWS = [
    *CLEAR_ANSWERS,
    *DOUBTED_ANSWERS,
    *WORKED_OUT,
    *LONGER_PERIODS,
    *ASKED_BACK,
    *SEVERAL,
    *TABLES,
    *UNASKED,
    *INTENTS,
    *CORRECTIONS,
    *OTHER,
]
