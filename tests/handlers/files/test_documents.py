"""PDFs: the pages look as before; scripts, attachments, metadata and the photos' Exif are gone."""

import base64
import io
import time
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Encryption, Name
from PIL import Image

from bot.attachments import Trouble
from handlers.files.documents import without_jpeg_metadata
from handlers.files.limits import MOST_PAGES
from handlers.files.opened import CannotOpen
from handlers.files.opening import opened
from tests.handlers.files.making import (
    SECRET,
    corners,
    encoded,
    exif_with_place,
    pdf_of,
    raw_pdf,
    saved,
)

PHOTO = encoded(Image.effect_noise((64, 48), 60).convert("RGB"), "JPEG", exif=exif_with_place())


def _kept(pdf: pikepdf.Pdf) -> bytes:
    found = opened(saved(pdf))
    assert found.media_type == "application/pdf"
    return found.body


def _trouble(body: bytes) -> Trouble:
    with pytest.raises(CannotOpen) as refused:
        opened(body)
    return refused.value.trouble


def _everything(body: bytes) -> Iterator[bytes]:
    """Every object of a document written out, and every stream unpacked."""
    yield body
    with pikepdf.open(io.BytesIO(body)) as pdf:
        yield pdf.trailer.unparse()
        for found in pdf.objects:
            yield found.unparse()
            if isinstance(found, pikepdf.Stream):
                yield found.read_raw_bytes()
                if found.get("/Filter") == Name.FlateDecode:
                    yield found.read_bytes()


def _told(body: bytes, *words: str) -> set[str]:
    """Which of these words a document holds, wherever they lie."""
    whole = b"\n".join(_everything(body))
    return {word for word in words if word.encode() in whole}


def _script(pdf: pikepdf.Pdf) -> Any:
    code = pikepdf.String(f"app.alert('{SECRET}')")
    return pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=code))


def _loaded() -> pikepdf.Pdf:
    """A document with all that may hide in one."""
    pdf = pdf_of(2)
    page = pdf.pages[0].obj
    script, secret = _script(pdf), pikepdf.String(SECRET)
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [SECRET]
    pdf.docinfo["/Author"] = SECRET
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.attachments["hidden.exe"] = pikepdf.AttachedFileSpec(pdf, SECRET.encode())
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([pikepdf.String("run"), script]))
    attached = pdf.attachments["hidden.exe"].obj
    notes = pdf.make_stream(f"<x>{SECRET}</x>".encode(), Type=Name.Metadata, Subtype=Name.XML)
    field = _field(pdf, secret)
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=secret)
    page.AA = Dictionary(O=script)
    page.Annots = Array([field, _link(script), _note(secret)])
    page.AF = Array([attached])
    page.Metadata = notes
    page.PieceInfo = Dictionary(Program=Dictionary(Private=secret))
    page.B = Array([pdf.make_indirect(Dictionary(T=Dictionary(I=Dictionary(Author=secret))))])
    page.Resources.Properties = Dictionary(MC0=Dictionary(Metadata=notes, AF=Array([attached])))
    page.Resources.XObject = Dictionary(
        Stamp=pdf.make_stream(
            b"0 0 5 5 re f",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 5, 5]),
            Metadata=notes,
            PieceInfo=Dictionary(Program=Dictionary(Private=secret)),
            AF=Array([attached]),
            OPI=Dictionary({"/2.0": Dictionary(F=secret)}),
        )
    )
    return pdf


def _field(pdf: pikepdf.Pdf, secret: Any) -> Any:
    """A form's field, filled in: 345.60 is to be seen on the page."""
    look = pdf.make_stream(
        b"BT /F 9 Tf (345.60) Tj ET", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 10]
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=secret,
            V=pikepdf.String("345.60"),
            Rect=Array([10, 10, 60, 20]),
            AP=Dictionary(N=look),
            F=4,
        )
    )


def _link(script: Any) -> Any:
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=script)


def _note(secret: Any) -> Any:
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=secret, F=2
    )


