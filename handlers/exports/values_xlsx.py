"""XLSX: strings typed as strings, numbers as numbers, so nothing in it is alive."""

import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from handlers.exports.columns import COLUMNS, Line, Value
from handlers.exports.values_csv import cell

CHUNK_BYTES = 64 * 1024
SHOWN_DIGITS = 15
WIDTHS = {"place_th": 32, "place_en": 24, "activity_name": 36, "factors": 28, "recorded_at": 26}


def write(lines: Iterator[Line]) -> Iterator[bytes]:
    """The workbook goes through a temporary file: memory stays flat whatever the length."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "values.xlsx"
        _write_workbook(path, lines)
        with path.open("rb") as source:
            while chunk := source.read(CHUNK_BYTES):
                yield chunk


def _write_workbook(path: Path, lines: Iterator[Line]) -> None:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("values")
        bold = book.add_format({"bold": True})
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, WIDTHS.get(name, 14))
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, name, bold)
        sheet.freeze_panes(1, 0)
        for row, line in enumerate(lines, start=1):
            for column, name in enumerate(COLUMNS):
                _write_cell(sheet, row, column, line[name])


def _write_cell(sheet: Any, row: int, column: int, value: Value) -> None:
    """A workbook's numbers hold fifteen digits; one that has more is kept whole as a text."""
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None and is_exact(value):
        sheet.write_number(row, column, float(value))
    elif value is not None:
        sheet.write_string(row, column, cell(value))


def is_exact(value: Decimal | int) -> bool:
    """Whether a spreadsheet program shows every digit of it."""
    return Decimal(f"{float(value):.{SHOWN_DIGITS}g}") == value
