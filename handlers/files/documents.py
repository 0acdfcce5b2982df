"""PDFs: their pages copied into a new document; scripts, attachments and metadata stay behind."""

import io

import pikepdf

from bot.attachments import Trouble
from handlers.files.limits import MOST_PAGES
from handlers.files.opened import CannotOpen, Opened

# Of a page: actions, form fields and links, other programs' notes, and metadata.
LEFT_BEHIND = ("/AA", "/Annots", "/Metadata", "/PieceInfo", "/Thumb", "/LastModified")
_START, _SCAN = 0xD8, 0xDA  # JPEG markers
_APPLICATION = range(0xE1, 0xF0)  # APP1 to APP15: Exif, XMP, makers' notes; APP0 is JFIF itself
_COMMENT = 0xFE
_COLOURS = (0xE2, 0xEE)  # how colours are meant (ICC, Adobe): no word about who or where


def open_pdf(body: bytes) -> Opened:
    """A new PDF of the same pages."""
    try:
        with pikepdf.open(io.BytesIO(body)) as source, pikepdf.new() as clean:
            if len(source.pages) == 0:
                raise CannotOpen(Trouble.BROKEN)
            if len(source.pages) > MOST_PAGES:
                raise CannotOpen(Trouble.TOO_MUCH)
            clean.pages.extend(source.pages)
            for page in clean.pages:
                for key in LEFT_BEHIND:
                    if key in page.obj:
                        del page.obj[key]
            for found in clean.objects:
                if isinstance(found, pikepdf.Stream):
                    _clean_stream(found)
            out = io.BytesIO()
            clean.save(out, deterministic_id=True)
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, RuntimeError) as error:
        raise CannotOpen(Trouble.BROKEN) from error  # a password is a PdfError too
    return Opened("application/pdf", out.getvalue())


def _clean_stream(stream: pikepdf.Stream) -> None:
    """Photos inside a scan carry the phone's Exif like any other photo."""
    for key in ("/Metadata", "/PieceInfo", "/LastModified"):
        if key in stream:
            del stream[key]
    if stream.get("/Filter") == pikepdf.Name.DCTDecode:
        clean = without_jpeg_metadata(stream.read_raw_bytes())
        stream.write(clean, filter=pikepdf.Name.DCTDecode)


def without_jpeg_metadata(body: bytes) -> bytes:
    """A JPEG's own bytes without its application and comment segments (ITU-T T.81, annex B)."""
    if body[:2] != bytes((0xFF, _START)):
        return body
    kept, at = [body[:2]], 2
    while at + 4 <= len(body) and body[at] == 0xFF and body[at + 1] != _SCAN:
        marker, length = body[at + 1], int.from_bytes(body[at + 2 : at + 4], "big")
        private = marker in _APPLICATION or marker == _COMMENT
        if not private or marker in _COLOURS:
            kept.append(body[at : at + 2 + length])
        at += 2 + length
    return b"".join([*kept, body[at:]])
