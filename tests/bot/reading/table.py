"""The reader's table: which doubt a message raises and which question it gets (see rows.py).

What messages mean stands in the corpus (corpus.py); here stand the codes.
"""

from tests.bot.reading.rows import Row
from tests.bot.reading.table_answers import (
    ASKED_BACK,
    BESIDE,
    DOUBTED_ANSWERS,
    LONGER_PERIODS,
    WORKED_OUT,
)

__all__ = ["ROWS", "Row"]

EMPTY = Row("", "other", "", "ORG_ELEC")
ROWS = [EMPTY, *BESIDE, *DOUBTED_ANSWERS, *WORKED_OUT, *LONGER_PERIODS, *ASKED_BACK]
