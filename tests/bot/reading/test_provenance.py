"""Who said a figure, and that it is the whole, makes it no less clear; other words do."""

import pytest

from bot.reading import Outcome
from tests.bot.reading.reader import read_here, shown

ELEC = "ORG_ELEC"


@pytest.mark.parametrize(
    "text",
    [
        "ถามกองคลังแล้ว 2,845 หน่วยค่ะ",
        "ตามหนังสือ กฟภ. แจ้งมา 2,845 หน่วย",
        "กองช่างแจ้ง 2,845 ครับ",
        "กองช่างบอกว่าไฟ 2,845 หน่วย",
        "2,845 หน่วย จากรายงาน",
        "2,845 หน่วย รวมทุกมิเตอร์แล้ว",
        "มิเตอร์ไฟ 3 ตัว รวมแล้ว 2,845 หน่วย",
        "สวัสดีครับ 2,845 หน่วย",
        "ขอโทษค่ะ 2,845 หน่วย",
        "ขอโทษที่ส่งช้าค่ะ 2,845",
        "Sorry for the late reply, 2,845",
        "อ๋อ เข้าใจแล้ว 2,845 หน่วย",
        "2,845 หน่วย ตามรูปค่ะ",
        "2,845 na",
    ],
)
def test_where_a_clear_figure_is_from_makes_it_no_less_clear(text: str) -> None:
    reading = read_here(text, ELEC)
    assert (reading.outcome, [*map(shown, reading.items)]) == (Outcome.SAVE, ["ORG_ELEC 2845"])


@pytest.mark.parametrize(
    "words",
    [
        "ยังไม่รวมกองช่าง", "ไม่รวมไฟถนน", "เฉพาะกองช่าง", "บางส่วน", "ครึ่งเดือน", "ของกองช่าง",
        "ตามแผน", "รวมทุกเดือน", "ยังไม่ครบทุกมิเตอร์", "กองช่างแจ้งว่ายังไม่ครบ",
        "ประมาณ", "กองช่างแจ้งว่าประมาณ",
        "ยกเว้น ศพด.",
    ],
)  # fmt: skip
def test_a_word_that_changes_the_meaning_is_read_back(words: str) -> None:
    for text in (f"{words} 2,845 หน่วย", f"2,845 หน่วย {words}"):
        assert read_here(text, ELEC).outcome in (Outcome.CONFIRM, Outcome.ASK), text


def test_an_excuse_beside_a_bare_number_may_take_back_the_last_answer() -> None:
    assert read_here("ขอโทษค่ะ 2,845", ELEC).outcome is Outcome.CONFIRM


def test_what_is_left_out_names_no_figure() -> None:
    reading = read_here("320 ลิตร ไม่รวมรถขยะ", "ORG_DIESEL_VEH")
    assert [*map(shown, reading.items)] == ["ORG_DIESEL_VEH 320"]
    assert reading.left_over == ("ไม่รวมรถขยะ",)


@pytest.mark.parametrize(
    "text",
    [
        "ข้อที่แล้วตอบผิด ต้องเป็น 1,460",
        "เมื่อกี้พิมพ์ผิด 230 ลิตร",
        "ข้อที่แล้วตอบผิด เท่าเดิมค่ะ",
        "the last one was wrong, 230",
    ],
)
def test_a_correction_of_the_last_answer_is_not_the_open_question_s(text: str) -> None:
    reading = read_here(text, "ORG_GASOHOL")
    assert reading.outcome in (Outcome.ASK, Outcome.OTHER)
    assert all(item.base_quantity is None for item in reading.items)  # which item is asked
