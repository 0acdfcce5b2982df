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


@pytest.mark.parametrize(
    "history",
    [
        [
            {"activity": "ORG_ELEC", "month": f"2026-0{month}", "quantity": 1200}
            for month in (4, 5, 6)
        ],
        {"ORG_ELEC": {"2026-04": 1200, "2026-05": "1200", "2026-06": 1200.0}},
    ],
)
def test_history_feeds_the_slip_stopper(history: object) -> None:
    body = answer({"text": "12,345", "open_question": "ORG_ELEC", "history": history})
    assert body["outcome"] == "confirm"
    assert body["items"][0]["doubts"] == ["high"]


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
        ({"text": "5", "place": "nowhere"}, "place"),
        ({"text": "5", "history": 5}, "history"),
        ({"text": "5", "history": [5]}, "history"),
        ({"text": "5", "history": {"ORG_ELEC": 5}}, "history"),
        ({"text": "5", "history": {"ORG_ELEC": {"2026-06": "many"}}}, "history"),
        ({"text": "5", "history": {"ORG_ELEC": {"2026-06": "1e999999"}}}, "history"),
        ({"text": "5", "history": {"ORG_ELEC": {"2026-06": "NaN"}}}, "history"),
        ({"text": "5", "history": [{"activity": ["ORG_ELEC"]}]}, "history"),
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
