"""Months and years in cells and titles: Buddhist or Common Era, calendar or fiscal."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.months import BUDDHIST_OFFSET, Month
from bot.reading.months import month_called

FISCAL_FROM = 10  # October
OPENS_A_YEAR = (9, 10)  # the months e-report tables and fiscal years begin with
OLDEST_YEARS = 10
LONGEST_CELL = 40  # letters; a month and its year take twenty

_NAMED = re.compile(
    r"(?:ประจำ)?(?:เดือน|งวด|รอบบิล|month)?\s*(?P<name>[A-Za-zก-๎][A-Za-zก-๎. ]*?)"
    r"[\s\-/'’,.]*(?:พ\.?ศ\.?|ค\.?ศ\.?|ปี)?\s*(?P<year>[0-9]{4}|[0-9]{2})?",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-[0-9]{1,2})?(?:[T ].*)?")
_SLASHED = re.compile(r"(?:[0-9]{1,2}/)?(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4}|[0-9]{2})")
_STATED = re.compile(
    r"(?P<fiscal>ปี\s?งบประมาณ|ปี\s?งบ|งบประมาณ|fiscal year|\bFY)?"
    r"(?:ประจำปี|รอบปี|ปี|พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|\byear\b)*\s*(?:พ\.?\s?ศ\.?)?\s*"
    r"(?<![0-9/,-])(?<![0-9][.])(?P<year>2[0-9]{3}|(?<=ปี)[0-9]{2}|(?<=ปี )[0-9]{2})(?![0-9,.]*[0-9])"
    r"(?P<range>\s*(?:[-–]|ถึง|และ|กับ|,|/)\s*(?:ปี\s*|พ\.?ศ\.?\s*)?[0-9]{2,4})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A month's number, and its year where the cell states one."""

    number: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """The years a title states, Common Era, and whether it calls one fiscal."""

    years: tuple[int, ...] = ()
    fiscal: bool = False


def month_cell(text: str, today: date, oldest: int | None = None) -> MonthCell | None:
    """What a cell that names a month, and nothing else, names; see `common_year` for `oldest`."""
    if not 2 <= len(text) <= LONGEST_CELL:
        return None
    written = _DATE.fullmatch(text) or _SLASHED.fullmatch(text)
    if written:
        stated = common_year(written["year"], today, oldest)
        in_year = stated is not None and 1 <= int(written["month"]) <= 12
        return MonthCell(int(written["month"]), stated) if in_year else None
    named = _NAMED.fullmatch(text)
    number = month_called(named["name"]) if named else None
    if named is None or number is None:
        return None
    year = common_year(named["year"], today, oldest) if named["year"] else None
    return None if named["year"] and year is None else MonthCell(number, year)


def common_year(text: str, today: date, oldest: int | None = None) -> int | None:
    """2569, 69, 2026 and 26 as the Common Era year near today; None when none is near.

    A year of four digits may be as old as `oldest`, where that is given.
    """
    first = today.year - OLDEST_YEARS
    if len(text) == 4:
        choices = [int(text), int(text) - BUDDHIST_OFFSET]
        first = first if oldest is None else oldest
    else:
        choices = [2500 + int(text) - BUDDHIST_OFFSET, 2000 + int(text)]
    near = [year for year in choices if first <= year <= today.year + 1]
    return near[0] if near else None


def stated_in(texts: Iterable[str], today: date) -> Stated:
    """Every year the texts state; a span of years states none."""
    years: dict[int, None] = {}
    fiscal = False
    for text in texts:
        for found in _STATED.finditer(text):
            stated = None if found["range"] else common_year(found["year"], today)
            if stated:
                years[stated] = None
                fiscal = fiscal or bool(found["fiscal"])
    return Stated(tuple(years), fiscal)


def without_years(text: str) -> str:
    """A heading's words without the years it states."""
    return _STATED.sub(" ", text).strip()


def wraps(numbers: Sequence[int]) -> int:
    """How often the months go over from December into a new year."""
    return sum(later < earlier for earlier, later in pairwise(numbers))


def is_fiscal(numbers: Sequence[int]) -> bool:
    """Whether the months run as a fiscal year's do: from October (or September) on."""
    return bool(numbers) and numbers[0] in OPENS_A_YEAR and wraps(numbers) == 1


def dated(numbers: Sequence[int], year: int, fiscal: bool) -> list[Month]:
    """The months of a row of months; `year` is the one it ends in."""
    turns, months = wraps(numbers), []
    previous, current = 0, year - turns
    for number in numbers:
        current += number < previous
        earlier = fiscal and turns == 0 and number >= FISCAL_FROM
        months.append(Month(current - earlier, number))
        previous = number
    return months


def ambiguous(numbers: Sequence[int], fiscal: bool) -> bool:
    """A fiscal year over January to December: of which year are its last three months?"""
    both = any(number >= FISCAL_FROM for number in numbers) and any(
        number < FISCAL_FROM for number in numbers
    )
    return fiscal and both and wraps(numbers) == 0
