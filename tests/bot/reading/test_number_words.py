"""Thai number words: every formally written number reads as itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.number_words import match_words

DIGITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")


def formal(number: int) -> str:
    """The number as a cheque writes it."""
    if number >= 1_000_000:
        rest = number % 1_000_000
        return f"{formal(number // 1_000_000)}ล้าน{formal(rest) if rest else ''}"
    text = str(number)
    words = []
    for position, digit in enumerate(text):
        place = len(text) - position - 1
        if digit == "0":
            continue
        if place == 1 and digit in "12":
            words.append("สิบ" if digit == "1" else "ยี่สิบ")
        elif place == 0 and digit == "1" and number > 10:
            words.append("เอ็ด")
        else:
            words.append(DIGITS[int(digit)] + PLACES[place])
    return "".join(words)


@given(st.integers(min_value=1, max_value=999_999_999))
def test_formal_words_hold_their_number(number: int) -> None:
    found = match_words(formal(number), 0)
    assert found is not None
    assert Decimal(number) in (found.value, found.other)
    if found.other is None:
        assert found.value == number


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        ("สองแสนห้า", 250_000, 200_005),
        ("เจ็ดพันห้า", 7_500, 7_005),
        ("ร้อยห้า", 150, 105),
        ("หมื่นสอง", 12_000, 10_002),
        ("สามล้านสอง", 3_200_000, 3_000_002),
        ("สองแสนห้าหมื่น", 250_000, None),
        ("สิบห้า", 15, None),
        ("ยี่สิบเอ็ด", 21, None),
        ("ร้อยเอ็ด", 101, None),
        ("สิบล้าน", 10_000_000, None),
        ("twenty-five", 25, None),
        ("one hundred and five", 105, None),
        ("a hundred", 100, None),
        ("two million three hundred thousand", 2_300_000, None),
    ],
)
def test_spoken_words_tell_both_meanings(text: str, value: int, other: int | None) -> None:
    found = match_words(text, 0)
    assert found is not None
    assert found.value == Decimal(value)
    assert found.other == (None if other is None else Decimal(other))


@pytest.mark.parametrize("text", ["สองสามร้อย", "หนึ่งสองสาม", "พันหมื่น", "one two three"])
def test_words_that_make_no_number_have_no_value(text: str) -> None:
    found = match_words(text, 0)
    assert found is not None
    assert found.value is None


@pytest.mark.parametrize("text", ["เก้าอี้", "สามารถ", "พันธุ์", "หกล้ม", "จุด", "a", "tennis"])
def test_words_that_only_look_like_numbers_are_none(text: str) -> None:
    assert match_words(text, 0) is None
