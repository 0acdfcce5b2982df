"""A row of a file, by the columns every format is brought to, and what is read from it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.attachments import SheetCell
from bot.cells import CellKey, Status
from bot.months import Month


class Column(StrEnum):
    """What a row can say. A format says which of its own columns these are."""

    PLACE = "place"
    MONTH = "month"
    YEAR = "year"
    ACTIVITY = "activity"
    KIND = "kind"
    QUANTITY = "quantity"
    UNIT = "unit"
    STATUS = "status"
    NOTE = "note"
    SOURCE = "source"
    SPREAD = "spread"
    TOLD_QUANTITY = "told_quantity"
    TOLD_UNIT = "told_unit"
    DOUBTED = "doubted"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `row` is its number as a spreadsheet program shows it."""

    row: int
    cells: Mapping[Column, SheetCell]

    def text(self, column: Column) -> str:
        """A cell as one line of text: a code that a spreadsheet keeps as a number is still one."""
        cell = self.cells.get(column, "")
        return f"{cell:f}" if isinstance(cell, Decimal) else plain(cell)


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of a file: `quantity` in the activity's base unit, as the columns keep it.

    `of_year` is the year a figure for a whole year was told for; `is_spread` says that it is that
    year's part for one month.
    """

    row: int
    key: CellKey
    status: Status
    quantity: Decimal | None = None
    told_quantity: Decimal | None = None
    told_unit: str = ""
    note: str = ""
    doubted: bool = False
    of_year: int | None = None
    is_spread: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is not taken: `words` say what is wrong and what to write."""

    row: int
    column: str
    words: str
    place: str = ""
    month: str = ""  # or the year, as far as either could be read


@dataclass(frozen=True, slots=True)
class Reading:
    """What one row gives; `remarks` are no reason to leave it out."""

    told: tuple[Told, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


@dataclass
class Wrong(Exception):
    """One cell cannot be taken."""

    column: Column
    words: str


@dataclass(frozen=True, slots=True)
class Period:
    """The month a row is about, or the whole year."""

    month: Month | None = None
    year: int | None = None

    def __str__(self) -> str:
        return str(self.month or self.year)


def plain(text: str) -> str:
    """One line without what cannot be seen."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    seen = (" " if unicodedata.category(one)[0] in "CZ" else one for one in text)
    return " ".join("".join(seen).split())


def shown(text: str) -> str:
    """A cell's own words inside a message, quoted and not too long."""
    return repr(text if len(text) <= 40 else f"{text[:40]}…")


def digits(quantity: Decimal) -> str:
    """Plain digits, without zeros that say nothing."""
    written = f"{quantity:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
