"""Tables: XLSX and CSV as sheets of texts and numbers, checked before anything is unpacked."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

from bot.attachments import CSV, XLSX, Sheet, SheetCell, Trouble
from handlers.files.limits import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_UNPACKED_BYTES,
)
from handlers.files.opened import CannotOpen, Opened

ENCODINGS = ("utf-8-sig", "cp874")  # cp874 is what Thai Windows calls ANSI
DELIMITERS = ",;\t"
MOST_DIGITS = 30  # before or after the point
SHOWN_DIGITS = 15  # what a spreadsheet program shows of its floats


def open_workbook(body: bytes, longest: int = LONGEST_CELL) -> Opened:
    """The sheets of an XLSX file, formulas by the values the file last had.

    Texts are cut after the `longest` letters.
    """
    check_parts(io.BytesIO(body))
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(shown) > MOST_SHEETS:
        raise CannotOpen(Trouble.TOO_MUCH)
    budget = _Budget(longest)
    sheets = [
        Sheet(str(sheet.title)[:LONGEST_CELL], budget.rows(typed_rows(sheet))) for sheet in shown
    ]
    return Opened(XLSX, sheets=tuple(sheet for sheet in sheets if sheet.rows))


def open_csv(body: bytes, longest: int = LONGEST_CELL) -> Opened:
    """A CSV file as one sheet of texts."""
    text = _decoded(body)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    sheet = Sheet("", _Budget(longest).rows(rows))
    return Opened(CSV, sheets=(sheet,) if sheet.rows else ())


def check_parts(file: IO[bytes], most_bytes: int = MOST_UNPACKED_BYTES) -> None:
    """An archive's own table of contents says how much it would unpack to."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise CannotOpen(Trouble.BROKEN) from error
    if any(part.flag_bits & 1 for part in parts):  # encrypted
        raise CannotOpen(Trouble.BROKEN)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most_bytes:
        raise CannotOpen(Trouble.TOO_MUCH)
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise CannotOpen(Trouble.KIND)


def typed_rows(sheet: Any) -> Iterator[list[SheetCell]]:
    sheet.reset_dimensions()  # what a file says of its own size may be anything
    for row in sheet.iter_rows(values_only=True):
        yield [_cell(value) for value in row]


def _cell(value: object) -> SheetCell:
    """A cell as the reader wants it: numbers exact as shown, dates as text."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case int():
            return Decimal(value)
        case float():
            return Decimal(f"{value:.{SHOWN_DIGITS}g}")
        case datetime() | date():
            return value.strftime("%Y-%m-%d")
        case time():
            return value.isoformat()
        case _:
            return str(value)


class _Budget:
    """Counts filled cells over all sheets of a file; beyond the bound the file is refused."""

    def __init__(self, longest: int) -> None:
        self._left, self._longest = MOST_CELLS, longest

    def rows(
        self, rows: Iterable[list[SheetCell] | list[str]]
    ) -> tuple[tuple[SheetCell, ...], ...]:
        kept: list[tuple[SheetCell, ...]] = []
        for number, row in enumerate(rows):
            cells = trimmed([bounded(cell, self._longest) for cell in row])
            self._left -= sum(cell != "" for cell in cells)
            is_far = number >= MOST_ROWS or len(cells) > MOST_COLUMNS
            if self._left < 0 or (cells and is_far):  # part of a table is worse than none
                raise CannotOpen(Trouble.TOO_MUCH)
            if number < MOST_ROWS:
                kept.append(tuple(cells))
        while kept and not kept[-1]:
            kept.pop()
        return tuple(kept)


def bounded(cell: SheetCell, longest: int = LONGEST_CELL) -> SheetCell:
    """Texts of a bearable length; a number beyond all figures is one."""
    if isinstance(cell, Decimal):
        fits = cell.is_finite() and abs(cell.adjusted()) < MOST_DIGITS
        return cell if fits else f"{cell:.{SHOWN_DIGITS}g}"
    return cell.strip()[:longest]


def trimmed(cells: list[SheetCell]) -> list[SheetCell]:
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _decoded(body: bytes) -> str:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CannotOpen(Trouble.KIND)
