"""Figures: one number with all that belongs to it: unit, size, `or so`, a second number."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.reading.activities import ActivityNames
from bot.reading.answers import NO_BEFORE_A_NAME, NOTHING_WORDS
from bot.reading.joining import without_fixes
from bot.reading.months import FoundMonth, is_year, match_day
from bot.reading.numbers import Number, match_number, match_sign
from bot.reading.shapes import Doubt
from bot.reading.sums import (
    match_days_of_rate,
    match_each,
    match_person_days,
    match_sized,
    work_out,
)
from bot.reading.tokens import Figure
from bot.reading.units import (
    UnitSpellings,
    match_money,
    match_money_after,
    match_other_measure,
)

_ESTIMATE_AFTER = re.compile(
    r"\s?(?:กว่าๆ?|(?:นิด|หน่อย|ต้น|กลาง|ปลาย)ๆ|มั้ง|เศษๆ?(?!อาหาร)|\+(?!\s*[0-9])|or so\b)"
)
_RANGE = re.compile(r"\s*(?:-|~|ถึง|to\b|/)\s*(?=[0-9฿])", re.IGNORECASE)
_METER = re.compile(r"\s*>\s*(?=[0-9])")
_HALF_AFTER = re.compile(r"\s?ครึ่ง(?!ปี|เดือน)")
HALF = Decimal("0.5")
_RATE_AFTER = re.compile(
    r"\s?(?:ต่อ|/|per )\s?(?:(?P<day>วัน|day)|ปี|สัปดาห์|อาทิตย์|ครั้ง|year|week)", re.IGNORECASE
)
_LAUGHTER = re.compile("5{3,}\\+?")
_WORD_AFTER = re.compile(
    r"\s?(?!และ|กับ|รวม|ถึง|หรือ|แต่|เป็น|จาก|ใน|and |or )[ก-ฮเแโใไA-Za-z]{2}", re.IGNORECASE
)
_DIFFERENCE = re.compile(r"([0-9][0-9,]*)\s?-\s?([0-9][0-9,]*)\s?=\s?([0-9][0-9,]*)(?![0-9.,])")
_PART = re.compile(r"[ก-๎]{1,24}(?=$|[\s,.;:)])")
_LAND = re.compile(r"([0-9]+)-([0-3])-([0-9]{1,2}(?:\.[0-9]+)?)\s*(?=ไร่)")


class Figures:
    """Reads the figure that begins somewhere in a line, or says that none does."""

    def __init__(
        self,
        units: UnitSpellings,
        names: ActivityNames,
        today: date,
        month_at: Callable[[str, int], FoundMonth | None],
    ) -> None:
        self._units = units
        self._names = names
        self._today = today
        self._month_at = month_at

    def read(self, line: str, at: int) -> Figure | None:
        """A number with its unit, its `or so`, and a second number that makes it a range."""
        nothing = self._nothing(line, at)
        if nothing:
            return nothing
        if inside_word(line, at):
            return None  # inside a word such as B7
        land = _LAND.match(line, at)
        if land:
            return self._land(line, land)
        sized = match_sized(line, at)
        if sized:
            work_out(line, sized, self._units, self._names.numbered)
        each = sized or match_person_days(line, at) or match_each(line, at, self._units)
        if each:
            self._estimate_after(line, each)
            return each
        difference = self._difference(line, at)
        if difference:
            return difference
        money_end = match_money(line, at)
        start = at if money_end is None else money_end
        number = match_number(line, start, self._units.begin_as_numbers)
        if number is None:
            return None
        money = money_end is not None or number.money
        figure = Figure(number, at, number.end, money=money, unclear=number.unclear)
        if number.unclear == "negative" and line[at - 1 : at].isalpha():
            self._dash_before(line, figure, at)
        figure.maybe_day = match_day(line, at) is not None
        self._after(line, figure)
        self._looks_like_year(line, figure)
        return figure

    def _nothing(self, line: str, at: int) -> Figure | None:
        """`ไม่มี`, `ไม่ได้เบิกเลย`, `no LPG`: a zero, with what there is none of."""
        found = NOTHING_WORDS.match(line, at)
        end = self._nothing_ends(line, found.end()) if found else None
        if found is None:
            found = NO_BEFORE_A_NAME.match(line, at)
            end = self._names.begins(line, found.end()) if found else None
        zero = match_number("0", 0)
        if found is None or end is None or zero is None:
            return None
        name = line[found.end() : end]
        return Figure(zero, at, end, doubts=[Doubt("nothing_said")], name=name)

    def _nothing_ends(self, line: str, end: int) -> int | None:
        """`ไม่มี` is a zero at the end of its part, or right before what there is none of."""
        if not line[end : end + 1].isalpha():
            return end
        name = self._names.begins(line, end)
        if name is not None:
            return name
        part = _PART.match(line, end)  # ไม่มีการเผา: what there is none of, in other words
        return part.end() if part else None

    def _dash_before(self, line: str, figure: Figure, at: int) -> None:
        """`ไฟ-300`: the dash parts a name from its number; still it is read back."""
        number = match_number(line, at + 1)
        if number and number.value is not None:
            figure.number = replace(number, doubts=(*number.doubts, Doubt("sign")))
            figure.unclear, figure.end = "", number.end

    def _after(self, line: str, figure: Figure) -> None:
        self._estimate_after(line, figure)
        unit = self._units.match(line, figure.end)
        longer = self._units.match_longer(line, unit) if unit else None
        if longer:
            unit = longer
        elif unit is None and self._names.begins(line, figure.end) is None:
            unit = self._units.match_near(line, figure.end)
        if unit:
            figure.unit, figure.end = unit, unit.end
            self._half_after(line, figure)
        else:
            self._other_measure(line, figure)
        self._size_after(line, figure)
        self._estimate_after(line, figure)
        self._rate_after(line, figure)
        self._second_number(line, figure)
        figure.followed = figure.unit is None and self._word_follows(line, figure.end)

    def _word_follows(self, line: str, end: int) -> bool:
        """Whether a word stands right behind that is no unit, no name and no month."""
        word = _WORD_AFTER.match(line, end)
        if word is None or self._names.begins(line, end) is not None:
            return False
        start = end + line[end : end + 1].count(" ")
        return self._month_at(line, start) is None

    def _rate_after(self, line: str, figure: Figure) -> None:
        """`3 ตันต่อวัน` is not the month's figure, `3 ตันต่อวัน x 31 วัน` is."""
        rate = _RATE_AFTER.match(line, figure.end)
        if rate is None or figure.unclear:
            return
        days = match_days_of_rate(line, rate.end()) if rate["day"] else None
        value = figure.number.value
        if days is None or value is None:
            figure.unclear = "rate"
            return
        doubts = (*without_fixes(figure.number.doubts), Doubt("product"))
        figure.number = replace(figure.number, value=value * days[1], doubts=doubts)
        figure.end = days[0]

    def _other_measure(self, line: str, figure: Figure) -> None:
        money_end = match_money_after(line, figure.end)
        end = match_other_measure(line, figure.end) if money_end is None else money_end
        if end is not None:
            figure.end, figure.money = end, figure.money or money_end is not None
            figure.unclear = figure.unclear or "unit"

    def _land(self, line: str, found: re.Match[str]) -> Figure:
        """`12-2-50 ไร่`: rai, ngan and square wa, as land deeds write them."""
        rai, ngan, wa = (Decimal(part) for part in found.groups())
        number = Number(found.end(), rai + ngan / 4 + wa / 400, (Doubt("compound"),))
        figure = Figure(number, found.start(), found.end())
        self._after(line, figure)
        return figure

    def _estimate_after(self, line: str, figure: Figure) -> None:
        found = _ESTIMATE_AFTER.match(line, figure.end)
        if found:
            figure.estimated, figure.end = True, found.end()

    def _half_after(self, line: str, figure: Figure) -> None:
        """`2 ตันครึ่ง`: half a unit more."""
        found = _HALF_AFTER.match(line, figure.end)
        if found and figure.number.value is not None:
            value = figure.number.value + HALF
            doubts = (*figure.number.doubts, Doubt("words"))
            figure.number = replace(figure.number, value=value, doubts=doubts)
            figure.end = found.end()

    def _size_after(self, line: str, figure: Figure) -> None:
        """`3 ถังๆละ 15 กก.`: the size of the cylinders that were counted."""
        if figure.unit and "cylinder" in figure.unit.codes:
            sized = self._units.match_size(line, figure.end)
            if sized:
                figure.unit, figure.end = sized, sized.end

    def _second_number(self, line: str, figure: Figure) -> None:
        """A number joined to this one: a meter's later reading, a range, a sum."""
        work_out(line, figure, self._units, self._names.numbered)
        for pattern, join in ((_METER, _as_meter), (_RANGE, _as_range)):
            found = pattern.match(line, figure.end)
            second = match_number(line, found.end()) if found else None
            if found and second:
                join(figure, second, found[0])
                figure.end = second.end
                unit = self._units.match(line, second.end)
                if unit:
                    figure.unit, figure.end = unit, unit.end
                if join is _as_meter:
                    self._difference_said(line, figure)
                return

    def _difference(self, line: str, at: int) -> Figure | None:
        """`48494-45210=3284`: two meter readings and what lies between them."""
        found = _DIFFERENCE.match(line, at)
        if found is None:
            return None
        later, earlier, said = (Decimal(part.replace(",", "")) for part in found.groups())
        number = Number(found.end(), said, (Doubt("meter"),))
        figure = Figure(number, at, found.end(), unclear="" if later - earlier == said else "meter")
        self._after(line, figure)
        return figure

    def _difference_said(self, line: str, figure: Figure) -> None:
        """`45678 > 45990 = 312 หน่วย`: the difference, worked out by the person too."""
        sign = match_sign(line, figure.end)
        said = match_number(line, sign.end) if sign and sign.symbol == "=" else None
        if said is None:
            return
        if said.value != figure.number.value:
            figure.unclear = figure.unclear or "meter"
        figure.end = said.end
        unit = self._units.match(line, said.end)
        if unit:
            figure.unit, figure.end = unit, unit.end

    def _looks_like_year(self, line: str, figure: Figure) -> None:
        """A year, or laughter: Thai reads 555 aloud as hahaha."""
        if figure.unit is None and _LAUGHTER.fullmatch(line.strip()):
            figure.doubts.append(Doubt("laughter"))
        value, written = figure.number.value, line[figure.start : figure.end]
        if figure.unit or value is None or not written.isdigit() or len(written) != 4:
            return
        if is_year(int(value), self._today):
            figure.doubts.append(Doubt("year"))


def inside_word(line: str, at: int) -> bool:
    """Whether a Latin letter stands right before: B7 is a name."""
    before = line[at - 1 : at]
    return before.isascii() and before.isalpha()


def _as_meter(figure: Figure, second: Number, sign: str) -> None:
    """`1,200 > 1,350`: two meter readings, the use is their difference."""
    first = figure.number
    if first.value is None or second.value is None or second.value < first.value:
        figure.unclear = figure.unclear or "meter"
        return
    doubts = (*first.doubts, *second.doubts, Doubt("meter"))
    figure.number = Number(second.end, second.value - first.value, without_fixes(doubts))


def _as_range(figure: Figure, second: Number, sign: str) -> None:
    figure.unclear = figure.unclear or ("fraction" if "/" in sign else "range")