def test_scripts_attachments_forms_and_metadata_are_gone() -> None:
    loaded = _loaded()
    hiding = ("/JavaScript", "/AA", "/Annots", "/AF", "/AcroForm", "/EmbeddedFile", "/Metadata")
    more = ("/OpenAction", "/PieceInfo", "/Author", "/OPI", "hidden.exe", SECRET)
    assert _told(saved(loaded), *hiding, *more) == {*hiding, *more}
    body = _kept(loaded)
    assert _told(body, *hiding, *more) == set()
    with pikepdf.open(io.BytesIO(body)) as kept:
        assert set(kept.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in kept.trailer
        assert [set(page.obj.keys()) for page in kept.pages] == [
            {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
        ] * 2


def test_pages_look_as_before() -> None:
    pdf = pdf_of(3)
    for number, page in enumerate(pdf.pages):
        page.Contents = pdf.make_stream(b"%d 0 0 rg 10 10 50 50 re f" % number)
    pdf.pages[1].Rotate = 90
    pdf.pages[2].CropBox = Array([0, 0, 100, 50])
    pdf.pages[2].UserUnit = 2
    del pdf.pages[0].obj["/MediaBox"]
    pdf.Root.Pages.MediaBox = Array([0, 0, 300, 400])  # inherited by the first
    with pikepdf.open(io.BytesIO(_kept(pdf))) as kept:
        contents = [page.Contents.read_bytes() for page in kept.pages]
        assert contents == [b"%d 0 0 rg 10 10 50 50 re f" % number for number in range(3)]
        assert [list(page.mediabox) for page in kept.pages] == [
            [0, 0, 300, 400],
            [0, 0, 200, 100],
            [0, 0, 200, 100],
        ]
        assert [page.obj.get("/Rotate", 0) for page in kept.pages] == [0, 90, 0]
        assert list(kept.pages[2].cropbox) == [0, 0, 100, 50]
        assert kept.pages[2].obj.UserUnit == 2


def test_what_was_filled_into_a_form_is_still_seen() -> None:
    with pikepdf.open(io.BytesIO(_kept(_loaded()))) as kept:
        page: Any = kept.pages[0].obj
        drawn = b"".join(part.read_bytes() for part in _parts(page.Contents))
        forms = dict(page.Resources.XObject.items())
        (look,) = (form for name, form in forms.items() if name.encode() + b" Do" in drawn)
        assert b"(345.60) Tj" in look.read_bytes()


def _parts(contents: Any) -> list[Any]:
    return list(contents) if isinstance(contents, Array) else [contents]


def test_same_document_gives_the_same_bytes() -> None:
    body = saved(_loaded())
    first = opened(body)
    time.sleep(1.1)  # else an id made of the time would look the same
    assert opened(body) == first


# --- photos in a scan ---------------------------------------------------------------------------


def _scan(photo: bytes, *filters: Any, parameters: Any = None) -> pikepdf.Pdf:
    """A page that shows a photo, as a scanning program puts it there."""
    pdf = pdf_of()
    image = pdf.make_stream(photo, Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48)
    image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
    image.Filter = Array(filters) if len(filters) != 1 else filters[0]
    if parameters is not None:
        image.DecodeParms = parameters
    pdf.pages[0].obj.Resources.XObject = Dictionary(Photo=image)
    return pdf


def _photo_of(body: bytes) -> tuple[bytes, Any]:
    with pikepdf.open(io.BytesIO(body)) as kept:
        image = kept.pages[0].obj.Resources.XObject.Photo
        assert image.Filter == Name.DCTDecode
        return image.read_raw_bytes(), image.get("/DecodeParms", Array())


def _pixels(jpeg: bytes) -> bytes:
    return Image.open(io.BytesIO(jpeg)).tobytes()


def test_exif_of_a_scanned_photo_is_gone() -> None:
    assert SECRET.encode() in PHOTO
    body = _kept(_scan(PHOTO, Name.DCTDecode))
    assert _told(body, SECRET, "Exif") == set()
    photo, _ = _photo_of(body)
    assert _pixels(photo) == _pixels(PHOTO)


def test_photo_that_is_packed_once_more_loses_its_exif_too() -> None:
    ascii85 = base64.a85encode(PHOTO) + b"~>"
    flate, twice = zlib.compress(PHOTO), base64.a85encode(zlib.compress(PHOTO)) + b"~>"
    for stored, filters in (
        (PHOTO, [Name.DCTDecode]),
        (ascii85, [Name.ASCII85Decode, Name.DCTDecode]),
        (flate, [Name.FlateDecode, Name.DCTDecode]),
        (twice, [Name.ASCII85Decode, Name.FlateDecode, Name.DCTDecode]),
    ):
        pdf = _scan(stored)
        pdf.pages[0].obj.Resources.XObject.Photo.Filter = Array(filters)
        photo, _ = _photo_of(_kept(pdf))
        assert SECRET.encode() not in photo, filters
        assert _pixels(photo) == _pixels(PHOTO), filters


@pytest.mark.parametrize("wrapped", [False, True])
def test_how_a_photos_colours_are_meant_is_kept(wrapped: bool) -> None:
    colours = Dictionary(ColorTransform=0)
    parameters = Array([colours]) if wrapped else colours
    _, kept = _photo_of(_kept(_scan(PHOTO, Name.DCTDecode, parameters=parameters)))
    assert [one.ColorTransform for one in _parts(kept)] == [0]


# --- a JPEG's own bytes -------------------------------------------------------------------------


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


JPEG = encoded(Image.effect_noise((64, 48), 60).convert("RGB"), "JPEG", progressive=True)
EXIF = _segment(0xE1, b"Exif\0\0" + SECRET.encode())
SCAN = JPEG.rindex(b"\xff\xda")  # a progressive JPEG has several


@pytest.mark.parametrize(
    "jpeg",
    [
        JPEG[:2] + EXIF + JPEG[2:],
        JPEG[:2] + b"\xff\xff\xff" + EXIF + JPEG[2:],  # filled up before the marker
        JPEG[:2] + _segment(0xE2, b"MPF\0" + SECRET.encode()) + JPEG[2:],
        JPEG[:2] + _segment(0xE0, b"JFXX\0" + SECRET.encode()) + JPEG[2:],
        JPEG[:2] + _segment(0xFE, SECRET.encode()) + JPEG[2:],
        JPEG[:SCAN] + EXIF + JPEG[SCAN:],
        JPEG + EXIF,
        JPEG + JPEG[:2] + EXIF + JPEG[2:],  # a phone's second picture
    ],
    ids=["first", "filled up", "MPF", "JFXX", "comment", "between scans", "after", "second"],
)
def test_private_part_of_a_jpeg_is_cut_out_and_nothing_else(jpeg: bytes) -> None:
    assert SECRET.encode() in jpeg
    assert without_jpeg_metadata(jpeg) == without_jpeg_metadata(JPEG) == JPEG


@pytest.mark.parametrize("options", [{}, {"restart_marker_rows": 1}, {"optimize": True}])
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_jpeg_without_anything_private_stays_as_it_is(mode: str, options: dict[str, Any]) -> None:
    colours = {"icc_profile": b"ICC" * 30_000}
    jpeg = encoded(Image.effect_noise((64, 48), 60).convert(mode), "JPEG", **colours, **options)
    assert without_jpeg_metadata(jpeg) == jpeg


@given(st.binary() | st.binary().map(lambda body: JPEG[:2] + body))
@example(b"\xff\xe1")
@example(JPEG[:2] + b"\xff\xe1\0")
@example(JPEG[:2] + b"\xff\xe1\0\0" + JPEG[2:])
def test_no_bytes_upset_the_cutting(body: bytes) -> None:
    once = without_jpeg_metadata(body)
    assert len(once) <= len(body)
    assert without_jpeg_metadata(once) == once


# --- what is refused ----------------------------------------------------------------------------


def test_document_with_a_password_is_refused() -> None:
    assert _trouble(saved(pdf_of(), encryption=Encryption(user="s", owner="s"))) is Trouble.BROKEN


def test_document_that_only_forbids_printing_is_kept_open() -> None:
    body = opened(saved(pdf_of(), encryption=Encryption(user="", owner="s"))).body
    with pikepdf.open(io.BytesIO(body)) as kept:
        assert not kept.is_encrypted
        assert len(kept.pages) == 1


def test_more_pages_than_a_bill_has_are_too_much() -> None:
    assert _trouble(saved(pdf_of(MOST_PAGES + 1))) is Trouble.TOO_MUCH
    with pikepdf.open(io.BytesIO(_kept(pdf_of(MOST_PAGES)))) as kept:
        assert len(kept.pages) == MOST_PAGES


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"


@pytest.mark.parametrize(
    "body",
    [
        saved(pikepdf.new()),
        b"%PDF-1.7",
        saved(pdf_of())[:200],
        raw_pdf(CATALOGUE, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"),
        raw_pdf(CATALOGUE, b"<</Type/Pages/Count 2/Kids[3 0 R 2 0 R]>>", PAGE),
        raw_pdf(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]>>", b"[" * 100_000 + b"]" * 100_000),
        raw_pdf(b"<</Type/Catalog/Pages 1 0 R>>"),
        encoded(corners(), "JPEG").replace(b"\xff\xd8", b"%PDF-1.4\n"),
    ],
    ids=["no page", "a head", "cut off", "own parent", "loop", "deep", "no tree", "no PDF"],
)
def test_damaged_document_is_broken(body: bytes) -> None:
    assert _trouble(body) is Trouble.BROKEN


def test_page_that_is_drawn_with_itself_is_kept() -> None:
    """A drawing that holds itself is the reader's trouble; copying it ends."""
    pdf = pdf_of()
    form = pdf.make_stream(b"/Self Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(Self=form))
    pdf.pages[0].obj.Resources.XObject = Dictionary(Self=form)
    assert _told(_kept(pdf), "/Self")


def test_same_page_fifty_times_is_stored_once() -> None:
    """What many pages share is written once: a small file does not become a large one."""
    pdf = _scan(PHOTO, Name.DCTDecode)
    for _ in range(MOST_PAGES - 1):
        pdf.pages.append(pdf.pages[0])
    assert len(_kept(pdf)) < len(PHOTO) + 20_000
