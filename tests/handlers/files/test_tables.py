"""Workbooks and CSV files as sheets of texts and exact numbers, whole or not at all."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Protection

from bot.attachments import CSV, XLSX, SheetCell, Trouble
from handlers.files.limits import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_ROWS,
    MOST_SHEETS,
)
from handlers.files.opened import CannotOpen
from handlers.files.opening import opened
from tests.handlers.files.making import (
    SHEET,
    archive_bomb,
    lying_archive,
    one_cell,
    parts_of,
    sheet_of,
    with_part,
    workbook,
    zipped,
)

Rows = tuple[tuple[SheetCell, ...], ...]


def _rows(body: bytes) -> Rows:
    found = opened(body)
    assert (found.media_type, found.body) == (XLSX, b"")
    (sheet,) = found.sheets
    return sheet.rows


def _trouble(body: bytes) -> Trouble:
    with pytest.raises(CannotOpen) as refused:
        opened(body)
    return refused.value.trouble


def _cell(write: Callable[[Any, Any], object]) -> SheetCell:
    """What A1 comes to when `write` has written it."""

    def fill(book: Any) -> None:
        write(book, book.add_worksheet())

    ((cell,),) = _rows(workbook(fill))
    return cell


# --- what a cell comes to -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12345, Decimal("12345")),
        (0.1 + 0.2, Decimal("0.3")),
        (1234567.891, Decimal("1234567.891")),
        (-5.5, Decimal("-5.5")),
        (0, Decimal(0)),
        (0.1234567890123456, Decimal("0.123456789012346")),
        (1e300, "1e+300"),
        ("12,345", "12,345"),
        ("  ไฟฟ้า\n", "ไฟฟ้า"),
        ("x" * 1_000, "x" * LONGEST_CELL),
        ("=1+1", "=1+1"),
        ("00123", "00123"),
    ],
)
def test_number_is_exact_as_shown_and_text_is_text(value: Any, shown: SheetCell) -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_string(0, 0, value) if isinstance(value, str) else sheet.write(0, 0, value)

    found = _cell(write)
    assert found == shown
    assert type(found) is type(shown)


@pytest.mark.parametrize(
    ("layout", "value", "shown"),
    [
        ("d/m/yyyy", date(2026, 7, 31), "2026-07-31"),
        ("[$-D07041E]d mmmm bbbb", date(2026, 7, 31), "2026-07-31"),
        ("[$-107041E]d mmm yy;@", date(2026, 7, 31), "2026-07-31"),
        ("d/m/yyyy", date(2569, 7, 31), "2569-07-31"),
        ("d/m/yyyy h:mm", datetime(2026, 7, 31, 8, 30), "2026-07-31"),  # noqa: DTZ001 (a cell's)
        ("mmm yy", date(2026, 7, 1), "2026-07-01"),
        ("h:mm", 0.5, "12:00:00"),
        ("0.00%", 0.07, Decimal("0.07")),
        ('#,##0.00 "บาท"', 1234.5, Decimal("1234.5")),
        ("[$-D00041E]#,##0", 1234, Decimal("1234")),  # shown in Thai digits
        ('[$฿-41E]#,##0.00;[Red]-"เดือน"0', 12, Decimal("12")),
    ],
)
def test_layout_decides_what_a_number_is(layout: str, value: Any, shown: SheetCell) -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, value, book.add_format({"num_format": layout}))

    assert _cell(write) == shown


def test_formulas_come_by_the_value_the_file_last_had() -> None:
    assert _cell(lambda book, sheet: sheet.write_formula(0, 0, "=6*7", None, 42)) == 42
    assert _cell(lambda book, sheet: sheet.write_formula(0, 0, "=1/0", None, "#DIV/0!")) == (
        "#DIV/0!"
    )
    assert _cell(lambda book, sheet: sheet.write_formula(0, 0, '="ก"', None, "ก")) == "ก"


def test_formula_that_was_never_calculated_is_empty() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"] = "=6*7", "ไฟฟ้า"
    out = io.BytesIO()
    book.save(out)
    assert _rows(out.getvalue()) == (("", "ไฟฟ้า"),)


def test_yes_no_rich_text_and_merged_cells() -> None:
    def fill(book: Any) -> None:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write_row(0, 0, [True, False])
        sheet.write_rich_string(1, 0, "ไฟ", bold, "ฟ้า", " 3,456")
        sheet.merge_range("A3:C4", "รวม")
        sheet.write(3, 3, 7)

    assert _rows(workbook(fill)) == (
        ("True", "False"),
        ("ไฟฟ้า 3,456",),
        ("รวม",),
        ("", "", "", Decimal(7)),
    )


def test_shown_sheets_come_by_their_thai_names_and_hidden_ones_do_not() -> None:
    def fill(book: Any) -> None:
        for name in ("กรกฎาคม 2569", "ซ่อน", "ซ่อนมาก", "ว่าง", "สิงหาคม"):
            sheet = book.add_worksheet(name)
            if name != "ว่าง":
                sheet.write(0, 0, name)
        book.get_worksheet_by_name("ซ่อน").hide()
        book.get_worksheet_by_name("ซ่อนมาก").very_hidden()
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=สิงหาคม!$A$1:$A$2"})
        book.add_chartsheet("กราฟ").set_chart(chart)

    sheets = opened(workbook(fill)).sheets
    assert [sheet.name for sheet in sheets] == ["กรกฎาคม 2569", "สิงหาคม"]


def test_hidden_sheets_do_not_push_shown_ones_out() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("แรก").write(0, 0, 1)
        for number in range(MOST_SHEETS + 5):
            book.add_worksheet(f"h{number}").hide()
        book.add_worksheet("ท้าย").write(0, 0, 2)

    assert [sheet.name for sheet in opened(workbook(fill)).sheets] == ["แรก", "ท้าย"]


def test_workbook_with_macros_is_read_without_them(tmp_path: Any) -> None:
    macros = tmp_path / "vbaProject.bin"
    macros.write_bytes(b"\xd0\xcf\x11\xe0 a macro")

    def fill(book: Any) -> None:
        book.add_vba_project(str(macros))
        one_cell(book)

    body = workbook(fill)
    assert "xl/vbaProject.bin" in parts_of(body)
    assert _rows(body) == (("ไฟฟ้า",),)


def test_protected_sheet_can_be_read() -> None:
    """Protection against changes is no password to open."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = 5
    sheet["A1"].protection = Protection(locked=True)
    sheet.protection.set_password("s")
    out = io.BytesIO()
    book.save(out)
    assert _rows(out.getvalue()) == ((Decimal(5),),)


