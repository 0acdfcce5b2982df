"""Opening what nobody knows: by its bytes, in bounded memory and time, and never by surprise."""

import io
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from bot.attachments import CSV, XLSX, Sheet, Trouble
from handlers.files.limits import (
    LONGEST_CELL,
    LONGEST_EDGE,
    MOST_BYTES,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    OPENING_MEMORY_BYTES,
    OPENING_SECONDS,
)
from handlers.files.opened import CannotOpen, Opened
from handlers.files.opening import ROOT, open_safely, opened
from tests.handlers.files.making import (
    SHEET,
    archive_bomb,
    corners,
    encoded,
    exif_with_place,
    lying_archive,
    object_stream_bomb,
    one_cell,
    pdf_of,
    png,
    saved,
    sheet_of,
    with_part,
    workbook,
    zipped,
)

CSV_BODY = "รายการ,ปริมาณ\nไฟฟ้า,3456\n".encode()
REAL = {
    "JPEG": encoded(corners(), "JPEG", exif=exif_with_place(6)),
    "PNG": encoded(corners(), "PNG"),
    "GIF": encoded(corners(), "GIF"),
    "WEBP": encoded(corners(), "WEBP"),
    "PDF": saved(pdf_of()),
    "XLSX": workbook(one_cell),
    "CSV": CSV_BODY,
}


def _trouble(body: bytes) -> Trouble:
    with pytest.raises(CannotOpen) as refused:
        open_safely(body)
    return refused.value.trouble


# --- by what it holds ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", REAL)
def test_process_of_its_own_gives_what_opening_gives(kind: str) -> None:
    assert open_safely(REAL[kind]) == opened(REAL[kind])


def test_table_comes_whole_through_the_process() -> None:
    sheet = Sheet("", (("รายการ", "ปริมาณ"), ("ไฟฟ้า", "3456")))
    assert open_safely(CSV_BODY) == Opened(CSV, sheets=(sheet,))


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"", Trouble.BROKEN),
        (b"\n" * 5_000, Trouble.KIND),
        (b"MZ\x90\0\3", Trouble.KIND),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", Trouble.KIND),
        (b"\0\0\0\x18ftypheic", Trouble.KIND),
        (b"II*\0\x08\0\0\0", Trouble.KIND),
        (b"%!PS-Adobe-3.0", Trouble.KIND),
        (b"PK\5\6" + bytes(18), Trouble.KIND),
        (b"BM" + bytes(60), Trouble.KIND),
    ],
)
def test_what_is_none_of_ours_is_refused(body: bytes, trouble: Trouble) -> None:
    assert _trouble(body) is trouble


def test_picture_that_is_an_archive_too_is_kept_as_a_picture_alone() -> None:
    archive = zipped({"run.js": b"alert(1)"})
    kept = open_safely(REAL["JPEG"] + archive)
    assert kept == opened(REAL["JPEG"])
    assert b"PK" not in kept.body
    assert b"run.js" not in kept.body


def test_document_that_is_a_page_for_the_browser_too_is_kept_as_a_document_alone() -> None:
    script = b"<script>alert(1)</script>"
    kept = open_safely(REAL["PDF"] + script)
    assert kept.media_type == "application/pdf"
    assert script not in kept.body


# --- memory and time ----------------------------------------------------------------------------

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "huge header": (lambda: png(60_000, 60_000, 8, 2, b"", 0), "too_much"),
    # 400 MB of rows, as dense as the bound allows: opened, and within the memory
    "dense points": (lambda: png(7_000, 7_100, 16, 6, bytes(56_000), 7_100), "image/png"),
    "more rows than points": (lambda: png(10, 10, 8, 2, bytes(30_000), 10_000), "image/png"),
    "objects": (lambda: object_stream_bomb(850), "broken"),
    "archive": (lambda: archive_bomb(300), "too_much"),
    "lying archive": (lambda: lying_archive(300), "broken"),
    "commas": (lambda: b"," * 4_000_000, CSV),
    "lines": (lambda: b"a,b\n" + b"\n" * 1_000_000, CSV),
    "one line": (lambda: b"a," + b"x" * 10_000_000, "broken"),
    "wide row": (lambda: _with_row(b"<c/>" * 250_000), XLSX),
}


def _with_row(cells: bytes) -> bytes:
    return with_part(SHEET, sheet_of(b"<row>" + cells + b"</row>"))


