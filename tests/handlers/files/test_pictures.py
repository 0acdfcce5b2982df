"""Pictures: what they show stays, and nothing else does."""

import io
import re
import struct
from typing import Any

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from bot.attachments import Trouble
from handlers.files.limits import LONGEST_EDGE
from handlers.files.opened import CannotOpen
from handlers.files.opening import opened
from tests.handlers.files.making import (
    BLUE,
    GREEN,
    RED,
    SECRET,
    WHITE,
    corners,
    encoded,
    exif_with_place,
    png,
)

Colour = tuple[int, int, int]


def _kept(body: bytes, media_type: str) -> Image.Image:
    found = opened(body)
    assert found.media_type == media_type
    picture = Image.open(io.BytesIO(found.body))
    assert Image.MIME[picture.format or ""] == media_type
    return picture


def _alike(found: Any, colour: Colour) -> bool:
    """The same colour to the eye: JPEG changes it a little."""
    values = found if isinstance(found, tuple) else (found,) * 3
    return all(abs(one - other) <= 12 for one, other in zip(values, colour, strict=True))


def _trouble(body: bytes) -> Trouble:
    with pytest.raises(CannotOpen) as refused:
        opened(body)
    return refused.value.trouble


# --- metadata -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_place_device_and_words_of_a_photo_are_gone(kind: str) -> None:
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    private: dict[str, Any] = {"exif": exif_with_place(), "xmp": xmp, "icc_profile": b"ICC" * 99}
    more = {"comment": SECRET.encode()} if kind == "JPEG" else {}
    body = encoded(corners(), kind, **private, **more)
    assert body.count(SECRET.encode()) >= 2
    picture = _kept(body, "image/jpeg")
    assert not picture.getexif()
    assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    segments = re.findall(rb"\xff([\xe0-\xef\xfe])(..)(.{4})", opened(body).body, re.DOTALL)
    assert [(marker, name) for marker, _, name in segments] == [(b"\xe0", b"JFIF")]
    assert SECRET.encode() not in opened(body).body


def test_chunks_of_a_png_that_are_no_picture_are_gone() -> None:
    words = PngInfo()
    words.add_text("Author", SECRET)
    words.add_text("Packed", SECRET, zip=True)
    words.add_itxt("XML:com.adobe.xmp", SECRET)
    words.add(b"tIME", struct.pack(">HBBBBB", 2026, 7, 31, 9, 0, 0))
    private: dict[str, Any] = {"exif": exif_with_place(), "icc_profile": b"ICC" * 99}
    body = encoded(corners(), "PNG", pnginfo=words, dpi=(300, 300), **private)
    assert _chunks(body) >= {b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf", b"iCCP", b"pHYs"}
    assert _chunks(opened(body).body) == {b"IHDR", b"IDAT", b"IEND"}
    assert _kept(body, "image/png").tobytes() == corners().tobytes()


def _chunks(body: bytes) -> set[bytes]:
    names, at = set(), 8
    while at < len(body):
        names.add(body[at + 4 : at + 8])
        at += 12 + int.from_bytes(body[at : at + 4], "big")
    return names


def test_bytes_after_the_picture_are_gone() -> None:
    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        body = encoded(corners(), kind) + SECRET.encode()
        assert SECRET.encode() not in opened(body).body, kind


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data", "ignore:Truncated File Read")
@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0",
        b"Exif\0\0junk",
        b"Exif\0\0II*\0\xff\xff\xff\xff",
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff",
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x05\0\0\0\x01\0\0\0\x40",
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\xff\0\0\0\0\0\0",
    ],
)
def test_damaged_metadata_does_not_cost_the_photo(exif: bytes) -> None:
    picture = _kept(encoded(corners(), "JPEG", exif=exif), "image/jpeg")
    assert picture.size == corners().size
    assert _alike(picture.getpixel((5, 5)), RED)