# --- whole or not at all ------------------------------------------------------------------------


def _grid(rows: int, columns: int, value: Any = 1) -> bytes:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_row(row, 0, [value] * columns)

    return workbook(fill, constant_memory=True)


@pytest.mark.parametrize(
    ("rows", "columns"), [(MOST_ROWS, 1), (1, MOST_COLUMNS), (MOST_CELLS // 50, 50)]
)
def test_table_up_to_the_bound_is_read_whole(rows: int, columns: int) -> None:
    found = _rows(_grid(rows, columns))
    assert (len(found), {len(row) for row in found}) == (rows, {columns})


@pytest.mark.parametrize(
    ("rows", "columns"),
    [(MOST_ROWS + 1, 1), (100_000, 1), (1, MOST_COLUMNS + 1), (1, 16_384), (MOST_CELLS // 50, 51)],
)
def test_table_beyond_the_bound_is_refused_whole(rows: int, columns: int) -> None:
    assert _trouble(_grid(rows, columns)) is Trouble.TOO_MUCH


@pytest.mark.parametrize("cell", [(MOST_ROWS, 0), (0, MOST_COLUMNS), (1_048_575, 16_383)])
def test_one_far_cell_is_too_much_and_an_empty_one_is_nothing(cell: tuple[int, int]) -> None:
    def fill(book: Any, text: str) -> None:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write(0, 0, "ไฟฟ้า")
        sheet.write(*cell, text, bold)

    assert _trouble(workbook(lambda book: fill(book, "x"))) is Trouble.TOO_MUCH
    assert _rows(workbook(lambda book: fill(book, ""))) == (("ไฟฟ้า",),)


def test_more_shown_sheets_than_a_table_has_are_too_much() -> None:
    def fill(book: Any) -> None:
        for _ in range(MOST_SHEETS + 1):
            book.add_worksheet().write(0, 0, 1)

    assert _trouble(workbook(fill)) is Trouble.TOO_MUCH


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row>'
    for said in (b"A1", b"A1:XFD1048576", b"B2:B2"):
        said_first = sheet_of(rows).replace(
            b"<sheetData>", b'<dimension ref="%s"/><sheetData>' % said
        )
        assert _rows(with_part(SHEET, said_first)) == ((Decimal(1), "", Decimal(3)),)


# --- hostile and damaged workbooks --------------------------------------------------------------


def test_archive_that_unpacks_to_far_more_is_too_much() -> None:
    body = archive_bomb(40)
    assert len(body) < 50_000
    assert _trouble(body) is Trouble.TOO_MUCH


def test_archive_that_lies_about_its_sizes_is_no_workbook() -> None:
    """Never more is unpacked than the table of contents says, so the lie only damages the part."""
    body = lying_archive(40)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.getinfo(SHEET).file_size == 100
    assert _trouble(body) is Trouble.BROKEN


def test_archive_of_very_many_parts_is_too_much() -> None:
    parts = parts_of(workbook(one_cell))
    many = {f"xl/media/{number}.png": b"" for number in range(MOST_PARTS)}
    assert _trouble(zipped({**parts, **many})) is Trouble.TOO_MUCH


LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 10)
)
BILLION = b'<!DOCTYPE x [<!ENTITY l0 "lol">%s]>' % LAUGHS
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("xl/sharedStrings.xml", b"<sst " + MAIN + b"><si><t>&l9;</t></si></sst>"),
        (SHEET, sheet_of(b'<row><c t="inlineStr"><is><t>&l9;</t></is></c></row>')),
        ("xl/workbook.xml", b"<workbook " + MAIN + b">&l9;</workbook>"),
        ("xl/styles.xml", b"<styleSheet " + MAIN + b">&l9;</styleSheet>"),
        ("docProps/core.xml", b"<x>&l9;</x>"),
        ("[Content_Types].xml", b"<x>&l9;</x>"),
    ],
)
def test_entities_that_grow_without_end_are_broken(name: str, body: bytes) -> None:
    assert _trouble(with_part(name, BILLION + body)) is Trouble.BROKEN


