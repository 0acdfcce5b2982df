"""Every message of the corpus is read as meant or asked back; the README counts how many."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.bot.reading.corpus import (
    ANSWERS,
    Grade,
    Line,
    answer_of,
    corpus,
    counted,
    grade,
    line_of,
    play,
    table,
)

LINES = corpus()
README = Path(__file__).resolve().parents[3] / "README.md"


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.theme}:{line.text[:40]!r}")
def test_nothing_is_read_that_was_not_meant(line: Line) -> None:
    body = play(line)
    assert grade(line, body) is not Grade.WRONG, json.dumps(body, ensure_ascii=False, indent=1)


def test_the_readme_says_how_well_it_reads() -> None:
    assert table(counted(LINES)) in README.read_text("utf-8"), table(counted(LINES))


def test_the_corpus_holds_every_kind_of_answer_and_no_message_twice() -> None:
    assert {line.answer for line in LINES} >= ANSWERS
    asked = [(line.text, line.asked, str(line.history)) for line in LINES]
    assert len(asked) == len(set(asked))


def test_most_lines_are_read_at_once() -> None:
    counts = counted(LINES).values()
    right = sum(count[Grade.RIGHT] for count in counts)
    assert Decimal(right) / len(LINES) > Decimal("0.9")


@pytest.mark.parametrize(
    ("record", "graded"),
    [
        ({"text": "12,345", "asked": "ORG_ELEC", "meant": ["ORG_ELEC 12345"]}, Grade.RIGHT),
        ({"text": "12,345", "asked": "ORG_ELEC", "meant": ["ORG_ELEC 1234"]}, Grade.WRONG),
        (
            {
                "text": "12,345",
                "asked": "ORG_ELEC",
                "meant": ["ORG_ELEC 12345"],
                "must_check": True,
            },
            Grade.WRONG,
        ),
        ({"text": "มิ.ย. ไฟ 1,200 หน่วย", "meant": ["ORG_ELEC 1200"]}, Grade.WRONG),
        ({"text": "12,oo", "asked": "ORG_ELEC", "meant": ["ORG_ELEC 1200"]}, Grade.ASKED),
        ({"text": "12,oo", "asked": "ORG_ELEC", "answer": "ask"}, Grade.RIGHT),
        ({"text": "ไม่มี", "asked": "ORG_ELEC", "answer": "nothing"}, Grade.RIGHT),
        ({"text": "ไม่มี", "asked": "ORG_ELEC", "answer": "later"}, Grade.WRONG),
        ({"text": "สวัสดี", "asked": "ORG_ELEC", "answer": "later"}, Grade.ASKED),
        ({"text": "ดีเซลเท่าเดิม", "said": ["ORG_DIESEL_VEH later"]}, Grade.WRONG),
        ({"text": "ดีเซลเท่าเดิม", "said": ["ORG_DIESEL_VEH same"]}, Grade.RIGHT),
        (
            {"text": "ไฟ 1,200 หน่วย", "meant": ["ORG_ELEC 1200", "ORG_WATER 5"]},
            Grade.WRONG,  # lost without a word
        ),
    ],
    ids=str,
)
def test_the_grader_tells_them_apart(record: dict[str, object], graded: Grade) -> None:
    line = line_of("test", record)
    assert grade(line, play(line)) is graded


def test_answers_are_named_as_the_corpus_names_them() -> None:
    told = {"outcome": "nothing", "notation": "NO", "manner": None}
    assert answer_of(told) == "not_here"
