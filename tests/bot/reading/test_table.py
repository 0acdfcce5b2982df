"""Every message of the table is read as a careful clerk reads it."""

import pytest

from bot.reading import Outcome
from tests.bot.reading.reader import read_here, shown
from tests.bot.reading.table import ROWS, Row


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.asked}:{row.text[:40]!r}")
def test_is_read_as_a_clerk_reads_it(row: Row) -> None:
    reading = read_here(row.text, row.asked)
    items = " | ".join(shown(item) for item in reading.items)
    assert reading.outcome.value == row.outcome, (reading, items)
    if reading.outcome is not Outcome.ASK:
        assert items == row.items, reading
    if row.question or reading.outcome is Outcome.ASK:
        assert reading.question is not None
        assert reading.question.code == row.question
    if row.doubts:
        assert row.doubts in [doubt.code for doubt in reading.items[0].doubts]


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(ROWS) >= 150
