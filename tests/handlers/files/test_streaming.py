"""Long tables row by row, from a process of their own; hostile ones end there."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.attachments import CSV, XLSX, SheetCell, Trouble
from handlers.files.limits import MOST_COLUMNS, MOST_LOADED_BYTES, MOST_LOADED_ROWS
from handlers.files.opened import CannotOpen
from handlers.files.streaming import open_rows, too_large
from tests.handlers.files.making import SHEET, lying_archive, sheet_of, with_part, workbook

Read = tuple[str, tuple[str, ...], list[tuple[int, list[SheetCell]]]]


def _read(folder: Path, body: bytes) -> Read:
    path = folder / "table"
    path.write_bytes(body)
    with path.open("rb") as file:
        file.read(3)  # wherever it stands, it is read from the beginning
        with open_rows(file) as opened:
            rows = [(number, list(cells)) for number, cells in opened.rows]
            return opened.media_type, opened.other_sheets, rows


def _trouble(folder: Path, body: bytes) -> Trouble:
    with pytest.raises(CannotOpen) as refused:
        _read(folder, body)
    return refused.value.trouble


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_csv_in_the_encodings_people_have(encoding: str, tmp_path: Path) -> None:
    text = 'place,เดือน\r\n210110,"ก.ค.\n69"\r\n\r\n1.50,\r\n'
    rows = [(1, ["place", "เดือน"]), (2, ["210110", "ก.ค.\n69"]), (4, ["1.50"])]
    assert _read(tmp_path, text.encode(encoding)) == (CSV, (), rows)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_with_other_delimiters(delimiter: str, tmp_path: Path) -> None:
    body = f"\n\na{delimiter}b\n1,5{delimiter}2\n".encode()
    assert _read(tmp_path, body)[2] == [(3, ["a", "b"]), (4, ["1,5", "2"])]


def test_workbook_gives_its_first_sheet_and_names_the_others(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        first, hidden, second = map(book.add_worksheet, ("ตัวเลข", "hidden", "วิธี"))
        first.write_row(0, 0, ["a", 12.5, 210110, True])
        first.write_formula(1, 0, "=A1", value=7)
        hidden.hide()
        second.write(0, 0, "x")

    kind, others, rows = _read(tmp_path, workbook(fill))
    assert (kind, others) == (XLSX, ("วิธี",))
    assert rows == [
        (1, ["a", Decimal("12.5"), Decimal(210110), "True"]),
        (2, [Decimal(7)]),
    ]


FAR = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
HOSTILE: dict[str, tuple[Callable[[], bytes], Trouble]] = {
    "binary": (lambda: b"\0\1\2\3" * 100, Trouble.KIND),
    "no text of ours": (lambda: b"a,b\n\x81\xff\xfe\n", Trouble.KIND),
    "a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Trouble.KIND),
    "a torn archive": (lambda: workbook(lambda book: book.add_worksheet())[:900], Trouble.BROKEN),
    "an archive of something else": (lambda: with_part("xl/workbook.xml", b"<x/>"), Trouble.BROKEN),
    "a bomb": (lambda: lying_archive(1, 2_000_000_000), Trouble.TOO_MUCH),
    "a bomb that lies": (lambda: lying_archive(30), Trouble.BROKEN),
    "a cell far away": (lambda: with_part(SHEET, sheet_of(FAR)), Trouble.TOO_MUCH),
    "too many columns": (lambda: b"a," * MOST_COLUMNS + b"a\n", Trouble.TOO_MUCH),
    "a cell without end": (lambda: b'a,"' + b"x" * 200_000, Trouble.BROKEN),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_file_is_refused(what: str, tmp_path: Path) -> None:
    make, trouble = HOSTILE[what]
    assert _trouble(tmp_path, make()) is trouble


def test_more_rows_than_are_taken_are_refused_on_the_way(tmp_path: Path) -> None:
    """Blank rows cost nothing; the last one is one too many."""
    body = b"a\n" + b"\n" * (MOST_LOADED_ROWS - 2) + b"b\n"
    assert _read(tmp_path, body)[2] == [(1, ["a"]), (MOST_LOADED_ROWS, ["b"])]
    assert _trouble(tmp_path, body + b"c\n") is Trouble.TOO_MUCH


def test_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(MOST_LOADED_BYTES + 1)
    assert too_large(path)