# --- what is seen -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("orientation", "left", "right"),
    [
        (1, RED, GREEN),
        (2, GREEN, RED),
        (3, WHITE, BLUE),
        (4, BLUE, WHITE),
        (5, RED, BLUE),
        (6, BLUE, RED),
        (7, WHITE, GREEN),
        (8, GREEN, WHITE),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_stands_upright(kind: str, orientation: int, left: Colour, right: Colour) -> None:
    media_type = "image/png" if kind == "PNG" else "image/jpeg"
    body = encoded(corners(120, 80), kind, exif=exif_with_place(orientation))
    picture = _kept(body, media_type)
    assert picture.size == ((120, 80) if orientation < 5 else (80, 120))
    assert _alike(picture.getpixel((5, 5)), left)
    assert _alike(picture.getpixel((picture.width - 5, 5)), right)


def _ruled(width: int, height: int) -> Image.Image:
    """Black lines of eight points with as much white between: fine print on a large scan."""
    picture = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(picture)
    for x in range(0, width, 16):
        draw.rectangle((x, 0, x + 7, height), 0)
    return picture


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_large_picture_is_scaled_and_stays_readable(kind: str, media_type: str) -> None:
    picture = _kept(encoded(_ruled(6400, 4800), kind), media_type)
    assert picture.size == (LONGEST_EDGE, LONGEST_EDGE * 3 // 4)
    middle = picture.convert("L").crop((1000, 1000, 2000, 1001)).tobytes()
    assert min(middle) < 40
    assert max(middle) > 215


def test_picture_turned_on_its_side_is_scaled_by_its_longer_edge() -> None:
    body = encoded(_ruled(4000, 1000), "JPEG", exif=exif_with_place(6))
    assert _kept(body, "image/jpeg").size == (LONGEST_EDGE // 4, LONGEST_EDGE)


def test_small_picture_keeps_its_size() -> None:
    assert _kept(encoded(Image.new("RGB", (1, 1)), "PNG"), "image/png").size == (1, 1)


def _filled(mode: str, value: Any) -> Image.Image:
    return Image.new(mode, (16, 16), value)


def _painted() -> Image.Image:
    return corners(16, 16).convert("P", palette=Image.Palette.ADAPTIVE)


def _half_seen() -> Image.Image:
    palette = _painted()
    palette.info["transparency"] = palette.getpixel((0, 0))
    return palette


@pytest.mark.parametrize(
    ("picture", "kind", "options", "colour"),
    [
        (_filled("CMYK", (0, 255, 255, 0)), "JPEG", {}, (254, 0, 0)),
        (_filled("L", 90), "JPEG", {}, (90, 90, 90)),
        (_painted(), "PNG", {}, RED),
        (_half_seen(), "PNG", {}, WHITE),
        (_filled("RGBA", (0, 0, 0, 0)), "PNG", {}, WHITE),
        (_filled("RGBA", (250, 0, 0, 255)), "PNG", {}, RED),
        (_filled("RGBA", (0, 0, 0, 0)), "WEBP", {"lossless": True}, WHITE),
        (_filled("LA", (0, 0)), "PNG", {}, WHITE),
        (_filled("L", 7), "PNG", {"transparency": 7}, WHITE),
        (_filled("RGB", BLUE), "PNG", {"transparency": BLUE}, WHITE),
        (_filled("1", 1), "PNG", {}, WHITE),
        (_filled("1", 0), "PNG", {}, (0, 0, 0)),
        (_filled("I;16", 90 * 256), "PNG", {}, (90, 90, 90)),
    ],
)
def test_every_kind_of_colour_is_seen_as_meant(
    picture: Image.Image, kind: str, options: dict[str, Any], colour: Colour
) -> None:
    body = encoded(picture, kind, **options)
    kept = _kept(body, "image/png" if kind == "PNG" else "image/jpeg")
    assert kept.mode in ("L", "RGB")
    assert _alike(kept.getpixel((3, 3)), colour)


def test_phones_double_picture_is_one_photo() -> None:
    """Many phones put a second picture, with metadata of its own, behind the first."""
    second = _filled("RGB", GREEN)
    more: dict[str, Any] = {"exif": exif_with_place(3), "append_images": [second]}
    body = encoded(Image.new("RGB", (6400, 800), RED), "MPO", save_all=True, **more)
    assert b"MPF" in body
    kept = _kept(body, "image/jpeg")
    assert kept.size == (LONGEST_EDGE, LONGEST_EDGE // 8)
    assert _alike(kept.getpixel((3, 3)), RED)
    assert b"MPF" not in opened(body).body


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_a_moving_picture_the_first_is_kept(kind: str) -> None:
    frames = [_filled("RGB", colour) for colour in (RED, GREEN, BLUE)]
    body = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    kept = _kept(body, "image/png" if kind == "PNG" else "image/jpeg")
    assert getattr(kept, "n_frames", 1) == 1
    assert _alike(kept.getpixel((3, 3)), RED)


def test_same_picture_gives_the_same_bytes() -> None:
    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        body = encoded(corners(), kind)
        assert opened(body) == opened(body), kind


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_truncated_picture_is_broken(kind: str, part: float) -> None:
    noise = Image.effect_noise((200, 200), 80)
    body = encoded(noise, kind)
    assert _trouble(body[: int(len(body) * part)]) is Trouble.BROKEN


@pytest.mark.parametrize(
    "body",
    [
        png(60_000, 60_000, 8, 2, b"", 0),
        png(2**31 - 1, 2**31 - 1, 1, 0, b"", 0),
        png(20_000, 20_000, 8, 0, bytes(20_000), 500),
        b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02L\x01\0;",
        encoded(Image.new("L", (1, 1)), "JPEG").replace(
            b"\x00\x0b\x08\x00\x01\x00\x01", b"\x00\x0b\x08\xff\xff\xff\xff"
        ),
    ],
    ids=["60,000 squared", "the largest a header can say", "real rows", "GIF", "JPEG"],
)
def test_more_points_than_any_phone_takes_are_too_much(body: bytes) -> None:
    assert _trouble(body) is Trouble.TOO_MUCH


def test_words_that_unpack_to_far_more_are_broken() -> None:
    words = PngInfo()
    words.add_text("bomb", "a" * 40_000_000, zip=True)
    assert _trouble(encoded(corners(), "PNG", pnginfo=words)) is Trouble.BROKEN
