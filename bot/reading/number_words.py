"""Thai (and small English) number words: formal ones exactly, spoken ones with both meanings.

Spoken Thai shortens: สองแสนห้า means 250,000, not 200,005. Both are told; the person chooses.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {
    "ศูนย์": 0,
    "หนึ่ง": 1,
    "เอ็ด": 1,
    "สอง": 2,
    "ยี่": 2,
    "สาม": 3,
    "สี่": 4,
    "ห้า": 5,
    "หก": 6,
    "เจ็ด": 7,
    "แปด": 8,
    "เก้า": 9,
}
_PLACES = {"สิบ": 10, "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000}
_MILLION = "ล้าน"
_POINT = "จุด"
_HALF = "ครึ่ง"
_WORD = re.compile("|".join([*_DIGITS, *_PLACES, _MILLION, _POINT, _HALF]))
_ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "hundred": 100, "thousand": 1000, "million": 1_000_000,
}  # fmt: skip
_ENGLISH_RUN = re.compile(
    r"(?:{words})(?:[ -](?:and )?(?:{words}))*(?![A-Za-z])".format(words="|".join(_ENGLISH)),
    re.IGNORECASE,
)
# Number words hide inside other words (เก้าอี้, พันธุ์): they count only before these.
_AFTER = re.compile(
    r"$|[\s,.;:)]|กว่า|เศษ|หน่วย|ยูนิต|ลิตร|ตัน|กิโล|กก|โล|คน|ตัว|ไร่|คิว|ลบ|ถัง|รีม|บาท|ต้น|คัน|กระสอบ|เมกะ|k",
    re.IGNORECASE,
)
_LONGEST_RUN = 30


@dataclass(frozen=True, slots=True)
class NumberWords:
    """`other` is the second meaning a spoken form can have. `value` None: not a number."""

    start: int
    end: int
    value: Decimal | None
    other: Decimal | None = None


def match_words(text: str, at: int) -> NumberWords | None:
    """The number in words that begins at `at`."""
    english = _ENGLISH_RUN.match(text, at)
    if english:
        return NumberWords(at, english.end(), _english(english[0]))
    words: list[str] = []
    end = at
    while len(words) < _LONGEST_RUN:
        found = _WORD.match(text, end)
        if found is None:
            break
        words.append(found[0])
        end = found.end()
        if text[end : end + 1] == " " and _WORD.match(text, end + 1):
            end += 1
    if not words or words in ([_POINT], ["เอ็ด"], ["ยี่"]) or not _AFTER.match(text, end):
        return None
    value, other = _thai(words)
    return NumberWords(at, end, value, other)


def _thai(words: list[str]) -> tuple[Decimal | None, Decimal | None]:
    """Both meanings of a run of words: as spoken, and as formally written when that differs."""
    if words == [_HALF]:
        return Decimal("0.5"), None
    if _HALF in words:
        return None, None
    if _POINT in words:
        return _with_point(words), None
    if _MILLION in words:
        at = len(words) - 1 - words[::-1].index(_MILLION)
        head, _ = _thai(words[:at]) if at else (Decimal(1), None)
        if head is None:
            return None, None
        rest = words[at + 1 :]
        if not rest:
            return head * 1_000_000, None
        return _below_million(rest, Decimal(1_000_000), head * 1_000_000)
    return _below_million(words, None, Decimal(0))


def _below_million(
    words: list[str], last_place: Decimal | None, total: Decimal
) -> tuple[Decimal | None, Decimal | None]:
    digit: int | None = None
    for word in words:
        if word in _DIGITS:
            if digit is not None:
                return None, None  # หนึ่งสองสาม: spelled digits, not a quantity
            digit = _DIGITS[word]
            continue
        place = Decimal(_PLACES[word])
        if last_place is not None and place >= last_place:
            return None, None
        total += (1 if digit is None else digit) * place
        digit, last_place = None, place
    if digit is None:
        return total, None
    formal = total + digit
    if last_place is not None and last_place >= 100 and words[-1] != "เอ็ด" and digit:
        return total + digit * last_place / 10, formal
    return formal, None


def _with_point(words: list[str]) -> Decimal | None:
    at = words.index(_POINT)
    whole, _ = _thai(words[:at]) if at else (Decimal(0), None)
    digits = words[at + 1 :]
    if whole is None or not digits or any(word not in _DIGITS for word in digits):
        return None
    return whole + Decimal("0." + "".join(str(_DIGITS[word]) for word in digits))


def _english(text: str) -> Decimal | None:
    total, part = Decimal(0), Decimal(0)
    for word in re.split(r"[ -]", text.lower()):
        if word == "and":
            continue
        size = _ENGLISH[word]
        if size == 100:
            part = (part or Decimal(1)) * 100
        elif size >= 1000:
            total, part = total + (part or Decimal(1)) * size, Decimal(0)
        else:
            part += size
    return total + part
