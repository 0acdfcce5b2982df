"""Scanning: one pass from left to right, into figures, months and the words between them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from bot.months import Month
from bot.reading.activities import ActivityNames
from bot.reading.answers import NO_BEFORE_A_NAME, NOTHING_WORDS, match_answer
from bot.reading.asides import aside_end, match_day_alone
from bot.reading.joining import compounded, with_units_below, with_units_beside, without_fixes
from bot.reading.months import FoundMonth, is_year, match_day, match_month
from bot.reading.numbers import Number, match_number, match_sign
from bot.reading.periods import SEVERAL_MONTHS
from bot.reading.shapes import Doubt
from bot.reading.sums import (
    match_days_of_rate,
    match_each,
    match_person_days,
    match_sized,
    work_out,
)
from bot.reading.tokens import Figure, NamedMonth, Token, Words
from bot.reading.units import (
    FoundUnit,
    UnitSpellings,
    match_money,
    match_money_after,
    match_other_measure,
)

ESTIMATE = re.compile(
    r"ประมาณ|โดยประมาณ|ราวๆ|ราว|คร่าวๆ|น่าจะ|เกือบ|(?<!มาก)(?<!น้อย)(?<!ต่ำ)กว่าๆ?|เศษ(?!อาหาร)|~|≈|"
    r"\b(?:about|approximately|approx\.?|around|roughly|nearly|almost|over|or so|est\.?)\b"
    r"|\bestimated?\b",
    re.IGNORECASE,
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
_RATE_BEFORE = re.compile(r"(?:วัน|ปี|สัปดาห์|อาทิตย์|ครั้ง|หน่วย|ลิตร|กก\.?|ตัน)ละ\s*$")
_ABOUT_BEFORE = re.compile(r"±\s*$")
_NOT_BEFORE = re.compile(r"(?:ไม่ใช่|ไม่ได้|\bnot)\s*$", re.IGNORECASE)
# What stands before a number and keeps it from being the month's figure.
_UNCLEAR_BEFORE = (
    (_RATE_BEFORE, "rate"),
    (
        re.compile(
            r"เฉลี่ย(?:แล้ว|เดือนละ|ต่อเดือน|ประมาณ)*\s*$|\b(?:average|avg\.?|mean)(?: of)?\s*$",
            re.IGNORECASE,
        ),
        "rate",
    ),
    (
        re.compile(
            r"(?:[<>≤≥]|ไม่เกิน|ไม่ถึง|ไม่ต่ำกว่า|ไม่น้อยกว่า|อย่างน้อย|อย่างมาก|มากกว่า|น้อยกว่า|ต่ำกว่า|เกิน"
            r"|\b(?:at most|at least|less than|more than|under|up to|max(?:imum)?"
            r"|min(?:imum)?))\s*$",
            re.IGNORECASE,
        ),
        "range",
    ),
    (
        re.compile(
            r"(?:เลข|จด|อ่าน|หน้าปัด)\s?(?:มิเตอร์|อ่าน|หน้าปัด|ครั้งนี้)(?:น้ำ|ไฟ(?:ฟ้า)?)?(?:ได้|ล่าสุด|ตอนนี้"
            r"|วันนี้|ปัจจุบัน|คือ|เป็น|อยู่ที่)*[\s:=]*$"
            r"|\b(?:meter reading|reading)(?: is)?[\s:=]*$",
            re.IGNORECASE,
        ),
        "meter_alone",
    ),
    (
        re.compile(r"สะสม\s*$|ตั้งแต่ต้นปี\s*$|\b(?:YTD|year to date|cumulative)[\s:]*$", re.IGNORECASE),
        "period",
    ),
    (
        re.compile(
            r"(?:สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน|โหล|หลาย)(?:กับ|และ|อีก|\s)*$|\b(?:couple|couple of|few"
            r"|several|dozen)\s*$",
            re.IGNORECASE,
        ),
        "number",
    ),
    (_NOT_BEFORE, "number"),
)
_LAUGHTER = re.compile("5{3,}\\+?")
_MONTH_BEFORE_THAT = re.compile(r"เดือนก่อน(?:หน้า)?นั้น|\bthe month before that\b", re.IGNORECASE)
_WORD_AFTER = re.compile(
    r"\s?(?!และ|กับ|รวม|ถึง|หรือ|แต่|เป็น|จาก|ใน|and |or )[ก-ฮเแโใไA-Za-z]{2}", re.IGNORECASE
)
_DIFFERENCE = re.compile(r"([0-9][0-9,]*)\s?-\s?([0-9][0-9,]*)\s?=\s?([0-9][0-9,]*)(?![0-9.,])")
_DASH = re.compile(r"\s*-\s*(?=[0-9])")
_PART = re.compile(r"[ก-๎]{1,24}(?=$|[\s,.;:)])")
_LAST_NUMBER = re.compile(r"\s[0-9]+$")
_LAND = re.compile(r"([0-9]+)-([0-3])-([0-9]{1,2}(?:\.[0-9]+)?)\s*(?=ไร่)")
_INLINE_ITEMS = re.compile(r"(?<![0-9.,])(?=[1-9][0-9]?[.)]\s*[ก-๎A-Za-z])")
_ENUMERATOR = re.compile(
    r"\s*(?:[①-⑳]|[0-9]{1,2}\u20e3|(?:ข้อ(?:ที่)?\s*)?\(?[0-9]{1,2}(?:[.)](?![0-9])|\s-\s)"
    r"|ข้อ(?:ที่)?\s*[0-9]{1,2})\s*(?=[^\s0-9])"
)
_ROW_NUMBER = re.compile(r"[0-9]{1,2}[.)]?")


class Scanner:
    """Scans one line. Every step moves on, so the time is linear in its length."""

    def __init__(
        self, units: UnitSpellings, names: ActivityNames, today: date, asked_month: Month
    ) -> None:
        self._units = units
        self._names = names
        self._today = today
        self._asked_month = asked_month
        # a number before a unit is a figure, no year; ถังแก๊ส is a name, not the unit ถัง
        self._starts_unit = _unit_not_name(units.pattern.pattern, names.start.pattern)

    def _month(self, line: str, at: int) -> FoundMonth | None:
        return match_month(line, at, self._today, self._asked_month, self._starts_unit)

    def scan(self, line: str) -> list[Token]:
        tokens: list[Token] = []
        start = at = self._after_enumerator(line)
        size: FoundUnit | None = None

        def flush(end: int) -> None:
            text = line[start:end].strip()
            if text:
                tokens.append(Words(text, start, end))

        while at < len(line):
            skipped = self._name_with_digits(line, at)
            if skipped is not None:
                at = skipped
                continue
            answer = self._answer(line, at)
            if answer:
                flush(at)
                tokens.append(answer)
                start = at = answer.end
                continue
            cylinder = None if _inside_word(line, at) else self._units.match_cylinder(line, at)
            if cylinder:  # a size before its number (ถัง 15 กก. 3 ถัง) or behind it
                flush(at)
                last = tokens[-1] if tokens else None
                if isinstance(last, Figure) and last.unit and "cylinder" in last.unit.codes:
                    last.unit = cylinder
                else:
                    size = cylinder
                start = at = cylinder.end
                continue
            day = None if _inside_word(line, at) else match_day(line, at)
            if day and day.certain:
                flush(at)
                start = at = day.end
                continue
            before_that = self._month_before_that(line, at, tokens)
            if before_that:
                flush(at)
                tokens.append(NamedMonth(before_that.month))
                start = at = before_that.end
                continue
            month = self._month(line, at)
            if month:
                flush(at)
                tokens.append(NamedMonth(month.month, month.vague, month.relative))
                start = at = self._after_dash(line, month.end)
                continue
            day_alone = match_day_alone(line, at)
            if day_alone is not None:
                flush(at)
                start = at = day_alone
                continue
            figure = self._figure(line, at)
            if figure is None:
                at += 1
                continue
            before = line[start:at]
            figure.estimated |= bool(ESTIMATE.search(before) or _ABOUT_BEFORE.search(before))
            figure.denied = bool(_NOT_BEFORE.search(before))
            for pattern, unclear in _UNCLEAR_BEFORE:
                if pattern.search(before) and not (figure.unclear or figure.nothing):
                    figure.unclear = unclear
            if size and (figure.unit is None or "cylinder" in figure.unit.codes):
                figure.unit, size = size, None
            flush(at)
            figure.text = line[at : figure.end].strip()
            tokens.append(figure)
            start = at = figure.end
        flush(len(line))
        return tokens

    def _month_before_that(self, line: str, at: int, tokens: Sequence[Token]) -> FoundMonth | None:
        """`ก.ค. 3,284 เดือนก่อนหน้านั้น 3,100`: the month before the one just named."""
        found = _MONTH_BEFORE_THAT.match(line, at)
        if found is None:
            return None
        named = next((t for t in reversed(tokens) if isinstance(t, NamedMonth)), None)
        return FoundMonth(found.end(), named.month - 1) if named else None

    def scan_lines(self, lines: Sequence[str]) -> list[list[Token]]:
        """Every line that holds something."""
        return with_units_below(self._units, [self.scan_cells(line) for line in lines])

    def scan_cells(self, line: str) -> list[Token]:
        """A line, or a row of a pasted table: its cells, then units that stand beside figures."""
        if _ENUMERATOR.match(line) and "\t" not in line:
            parts = [part for part in _INLINE_ITEMS.split(line) if part.strip()]
            if len(parts) > 1:
                return [token for part in parts for token in self.scan_cells(part)]
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > 1 and _ROW_NUMBER.fullmatch(cells[0]) and not cells[1][:1].isdigit():
            cells = cells[1:]
        tokens = [token for cell in cells for token in self.scan(cell)]
        return compounded(self._units, with_units_beside(self._units, tokens))

    def _after_enumerator(self, line: str) -> int:
        """Past `1.`, `2)`, `ข้อ 3` before an item; a line that holds only it keeps it."""
        found = _ENUMERATOR.match(line)
        return found.end() if found and line[found.end() :].strip() else 0

    def _after_dash(self, line: str, end: int) -> int:
        """Past the dash of `1/7/69-31/7/69`, which is no minus."""
        dash = _DASH.match(line, end)
        if dash is None:
            return end
        day = match_day(line, dash.end())
        if day:
            return day.end
        return dash.end() if self._month(line, dash.end()) else end

    def _name_with_digits(self, line: str, at: int) -> int | None:
        """The end of something with digits that is no quantity: R32, แก๊สโซฮอล์ 95, มิเตอร์ 2."""
        numbered = self._names.numbered.match(line, at)
        if numbered and _LAST_NUMBER.search(numbered[0]):
            # เบนซิน 95 ลิตร: the number of the name is the quantity
            numbered = None if self._units.match(line, numbered.end()) else numbered
        if numbered:
            return numbered.end()
        for pattern in (self._names.octane, SEVERAL_MONTHS):
            found = pattern.match(line, at)
            if found:
                return found.end()
        return None if _inside_word(line, at) else aside_end(line, at)

    def _answer(self, line: str, at: int) -> Figure | None:
        """An answer without a number, where one may stand: ดีเซลเท่าเดิม."""
        found = match_answer(line, at)
        if found is None:
            return None
        text = line[at : found.end].strip()
        return Figure(Number(found.end, None), at, found.end, text=text, answer=found)

    def _figure(self, line: str, at: int) -> Figure | None:
        """A number with its unit, its `or so`, and a second number that makes it a range."""
        nothing = self._nothing(line, at)
        if nothing:
            return nothing
        if _inside_word(line, at):
            return None  # inside a word such as B7
        land = _LAND.match(line, at)
        if land:
            return self._land(line, land)
        each = (
            match_person_days(line, at)
            or match_sized(line, at)
            or match_each(line, at, self._units)
        )
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
        return self._month(line, start) is None

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


@lru_cache(maxsize=4)
def _unit_not_name(unit: str, name: str) -> re.Pattern[str]:
    return re.compile(f"(?!{name}){unit}", re.IGNORECASE)


def _inside_word(line: str, at: int) -> bool:
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
