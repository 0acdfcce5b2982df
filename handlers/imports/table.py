"""A simple table for published or older figures: one figure a row, the columns in any order."""

from dataclasses import replace

from bot.loading.lines import Column, Line
from handlers.imports.headings import ITEM, NAMES, NEEDED, columns_of
from handlers.imports.shape import BadHeader, Columns, Format, Header
from handlers.imports.text import without_guard

HARMLESS = frozenset({"place_name", "place_th", "place_en", "ชื่อหน่วยงาน", *ITEM})


def _fits(header: Header) -> bool:
    return True


def _columns(header: Header) -> Columns:
    has_code = any(text.strip().casefold() in NAMES[Column.ACTIVITY] for text in header)
    names = NAMES if has_code else {**NAMES, Column.ACTIVITY: ITEM}
    found = columns_of(header, names, NEEDED, HARMLESS)
    if Column.MONTH not in found.at and Column.YEAR not in found.at:
        raise BadHeader("row 1: no column month or year; write the month as 2026-07")
    return found


def _line(line: Line) -> Line:
    return replace(line, cells={column: without_guard(cell) for column, cell in line.cells.items()})


FORMAT = Format("table", _fits, _columns, _line)
