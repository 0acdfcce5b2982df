"""Months as people write them: ก.ค. 69, กรกฎาคม 2569, 07/69, เดือนที่แล้ว, July 2026."""

import re
from dataclasses import dataclass
from datetime import date

from bot.months import BUDDHIST_OFFSET, Month

_THAI = (
    ("ม.ค.", "มกราคม", "มกรา", "มค"),
    ("ก.พ.", "กุมภาพันธ์", "กุมภา", "กพ"),
    ("มี.ค.", "มีนาคม", "มีนา", "มีค"),
    ("เม.ย.", "เมษายน", "เมษา", "เมย"),
    ("พ.ค.", "พฤษภาคม", "พฤษภา", "พค"),
    ("มิ.ย.", "มิถุนายน", "มิถุนา", "มิย"),
    ("ก.ค.", "กรกฎาคม", "กรกฎา", "กค"),
    ("ส.ค.", "สิงหาคม", "สิงหา", "สค"),
    ("ก.ย.", "กันยายน", "กันยา", "กย"),
    ("ต.ค.", "ตุลาคม", "ตุลา", "ตค"),
    ("พ.ย.", "พฤศจิกายน", "พฤศจิกา", "พย"),
    ("ธ.ค.", "ธันวาคม", "ธันวา", "ธค"),
)
_OFTEN_MISSPELT = {
    "กรกฏาคม": 7,
    "กรกฏา": 7,
    "กรกฎคม": 7,
    "พฤษจิกายน": 11,
    "พฤศจิกายนต์": 11,
    "กุมภาพัน": 2,
    "กุมภาพันธ": 2,
    "สิงหาคน": 8,
}
_ENGLISH = (
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
)


def _whole_names() -> dict[str, int]:
    """Names that cannot stand inside another word."""
    names = dict(_OFTEN_MISSPELT)
    for number, (short, long, _, _) in enumerate(_THAI, start=1):
        names[short] = names[short.rstrip(".")] = names[short.replace(".", "") + "."] = number
        names[short.replace(".", ". ").rstrip()] = names[long] = number
    return names


def _short_names() -> dict[str, int]:
    """Names that count only where nothing else is joined to them."""
    names = {"sept": 9}
    for number, (_, _, stem, letters) in enumerate(_THAI, start=1):
        names[stem] = names[letters] = number
    for number, name in enumerate(_ENGLISH, start=1):
        names[name] = names[name[:3]] = number
    return names


