"""Pictures: drawn anew from their pixels, so that place, time and device of the phone are gone."""

import io

from PIL import Image, ImageOps

from bot.attachments import Trouble
from handlers.files.limits import JPEG_QUALITY, LONGEST_EDGE, MOST_PIXELS
from handlers.files.opened import CannotOpen, Opened

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def open_picture(body: bytes) -> Opened:
    """The picture upright, at most `LONGEST_EDGE` wide or high; PNG stays sharp, all else JPEG."""
    Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is unpacked
    with Image.open(io.BytesIO(body), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise CannotOpen(Trouble.TOO_MUCH)
        is_png = picture.format == "PNG"
        picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))  # a JPEG is unpacked no larger
        ImageOps.exif_transpose(picture, in_place=True)
        return _drawn_anew(picture, is_png)


def _drawn_anew(picture: Image.Image, is_png: bool) -> Opened:
    picture = _plain(picture)
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    if picture.mode == "RGBA":
        picture = _on_white(picture)
    clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    out = io.BytesIO()
    if is_png:
        clean.save(out, "PNG", optimize=True)
        return Opened("image/png", out.getvalue())
    clean.save(out, "JPEG", quality=JPEG_QUALITY)
    return Opened("image/jpeg", out.getvalue())


def _plain(picture: Image.Image) -> Image.Image:
    """Palettes, print colours, fine greys and the like as `L`, `RGB`, or `RGBA`."""
    if picture.mode.startswith("I"):  # 16 bits a point: scanners' grey
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent becomes white paper, not black."""
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture).convert("RGB")
