"""A CSV or XLSX that is loaded by the command line: its first table, as numbered rows of texts."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from bot.attachments import SheetCell
from handlers.files.opened import CannotOpen
from handlers.files.tables import open_csv, open_workbook


class CannotLoad(Exception):
    """The file is no table; the message says why."""


def first_table(path: Path) -> list[list[str]]:
    """Every row of the first sheet. A code that a spreadsheet keeps as a number is still a code."""
    body = path.read_bytes()
    try:
        opened = open_workbook(body) if body[:2] == b"PK" else open_csv(body)
    except CannotOpen as error:
        raise CannotLoad(f"{path.name}: cannot be opened: {error.trouble.value}") from error
    rows = opened.sheets[0].rows if opened.sheets else ()
    return [[_text(cell) for cell in row] for row in rows]


def numbered(
    rows: Sequence[Sequence[str]], columns: Mapping[str, int]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows under the heading by their number in the file; empty ones are passed over."""
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
        if any(cells.values()):
            yield number, cells


def _text(cell: SheetCell) -> str:
    return f"{cell:f}" if isinstance(cell, Decimal) else cell.strip()
