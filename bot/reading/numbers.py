"""Numbers as people type them: strict about separators, never lenient where money could hide."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.reading.number_words import NumberWords, match_words
from bot.reading.shapes import Doubt, Fix

MOST_DIGITS = 15

_RUN = re.compile(r"[+-]?\d[\d.,]*")
_LETTERS_INSIDE = re.compile(r"[+-]?[\d.,]*\d[\d.,]*[oOlI|][\d.,oOlI|]*(?![A-Za-z])")
_EXPONENT = re.compile(r"[eE][+-]?\d+(?![A-Za-z])|\s?[x×*]\s?10\s?\^\s?\d+|\^\s?\d+")
_PLAIN = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"\d+\.\d+")
_COULD_BE_GROUPED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_MULTIPLIERS = {
    "ร้อย": 100,
    "พัน": 1_000,
    "หมื่น": 10_000,
    "แสน": 100_000,
    "ล้าน": 1_000_000,
    "k": 1_000,
    "thousand": 1_000,
    "million": 1_000_000,
}
_MULTIPLIER = re.compile(
    r"\s?(ร้อย|พัน(?!ธุ)|หมื่น|แสน|ล้าน|k(?![A-Za-z])|thousand|million)", re.IGNORECASE
)
_NEXT_PART = re.compile(r"\s?(\d+)(?=\s?(?:ร้อย|พัน|หมื่น|แสน))")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at a place in the text. `value` is None when it cannot be known."""

    start: int
    end: int
    value: Decimal | None
    doubts: tuple[Doubt, ...] = ()
    unclear: str = ""  # the question to ask, when `value` is None


def match_number(text: str, at: int) -> Number | None:
    """The number that begins at `at`, in digits or words, with what is doubtful about it."""
    lookalike = _LETTERS_INSIDE.match(text, at)
    if lookalike:
        return Number(at, lookalike.end(), None, unclear="lookalike")
    run = _RUN.match(text, at)
    if run is None:
        words = match_words(text, at)
        return _of_words(words) if words else None
    end = at + len(run[0].rstrip(".,"))
    exponent = _EXPONENT.match(text, end)
    if exponent:
        return Number(at, exponent.end(), None, unclear="exponent")
    return _with_multipliers(text, at, _of_digits(text, at, end))


def _of_digits(text: str, start: int, end: int) -> Number:
    digits = text[start:end]
    doubts: tuple[Doubt, ...] = ()
    if digits[0] in "+-":
        if digits[0] == "-":
            return Number(start, end, None, unclear="negative")
        doubts, digits = (Doubt("sign"),), digits[1:]
    if sum(character.isdigit() for character in digits) > MOST_DIGITS:
        return Number(start, end, None, unclear="too_long")
    if _PLAIN.fullmatch(digits):
        if len(digits) == 13 or (len(digits) >= 9 and digits[0] == "0"):
            return Number(start, end, None, unclear="identity")
        if len(digits) > 1 and digits[0] == "0":
            doubts += (Doubt("leading_zero"),)
        return Number(start, end, Decimal(digits), doubts)
    if _GROUPED.fullmatch(digits):
        return Number(start, end, Decimal(digits.replace(",", "")), doubts)
    if _DECIMAL.fullmatch(digits):
        if _COULD_BE_GROUPED.fullmatch(digits):
            whole = Decimal(digits.replace(".", ""))
            doubts += (Doubt("separator", (Fix("grouped", whole),)),)
        return Number(start, end, Decimal(digits), doubts)
    return Number(start, end, None, unclear="separator")


def _with_multipliers(text: str, start: int, number: Number) -> Number:
    """`1.2 ล้าน`, `2 แสน 5 หมื่น`: digits times words, added while the words go down."""
    if number.value is None:
        return number
    total, part, end, smallest = Decimal(0), number.value, number.end, None
    while True:
        found = _MULTIPLIER.match(text, end)
        if found is None:
            break
        size = _MULTIPLIERS[found[1].lower()]
        if smallest is not None and size >= smallest:
            return Number(start, found.end(), None, unclear="number")
        total, smallest, end = total + part * size, size, found.end()
        following = _NEXT_PART.match(text, end)
        if following is None:
            break
        part, end = Decimal(following[1]), following.end()
    if smallest is None:
        return number
    kept = tuple(doubt for doubt in number.doubts if doubt.code != "separator")
    return Number(start, end, total, (*kept, Doubt("multiplied")))


def _of_words(words: NumberWords) -> Number:
    if words.value is None:
        return Number(words.start, words.end, None, unclear="number")
    fixes = (Fix("formal", words.other),) if words.other is not None else ()
    return Number(words.start, words.end, words.value, (Doubt("words", fixes),))
