"""Text on pictures: Sarabun in two weights, shaped by raqm so that Thai marks stand right.

Pillow without raqm draws tone marks through the vowels and says nothing; here it is an error.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from PIL import ImageDraw, ImageFont, features

FOLDER = Path(__file__).resolve().parent.parent / "static" / "fonts"
INK = "#17211B"
# A letter with the vowel before it and the marks on it: what a cut must not part.
_SYLLABLE = re.compile("[เ-ไ]?.[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]*", re.DOTALL)


class CannotShape(Exception):
    """This Pillow cannot shape Thai; a wrong picture is worse than none."""


def can_shape() -> bool:
    """Whether this Pillow has raqm; the wheels on PyPI do."""
    return bool(features.check("raqm"))


@lru_cache(maxsize=64)
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Sarabun at `size` pixels."""
    if not can_shape():
        raise CannotShape("Pillow has no raqm: install the Pillow wheel from PyPI")
    path = FOLDER / ("Sarabun-Bold.ttf" if bold else "Sarabun-Regular.ttf")
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


def text_width(text: str, size: int, bold: bool = False) -> float:
    """How far the pen moves, in pixels."""
    return font(size, bold).getlength(text)


def draw_text(
    draw: ImageDraw.ImageDraw,
    xy: tuple[float, float],
    text: str,
    size: int,
    bold: bool = False,
    fill: str = INK,
    anchor: str = "ls",
) -> None:
    """One line. `anchor` as in Pillow: `ls` starts on the baseline, `rs` ends there."""
    draw.text(xy, text, fill=fill, font=font(size, bold), anchor=anchor)


def fitted(text: str, size: int, most: float, bold: bool = False) -> str:
    """The text, or as much of it with … as fits; no letter is parted from its marks."""
    if text_width(text, size, bold) <= most:
        return text
    return next(
        part for part in _shorter(text) if text_width(part, size, bold) <= most or part == "…"
    )


def _shorter(text: str) -> Iterator[str]:
    pieces = _SYLLABLE.findall(text)
    for kept in range(len(pieces) - 1, -1, -1):
        yield "".join(pieces[:kept]).rstrip() + "…"


def wrapped(text: str, size: int, most: float, lines: int) -> list[str]:
    """At most so many lines, parted at spaces, or between letters where a word is too long."""
    rows = [""]
    for word in text.split(" "):
        for piece in _pieces(word, size, most, rows[-1]):
            longer = f"{rows[-1]} {piece}" if rows[-1] else piece
            if text_width(longer, size) <= most:
                rows[-1] = longer
            else:
                rows.append(piece)
    if len(rows) <= lines:
        return rows
    return [*rows[: lines - 1], fitted(" ".join(rows[lines - 1 :]), size, most)]


def _pieces(word: str, size: int, most: float, before: str) -> Iterator[str]:
    """The word; one that is wider than a line in parts, the first for what is left of the line."""
    if text_width(word, size) <= most:
        yield word
        return
    room, kept = most - text_width(f"{before} ", size), ""
    for syllable in _SYLLABLE.findall(word):
        if kept and text_width(kept + syllable, size) > room:
            yield kept
            room, kept = most, ""
        kept += syllable
    yield kept
