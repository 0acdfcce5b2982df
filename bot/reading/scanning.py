"""Scanning: one pass from left to right, into figures, months and the words between them."""

import re
from dataclasses import dataclass, field
from datetime import date

from bot.months import Month
from bot.reading.activities import ActivityNames
from bot.reading.intents import NOTHING_WORDS
from bot.reading.months import match_month
from bot.reading.numbers import Number, match_number
from bot.reading.shapes import Doubt
from bot.reading.units import FoundUnit, UnitSpellings

ESTIMATE = re.compile(
    r"ประมาณ|ราวๆ|ราว|คร่าวๆ|น่าจะ|about|approximately|approx\.?|around|~|≈|กว่า|เศษ",
    re.IGNORECASE,
)
_ESTIMATE_AFTER = re.compile(r"\s?(?:กว่าๆ?|เศษๆ?|or so)")
_RANGE = re.compile(r"\s*(?:-|ถึง|to|/)\s*(?=[\d฿])", re.IGNORECASE)
_SPACED_GROUP = re.compile(r"\s(?=\d{3}(?!\d))")
_METER = re.compile(r"\s*>\s*(?=\d)")


@dataclass(slots=True)
class Figure:
    """One number of the message, with what stands right beside it."""

    number: Number
    unit: FoundUnit | None = None
    money: bool = False
    estimated: bool = False
    doubts: list[Doubt] = field(default_factory=list)
    unclear: str = ""


@dataclass(slots=True)
class Words:
    """The text between figures: it may name an activity."""

    text: str


Token = Figure | Words | Month


class Scanner:
    """Scans one line. Every step moves on, so the time is linear in its length."""

    def __init__(self, units: UnitSpellings, names: ActivityNames, today: date) -> None:
        self._units = units
        self._names = names
        self._today = today

    def scan(self, line: str) -> list[Token]:
        tokens: list[Token] = []
        words: list[str] = []
        at = 0

        def flush() -> None:
            text = "".join(words).strip()
            if text:
                tokens.append(Words(text))
            words.clear()

        while at < len(line):
            numbered = self._names.numbered.match(line, at)
            if numbered:
                words.append(numbered[0])
                at = numbered.end()
                continue
            month = match_month(line, at, self._today, self._units.pattern)
            if month:
                flush()
                tokens.append(month.month)
                at = month.end
                continue
            figure, end = self._figure(line, at)
            if figure:
                figure.estimated |= bool(ESTIMATE.search("".join(words)))
                flush()
                tokens.append(figure)
                at = end
                continue
            words.append(line[at])
            at += 1
        flush()
        return tokens

    def _figure(self, line: str, at: int) -> tuple[Figure | None, int]:
        """A number with its unit, its `or so`, and a second number that makes it a range."""
        nothing = NOTHING_WORDS.match(line, at)
        if nothing:
            zero = match_number("0", 0)
            return (
                (Figure(zero, doubts=[Doubt("nothing_said")]), nothing.end())
                if zero
                else (None, at)
            )
        money_end = self._units.match_money(line, at)
        start = at if money_end is None else money_end
        before = line[at - 1 : at]
        if before.isascii() and before.isalpha():
            return None, at  # inside a word such as B7
        number = match_number(line, start)
        if number is None:
            return None, at
        figure = Figure(number, money=money_end is not None, unclear=number.unclear)
        end = self._after(line, figure, number.end)
        return figure, end

    def _after(self, line: str, figure: Figure, end: int) -> int:
        estimate = _ESTIMATE_AFTER.match(line, end)
        if estimate:
            figure.estimated, end = True, estimate.end()
        unit = self._units.match(line, end)
        if unit:
            figure.unit, end = unit, unit.end
        estimate = _ESTIMATE_AFTER.match(line, end)
        if estimate:
            figure.estimated, end = True, estimate.end()
        for pattern, join in ((_METER, _as_meter), (_RANGE, _as_range)):
            joined = pattern.match(line, end)
            second = match_number(line, joined.end()) if joined else None
            if second:
                join(figure, second)
                unit = self._units.match(line, second.end)
                figure.unit = unit or figure.unit
                return unit.end if unit else second.end
        spaced = _SPACED_GROUP.match(line, end)
        if spaced and figure.unit is None and figure.number.value is not None:
            figure.unclear = "separator"
            second = match_number(line, spaced.end())
            end = second.end if second else end
        return end


def _as_meter(figure: Figure, second: Number) -> None:
    """`1,200 > 1,350`: two meter readings, the use is their difference."""
    first = figure.number
    if first.value is None or second.value is None or second.value < first.value:
        figure.unclear = "meter"
        return
    figure.number = Number(first.start, second.end, second.value - first.value)
    figure.doubts.append(Doubt("meter"))


def _as_range(figure: Figure, second: Number) -> None:
    figure.unclear = "range"
