"""Everything the reader can doubt or ask has words, in every language, and fits its button."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

import bot.reading
from bot.catalogue import PlaceKind, catalogue
from bot.flows.doubts import (
    BUTTON_LETTERS,
    DOUBTS,
    QUESTIONS,
    SILENT,
    doubt_words,
    fix_label,
    letters,
    question_words,
)
from bot.text import Voice, voices
from tests.bot.reading.corpus import corpus
from tests.bot.reading.reader import read_here
from tests.bot.reading.table import ROWS

SOURCE = "\n".join(
    path.read_text("utf-8") for path in Path(bot.reading.__file__).parent.glob("*.py")
)
TOLD = [
    *((row.text, row.asked) for row in ROWS),
    *((line.text, line.asked) for line in corpus()),
]
VOICES = list(voices().values())


def test_every_doubt_of_the_source_has_words() -> None:
    codes = set(re.findall(r'Doubt\(\s*"(\w+)"', SOURCE)) | {"reordered", "hidden", "scripts"}
    assert len(codes) > 20
    assert codes <= DOUBTS.keys() | SILENT


def test_every_question_of_the_source_has_words() -> None:
    codes = set(re.findall(r'(?:Question\(|unclear\s?=\s?(?:figure\.unclear or )?)"(\w+)"', SOURCE))
    assert len(codes) > 15
    assert codes <= QUESTIONS.keys()


@pytest.mark.parametrize("t", VOICES, ids=lambda t: t.code)
def test_every_message_is_answered_in_words(t: Voice) -> None:
    for text, asked in TOLD:
        reading = read_here(text, asked)
        if reading.question:
            words = question_words(t, reading.question, catalogue())
            assert words.strip()
            assert "  " not in words
        for item in reading.items:
            if item.base_quantity is not None:
                doubt_words(t, item)


@pytest.mark.parametrize("t", VOICES, ids=lambda t: t.code)
@pytest.mark.parametrize("code", catalogue().activities)
def test_fixes_fit_their_buttons(code: str, t: Voice) -> None:
    for text, values in (("123,456,789,000", ()), ("1,234.56", (Decimal("123456.78"),) * 3)):
        for item in read_here(text, code, place=PlaceKind.TAMBON, values=values).items:
            for doubt in item.doubts:
                for fix in doubt.fixes:
                    if fix.base_quantity is None:
                        continue
                    activity = catalogue().activities[code]
                    label = fix_label(t, fix.base_quantity, activity, catalogue())
                    assert label
                    assert letters(label) <= BUTTON_LETTERS
