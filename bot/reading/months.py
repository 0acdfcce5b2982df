"""Months as people write them: ก.ค. 69, กรกฎาคม 2569, 07/69, เดือนที่แล้ว, July 2026."""

import re
from dataclasses import dataclass
from datetime import date

from bot.months import BUDDHIST_OFFSET, Month

_THAI = (
    ("ม.ค.", "มกราคม"),
    ("ก.พ.", "กุมภาพันธ์"),
    ("มี.ค.", "มีนาคม"),
    ("เม.ย.", "เมษายน"),
    ("พ.ค.", "พฤษภาคม"),
    ("มิ.ย.", "มิถุนายน"),
    ("ก.ค.", "กรกฎาคม"),
    ("ส.ค.", "สิงหาคม"),
    ("ก.ย.", "กันยายน"),
    ("ต.ค.", "ตุลาคม"),
    ("พ.ย.", "พฤศจิกายน"),
    ("ธ.ค.", "ธันวาคม"),
)
_ENGLISH = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def _spellings() -> dict[str, int]:
    names: dict[str, int] = {}
    for number, (short, long) in enumerate(_THAI, start=1):
        stem = long.removesuffix("คม").removesuffix("ยน") if number != 2 else "กุมภา"
        for name in (short, short.rstrip("."), short.replace(".", ""), long, stem):
            names[name] = number
    for number, name in enumerate(_ENGLISH, start=1):
        names[name] = number
        names[name[:3]] = number
    names["sept"] = 9
    return names


_NAMES = _spellings()
_NAME = re.compile(
    r"(?:(?:ประจำเดือน|ประจำงวด|เดือน|งวด|month of)\s*)?({names})(?![A-Za-zก-ฮะ-ู])\.?".format(
        names="|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
    ),
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"[\s./-]*(?:พ\.?ศ\.?\s*|ปี\s*|BE\s*|CE\s*)?['’]?(\d{4}|\d{2})(?![\d,.]*\d)", re.IGNORECASE
)
_NUMERIC = re.compile(
    r"(?<!\d)(?:(?:ประจำเดือน|เดือน|งวด)\s*)?"
    r"(?:(\d{4})-(\d{1,2})|(\d{1,2})(?:[/-](\d{4})|/(\d{2})))(?![\d,./-])"
)
_RELATIVE = (
    (re.compile(r"(?:สอง|2)\s*เดือน(?:ก่อน|ที่แล้ว)|two months ago", re.IGNORECASE), 2),
    (re.compile(r"(?:ของ)?เดือน(?:ที่แล้ว|ก่อน|ที่ผ่านมา)|last month", re.IGNORECASE), 1),
    (re.compile(r"(?:ของ)?เดือนนี้|this month", re.IGNORECASE), 0),
)
_OLDEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class FoundMonth:
    start: int
    end: int
    month: Month


def match_month(text: str, at: int, today: date, starts_unit: re.Pattern[str]) -> FoundMonth | None:
    """The month named at `at`. A number that a unit follows is a figure, not a year."""
    for pattern, back in _RELATIVE:
        found = pattern.match(text, at)
        if found:
            return FoundMonth(at, found.end(), Month.of(today) - back)
    found = _NUMERIC.match(text, at)
    if found:
        year = found[1] or found[4] or found[5]
        return _dated(at, found.end(), int(found[2] or found[3]), year, today)
    found = _NAME.match(text, at)
    if found is None:
        return None
    number = _NAMES[found[1].lower()]
    year_found = _YEAR.match(text, found.end())
    if year_found and not starts_unit.match(text, year_found.end()):
        dated = _dated(at, year_found.end(), number, year_found[1], today)
        if dated:
            return dated
    return FoundMonth(at, found.end(), _latest(number, today))


def _dated(start: int, end: int, number: int, year: str, today: date) -> FoundMonth | None:
    common = _common_year(year, today)
    if common is None or not 1 <= number <= 12:
        return None
    return FoundMonth(start, end, Month(common, number))


def _common_year(text: str, today: date) -> int | None:
    """2569 and 69 are Buddhist years, 2026 and 26 Common Era: the one near today is meant."""
    if len(text) == 4:
        choices = [int(text), int(text) - BUDDHIST_OFFSET]
    else:
        choices = [2500 + int(text) - BUDDHIST_OFFSET, 2000 + int(text)]
    near = [year for year in choices if today.year - _OLDEST_YEARS <= year <= today.year + 1]
    return near[0] if near else None


def _latest(number: int, today: date) -> Month:
    """The most recent such month that is not ahead of today."""
    month = Month(today.year, number)
    return month if month <= Month.of(today) else month - 12