def _own_megabytes() -> float:
    with open("/proc/self/statm") as statm:  # noqa: PTH123 (a kernel's file)
        return int(statm.read().split()[1]) * resource.getpagesize() / 2**20


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_costs_bounded_memory_and_time_and_this_process_none(name: str) -> None:
    make, expected = HOSTILE[name]
    body = make()
    assert len(body) <= MOST_BYTES
    before, began = _own_megabytes(), time.monotonic()
    try:
        kept = open_safely(body)
    except CannotOpen as refused:
        outcome = refused.trouble.value
    else:
        outcome = kept.media_type
        assert len(kept.body) <= MOST_BYTES
    assert outcome == expected
    assert time.monotonic() - began < OPENING_SECONDS + 5
    assert _own_megabytes() - before < 64
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak < OPENING_MEMORY_BYTES


def test_file_that_takes_too_long_is_too_much() -> None:
    began = time.monotonic()
    with pytest.raises(CannotOpen) as refused:
        open_safely(REAL["JPEG"], seconds=0.01)
    assert refused.value.trouble is Trouble.TOO_MUCH
    assert time.monotonic() - began < 5
    assert open_safely(REAL["JPEG"], seconds=20) == opened(REAL["JPEG"])


def test_process_that_is_cut_off_by_its_limits_is_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever ends it, without a word: here there is no program to run at all."""
    monkeypatch.setattr("sys.executable", "/bin/false")
    assert _trouble(REAL["JPEG"]) is Trouble.TOO_MUCH


def test_process_holds_itself_to_its_limits() -> None:
    """Memory beyond the bound is refused to it, and it can write no file."""
    code = (
        "from handlers.files import opening\n"
        "opening.limit_self()\n"
        "try:\n    bytearray(opening.OPENING_MEMORY_BYTES)\n"
        "except MemoryError:\n    print('no memory')\n"
        "try:\n    open('/tmp/bokcarbon-limit', 'wb', buffering=0).write(b'x')\n"
        "except OSError:\n    print('no file')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == ["no memory", "no file"]


# --- never by surprise --------------------------------------------------------------------------


def _must_be_sound(body: bytes) -> None:
    """What a person sent is opened or refused; what is kept is what it says it is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # in the process of its own nobody hears them
            found = opened(body)
    except CannotOpen:
        return
    if found.media_type in (XLSX, CSV):
        assert found.body == b""
        _sound_sheets(found.sheets)
    elif found.media_type == "application/pdf":
        assert found.body.startswith(b"%PDF-")
        assert found.sheets == ()
    else:
        picture = Image.open(io.BytesIO(found.body))
        assert picture.get_format_mimetype() == found.media_type
        assert max(picture.size) <= LONGEST_EDGE


def _sound_sheets(sheets: tuple[Sheet, ...]) -> None:
    cells = [cell for sheet in sheets for row in sheet.rows for cell in row]
    assert sum(cell != "" for cell in cells) <= MOST_CELLS
    for sheet in sheets:
        assert Sheet.from_json(sheet.to_json()) == sheet
        assert 0 < len(sheet.rows) <= MOST_ROWS
        assert max(map(len, sheet.rows)) <= MOST_COLUMNS
    for cell in cells:
        assert len(cell if isinstance(cell, str) else f"{cell:f}") <= LONGEST_CELL


HEADS = [body[:8] for body in REAL.values()] + [b"RIFF\0\0\0\0WEBP", b"%PDF-1.7\n", b"\xff\xfe"]


@given(st.binary(max_size=400) | st.tuples(st.sampled_from(HEADS), st.binary()).map(b"".join))
@example(b",")
@example(b"\xff\xfe,\0")
@example(b"PK\3\4")
def test_no_bytes_surprise(body: bytes) -> None:
    _must_be_sound(body)


@given(data=st.data())
@pytest.mark.parametrize("kind", REAL)
def test_no_change_of_a_real_file_surprises(kind: str, data: st.DataObject) -> None:
    body = bytearray(REAL[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(body) - 1, 0)))
        until = at + data.draw(st.integers(0, 8))
        body[at:until] = data.draw(st.binary(max_size=8))
    _must_be_sound(bytes(body[: data.draw(st.integers(len(body) // 2, len(body)))]))


@given(text=st.text("ก้ำ1,;\t\"'\r\n =.x", max_size=200))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_no_table_of_text_surprises(encoding: str, text: str) -> None:
    _must_be_sound(text.encode(encoding))


@given(
    cells=st.lists(
        st.tuples(
            st.sampled_from(["n", "s", "b", "e", "str", "inlineStr", "d", "x"]),
            st.text("0123456789.eE-+ก&", max_size=12) | st.floats().map(str),
            st.integers(-1, 20),
        ),
        max_size=12,
    )
)
def test_no_cell_of_a_workbook_surprises(cells: list[tuple[str, str, int]]) -> None:
    written = "".join(
        f'<c t="{kind}" s="{style}"><v>{value.replace("&", "&amp;")}</v></c>'
        for kind, value, style in cells
    )
    _must_be_sound(_with_row(written.encode()))
