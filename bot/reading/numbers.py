"""Numbers as people type them: strict about separators, never lenient where money could hide."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.reading.number_words import PLACE_NEXT, NumberWords, match_multiplied, match_words
from bot.reading.shapes import Doubt, Fix

MOST_DIGITS = 15  # what a column keeps exactly; longer ones are account numbers
MOST_DECIMALS = 6

_RUN = re.compile(r"[+-]?(?:[0-9][0-9.,']*|(?<![^\s=:(+-])\.[0-9]+)")
_AT_THE_END = ".,'"  # of a sentence, not of the number
_NO_UNIT = re.compile("(?!)")
_LOOK_ALIKE = "oOоОοΟlIІі|"  # o, l and I of Latin, Cyrillic and Greek
_LOOK_ALIKE_INSIDE = re.compile(
    rf"[+-]?[0-9][0-9.,]*(?:[oOоОοΟ]+(?![A-Za-z])|[A-DF-LN-WYZa-df-ln-wyzІі|](?=[0-9]))"
    rf"[0-9.,{_LOOK_ALIKE}]*|[0-9]+[xX]{{2,}}|[{_LOOK_ALIKE}][0-9][0-9.,{_LOOK_ALIKE}]*"
)
_EXPONENT = re.compile(
    r"[eE][+-]?[0-9]+(?![A-Za-z])|\s?[x×*]\s?10\s?(?:\^\s?[0-9]+|[⁰¹²³⁴-⁹]+)|\s?\^\s?[0-9]+|[⁰¹²³⁴-⁹]+"
)
# As spreadsheets write large numbers: 1.2345E+04. What could be a code (1E5) is asked about.
_SCIENTIFIC = re.compile(r"([0-9]\.[0-9]{1,12})[eE]\+?0?([0-9])(?![0-9A-Za-z.,])")
_FRACTION = re.compile(r"[0-9]*\s?[¼½¾⅐-⅞]")
_EXACT_FRACTION = re.compile(r"([0-9]{0,6})\s?([¼½¾])|([0-9]{1,6}) ([1-9])/(2|4|5|8)(?![0-9/.,])")
_GLYPHS = {"¼": Decimal("0.25"), "½": Decimal("0.5"), "¾": Decimal("0.75")}
_ARITHMETIC = re.compile(
    r"\s*[+×*x]\s*(?=[0-9])"
    r"|\s*(?:กับ(?:อีก)?|บวก(?:กับ|อีก)?|และ(?:อีก)?|\bplus\b)\s*(?=[0-9])"
    r"|\s*=\s*(?=[0-9])(?![0-9][0-9,.]*\s*(?:บาท|฿|baht|THB))",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\s?(k|thousand|million)(?![A-Za-z0-9])", re.IGNORECASE)
_SIZES = {"k": 1_000, "thousand": 1_000, "million": 1_000_000}
_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL = re.compile(r"[0-9]*\.[0-9]+")
_COULD_BE_GROUPED = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9.,])")
_IDENTITY = re.compile(
    r"[0-9]-[0-9]{4}-[0-9]{5}-[0-9]{2}-[0-9]"  # a Thai ID card
    r"|0[0-9]{1,2}[- ][0-9]{3,4}[- ][0-9]{3,4}(?![0-9])"  # a telephone, written in parts
    r"|0[0-9]{1,2}[- ][0-9]{6,7}(?![0-9])"
    r"|\+66[- ]?[0-9][0-9 -]{7,10}(?![0-9])|66[689][0-9]{8}(?![0-9])"
    r"|[0-9]{1,2}[:.][0-9]{2}\s?น\."  # a time of day
    r"|[0-9]{1,2}:[0-9]{2}(?![0-9])"
)
_ID_DIGITS = 13
_PHONE_DIGITS = 9
_BAHT_DASH = re.compile(r"[.,]-")
_MINUS_AFTER = re.compile(r"-(?![0-9A-Za-zก-๎])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that ends at `end`. `value` is None when it cannot be known: `unclear` says why."""

    end: int
    value: Decimal | None
    doubts: tuple[Doubt, ...] = ()
    unclear: str = ""
    money: bool = False


def match_number(text: str, at: int, units: re.Pattern[str] = _NO_UNIT) -> Number | None:
    """The number that begins at `at`, in digits or words, with what is doubtful about it.

    `units` are units whose own spelling begins with a number word, such as ล้านบีทียู.
    """
    exact = _fraction(text, at) or _scientific(text, at)
    if exact:
        return exact
    for pattern, unclear in (
        (_IDENTITY, "identity"),
        (_FRACTION, "fraction"),
        (_LOOK_ALIKE_INSIDE, "lookalike"),
    ):
        found = pattern.match(text, at)
        if found:
            return Number(found.end(), None, unclear=unclear)
    run = _RUN.match(text, at)
    if run and units.match(text, _digits_end(run)):
        return _of_digits(run[0].rstrip(_AT_THE_END), _digits_end(run))
    multiplied = match_multiplied(text, at)
    if multiplied:
        return _of_words(multiplied, "multiplied")
    if run is None:
        words = match_words(text, at)
        return _of_words(words, "words") if words else None
    spaced = _SPACED.match(text, at)
    if spaced and not text[at - 1 : at].isalpha():  # กระดาษเอ4 100: a name and its number
        whole = Decimal(spaced[0].replace(" ", ""))
        return Number(spaced.end(), whole, (Doubt("spaced"),))
    return _of_run(text, run)


