"""Which months a row is about: a month, or a year by how often its activity is asked."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from bot.assignments import LAST_OF_THE_YEAR, ONCE_A_YEAR
from bot.catalogue import Activity, Frequency, Method
from bot.inventory.holding import STOCKS, is_held
from bot.loading.amounts import EXACT
from bot.loading.lines import Column, Period, Wrong, shown
from bot.months import Month
from bot.reading.cleaning import clean
from bot.reading.sheets.years import common_year, month_cell

OLDEST_YEAR = 1950  # waste of that age still gives off methane
MONTHS = 12
WHOLE_YEAR = "the whole year {year}"  # how a revision's reason says it
_YEAR = re.compile(
    r"(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|ปี|year|b\.?e\.?|c\.?e\.?|a\.?d\.?)?\s*([0-9]{4}|[0-9]{2})",
    re.IGNORECASE,
)
_FISCAL = re.compile(r"งบ|fiscal|\bFY", re.IGNORECASE)
_INSTEAD = "write its months, or spread = yes for twelve estimated parts"
_YES = frozenset({"yes", "y", "true", "1", "ใช่"})
_NO = frozenset({"", "no", "n", "false", "0", "ไม่", "ไม่ใช่"})


@dataclass(frozen=True, slots=True)
class Part:
    """What one month gets of a year's figure; `note` says by which method."""

    month: Month
    quantity: Decimal | None
    note: str
    is_spread: bool = False


def period_in(month_text: str, year_text: str, today: date) -> Period:
    """The month or year a row names; Wrong says what to write."""
    year = _year_in(year_text, today) if year_text else None
    if not month_text and year is None:
        raise Wrong(Column.MONTH, "is empty; write the month as 2026-07, or the year")
    if not month_text:
        return Period(year=year)
    month = _month_in(month_text, year, today)
    if year is not None and month.year != year:
        raise Wrong(Column.YEAR, f"{shown(year_text)} is not the year of {month}; keep one")
    return Period(month=month)


def is_yes(text: str, column: Column) -> bool:
    """`yes`, `no` or nothing."""
    said = text.casefold()
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise Wrong(column, f"{shown(text)} is neither yes nor no; write yes, or leave it empty")


def refuse_future(activity: Activity, month: Month, period: Period, today: date) -> None:
    """A month that has not come has no figure, and one that is not over not a whole one."""
    now = Month.of(today)
    is_whole = activity.frequency is Frequency.MONTHLY and activity.method is not Method.PARAMETER
    if month < now or (month == now and not is_whole):
        return
    column = Column.MONTH if period.month else Column.YEAR
    words = "has not come yet" if month > now and period.month else "is not over yet"
    raise Wrong(column, f"{period} {words}; load it when it is over")


def parts_of(
    activity: Activity, year: int, quantity: Decimal | None, told: str, spread: bool
) -> tuple[Part, ...]:
    """A year's figure by month: with December as it is asked for, over its months, or refused."""
    whole = WHOLE_YEAR.format(year=year)
    if activity.method is Method.PARAMETER:
        _refuse_spread(activity, spread, "holds from its month on")
        return (Part(Month(year, 1), quantity, f"of the year {year}"),)
    if is_held(activity):
        _refuse_spread(activity, spread, "lasts until the next count")
        return (Part(Month(year, 1), quantity, f"of the year {year}"),)
    once = activity.frequency in ONCE_A_YEAR or activity.frequency is Frequency.ONCE
    if once:
        _refuse_spread(activity, spread, "is asked once a year")
    if once or (activity.frequency is Frequency.MONTHLY_OR_YEARLY and not spread and quantity):
        return (Part(Month(year, LAST_OF_THE_YEAR), quantity, whole),)
    if not quantity:
        return _each(year, quantity, f"of the year {year}", is_spread=False)
    if not spread:
        raise Wrong(Column.YEAR, f"{activity.code} is asked {_when(activity)}; {_INSTEAD}")
    if activity.method in STOCKS and activity.frequency is not Frequency.MONTHLY:
        words = f"{activity.code} is not there all year; write the months it was there"
        raise Wrong(Column.SPREAD, words)
    if activity.method in STOCKS:
        return _each(year, quantity, f"{told} of the year {year}, in each month", is_spread=True)
    return _twelfths(year, quantity, f"a twelfth of {told} of the year {year}")


def _when(activity: Activity) -> str:
    return "month by month" if activity.frequency is Frequency.MONTHLY else "when it happens"


def _refuse_spread(activity: Activity, spread: bool, why: str) -> None:
    if spread:
        raise Wrong(Column.SPREAD, f"{activity.code} {why}; leave spread empty")


def _each(year: int, quantity: Decimal | None, note: str, is_spread: bool) -> tuple[Part, ...]:
    months = Month(year, LAST_OF_THE_YEAR).year_months
    return tuple(Part(month, quantity, note, is_spread) for month in months)


def _twelfths(year: int, quantity: Decimal, note: str) -> tuple[Part, ...]:
    """Twelve parts that add up to the year, to the last decimal: December takes what is left."""
    part = (quantity / MONTHS).quantize(EXACT, ROUND_DOWN)
    if not part:
        words = f"{quantity:f} is too little to be spread; write its months"
        raise Wrong(Column.QUANTITY, words)
    last = quantity - part * (MONTHS - 1)
    months = Month(year, LAST_OF_THE_YEAR).year_months
    shares = [part] * (MONTHS - 1) + [last]
    return tuple(Part(*one, note, True) for one in zip(months, shares, strict=True))


def _month_in(text: str, year: int | None, today: date) -> Month:
    written = clean(text).text
    cell = month_cell(written, today, OLDEST_YEAR)
    if cell is None and written.isdigit() and 1 <= int(written) <= MONTHS:
        if year is None:
            raise Wrong(Column.MONTH, f"{shown(text)} names no year; write it as 2026-07")
        return Month(year, int(written))
    if cell is None:
        raise Wrong(Column.MONTH, f"{shown(text)} is not a month; write it as 2026-07")
    found = cell.year or year
    if found is None:
        raise Wrong(Column.MONTH, f"{shown(text)} names no year; write it as 2026-07")
    return Month(found, cell.number)


def _year_in(text: str, today: date) -> int:
    if _FISCAL.search(text):
        raise Wrong(Column.YEAR, f"{shown(text)} is a fiscal year; write calendar years or months")
    found = _YEAR.fullmatch(clean(text).text)
    year = common_year(found[1], today, OLDEST_YEAR) if found else None
    if year is None:
        words = f"{shown(text)} is not a year from {OLDEST_YEAR} on; write it as 2026 or 2569"
        raise Wrong(Column.YEAR, words)
    return year
