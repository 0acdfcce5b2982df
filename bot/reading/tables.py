"""Pasted tables whose columns are months or activities: every figure keeps its own column.

Rows of `name, figure, unit` need none of this; they are read line by line.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.months import Month
from bot.reading.activities import ActivityNames, Named, means_something
from bot.reading.pairs import Pair, Paired
from bot.reading.scanning import Scanner
from bot.reading.tokens import Figure, NamedMonth, Token, Words
from bot.reading.units import FoundUnit, UnitSpellings

FEWEST_COLUMNS = 2  # of months or of activities; one column is read line by line
_EMPTY = re.compile(r"[\s\-–.]*")
_TOTAL = re.compile(r"\s*(?:รวม|ทั้งหมด|ผลรวม|เฉลี่ย|total|sum|average)", re.IGNORECASE)
_ORDINAL = re.compile(r"\s*(?:ลำดับ(?:ที่)?|ที่|no\.?|#)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Header:
    """What the columns hold. Exactly one of `months` and `names` is filled."""

    months: Mapping[int, Month]
    names: Mapping[int, tuple[Named, str]]
    units: Mapping[int, FoundUnit]
    ordinals: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Column:
    """What is known of a cell before it is read."""

    named: Named | None
    words: str
    month: Month | None
    unit: FoundUnit | None


class TableReader:
    """Reads a text as a table with a header, where it is one."""

    def __init__(self, scanner: Scanner, names: ActivityNames, units: UnitSpellings) -> None:
        self._scanner = scanner
        self._names = names
        self._units = units

    def read(self, text: str) -> Paired | None:
        """The table's figures; None when the text is no such table."""
        rows = [_cells(line) for line in text.split("\n")]
        at = next((at for at, row in enumerate(rows) if self._header(row)), None)
        header = self._header(rows[at]) if at is not None else None
        if at is None or header is None or at + 1 >= len(rows):
            return None
        paired = Paired()
        common = self._month_above(rows[:at], paired)
        body = [row for row in rows[at + 1 :] if any(cell.strip() for cell in row)]
        if body and (units := self._units_row(body[0])):
            header = _Header(
                header.months, header.names, {**header.units, **units}, header.ordinals
            )
            body = body[1:]
        for row in body:
            if header.months:
                self._months_row(row, header, paired)
            else:
                self._names_row(row, header, paired, common, alone=len(body) == 1)
        return paired

    def _header(self, row: Sequence[str]) -> _Header | None:
        months: dict[int, Month] = {}
        names: dict[int, tuple[Named, str]] = {}
        units: dict[int, FoundUnit] = {}
        for at, cell in enumerate(row):
            tokens = self._scanner.scan(cell)
            if any(isinstance(token, Figure) for token in tokens):
                return None
            named_months = [token.month for token in tokens if isinstance(token, NamedMonth)]
            if len(named_months) == 1:
                months[at] = named_months[0]
                continue
            bare, unit = self._units.in_brackets(cell) or (cell, None)
            named = self._names.resolve(bare) if bare.strip() else None
            if named:
                names[at] = (named, bare.strip())
                if unit:
                    units[at] = unit
        ordinals = frozenset(at for at, cell in enumerate(row) if _ORDINAL.fullmatch(cell))
        if len(months) >= FEWEST_COLUMNS:
            return _Header(months, {}, {}, ordinals)
        if len(names) >= FEWEST_COLUMNS and not months:
            return _Header({}, names, units, ordinals)
        return None

    def _month_above(self, rows: Sequence[Sequence[str]], paired: Paired) -> Month | None:
        """The month a title above the table names; other words there are left over."""
        month = None
        for token in (token for row in rows for cell in row for token in self._scanner.scan(cell)):
            if isinstance(token, NamedMonth):
                month = token.month
            elif isinstance(token, Figure) or means_something(token.text):
                paired.left_over.append(token.text)
        return month

    def _units_row(self, row: Sequence[str]) -> dict[int, FoundUnit]:
        """A row below the header that holds nothing but units."""
        told = {at: cell for at, cell in enumerate(row) if means_something(cell)}
        units = {at: unit for at, cell in told.items() if (unit := self._units.named(cell))}
        return units if units and len(units) == len(told) else {}

    def _months_row(self, row: Sequence[str], header: _Header, paired: Paired) -> None:
        """`ไฟฟ้า | kWh | 3,100 | 3,000`: one activity, a month a column."""
        labels = [
            cell
            for at, cell in enumerate(row)
            if at not in header.months and at not in header.ordinals and cell.strip()
        ]
        unit = next((unit for cell in labels if (unit := self._units.named(cell))), None)
        words = " ".join(cell for cell in labels if not self._units.named(cell))
        bracketed = self._units.in_brackets(words)
        if bracketed:
            words, unit = bracketed
        if _TOTAL.match(words):
            paired.left_over.append(" ".join(filter(None, map(str.strip, row))))
            return
        named = self._names.resolve(words) if words.strip() else None
        for at, month in header.months.items():
            cell = row[at] if at < len(row) else ""
            self._cell(cell, _Column(named, words, month, unit), paired)

    def _names_row(
        self,
        row: Sequence[str],
        header: _Header,
        paired: Paired,
        common: Month | None,
        alone: bool,
    ) -> None:
        """`ม.ค. 69 | 3,100 | 300`: one month, an activity a column."""
        others = [
            cell
            for at, cell in enumerate(row)
            if at not in header.names and at not in header.ordinals
        ]
        tokens = [token for cell in others for token in self._scanner.scan(cell)]
        months = [token.month for token in tokens if isinstance(token, NamedMonth)]
        month = months[0] if len(months) == 1 else common
        if any(_TOTAL.match(cell) for cell in others) or (month is None and not alone):
            paired.left_over.append(" ".join(filter(None, map(str.strip, row))))
            return
        for at, (named, words) in header.names.items():
            cell = row[at] if at < len(row) else ""
            self._cell(cell, _Column(named, words, month, header.units.get(at)), paired)

    def _cell(self, cell: str, column: _Column, paired: Paired) -> None:
        """One figure; an empty cell tells nothing, and one that holds more is left over."""
        if _EMPTY.fullmatch(cell):
            return
        tokens: list[Token] = self._scanner.scan_cells(cell)
        figures = [token for token in tokens if isinstance(token, Figure)]
        if len(figures) != 1 or any(isinstance(token, NamedMonth | Words) for token in tokens):
            paired.left_over.append(cell.strip())
            return
        figures[0].unit = figures[0].unit or column.unit
        paired.pairs.append(Pair(figures[0], column.named, column.words, column.month))


def _cells(line: str) -> list[str]:
    """A line's cells, by tabs or by bars; spaces part words, not cells."""
    if "\t" in line:
        return line.split("\t")
    return line.strip("| ").split("|")
