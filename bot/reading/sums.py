"""Sums and products worked out: 40+60+20, 5 x 64 ลิตร, 20 กระสอบ กระสอบละ 50 กก.

What was worked out is never saved without a read-back that shows the result.
"""

import re
from dataclasses import replace
from decimal import Decimal

from bot.reading.numbers import Number, Sign, match_number, match_sign
from bot.reading.shapes import Doubt
from bot.reading.tokens import Figure
from bot.reading.units import UnitSpellings

_COUNTER = (
    "ครั้ง|วัน|คัน|เที่ยว|กระสอบ|ถุง|ถัง|ตัว|ใบ|แห่ง|เครื่อง|กล่อง|ลัง|รอบ|ราย|หลัง|ครัวเรือน|อาคาร|โรงเรียน|ศูนย์"
)
_EACH = re.compile(
    rf"(?P<count>[0-9][0-9,]*)\s?(?P<counter>{_COUNTER})\s?(?:ๆ\s?|(?P=counter)\s?)?ละ\s?(?=[0-9])"
    r"(?!(?:4|7|15|48)\s*(?:กิโล|กก|โล|kg))"
)


def work_out(line: str, figure: Figure, units: UnitSpellings) -> None:
    """Take in the numbers joined to `figure` by signs; what does not work out is asked about."""
    terms = 0
    symbol = ""
    while (sign := match_sign(line, figure.end)) is not None:
        second = match_number(line, sign.end)
        figure.end = second.end if second else sign.end
        unit = units.match(line, figure.end)
        figure.end = unit.end if unit else figure.end
        alike = _same_unit(figure, unit.codes if unit else None)
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


def _take(figure: Figure, value: Decimal, second: Number | None, code: str) -> None:
    """The result, with the doubts of all its parts; a fix of one part says nothing about it."""
    doubts = (*figure.number.doubts, *(second.doubts if second else ()), Doubt(code))
    kept = dict.fromkeys(Doubt(doubt.code) for doubt in doubts)
    figure.number = replace(figure.number, value=value, doubts=tuple(kept))


def _same_unit(figure: Figure, codes: tuple[str, ...] | None) -> bool:
    return figure.unit is None or codes is None or figure.unit.codes == codes


def _kept(sign: Sign) -> str:
    return "" if sign.symbol == "=" else sign.symbol