def _either(names: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_NAMES = {**_whole_names(), **_short_names()}
_MONTH_WORD = r"(?:ประจำเดือน|ประจำงวด|รอบบิล|รอบเดือน|รอบ|เดือน|งวด|month of)\s*"
_NAMED = (
    rf"(?:(?:{_MONTH_WORD})?(?P<whole>{_either(_whole_names())})"
    rf"|(?:{_MONTH_WORD}|(?<![A-Za-zก-๎.]))(?P<short>{_either(_short_names())})"
    r"(?![A-Za-zก-๎])\.?(?! (?:be|i|have)\b))"
)
_NAME = re.compile(_NAMED, re.IGNORECASE)
_YEAR = re.compile(
    r"[\s./,-]*(?:พ\.?ศ\.?\s*|ค\.?ศ\.?\s*|ปี\s*|BE\s*|CE\s*)?'?([0-9]{4}|[0-9]{2})(?![0-9]|[,.][0-9])",
    re.IGNORECASE,
)
_DAY_AND_YEAR = re.compile(r"\s+[0-9]{1,2}(?:st|nd|rd|th)?,\s*([0-9]{4})(?![0-9]|[,.][0-9])")
_YEAR_SAID = re.compile(
    r"\s*(?:ของ)?(?:(?P<last>ปีที่แล้ว|ปีก่อน|last year)|ปีนี้|this year)", re.IGNORECASE
)
_END = r"(?![0-9]|[,./-][0-9])"
_NUMERIC = re.compile(
    rf"(?<![0-9])(?:{_MONTH_WORD})?(?:"
    rf"(?:(?P<y1>[0-9]{{4}})[-/](?P<m1>[0-9]{{1,2}})(?:[-/][0-9]{{1,2}})?"
    rf"|(?P<m3>[0-9]{{1,2}})(?:[-/](?P<y3>[0-9]{{4}})|/(?P<y4>[0-9]{{2}}))){_END}"
    r"|[0-9]{1,2}[-/.](?P<m2>[0-9]{1,2})[-/.](?P<y2>[0-9]{4}|[0-9]{2})(?![0-9]|[,./][0-9]))"
)
_SPOKEN = {
    word: number
    for number, word in enumerate(
        ("หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ", "สิบเอ็ด", "สิบสอง"), start=1
    )
}
_NUMBERED = re.compile(
    r"(?:ประจำ)?เดือน(?:ที่)?\s*(?:(1[0-2]|0?[1-9])(?![0-9]|[,.][0-9])"
    rf"|({'|'.join(sorted(_SPOKEN, key=len, reverse=True))})(?=\s|$))",
    re.IGNORECASE,
)
_COUNTS = {"สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "two": 2, "three": 3, "four": 4}
_RELATIVE = re.compile(
    rf"(?:ของ)?(?:"
    rf"(?P<count>[2-9]|{'|'.join(_COUNTS)})\s*(?:เดือน(?:ก่อน|ที่แล้ว|ที่ผ่านมา)|months ago)"
    r"|(?P<last>เดือน(?:ที่แล้ว|ก่อน(?:หน้า(?:นี้)?)?|ที่ผ่านมา)|last month|previous month)"
    r"|(?P<this>เดือน(?:นี้|ปัจจุบัน)|this month)"
    r"|(?P<next>เดือน(?:หน้า|ถัดไป)|next month))",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?P<said>(?:ลง)?วันที่\s*|ลว\.?\s*)?(?P<day>[0-9]{1,2})(?P<till>\s?-\s?[0-9]{1,2})?\s?"
    + f"(?={_NAMED})",
    re.IGNORECASE,
)
_A_YEAR_AGO = re.compile(
    r"(?:ปีที่แล้ว|ปีก่อน)\s?(?:เดือน|ช่วง)เดียวกัน|(?:เดือน|ช่วง)เดียวกัน(?:ของ|กับ)?\s?(?:ปีที่แล้ว|ปีก่อน)"
    r"|(?:the )?same month (?:of )?last year",
    re.IGNORECASE,
)
_DAYS_OF_TWO_MONTHS = re.compile(
    r"(?<![0-9/.,])[0-9]{1,2}/(?P<first>[0-9]{1,2})\s?(?:-|ถึง)\s?[0-9]{1,2}/(?P<last>[0-9]{1,2})(?![0-9/,.])"
)
HARDLY_BEGUN = 15  # days of the new month in which the one before is still `this month`
MONTHS_OF_A_YEAR = 12
_OLDEST_YEARS = 10
_DAYS = 31


@dataclass(frozen=True, slots=True)
class FoundMonth:
    end: int
    month: Month
    vague: bool = False
    relative: bool = False


@dataclass(frozen=True, slots=True)
class FoundDay:
    """`31 ก.ค.`: a day before a month's name. Not `certain`, it may also be a figure."""

    end: int
    certain: bool


def match_day(text: str, at: int) -> FoundDay | None:
    found = _DAY.match(text, at)
    if found is None or not 1 <= int(found["day"]) <= _DAYS:
        return None
    return FoundDay(found.end(), bool(found["said"] or found["till"]))


def match_month(
    text: str, at: int, today: date, asked: Month, starts_unit: re.Pattern[str]
) -> FoundMonth | None:
    """The month named at `at`. A number that a unit follows is a figure, not a year.

    `This month` is the `asked` one while its successor has hardly begun: who tells July's figures
    on the third of August says `this month` of the bill in hand.
    """
    a_year_ago = _A_YEAR_AGO.match(text, at)
    if a_year_ago:
        return FoundMonth(a_year_ago.end(), asked - MONTHS_OF_A_YEAR)
    relative = _RELATIVE.match(text, at)
    if relative and relative["this"]:
        begun = asked == Month.of(today) - 1 and today.day <= HARDLY_BEGUN
        return FoundMonth(
            relative.end(), asked if begun else Month.of(today), vague=True, relative=True
        )
    if relative:
        return FoundMonth(relative.end(), Month.of(today) - _months_back(relative), relative=True)
    span = _DAYS_OF_TWO_MONTHS.match(text, at)
    if span and (dated := _span(span, today)):
        return dated
    numeric = _NUMERIC.match(text, at)
    if numeric and not starts_unit.match(text, numeric.end()):
        number = numeric["m1"] or numeric["m2"] or numeric["m3"]
        year = numeric["y1"] or numeric["y2"] or numeric["y3"] or numeric["y4"]
        return _dated(numeric.end(), int(number), year, today)
    numbered = _NUMBERED.match(text, at)
    if numbered and not starts_unit.match(text, numbered.end()):
        told = _SPOKEN[numbered[2]] if numbered[2] else int(numbered[1])
        return _with_year(text, numbered.end(), told, today, starts_unit)
    named = _NAME.match(text, at)
    if named is None:
        return None
    number_named = _NAMES[(named["whole"] or named["short"]).lower()]
    return _with_year(text, named.end(), number_named, today, starts_unit)


def _span(found: re.Match[str], today: date) -> FoundMonth | None:
    """`16/6-15/7`: a bill's days; the month in which it ends."""
    first, last = int(found["first"]), int(found["last"])
    if not (1 <= first <= MONTHS_OF_A_YEAR and last in (first, first % MONTHS_OF_A_YEAR + 1)):
        return None
    return FoundMonth(found.end(), _latest(last, today))


def _months_back(found: re.Match[str]) -> int:
    if found["count"]:
        said = found["count"].lower()
        return _COUNTS[said] if said in _COUNTS else int(said)
    return 1 if found["last"] else -1 if found["next"] else 0


def _with_year(
    text: str, end: int, number: int, today: date, starts_unit: re.Pattern[str]
) -> FoundMonth:
    """The year that stands behind a month's name, or the latest such month."""
    day_and_year = _DAY_AND_YEAR.match(text, end)
    if day_and_year and (dated := _dated(day_and_year.end(), number, day_and_year[1], today)):
        return dated
    said = _YEAR_SAID.match(text, end)
    if said:
        return FoundMonth(said.end(), Month(today.year - bool(said["last"]), number))
    year = _YEAR.match(text, end)
    if year and not starts_unit.match(text, year.end()) and not _begins_a_date(text, year):
        dated = _dated(year.end(), number, year[1], today)
        if dated:
            return dated
    return FoundMonth(end, _latest(number, today))


def _begins_a_date(text: str, year: re.Match[str]) -> bool:
    """`26 มิ.ย. - 25 ก.ค.`: 25 is a day of the next month named, no year."""
    return match_day(text, year.start(1)) is not None


def _dated(end: int, number: int, year: str, today: date) -> FoundMonth | None:
    common = _common_year(year, today)
    if common is None or not 1 <= number <= 12:
        return None
    return FoundMonth(end, Month(common, number))


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


def is_year(value: int, today: date) -> bool:
    """Whether a bare number is this year or the last, of either era: 2569, 2026."""
    return any(value in (year, year + BUDDHIST_OFFSET) for year in (today.year, today.year - 1))


def month_called(name: str) -> int | None:
    """The number of the month a text names and nothing else: ม.ค., มกราคม, Jan."""
    bare = name.strip().lower()
    return _NAMES.get(bare) or _NAMES.get(bare.rstrip("."))
