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
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise CannotOpen(Trouble.TOO_MUCH)
            if picture.format == "JPEG":
                picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            upright = ImageOps.exif_transpose(picture)
            is_png = picture.format == "PNG"
            return _drawn_anew(upright, is_png)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise CannotOpen(Trouble.BROKEN) from error


def _drawn_anew(picture: Image.Image, is_png: bool) -> Opened:
    if picture.mode not in ("RGB", "L"):
        picture = _on_white(picture)
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    out = io.BytesIO()
    if is_png:
        clean.save(out, "PNG", optimize=True)
        return Opened("image/png", out.getvalue())
    clean.save(out, "JPEG", quality=JPEG_QUALITY)
    return Opened("image/jpeg", out.getvalue())


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent becomes white paper, not black."""
    layered = picture.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")
