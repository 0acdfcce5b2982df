"""PDFs: their pages copied into a new document; scripts, attachments and metadata stay behind."""

import io
import re

import pikepdf

from bot.attachments import Trouble
from handlers.files.limits import MOST_PAGES
from handlers.files.opened import CannotOpen, Opened

# What a page looks like. Not kept: actions, annotations, threads, attached files, metadata.
KEPT_OF_A_PAGE = frozenset(
    {"/Type", "/Parent", "/Contents", "/Resources", "/Group", "/Rotate", "/UserUnit"}
    | {"/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"}
)
# Of everything the pages use: metadata, other programs' notes, attached files, a print shop's.
LEFT_BEHIND = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI")

# A JPEG marker (ITU-T T.81, annex B): in a scan's own bytes 0xFF is followed by 0 or a restart.
_MARKER = re.compile(rb"\xff+([\x02-\xcf\xd8-\xfe])")
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_COLOURS = (b"JFIF\0", b"ICC_PROFILE\0", b"Adobe")  # how to show it; no word about who or where


def open_pdf(body: bytes) -> Opened:
    """A new PDF of the same pages; one with a password cannot be opened."""
    with pikepdf.open(io.BytesIO(body)) as source, pikepdf.new() as clean:
        if len(source.pages) == 0:
            raise CannotOpen(Trouble.BROKEN)
        if len(source.pages) > MOST_PAGES:
            raise CannotOpen(Trouble.TOO_MUCH)
        source.flatten_annotations("screen")  # filled fields and stamps are part of the look
        clean.pages.extend(source.pages)
        for page in clean.pages:
            for key in set(page.obj.keys()) - KEPT_OF_A_PAGE:
                del page.obj[key]
        for found in clean.objects:
            _clean(found)
            if isinstance(found, pikepdf.Stream):
                _clean_photo(clean, found)
        out = io.BytesIO()
        clean.save(out, deterministic_id=True)
    return Opened("application/pdf", out.getvalue())


def _clean(found: pikepdf.Object) -> None:
    """Drop what is left behind from an object and the parts that lie within it."""
    if isinstance(found, pikepdf.Array):
        parts = list(found)
    elif isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in LEFT_BEHIND:
            if key in found:
                del found[key]
        parts = [part for _, part in found.items()]
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _clean(part)


def _clean_photo(pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> None:
    """Photos inside a scan carry the phone's Exif like any other photo."""
    filters = _listed(stream.get("/Filter"))
    if not filters or filters[-1] != pikepdf.Name.DCTDecode:
        return
    parameters = _listed(stream.get("/DecodeParms"))
    photo = stream.read_raw_bytes()
    if len(filters) > 1:  # packed once more, as ASCII85 or Flate
        packed = pikepdf.Stream(pdf, photo)
        packed.Filter = pikepdf.Array(filters[:-1])
        packed.DecodeParms = pikepdf.Array(parameters[: len(filters) - 1])
        photo = packed.read_bytes()
    own = pikepdf.Array(parameters[len(filters) - 1 :])
    stream.write(without_jpeg_metadata(photo), filter=pikepdf.Name.DCTDecode, decode_parms=own)


def _listed(value: pikepdf.Object | None) -> list[pikepdf.Object]:
    """One or several, as PDF allows for filters."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def without_jpeg_metadata(body: bytes) -> bytes:
    """A JPEG up to its end, without comments and the application segments that are not colours."""
    kept, at, in_scan = [], 0, False
    while found := _MARKER.search(body, at):
        marker = found[1][0]
        if in_scan:
            kept.append(body[at : found.start()])
        at = found.end()
        kept_marker = bytes((0xFF, marker))
        if marker == _START:
            kept.append(kept_marker)
            continue
        if marker == _END:
            return b"".join([*kept, kept_marker])
        segment = body[at : at + int.from_bytes(body[at : at + 2], "big")]
        at += len(segment)
        private = marker in _APPLICATION and not segment[2:].startswith(_COLOURS)
        if not private and marker != _COMMENT:
            kept += [kept_marker, segment]
        in_scan = in_scan or marker == _SCAN
    return b"".join([*kept, body[at:] if in_scan else b""])
