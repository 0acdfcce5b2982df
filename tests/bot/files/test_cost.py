"""What reading a file costs, whatever it holds: figures go by processor time of this thread."""

import time

import pytest

from bot.attachments import Sheet
from tests.bot.files.grids import green_office, read, table

MOST_SECONDS = 6.0  # the worst that fits the bounds takes about one
SLOW = {
    "words": table(*(tuple(f"ก{row}ข{column} ไฟ" for column in range(60)) for row in range(2000))),
    "long texts": table(*(("ไฟ 3,000 หน่วย " * 20,) * 60 for _ in range(500))),
    "months": table(*(("ม.ค. 69",) * 60 for _ in range(1000))),
    "headings": table(*(("รายการ", "ม.ค. 69", "ก.พ. 69") for _ in range(2000))),
    "unclear cells": table(
        ("เดือน", *["ไฟ"] * 59), *(("ม.ค. 69", *["3,0"] * 59) for _ in range(600))
    ),
    "names": table(*((f"ไฟฟ้าอาคารหลังที่ {row}", "3,000") for row in range(2000))),
}


@pytest.mark.parametrize("kind", SLOW)
def test_hostile_grids_end(kind: str) -> None:
    assert _seconds(*[SLOW[kind]] * 3) < MOST_SECONDS


def test_an_offices_year_is_quick() -> None:
    read(green_office())
    assert _seconds(green_office()) < 0.5


def _seconds(*sheets: Sheet) -> float:
    begun = time.thread_time()
    read(*sheets, row="-", year="2025", month="2026-07")
    return time.thread_time() - begun
