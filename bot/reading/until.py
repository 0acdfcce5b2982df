"""Until when somebody wants to be left alone: ถึง 15 ก.ย., 1 เดือน, until 15 Sep, for two weeks."""

import re
from datetime import date, timedelta

from bot.months import BUDDHIST_OFFSET, Month
from bot.reading.cleaning import clean
from bot.reading.months import month_called

_COUNTS = {
    "": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4,
}  # fmt: skip
_LASTS = re.compile(
    r"(?:ไป|ไว้|for|\s)*(?P<count>[0-9]{1,3}|a|an|one|two|three|หนึ่ง|สอง|สาม|สี่|)\s*"
    r"(?P<unit>วัน|สัปดาห์|อาทิตย์|เดือน|days?|weeks?|months?)(?:เดียว|ก่อน|\s)*"
)
_UNTIL = r"(?:จนถึง|ไปถึง|ถึง|จน|until|till|to|\s)*(?:วันที่|the|\s)*"
_DAY_MONTH = re.compile(
    _UNTIL + r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\s*(?:of\s+)?"
    r"(?P<month>[ก-๎a-z](?:[ก-๎a-z. ]*?[ก-๎a-z.])?)\s*(?:พ\.?ศ\.?)?\s*(?P<year>[0-9]{4}|[0-9]{2})?"
)
_MONTH_DAY = re.compile(
    _UNTIL + r"(?P<month>[a-z]+)\.?\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s*(?P<year>[0-9]{4})?"
)
_NUMBERS = re.compile(
    _UNTIL + r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})(?:[/.-](?P<year>[0-9]{4}|[0-9]{2}))?"
)
_ISO = re.compile(_UNTIL + r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_END = re.compile(_UNTIL + r"(?:สิ้นเดือน|(?:the )?end of (?:the |this )?month)")
_SHORT_YEAR = 100
_SHORT_BUDDHIST = range(60, 100)  # 69 is 2569; 26 is 2026


def until(text: str, today: date) -> date | None:
    """The last day meant, in the future or not; None when the text says no day."""
    said = clean(text).text.casefold().strip(" .")
    if lasts := _LASTS.fullmatch(said):
        return _later(today, lasts)
    if _END.fullmatch(said):
        return Month.of(today).last_day
    for pattern in (_ISO, _NUMBERS, _DAY_MONTH, _MONTH_DAY):
        if found := pattern.fullmatch(said):
            return _dated(found, today)
    return None


def _later(today: date, found: re.Match[str]) -> date:
    count = found["count"]
    number = int(count) if count.isdigit() else _COUNTS[count]
    unit = found["unit"]
    if unit.startswith(("เดือน", "month")):
        month = Month.of(today) + number
        return date(month.year, month.month, min(today.day, month.days))
    weeks = unit.startswith(("สัปดาห์", "อาทิตย์", "week"))
    return today + timedelta(days=number * (7 if weeks else 1))


def _dated(found: re.Match[str], today: date) -> date | None:
    """A year that is not said is the next one in which the day is still to come."""
    name, day = found["month"].strip(), int(found["day"])
    number = int(name) if name.isdigit() else month_called(name)
    if number is None:
        return None
    year = _year(found["year"])
    try:
        if year is not None:
            return date(year, number, day)
        this_year = date(today.year, number, day)
        return this_year if this_year >= today else date(today.year + 1, number, day)
    except ValueError:  # 31 April, a thirteenth month
        return None


def _year(said: str | None) -> int | None:
    if not said:
        return None
    year = int(said)
    if year < _SHORT_YEAR:
        return year + 2500 - BUDDHIST_OFFSET if year in _SHORT_BUDDHIST else year + 2000
    return year - BUDDHIST_OFFSET if year > 2400 else year