def _fraction(text: str, at: int) -> Number | None:
    """`½`, `2½`, `4 1/2`: exact as decimals."""
    found = _EXACT_FRACTION.match(text, at)
    if found is None:
        return None
    whole, glyph, other_whole, above, below = found.groups()
    part = _GLYPHS[glyph] if glyph else Decimal(above) / Decimal(below)
    return Number(found.end(), Decimal(whole or other_whole or 0) + part, (Doubt("fraction"),))


def _scientific(text: str, at: int) -> Number | None:
    found = _SCIENTIFIC.match(text, at)
    if found is None:
        return None
    return Number(found.end(), Decimal(found[1]).scaleb(int(found[2])), (Doubt("exponent"),))


def _digits_end(run: re.Match[str]) -> int:
    return run.start() + len(run[0].rstrip(_AT_THE_END))


def _of_run(text: str, run: re.Match[str]) -> Number:
    end = _digits_end(run)
    exponent = _EXPONENT.match(text, end)
    if exponent:
        return Number(exponent.end(), None, unclear="exponent")
    number = _of_digits(text[run.start() : end], end)
    if PLACE_NEXT.match(text, end):  # a sign or a separator kept the words from being read
        return Number(end, None, unclear=number.unclear or "number")
    if _BAHT_DASH.match(text, end):  # 1,200.- is how prices are written
        return Number(end + 2, number.value, number.doubts, number.unclear, money=True)
    if _is_negative_by_habit(text, run.start(), end):
        return Number(end, number.value, (*number.doubts, Doubt("sign")), number.unclear)
    larger = _THOUSANDS.match(text, end)
    if larger and number.value is not None:
        value = number.value * _SIZES[larger[1].lower()]
        kept = tuple(doubt for doubt in number.doubts if doubt.code != "separator")
        return Number(larger.end(), value, (*kept, Doubt("multiplied")))
    return number


def _is_negative_by_habit(text: str, start: int, end: int) -> bool:
    """`(12,345)` and `12,345-` are how accounts write what is below zero."""
    in_brackets = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    return in_brackets or bool(_MINUS_AFTER.match(text, end))


def _of_digits(digits: str, end: int) -> Number:
    doubts: tuple[Doubt, ...] = ()
    if digits[0] in "+-":
        if digits[0] == "-":
            return Number(end, None, unclear="negative")
        doubts, digits = (Doubt("sign"),), digits[1:]
    if sum(character.isdigit() for character in digits) > MOST_DIGITS:
        return Number(end, None, unclear="too_long")
    if _PLAIN.fullmatch(digits):
        if len(digits) == _ID_DIGITS or (len(digits) >= _PHONE_DIGITS and digits[0] == "0"):
            return Number(end, None, unclear="identity")
        if len(digits) > 1 and digits[0] == "0":
            doubts += (Doubt("leading_zero"),)
        return Number(end, Decimal(digits), doubts)
    if _GROUPED.fullmatch(digits):
        if digits[0] == "0":
            doubts += (Doubt("leading_zero"),)
        return Number(end, Decimal(digits.replace(",", "")), doubts)
    if _DECIMAL.fullmatch(digits):
        return Number(end, Decimal(f"0{digits}"), doubts + _decimal_doubts(digits))
    return Number(end, None, unclear="separator")


def _decimal_doubts(digits: str) -> tuple[Doubt, ...]:
    if _COULD_BE_GROUPED.fullmatch(digits):
        whole = Decimal(digits.replace(".", ""))
        return (Doubt("separator", (Fix("grouped", whole),)),)
    before, _, after = digits.partition(".")
    if not before or (len(before) > 1 and before[0] == "0"):
        return (Doubt("leading_zero"),)
    return (Doubt("decimals"),) if len(after) > MOST_DECIMALS else ()


def _of_words(words: NumberWords, code: str) -> Number:
    if words.value is None or words.ambiguous:
        return Number(words.end, None, unclear="number")
    fixes = (Fix("formal", words.other),) if words.other is not None else ()
    return Number(words.end, words.value, (Doubt(code, fixes),))


@dataclass(frozen=True, slots=True)
class Sign:
    """`+`, `x` or `=` behind a number; the next number begins at `end`."""

    end: int
    symbol: str
    in_words: bool = False


def match_sign(text: str, at: int) -> Sign | None:
    """The sign of `+ 200`, `x 15` or `= 350` behind a number."""
    found = _ARITHMETIC.match(text, at)
    if found is None:
        return None
    symbol = found[0].strip()
    if len(symbol) > 1:
        return Sign(found.end(), "+", in_words=True)
    return Sign(found.end(), symbol if symbol in "+=" else "x")
