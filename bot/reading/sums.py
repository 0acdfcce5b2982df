"""Sums and products worked out: 40+60+20, 5 x 64 ลิตร, 20 กระสอบ กระสอบละ 50 กก.

What was worked out is never saved without a read-back that shows the result.
"""

import re
from dataclasses import replace
from decimal import Decimal

from bot.reading.numbers import Number, Sign, match_number, match_sign
from bot.reading.shapes import Doubt
from bot.reading.tokens import Figure
from bot.reading.units import FoundUnit, UnitSpellings

_COUNTER = (
    "ครั้ง|วัน|คัน|เที่ยว|กระสอบ|ถุง|ถัง|ตัว|ใบ|แห่ง|เครื่อง|กล่อง|ลัง|รอบ|ราย|หลังคาเรือน|หลัง|ครัวเรือน|ครัว|อาคาร|โรงเรียน|ศูนย์|"
    "แปลง|หมู่บ้าน|คน"
)
_EACH = re.compile(
    rf"(?P<count>[0-9][0-9,]*)\s?(?:(?:{_COUNTER})\s?(?:ๆ\s?|(?:{_COUNTER})\s?)?"
    rf"|(?P<counter>{_COUNTER})[^0-9\n]{{0,25}}?(?P=counter)\s?)ละ\s?(?=[0-9])"
    r"(?!(?:4|7|15|48)\s*(?:กิโล|กก|โล|kg))"
)
_PEOPLE = "คน|นาย|ราย|อัตรา|people|persons?|staff"
_AT_WORK = r"(?:\s|,|[x×*]|ๆ|ละ|คน|มา|ปฏิบัติ|ทำงาน|ทำการ|จำนวน|เป็นเวลา|for|worked|working)*"
_PERSON_DAYS = re.compile(
    rf"(?P<first>[0-9][0-9,]*)\s?(?:{_PEOPLE}){_AT_WORK}(?P<second>[0-9]{{1,3}})\s?(?:วัน|days?)(?:ทำการ|ทำงาน)?"
    rf"|(?P<days>[0-9]{{1,3}})\s?(?:วัน|days?)(?:ทำการ|ทำงาน)?{_AT_WORK}(?:วันละ)?\s?(?P<people>[0-9][0-9,]*)\s?(?:{_PEOPLE})",
    re.IGNORECASE,
)
_SIZED = re.compile(
    r"(?P<size>4|7|15|48)\s?(?:กิโลกรัม|กิโล|กก\.?|โล|kg)\s?(?P<count>[0-9]{1,3})\s?ถัง"
)
_PER_DAY = re.compile(
    r"\s?(?:x|×|\*|คูณ|,|\s)\s?(?P<days>2[89]|3[01])\s?(?:วัน|days?)(?![0-9])", re.IGNORECASE
)
# Things that are counted in packages: two kinds of them are added, not mistaken for two items.
_PACKAGES = frozenset({"ream", "box", "sack", "cylinder4", "cylinder7", "cylinder15", "cylinder48"})


def work_out(line: str, figure: Figure, units: UnitSpellings, names: re.Pattern[str]) -> None:
    """Take in the numbers joined to `figure` by signs; what does not work out is asked about.

    `names` are names with digits: `และ 21-0-0` begins another item.
    """
    terms = 0
    symbol = ""
    while (sign := match_sign(line, figure.end)) is not None:
        if sign.in_words and names.match(line, sign.end):
            return
        sized = match_sized(line, sign.end)  # กับ 4 กก. 1 ถัง
        second = sized.number if sized else match_number(line, sign.end)
        unit = sized.unit if sized else units.match(line, second.end) if second else None
        if second and unit and _are_parts(figure, unit, units):
            figure.end = unit.end
            if second.value is None:
                figure.unclear = figure.unclear or "arithmetic"
            else:
                figure.parts.append((second.value, unit))
                figure.doubts.append(Doubt("sum"))
            continue
        alike = _same_unit(figure, unit.codes if unit else None)
        if sign.in_words and not alike:
            return  # ไฟ 1,200 หน่วย และ 320 ลิตร: another item
        figure.end = second.end if second else sign.end
        figure.end = unit.end if unit else figure.end
        money = bool(unit and unit.money) or bool(second and second.money)
        if symbol and sign.symbol not in (symbol, "="):
            money = True  # 2+3x4: which first?
        value = None if second is None or money or second.unclear else second.value
        if value is None or figure.number.value is None:
            figure.unclear = figure.unclear or "arithmetic"
        elif sign.symbol == "=":
            if not terms or value != figure.number.value:
                figure.unclear = figure.unclear or "arithmetic"
        elif sign.symbol == "+" and alike:
            _take(figure, figure.number.value + value, second, "sum")
        elif sign.symbol == "x" and not (figure.unit and unit):
            _take(figure, figure.number.value * value, second, "product")
        else:
            figure.unclear = figure.unclear or "arithmetic"
        figure.unit = figure.unit or unit
        symbol = symbol or _kept(sign)
        terms += 1


