"""Flows of another month than the one asked for: กรอกเดือน มิ.ย. 69, แก้ไขเดือนที่แล้ว, totals of May."""

import re
from collections.abc import Callable
from datetime import date

from bot.months import Month
from bot.reading.cleaning import clean
from bot.reading.months import match_month
from bot.situation import Situation

_OF = re.compile(r"(?:ข้อมูล)?\s*(?:ของ|for|of)?\s*")
_AFTER = re.compile(r"(?:ก่อน|ด้วย|หน่อย|ต่อ|again|please|[\s.])*")
_NO_UNIT = re.compile(r"(?!)")  # no figure stands here that a month's year could belong to


def month_said(situation: Situation, text: str) -> Month | None:
    """The month that is all the text; None when it is anything more, or no month."""
    return month_of(text, situation.today, situation.report_month)


def month_of(text: str, today: date, report_month: Month) -> Month | None:
    """The same, while there is no situation yet."""
    skipped = _OF.match(text)
    at = skipped.end() if skipped else 0
    found = match_month(text, at, today, report_month, _NO_UNIT)
    return found.month if found and _AFTER.fullmatch(text, found.end) else None


def of_month(*verbs: str) -> Callable[[Situation, str], str | None]:
    """Hears one of the verbs with a month behind it; the argument is the month."""

    def reads(situation: Situation, said: str) -> str | None:
        text = clean(said).text
        verb = max((one for one in verbs if text.startswith(one)), key=len, default="")
        month = month_said(situation, text[len(verb) :].strip()) if verb else None
        return str(month) if month else None

    return reads


def month_in(argument: str) -> Month | None:
    """The month a flow was started with; None for any other argument."""
    try:
        return Month.parse(argument)
    except ValueError:
        return None