def test_entity_of_another_file_is_never_read(tmp_path: Any) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret of this machine")
    book = parts_of(workbook(one_cell))["xl/workbook.xml"]
    external = b'<!DOCTYPE x [<!ENTITY s SYSTEM "%s">]>' % secret.as_uri().encode()
    renamed = book.replace('name="แผ่น"'.encode(), b'name="&s;"')
    declared = renamed.replace(b"<workbook", external + b"<workbook")
    assert b"&s;" in declared
    assert _trouble(with_part("xl/workbook.xml", declared)) is Trouble.BROKEN
    text = external + sheet_of(b'<row><c t="inlineStr"><is><t>&s;</t></is></c></row>')
    assert _trouble(with_part(SHEET, text)) is Trouble.BROKEN


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (b"<c><v>%s</v></c>" % (b"9" * 4_000), "1.00000000000000e+4000"),
        (b"<c><v>1e999</v></c>", "Infinity"),
        (b"<c><v>-1e-99</v></c>", "-1e-99"),
    ],
)
def test_number_beyond_all_figures_is_a_text(row: bytes, shown: str) -> None:
    assert _rows(with_part(SHEET, sheet_of(b"<row>" + row + b"</row>"))) == ((shown,),)


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="x"/>',
        b"<row><c><v>nan</v></c></row>",
        b'<row><c r="1A"><v>1</v></c></row>',
        b'<row><c t="s"><v>99</v></c></row>',
        b'<row><c t="s"><v>x</v></c></row>',
        b"<row><c><v>%s</v></c></row>" % (b"9" * 5_000),
        b"<row>",
    ],
)
def test_damaged_sheet_is_broken(row: bytes) -> None:
    assert _trouble(with_part(SHEET, sheet_of(row))) is Trouble.BROKEN


