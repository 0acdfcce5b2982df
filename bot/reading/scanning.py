"""Scanning: one pass from left to right, into figures, months and the words between them."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from bot.months import Month
from bot.reading.activities import ActivityNames
from bot.reading.answers import match_answer
from bot.reading.asides import aside_end, match_day_alone
from bot.reading.figures import Figures, inside_word
from bot.reading.joining import compounded, with_units_below, with_units_beside
from bot.reading.leading import mind_words_before
from bot.reading.months import FoundMonth, match_day, match_month
from bot.reading.numbers import Number
from bot.reading.periods import SEVERAL_MONTHS
from bot.reading.tokens import Figure, NamedMonth, Token, Words
from bot.reading.units import (
    FoundUnit,
    UnitSpellings,
)

_MONTH_BEFORE_THAT = re.compile(r"เดือนก่อน(?:หน้า)?นั้น|\bthe month before that\b", re.IGNORECASE)
_DASH = re.compile(r"\s*-\s*(?=[0-9])")
_LAST_NUMBER = re.compile(r"\s[0-9]+$")
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
        self._figures = Figures(units, names, today, self._month)
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
            cylinder = None if inside_word(line, at) else self._units.match_cylinder(line, at)
            if cylinder:  # a size before its number (ถัง 15 กก. 3 ถัง) or behind it
                flush(at)
                last = tokens[-1] if tokens else None
                if isinstance(last, Figure) and last.unit and "cylinder" in last.unit.codes:
                    last.unit = cylinder
                else:
                    size = cylinder
                start = at = cylinder.end
                continue
            day = None if inside_word(line, at) else match_day(line, at)
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
            figure = self._figures.read(line, at)
            if figure is None:
                at += 1
                continue
            before = line[start:at]
            mind_words_before(figure, before)
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
        return None if inside_word(line, at) else aside_end(line, at)

    def _answer(self, line: str, at: int) -> Figure | None:
        """An answer without a number, where one may stand: ดีเซลเท่าเดิม."""
        found = match_answer(line, at)
        if found is None:
            return None
        text = line[at : found.end].strip()
        return Figure(Number(found.end, None), at, found.end, text=text, answer=found)


@lru_cache(maxsize=4)
def _unit_not_name(unit: str, name: str) -> re.Pattern[str]:
    return re.compile(f"(?!{name}){unit}", re.IGNORECASE)
