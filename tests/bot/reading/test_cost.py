"""Reading stays linear in the message's length, whatever stands in it."""

import sys
import time
from collections.abc import Callable
from types import FrameType

import pytest

from bot.reading.cleaning import LONGEST
from tests.bot.reading.reader import read_here

WORDS = (
    "1 1, 1. -1 1- 1/ ก a ไฟ ไฟ1 ไม่มี สอง แสน สองแสน ก.ค. ( ถัง แก้ เป็น ประมาณ ที่ เดือน ละ ยังไม่ เดี๋ยว "
    "\u200b1 \u202e ้ ํา o0 0o 🙏 ?"
)
PHRASES = (
    "1 |1 x |ไฟ 1 |ก.ค. 69 |1 ก.ค. |( |ถัง 15 |โทร |โทร 1|มิเตอร์ 1 |> 1|วันละ 1 |same |will |95 |"
    "น้ำมัน 1 ลิตร |อะไร 1 |one |ดีเซน 1 ลิดร |\t|\n|1\n|1\t"
)
SHAPES = [*WORDS.split(" "), *PHRASES.split("|")]
SLOWEST_SECONDS = 0.5  # a hundred times the usual: only a runaway pattern reaches it
GROWTH = 6  # four times the text may cost at most six times the calls


def calls(work: Callable[[], object]) -> int:
    """How many functions, Python's and C's, `work` calls."""
    count = 0

    def counting(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module", autouse=True)
def tables() -> None:
    """What is compiled and loaded once is no message's cost."""
    read_here("ไฟ 1 หน่วย", "ORG_ELEC")


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_four_times_the_text_costs_about_four_times_as_much(shape: str) -> None:
    whole = (shape * LONGEST)[:LONGEST]
    quarter = calls(lambda: read_here(whole[: LONGEST // 4], "ORG_ELEC"))
    assert calls(lambda: read_here(whole, "ORG_ELEC")) <= GROWTH * quarter


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_no_message_takes_long(shape: str) -> None:
    whole = (shape * LONGEST)[:LONGEST]
    start = time.thread_time()  # another test may have the processor meanwhile
    read_here(whole, "ORG_ELEC")
    assert time.thread_time() - start < SLOWEST_SECONDS