def test_other_archives_are_of_no_use() -> None:
    document = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    assert _trouble(document) is Trouble.KIND
    assert _trouble(zipped({"a.txt": b"a"})) is Trouble.KIND


def test_archive_that_is_cut_off_or_locked_is_broken() -> None:
    body = workbook(one_cell)
    assert _trouble(body[: len(body) // 2]) is Trouble.BROKEN
    locked = bytearray(body)
    locked[body.index(b"PK\x01\x02") + 8] |= 1
    assert _trouble(bytes(locked)) is Trouble.BROKEN


def test_workbook_with_a_password_is_broken() -> None:
    """Excel wraps it into the container of its old formats."""
    assert _trouble(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)) is Trouble.BROKEN


# --- CSV ----------------------------------------------------------------------------------------

THAI = "รายการ,ปริมาณ\nไฟฟ้า,3456\n"
READ: Rows = (("รายการ", "ปริมาณ"), ("ไฟฟ้า", "3456"))


def _csv(body: bytes) -> Rows:
    found = opened(body)
    assert (found.media_type, found.body) == (CSV, b"")
    return found.sheets[0].rows if found.sheets else ()


@pytest.mark.parametrize(
    "body",
    [
        THAI.encode(),
        THAI.encode("utf-8-sig"),
        THAI.encode("cp874"),
        THAI.encode("utf-16"),
        b"\xfe\xff" + THAI.encode("utf-16-be"),
        THAI.replace(",", "\t").encode("utf-16"),
        THAI.replace(",", ";").encode(),
        THAI.replace("\n", "\r\n").encode("cp874"),
        THAI.replace("\n", "\r").encode(),
        THAI.replace("\n", ",,,\n\n").replace("\n\n", "\n").encode(),
        (THAI + ",,\n\n,\n").encode(),
    ],
    ids=[
        *("UTF-8", "with a mark", "cp874", "UTF-16", "big end first", "tabs", "semicolons"),
        *("CRLF", "CR", "commas behind", "empty rows behind"),
    ],
)
def test_csv_of_any_spelling_is_the_same_table(body: bytes) -> None:
    assert _csv(body) == READ


def test_quoted_line_ends_delimiters_and_quotes_stay_in_their_cell() -> None:
    body = 'รายการ,"หมายเหตุ\nสองบรรทัด"\r\n"ไฟ ""เสา"" 1,2",5'.encode()
    assert _csv(body) == (("รายการ", "หมายเหตุ\nสองบรรทัด"), ('ไฟ "เสา" 1,2', "5"))


def test_numbers_of_a_csv_stay_as_written() -> None:
    assert _csv(b'a,"1,234.50",00123,=1+1,1e5') == (("a", "1,234.50", "00123", "=1+1", "1e5"),)


def test_csv_of_nothing_but_delimiters_holds_nothing() -> None:
    assert _csv(b"," * 1_000_000) == ()


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"a,b\0c", Trouble.KIND),
        (b"a,b\n" * 2_000 + b"a,\0", Trouble.KIND),
        (b"a,b\n" * 2_000 + b"\xff\xfe\xfd", Trouble.KIND),
        (b"\xff\xfea", Trouble.KIND),
        (b"a," + b"x" * 10_000_000, Trouble.BROKEN),
        (b'a,"' + b"x\n" * 100_000, Trouble.BROKEN),
        (b"," * 1_000_000 + b"5", Trouble.TOO_MUCH),
        (b"a,b\n" * (MOST_ROWS + 1), Trouble.TOO_MUCH),
        (b"a,b\n" + b"\n" * MOST_ROWS + b"5", Trouble.TOO_MUCH),
        ((b"1," * 50 + b"\n") * (MOST_CELLS // 50 + 1), Trouble.TOO_MUCH),
    ],
)
def test_csv_that_cannot_be_read_whole_is_refused(body: bytes, trouble: Trouble) -> None:
    assert _trouble(body) is trouble
