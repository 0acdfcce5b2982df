"""A file of figures opened: its format known by its headings, its rows as lines."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.attachments import Trouble
from bot.loading.lines import Line, Problem
from handlers.files.opened import CannotOpen
from handlers.files.streaming import Row, Rows, open_rows, too_large
from handlers.imports import FORMATS
from handlers.imports.shape import BadHeader, Columns, Format

WORDS = {
    Trouble.KIND: "is neither CSV (UTF-8, or Thai ANSI) nor XLSX; save it as one of them",
    Trouble.BROKEN: "is damaged or has a password; save it anew",
    Trouble.TOO_MUCH: "is too large to load at once; load it in parts",
    Trouble.TOO_LARGE: "is too large to load at once; load it in parts",
}


class CannotLoad(Exception):
    """The file as a whole is refused; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class ValuesFile:
    """What a file is. `lines` are its rows: as read on, as a problem, or None where untold."""

    sha256: str
    format: Format
    columns: Columns
    other_sheets: tuple[str, ...]
    lines: Iterator[Line | Problem | None]


@contextmanager
def open_values(path: Path) -> Iterator[ValuesFile]:
    """Open a file of figures; CannotLoad, at once or on the way, leaves nothing half read."""
    if not path.is_file() or path.stat().st_size == 0:
        raise CannotLoad(f"{path.name}: is no file, or empty")
    if too_large(path):
        raise CannotLoad(f"{path.name}: {WORDS[Trouble.TOO_LARGE]}")
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            with open_rows(file) as opened:
                yield _known(sha256, opened)
    except CannotOpen as error:
        raise CannotLoad(f"{path.name}: {WORDS[error.trouble]}") from error
    except BadHeader as error:
        raise CannotLoad(f"{path.name}: {error}") from error


def _known(sha256: str, opened: Rows) -> ValuesFile:
    first = next(opened.rows, None)
    if first is None:
        raise BadHeader("has no rows")
    row, cells = first
    if row != 1:
        raise BadHeader(f"begins in row {row}; the headings belong in row 1")
    header = [cell if isinstance(cell, str) else f"{cell:f}" for cell in cells]
    found = next(one for one in FORMATS.values() if one.fits(header))
    columns = found.columns(header)
    lines = (_line(found, columns, row) for row in opened.rows)
    return ValuesFile(sha256, found, columns, opened.other_sheets, lines)


def _line(found: Format, columns: Columns, row: Row) -> Line | Problem | None:
    number, cells = row
    nameless = columns.nameless_cell(cells)
    if nameless is not None:
        words = "has a cell here but no heading in row 1; name the column, or empty it"
        return Problem(number, f"column {nameless + 1}", words)
    return found.line(columns.line(number, cells))
