"""Real files for the tests, harmless and hostile, made on the spot."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
import xlsxwriter
from PIL import Image, ImageDraw

SECRET = "Somchai-13.7563N-100.5018E"  # what no kept byte may tell
RED, GREEN, BLUE, WHITE = (250, 0, 0), (0, 250, 0), (0, 0, 250), (255, 255, 255)
MEGABYTE = 1024 * 1024

# --- pictures ---------------------------------------------------------------------------------


def corners(width: int = 120, height: int = 80) -> Image.Image:
    """Red and green above, blue and white below: a picture that shows which way up it is."""
    picture = Image.new("RGB", (width, height), WHITE)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width // 2, height // 2), RED)
    draw.rectangle((width // 2, 0, width, height // 2), GREEN)
    draw.rectangle((0, height // 2, width // 2, height), BLUE)
    return picture


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def exif_with_place(orientation: int = 1) -> Image.Exif:
    """As a phone writes it: its make, the place, and which way up."""
    exif = Image.Exif()
    exif[0x010F] = SECRET
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (13.0, 45.0, 22.6), 3: "E", 4: (100.0, 30.0, 6.4)})
    return exif


def png(width: int, height: int, bits: int, colour: int, row: bytes, rows: int) -> bytes:
    """A PNG chunk by chunk, its rows packed one after the other, so that it may claim anything."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" + row) for _ in range(rows)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    )


# --- PDFs -------------------------------------------------------------------------------------


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def pdf_of(pages: int = 1, content: bytes = b"0 0 1 rg 10 10 50 50 re f") -> pikepdf.Pdf:
    """Pages that each draw a blue square."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(200, 100))
        page.Contents = pdf.make_stream(content)
    return pdf


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF without a table of contents, which a reader builds itself; the first is the root."""
    numbered = b"".join(b"%d 0 obj%s endobj\n" % pair for pair in enumerate(objects, 1))
    return b"%%PDF-1.4\n%strailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (numbered, len(objects) + 1)


def object_stream_bomb(megabytes: int) -> bytes:
    """All objects lie in one stream that is packed twice and unpacks to a great many spaces."""
    inner, outer = zlib.compressobj(9), zlib.compressobj(9)
    spaces = b" " * MEGABYTE
    pieces = [outer.compress(inner.compress(spaces)) for _ in range(megabytes)]
    packed = b"".join([*pieces, outer.compress(inner.flush()), outer.flush()])
    head = b"%%PDF-1.7\n4 0 obj<</Type/ObjStm/N 3/First 20/Filter[/FlateDecode/FlateDecode]"
    body = head % () + b"/Length %d>>stream\n%s\nendstream endobj\n" % (len(packed), packed)
    where = len(body)
    inside = [b"\2" + (4).to_bytes(4, "big") + bytes((index,)) for index in range(3)]
    outside = [b"\1" + at.to_bytes(4, "big") + b"\0" for at in (9, where)]
    rows = b"".join([b"\0\0\0\0\0\xff", *inside, *outside])
    table = (
        b"5 0 obj<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream endobj"
    )
    return body + table % (len(rows), rows) + b"\nstartxref\n%d\n%%%%EOF" % where


# --- workbooks --------------------------------------------------------------------------------


def workbook(fill: Callable[[Any], object], **options: Any) -> bytes:
    """An XLSX file as `fill` fills it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    fill(book)
    book.close()
    return out.getvalue()


def one_cell(book: Any) -> None:
    book.add_worksheet("แผ่น").write(0, 0, "ไฟฟ้า")


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def parts_of(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(name: str, body: bytes) -> bytes:
    """A sound workbook but for one part."""
    return zipped({**parts_of(workbook(one_cell)), name: body})


def sheet_of(rows: bytes) -> bytes:
    return b"%s<sheetData>%s</sheetData></worksheet>" % (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
        rows,
    )


SHEET = "xl/worksheets/sheet1.xml"


def archive_bomb(megabytes: int) -> bytes:
    """A workbook whose one sheet unpacks to as many spaces."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, body in parts_of(workbook(one_cell)).items():
            if name != SHEET:
                archive.writestr(name, body)
        with archive.open(SHEET, "w") as part:
            for _ in range(megabytes):
                part.write(b" " * MEGABYTE)
    return out.getvalue()


def lying_archive(megabytes: int, told_bytes: int = 100) -> bytes:
    """The same, but its table of contents says that the sheet has so many bytes."""
    body = bytearray(archive_bomb(megabytes))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        sheet, entries = archive.getinfo(SHEET), archive.start_dir
    struct.pack_into("<I", body, sheet.header_offset + 22, told_bytes)  # in front of the bytes
    at = body.index(SHEET.encode(), entries) - 46
    struct.pack_into("<I", body, at + 24, told_bytes)  # in the table of contents
    return bytes(body)
