"""Numbers with Thai number words: สองแสนห้า, 1.2 ล้าน, 3 พันห้า, ครึ่ง; and English ones.

Formal forms are exact. Spoken Thai shortens: สองแสนห้า means 250,000, not 200,005; both meanings
are told and the person chooses. A number in words is always read back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {
    "ศูนย์": 0,
    "หนึ่ง": 1,
    "นึง": 1,
    "เอ็ด": 1,
    "สอง": 2,
    "ยี่": 2,
    "ซาว": 20,
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
_OF_THE_NORTH = "ซาว"  # twenty
_WORDS = "|".join([*_DIGITS, *_PLACES, _MILLION, _POINT, _HALF]).replace("ร้อย", "(?<!เรียบ)ร้อย")
_TOKEN = re.compile(rf"[ ]?({_WORDS}|[0-9]+(?![0-9.,]))(?!ละ|ธุ)")
_LITERAL = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?")
PLACE_NEXT = re.compile(r"[ ]?(?:สิบ|ร้อย(?!ละ)|พัน(?!ธุ)|หมื่น|แสน|ล้าน)")
# Number words hide inside other words (เก้าอี้, สามารถ): one alone counts only before these.
_AFTER = re.compile(
    r"$|[\s,.;:)>/-]|[A-Za-z]|กว่า|เศษ|หน่วย|หนวย|น่วย|ยูนิต|ลิ[ตด]|ล\.|มล\.|มิลลิ|ตัน|กิโล|กก|กรัม|ขีด|โล"
    r"|คน|ตัว|ไร่|งาน|"
    r"ตาราง|ตร\.|เฮกตาร์|คิว|ลบ|ลูก|ถัง|รีม|บาท|ต้น|คัน|กระสอบ|กล่อง|ลัง|เมกะ|จิกะ|ร้อยละ|เที่ยว|เปอร์เซ็นต์"
    r"|ครับ|ค่ะ|คะ",
    re.IGNORECASE,
)
_LONGEST_RUN = 30

_ENGLISH = {
    "zero": 0, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "thousand": 1000, "million": 1_000_000,
}  # fmt: skip
_ENGLISH_WORDS = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_ENGLISH_RUN = re.compile(
    rf"(?!a\b(?! hundred| thousand| million))(?:{_ENGLISH_WORDS})\b"
    rf"(?:(?: and |[ -])(?:{_ENGLISH_WORDS})\b)*",
    re.IGNORECASE,
)
_ENGLISH_PART = re.compile(
    r"\b(?:(half) an?(?! (?:dozen|month|day|week|year))|(?:a|one) dozen)\b", re.IGNORECASE
)
_NO_COUNT_BEFORE = re.compile(r"\b(?:this|that|no|which|the|last|every|each|any) $", re.IGNORECASE)
_HUNDRED = 100
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class NumberWords:
    """`other` is the second meaning a spoken form can have. `value` None: not one number."""

    end: int
    value: Decimal | None
    other: Decimal | None = None

    @property
    def ambiguous(self) -> bool:
        """`สามร้อยสอง` is 302 as often as 320; `สามพันสอง` is 3,200 to everybody."""
        return self.other is not None and self.other % _THOUSAND // _HUNDRED > 0


class _NotOneNumber(Exception):
    """Words of numbers that do not make one: สองสามร้อย (two or three hundred)."""


def match_words(text: str, at: int) -> NumberWords | None:
    """The number in words that begins at `at`."""
    part = _ENGLISH_PART.match(text, at)
    if part:
        return NumberWords(part.end(), Decimal("0.5") if part[1] else Decimal(12))
    english = _ENGLISH_RUN.match(text, at)
    if english and not _NO_COUNT_BEFORE.search(text, max(0, at - 12), at):
        return NumberWords(english.end(), _english(english[0]))
    tokens, end = _run(text, at, ())
    if not tokens or tokens in ([_POINT], ["เอ็ด"], ["ยี่"]):
        return None
    counted = len(tokens) > 1 and any(word in _PLACES or word == _MILLION for word in tokens)
    if not counted and not _AFTER.match(text, end):
        return None
    return _valued(tokens, end)


def match_multiplied(text: str, at: int) -> NumberWords | None:
    """Digits with number words behind: `1.2 ล้าน`, `12 หมื่น`, `2 แสน 5`."""
    literal = _LITERAL.match(text, at)
    if literal is None or not PLACE_NEXT.match(text, literal.end()):
        return None
    tokens, end = _run(text, literal.end(), (literal[0].replace(",", ""),))
    return _valued(tokens, end)


def _run(text: str, at: int, tokens: Sequence[str]) -> tuple[list[str], int]:
    """The words of one number and where they end; digits may stand among them."""
    found_tokens = list(tokens)
    end = at
    while len(found_tokens) < _LONGEST_RUN:
        found = _TOKEN.match(text, end)
        if found is None or (end == at and not tokens and found[0][0] in " 0123456789"):
            break
        if found[1][0].isdigit() and not _may_follow(found_tokens, text, found):
            break
        found_tokens.append(found[1])
        end = found.end()
    return found_tokens, end


def _may_follow(tokens: list[str], text: str, found: re.Match[str]) -> bool:
    """A digit belongs to the words before it when a place follows it, or it ends `2แสน5`."""
    after_place = bool(tokens) and (tokens[-1] in _PLACES or tokens[-1] == _MILLION)
    near = found[0][0] != " " or tokens[-1:] == ["สิบ"]  # 8 สิบ 4
    ends = len(found[1]) == 1 and near and not text[found.end() :][:1].isalnum()
    tens = len(found[1]) == 2 and found[0][0] != " " and tokens[-1:] == ["ร้อย"]  # 8ร้อย70
    ends |= tens
    return after_place and (bool(PLACE_NEXT.match(text, found.end())) or ends)


def _valued(tokens: list[str], end: int) -> NumberWords:
    try:
        value, other = _meanings(tokens)
    except _NotOneNumber:
        return NumberWords(end, None)
    return NumberWords(end, value, other)


def _meanings(words: Sequence[str]) -> tuple[Decimal, Decimal | None]:
    """The number as it is spoken, and as it is formally written when that differs."""
    if len(words) == 2 and words[0] in _PLACES and words[1] == "นึง":
        return Decimal(_PLACES[words[0]]), None  # ร้อยนึง: one hundred
    if _POINT in words:
        return _with_point(words), None
    if _MILLION not in words:
        return _below_million(words, None)
    at = len(words) - 1 - list(words)[::-1].index(_MILLION)
    spoken, formal = _meanings(words[:at]) if at else (Decimal(1), None)
    head = spoken if formal is None else formal  # ร้อยสองล้าน is 102 million
    value, other = _below_million(words[at + 1 :], Decimal(1_000_000))
    million = head * 1_000_000
    return million + value, None if other is None else million + other


def _below_million(
    words: Sequence[str], last_place: Decimal | None
) -> tuple[Decimal, Decimal | None]:
    total = Decimal(0)
    coefficient: Decimal | None = None
    for position, word in enumerate(words):
        if word == _HALF:
            if position != len(words) - 1:
                raise _NotOneNumber
            unit = Decimal(1) if coefficient is not None or last_place is None else last_place
            return total + (coefficient or 0) + unit / 2, None
        if word in _PLACES:
            place = Decimal(_PLACES[word])
            if last_place is not None and place >= last_place:
                raise _NotOneNumber
            total += (1 if coefficient is None else coefficient) * place
            coefficient, last_place = None, place
        elif word == _OF_THE_NORTH:
            total += 20
            last_place = Decimal(10)
        elif coefficient is not None:
            raise _NotOneNumber
        else:
            coefficient = Decimal(_DIGITS.get(word, word))
    if coefficient is None:
        return total, None
    formal = total + coefficient
    spoken_short = last_place is not None and last_place >= _HUNDRED and words[-1] != "เอ็ด"
    if spoken_short and last_place is not None and 0 < coefficient < 10:
        return total + coefficient * last_place / 10, formal
    return formal, None


def _with_point(words: Sequence[str]) -> Decimal:
    at = list(words).index(_POINT)
    whole = _meanings(words[:at])[0] if at else Decimal(0)
    digits = words[at + 1 :]
    if not digits or any(word not in _DIGITS for word in digits):
        raise _NotOneNumber
    return whole + Decimal("0." + "".join(str(_DIGITS[word]) for word in digits))


def _english(text: str) -> Decimal | None:
    """`twelve thousand three hundred`; None for runs that count no number (`one two`)."""
    total, part, last = Decimal(0), Decimal(0), 0
    for word in re.split(r"[ -]", text.lower()):
        if word == "and":
            continue
        size = _ENGLISH[word]
        if size == _HUNDRED:
            part = (part or Decimal(1)) * size
        elif size >= _THOUSAND:
            total, part = total + (part or Decimal(1)) * size, Decimal(0)
        elif last and last < _HUNDRED and not (last >= 20 and size < 10):
            return None
        else:
            part += size
        last = size
    return total + part
