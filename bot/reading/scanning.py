"""Scanning: one pass from left to right, into figures, months and the words between them."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.reading.activities import ActivityNames
from bot.reading.answers import match_answer
from bot.reading.intents import NOTHING_WORDS
from bot.reading.joining import compounded, with_units_beside, without_fixes
from bot.reading.months import is_year, match_day, match_month
from bot.reading.numbers import Number, match_number, match_sign
from bot.reading.periods import SEVERAL_MONTHS
from bot.reading.shapes import Doubt
from bot.reading.sums import match_each, work_out
from bot.reading.tokens import Figure, NamedMonth, Token, Words
from bot.reading.units import (
    FoundUnit,
    UnitSpellings,
    match_money,
    match_money_after,
    match_other_measure,
)

ESTIMATE = re.compile(
    r"ประมาณ|โดยประมาณ|ราวๆ|ราว|คร่าวๆ|น่าจะ|เกือบ|ไม่เกิน|กว่าๆ?|เศษ(?!อาหาร)|~|≈|"
    r"\b(?:about|approximately|approx\.?|around|roughly|nearly|almost|over|or so|est\.?)\b"
    r"|\bestimated?\b",
    re.IGNORECASE,
)
_ESTIMATE_AFTER = re.compile(r"\s?(?:กว่าๆ?|เศษๆ?(?!อาหาร)|\+(?!\s*[0-9])|or so\b)")
_RANGE = re.compile(r"\s*(?:-|~|ถึง|to\b|/)\s*(?=[0-9฿])", re.IGNORECASE)
_METER = re.compile(r"\s*>\s*(?=[0-9])")
_HALF_AFTER = re.compile(r"\s?ครึ่ง(?!ปี|เดือน)")
HALF = Decimal("0.5")
_RATE_AFTER = re.compile(
    r"\s?(?:ต่อ|/|per )\s?(?:วัน|ปี|สัปดาห์|อาทิตย์|ครั้ง|day|year|week)", re.IGNORECASE
)
_RATE_BEFORE = re.compile(r"(?:วัน|ปี|สัปดาห์|อาทิตย์|ครั้ง|หน่วย|ลิตร|กก\.?|ตัน)ละ\s*$")
_BOUND_BEFORE = re.compile(r"[<>≤≥±]\s*$")
_NOT_BEFORE = re.compile(r"(?:ไม่ใช่|ไม่ได้|\bnot)\s*$", re.IGNORECASE)
_LAUGHTER = re.compile("5{3,}\\+?")
_DASH = re.compile(r"\s*-\s*(?=[0-9])")
_PART = re.compile(r"[ก-๎]{1,15}(?=$|[\s,.;:)])")
_LAST_NUMBER = re.compile(r"\s[0-9]+$")
_LAND = re.compile(r"([0-9]+)-([0-3])-([0-9]{1,2}(?:\.[0-9]+)?)\s*(?=ไร่)")
_INLINE_ITEMS = re.compile(r"(?<![0-9.,])(?=[1-9][0-9]?[.)]\s*[ก-๎A-Za-z])")
_ENUMERATOR = re.compile(
    r"\s*(?:[①-⑳]|[0-9]{1,2}\u20e3|(?:ข้อ(?:ที่)?\s*)?\(?[0-9]{1,2}(?:[.)](?![0-9])|\s-\s)"
    r"|ข้อ(?:ที่)?\s*[0-9]{1,2})\s*(?=[^\s0-9])"
)
_ROW_NUMBER = re.compile(r"[0-9]{1,2}[.)]?")
_ORDINAL = re.compile(
    r"(?:มิเตอร์|เครื่อง|คัน|ครั้ง|หมู่|แห่ง|ชั้น|อาคาร|ลำดับ|ม\.|meter|\bno\.|#)"
    r"(?:ที่)?\s*[0-9]{1,3}(?![0-9,.])\s*[:=)]?(?=[^0-9]*[0-9])",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:(?:โทรศัพท์|โทร\.?|เบอร์|เลขที่(?:บิล|ใบเสร็จ)?|หมายเลข(?:มิเตอร์|เครื่อง)?|รหัส|เลขมิเตอร์|เลขผู้ใช้(?:ไฟ)?"
    r"|\btel\.?|\bref\.?|\binvoice)[\s:.#]{0,3}[0-9][0-9/-]*"
    r"|ทะเบียน\s*[ก-ฮ0-9]{1,3}[ -]?[0-9]{1,4})(?![0-9])",
    re.IGNORECASE,
)
_YEAR_WORD = re.compile(
    r"(?:ปี(?:งบประมาณ|งบ)?|พ\.?ศ\.?|ค\.?ศ\.?|fiscal year|year)"
    r"\s*(?:พ\.?ศ\.?)?\s*(?:2[0-9]{3}|[0-9]{2})(?![0-9]|[,.][0-9])",
    re.IGNORECASE,
)


class Scanner:
    """Scans one line. Every step moves on, so the time is linear in its length."""

    def __init__(self, units: UnitSpellings, names: ActivityNames, today: date) -> None:
        self._units = units
        self._names = names
        self._today = today

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
            month = match_month(line, at, self._today, self._units.pattern)
            if month:
                flush(at)
                tokens.append(NamedMonth(month.month))
                start = at = self._after_dash(line, month.end)
                continue
            figure = self._figure(line, at)
            if figure is None:
                at += 1
                continue
            before = line[start:at]
            figure.estimated |= bool(ESTIMATE.search(before) or _BOUND_BEFORE.search(before))
            if _RATE_BEFORE.search(before) and not figure.unclear:
                figure.unclear = "rate"
            if _NOT_BEFORE.search(before) and not figure.unclear:
                figure.unclear = "number"
            if size and (figure.unit is None or "cylinder" in figure.unit.codes):
                figure.unit, size = size, None
            flush(at)
            figure.text = line[at : figure.end].strip()
            tokens.append(figure)
            start = at = figure.end
        flush(len(line))
        return tokens

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
        dated = dash and match_month(line, dash.end(), self._today, self._units.pattern)
        return dash.end() if dash and dated else end

    def _name_with_digits(self, line: str, at: int) -> int | None:
        """The end of something with digits that is no quantity: R32, แก๊สโซฮอล์ 95, มิเตอร์ 2."""
        numbered = self._names.numbered.match(line, at)
        if numbered and _LAST_NUMBER.search(numbered[0]):
            # เบนซิน 95 ลิตร: the number of the name is the quantity
            numbered = None if self._units.match(line, numbered.end()) else numbered
        if numbered:
            return numbered.end()
        for pattern in (
            self._names.octane,
            _ORDINAL,
            _REFERENCE,
            _YEAR_WORD,
            SEVERAL_MONTHS,
        ):
            found = pattern.match(line, at)
            if found:
                return found.end()
        return None

    def _answer(self, line: str, at: int) -> Figure | None:
        """An answer without a number, where one may stand: ดีเซลเท่าเดิม."""
        found = match_answer(line, at)
        if found is None:
            return None
        text = line[at : found.end].strip()
        return Figure(Number(found.end, None), at, found.end, text=text, answer=found)

    def _figure(self, line: str, at: int) -> Figure | None:
        """A number with its unit, its `or so`, and a second number that makes it a range."""
        nothing = NOTHING_WORDS.match(line, at)
        if nothing:
            zero = match_number("0", 0)
            end = self._nothing_ends(line, nothing.end())
            if zero is None or end is None:
                return None
            name = line[nothing.end() : end]
            return Figure(zero, at, end, doubts=[Doubt("nothing_said")], name=name)
        if _inside_word(line, at):
            return None  # inside a word such as B7
        land = _LAND.match(line, at)
        if land:
            return self._land(line, land)
        each = match_each(line, at, self._units)
        if each:
            self._estimate_after(line, each)
            return each
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
        if _RATE_AFTER.match(line, figure.end) and not figure.unclear:
            figure.unclear = "rate"
        self._second_number(line, figure)

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
        work_out(line, figure, self._units)
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
