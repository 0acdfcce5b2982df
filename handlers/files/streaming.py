"""Long tables row by row: opened in a process of their own, so that memory holds one row.

`python -m handlers.files.streaming` takes a file as its input and prints a line of JSON a row; a
hostile file runs out of memory or time there and nowhere else.
"""

import codecs
import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from bot.attachments import CSV, XLSX, SheetCell, Trouble
from handlers.files.limits import (
    LOADING_CPU_SECONDS,
    MOST_COLUMNS,
    MOST_LOADED_BYTES,
    MOST_LOADED_ROWS,
    MOST_LOADED_UNPACKED_BYTES,
)
from handlers.files.opened import CannotOpen
from handlers.files.opening import ENVIRONMENT, ROOT, limit_self
from handlers.files.tables import (
    DELIMITERS,
    ENCODINGS,
    bounded,
    check_parts,
    trimmed,
    typed_rows,
)

CHUNK_BYTES = 64 * 1024
FIRST_LINE = 64 * 1024  # letters; a heading of sixty columns has hundreds
Row = tuple[int, Sequence[SheetCell]]  # its number as a spreadsheet program shows it


@dataclass(frozen=True, slots=True)
class Rows:
    """A table's rows, each once. `other_sheets` are not read."""

    media_type: str
    other_sheets: tuple[str, ...]
    rows: Iterator[Row]


@contextmanager
def open_rows(file: IO[bytes]) -> Iterator[Rows]:
    """The rows of a CSV or of the first sheet of an XLSX; CannotOpen, at once or on the way.

    `file` is a file on the disk, read from its beginning wherever it stands.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "handlers.files.streaming"],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=ENVIRONMENT,
    ) as process:
        try:
            told = _told(process.stdout or ())
            head = next(told)
            yield Rows(head["media_type"], tuple(head["others"]), _rows(told))
        finally:
            process.kill()


def too_large(path: Path) -> bool:
    return path.stat().st_size > MOST_LOADED_BYTES


def _told(lines: Iterable[bytes]) -> Iterator[Any]:
    """What the process says, up to its end; it never ends without a word unless it was stopped."""
    for line in lines:
        said = json.loads(line) if line.endswith(b"\n") else {"trouble": Trouble.TOO_MUCH}
        if isinstance(said, dict) and "trouble" in said:
            raise CannotOpen(Trouble(said["trouble"]))
        if said == "end":
            return
        yield said
    raise CannotOpen(Trouble.TOO_MUCH)


def _rows(told: Iterator[Any]) -> Iterator[Row]:
    for number, cells in told:
        yield number, [cell if isinstance(cell, str) else Decimal(cell[0]) for cell in cells]


# --- in the process of its own --------------------------------------------------------------------


def _say(said: object) -> None:
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")


def _stream(file: IO[bytes]) -> None:
    file.seek(0)  # whoever opened it may have read it before
    if file.read(4) == b"PK\x03\x04":
        head, rows = _workbook(file)
    else:
        head, rows = {"media_type": CSV, "others": []}, _csv_rows(file)
    _say(head)
    for number, row in enumerate(rows, start=1):
        cells = trimmed([bounded(cell) for cell in row])
        if not cells:
            continue
        if number > MOST_LOADED_ROWS or len(cells) > MOST_COLUMNS:
            raise CannotOpen(Trouble.TOO_MUCH)
        _say([number, [cell if isinstance(cell, str) else [f"{cell:f}"] for cell in cells]])
    _say("end")


def _workbook(file: IO[bytes]) -> tuple[dict[str, Any], Iterator[list[SheetCell]]]:
    file.seek(0)
    check_parts(file, MOST_LOADED_UNPACKED_BYTES)
    from openpyxl import load_workbook

    file.seek(0)
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        raise CannotOpen(Trouble.BROKEN)
    others = [str(sheet.title)[:100] for sheet in shown[1:]]
    return {"media_type": XLSX, "others": others}, typed_rows(shown[0])


def _csv_rows(file: IO[bytes]) -> Iterator[list[SheetCell]]:
    encoding = _encoding_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    first = next((line for line in iter(lambda: text.readline(FIRST_LINE), "") if line.strip()), "")
    text.seek(0)
    for row in csv.reader(text, delimiter=max(DELIMITERS, key=first.count)):
        yield list(row)


def _encoding_of(file: IO[bytes]) -> str:
    file.seek(0)
    is_utf16 = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if is_utf16 else ENCODINGS:
        if _is_written_in(file, encoding):
            return encoding
    raise CannotOpen(Trouble.KIND)


def _is_written_in(file: IO[bytes], encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(CHUNK_BYTES):
            if "\0" in decoder.decode(piece):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def main() -> None:
    limit_self(LOADING_CPU_SECONDS)
    try:
        _stream(sys.stdin.buffer)
    except CannotOpen as error:
        _say({"trouble": error.trouble})
    except MemoryError:
        _say({"trouble": Trouble.TOO_MUCH})
    except Exception:  # the libraries raise whatever damage makes them stumble over
        _say({"trouble": Trouble.BROKEN})


if __name__ == "__main__":
    main()