def match_each(line: str, at: int, units: UnitSpellings) -> Figure | None:
    """`20 กระสอบ กระสอบละ 50 กก.`, `5 ครั้งๆละ 64 ลิตร`: so many, each of so much."""
    found = _EACH.match(line, at)
    if found is None:
        return None
    count, each = match_number(found["count"], 0), match_number(line, found.end())
    if count is None or each is None or count.value is None or each.value is None:
        return None
    figure = Figure(each, at, each.end, unit=units.match(line, each.end))
    if figure.unit:
        figure.end = figure.unit.end
    _take(figure, count.value * each.value, each, "product")
    return figure


def match_sized(line: str, at: int) -> Figure | None:
    """`15 โล 1 ถัง`: cylinders, their size before their number."""
    found = _SIZED.match(line, at)
    if found is None:
        return None
    count = match_number(found["count"], 0)
    unit = FoundUnit(found.end(), (f"cylinder{found['size']}",))
    return Figure(replace(count, end=found.end()), at, found.end(), unit=unit) if count else None


def match_person_days(line: str, at: int) -> Figure | None:
    """`42 คน ทำงาน 20 วัน`, `20 วัน วันละ 42 คน`: person-days."""
    found = _PERSON_DAYS.match(line, at)
    if found is None:
        return None
    first = match_number(found["first"] or found["days"], 0)
    second = match_number(found["second"] or found["people"], 0)
    if first is None or second is None or None in (first.value, second.value):
        return None
    figure = Figure(replace(first, end=found.end()), at, found.end())
    figure.unit = FoundUnit(found.end(), ("person-day",))
    _take(figure, (first.value or Decimal(0)) * (second.value or Decimal(0)), second, "product")
    return figure


def match_days_of_rate(line: str, at: int) -> tuple[int, Decimal] | None:
    """`3 ตันต่อวัน x 31 วัน`: where the days end, and how many there are."""
    found = _PER_DAY.match(line, at)
    return (found.end(), Decimal(found["days"])) if found else None


def _are_parts(figure: Figure, unit: FoundUnit, units: UnitSpellings) -> bool:
    """`2 กล่อง กับ 3 รีม`, `4 ตัน + 500 กก.`: two amounts of one thing in two units."""
    if figure.unit is None or figure.unit.codes == unit.codes:
        return False
    both = {*figure.unit.codes, *unit.codes}
    return both <= _PACKAGES or units.goes_on(figure.unit, unit) or units.goes_on(unit, figure.unit)


def _take(figure: Figure, value: Decimal, second: Number | None, code: str) -> None:
    """The result, with the doubts of all its parts; a fix of one part says nothing about it."""
    doubts = (*figure.number.doubts, *(second.doubts if second else ()), Doubt(code))
    kept = dict.fromkeys(Doubt(doubt.code) for doubt in doubts)
    figure.number = replace(figure.number, value=value, doubts=tuple(kept))


def _same_unit(figure: Figure, codes: tuple[str, ...] | None) -> bool:
    return figure.unit is None or codes is None or figure.unit.codes == codes


def _kept(sign: Sign) -> str:
    return "" if sign.symbol == "=" else sign.symbol
