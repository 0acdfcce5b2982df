"""The `read` command's lines: the fields of a reading, exact numbers, and clear refusals."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import catalogue
from bot.read_lines import read_line

TODAY = date(2026, 8, 3)


def answer(record: object) -> dict[str, Any]:
    body = json.loads(read_line(json.dumps(record), catalogue(), TODAY))
    assert isinstance(body, dict)
    return body


def test_a_clear_answer() -> None:
    body = answer({"text": "๑๒,๓๔๕ หน่วย", "open_question": "ORG_ELEC", "place": "tambon"})
    assert body["outcome"] == "save"
    assert body["question"] is None
    (item,) = body["items"]
    assert item == {
        "activity": "ORG_ELEC",
        "kind": None,
        "quantity": 12345,
        "unit": "kWh",
        "base_quantity": 12345,
        "base_unit": "kWh",
        "month": "2026-07",
        "estimated": False,
        "doubts": [],
        "fixes": [],
    }


def test_numbers_are_written_exactly() -> None:
    asked = {"activity": "AREA_ELEC_RES", "month": "2026-07"}
    line = json.dumps({"text": "1,234,567.8912 MWh", "open_question": asked})
    assert '"base_quantity": 1234567891.2' in read_line(line, catalogue(), TODAY)


def test_now_moves_the_month_meant() -> None:
    body = answer({"text": "เดือนที่แล้ว ไฟ 12,345 หน่วย", "now": "2026-03-02T09:00:00+07:00"})
    assert body["items"][0]["month"] == "2026-02"


def test_a_question_is_in_the_language_asked_for() -> None:
    record = {"text": "5,000 บาท", "open_question": "ORG_ELEC"}
    assert "บาท" in answer(record)["question"] or "เงิน" in answer(record)["question"]
    assert "Baht" in answer({**record, "locale": "en"})["question"]


def test_a_read_back_is_in_the_words_a_person_reads() -> None:
    record = {"text": "มิ.ย. 69 ไฟ ประมาณ 1,200 หน่วย, ดีเซล 12,34 ลิตร"}
    words = answer({**record, "locale": "en"})["question"]
    for part in ("~1,200", "Jun 2026", "Is this right?", "12,34", "two ways"):
        assert part in words
    assert "มิ.ย. 2569" in answer(record)["question"]


def test_the_code_of_what_is_asked_stands_beside_its_words() -> None:
    body = answer({"text": "น้ำมัน 320 ลิตร", "place": "tambon"})
    assert body["asks"] == "which_activity"
    assert body["candidates"][:2] == ["ORG_DIESEL_VEH", "ORG_GASOHOL"]


PAST = (("2026-04", 1200), ("2026-05", 1210), ("2026-06", 1200))


@pytest.mark.parametrize(
    "history",
    [
        [{"activity": "ORG_ELEC", "month": month, "quantity": kwh} for month, kwh in PAST],
        [{"month": month, "value": f"{kwh:,}"} for month, kwh in PAST],
        [[month, kwh] for month, kwh in PAST],
        {"ORG_ELEC": {"2026-04": "1200", "2026-05": 1210.0, "2026-06": 1200}},
        {"ORG_ELEC": [{"month": f"{month}-01", "base_quantity": kwh} for month, kwh in PAST]},
        {"ORG_ELEC": [1200, 1210, 1200]},
        {"2026-04": 1200, "2026-05": 1210, "2026-06": 1200},
        [1210, None, "1200"],
    ],
    ids=str,
)
def test_history_feeds_the_slip_stopper(history: object) -> None:
    body = answer({"text": "12,000", "open_question": "ORG_ELEC", "history": history})
    assert body["outcome"] == "confirm"
    (item,) = body["items"]
    assert item["doubts"] == ["high"]
    assert item["fixes"] == [1200]
    repeated = answer({"text": "1,200", "open_question": "ORG_ELEC", "history": history})
    assert repeated["items"][0]["doubts"] == ["repeat"]


def test_a_moment_with_an_offset_is_told_by_the_clock_in_bangkok() -> None:
    body = answer({"text": "เดือนที่แล้ว ไฟ 12,345 หน่วย", "now": "2026-07-31T18:00:00Z"})
    assert body["items"][0]["month"] == "2026-07"


@pytest.mark.parametrize("place", ["210110", "tambon", {"id": "210110"}, {"kind": "tambon"}])
def test_a_place_gives_the_range_of_first_values(place: object) -> None:
    body = answer({"text": "54,321", "open_question": "ORG_ELEC", "place": place})
    assert body["items"][0]["doubts"] == ["first_high"]


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({}, "text"),
        ({"text": 5}, "text"),
        ({"text": "5", "now": "yesterday"}, "now"),
        ({"text": "5", "now": "0001-01-01"}, "now"),
        ({"text": "5", "open_question": "NOPE"}, "open_question"),
        ({"text": "5", "open_question": {"activity": "ORG_ELEC", "month": "1900-01"}}, "month"),
        (
            {"text": "5", "open_question": {"activity": "ORG_ELEC", "month": "July"}},
            "open_question",
        ),
        ({"text": "5", "open_question": {"activity": ["ORG_ELEC"]}}, "open_question"),
        ({"text": "5", "open_question": {"activity": "ORG_ELEC", "kind": "r32"}}, "kind"),
        ({"text": "5", "place": "nowhere"}, "place"),
        ({"text": "5", "place": ["tambon"]}, "place"),
        ({"text": "5", "history": 5}, "history"),
        ({"text": "5", "history": [5]}, "history"),
        ({"text": "5", "history": {"ORG_ELEC": 5}}, "history"),
        ({"text": "5", "history": {"ORG_ELEC": {"2026-06": "many"}}}, "history"),
        ({"text": "5", "history": {"ORG_ELEC": {"2026-06": "1e999999"}}}, "history"),
        ({"text": "5", "history": {"ORG_ELEC": {"2026-06": "NaN"}}}, "history"),
        ({"text": "5", "history": {"ORG_ELEC": {"2026-06": {"2026-06": 5}}}}, "history"),
        ({"text": "5", "history": [{"activity": ["ORG_ELEC"]}]}, "history"),
        ({"text": "5", "history": [{"month": "2026-06", "quantity": 5}]}, "history"),
        ({"text": "5", "history": [1200, 1300]}, "history"),
        ([], "object"),
    ],
)
def test_a_record_that_cannot_be_taken_says_why(record: object, field: str) -> None:
    body = answer(record)
    assert list(body) == ["error"]
    assert field in body["error"]


@pytest.mark.parametrize("line", ["", "{", "nonsense", "[" * 100_000, '{"text": NaN}', '"5"'])
def test_a_line_that_is_no_record_is_refused(line: str) -> None:
    assert "error" in json.loads(read_line(line, catalogue(), TODAY))


@given(st.text(alphabet=st.characters(), max_size=40))
def test_every_text_gives_a_line_that_can_be_written(text: str) -> None:
    line = read_line(json.dumps({"text": text}), catalogue(), TODAY)
    assert "\n" not in line
    line.encode()
