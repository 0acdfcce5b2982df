"""A sheet's cells within bounds, cleaned as typed text is, and their addresses."""

import re
from decimal import Decimal

from bot.attachments import Sheet, SheetCell
from bot.reading.cleaning import clean

MOST_ROWS = 2_000
MOST_COLUMNS = 60
MOST_CELLS = 40_000  # filled cells of a file; a year of an office takes about 1,000
LONGEST_TEXT = 300  # letters; what is longer is a remark, no name and no figure
_SPACE = re.compile(r"\s+")
_EMPTY = re.compile(r"[\s\-–—.…_]*")


class Grid:
    """Rows and columns from 0; outside the sheet everything is empty."""

    def __init__(self, sheet: Sheet, most_cells: int = MOST_CELLS) -> None:
        self.name = sheet.name
        self.rows: list[tuple[SheetCell, ...]] = []
        self.filled = 0
        for row in sheet.rows[:MOST_ROWS]:
            cells = tuple(map(_finite, row[:MOST_COLUMNS]))
            self.filled += sum(cell != "" for cell in cells)
            if self.filled > most_cells:
                break
            self.rows.append(cells)
        self.width = max(map(len, self.rows), default=0)
        too_wide = any(len(row) > MOST_COLUMNS for row in sheet.rows[: len(self.rows)])
        self.cut = len(sheet.rows) > len(self.rows) or too_wide
        self._words: dict[tuple[int, int], str] = {}

    @property
    def height(self) -> int:
        return len(self.rows)

    def value(self, row: int, column: int) -> SheetCell:
        if not (0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])):
            return ""
        return self.rows[row][column]

    def words(self, row: int, column: int) -> str:
        """A cell as text on one line: cleaned, a number digit for digit."""
        at = (row, column)
        if at not in self._words:
            value = self.value(row, column)
            text = f"{value:f}" if isinstance(value, Decimal) else value
            self._words[at] = _SPACE.sub(" ", clean(text[:LONGEST_TEXT]).text).strip()
        return self._words[at]

    def label(self, row: int, column: int) -> str:
        """A cell's text, where it is one that says something; empty for numbers."""
        words = self.words(row, column)
        is_text = isinstance(self.value(row, column), str)
        return words if is_text and any(map(str.isalpha, words)) else ""

    def empty(self, row: int, column: int) -> bool:
        """Nothing there, or a dash that says so."""
        value = self.value(row, column)
        return isinstance(value, str) and bool(_EMPTY.fullmatch(value))

    def is_number(self, row: int, column: int) -> bool:
        return isinstance(self.value(row, column), Decimal)


def _finite(cell: SheetCell) -> SheetCell:
    """Infinity and what is no number are texts that cannot be read."""
    return str(cell) if isinstance(cell, Decimal) and not cell.is_finite() else cell


def ref(row: int, column: int) -> str:
    """`C7`, as spreadsheet programs name the cell."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
