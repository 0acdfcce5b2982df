"""A menu as a picture: large tiles with words on them."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from bot.menus import Menu, Tile
from bot.text import Voice
from handlers.channels.line_layout import Box, layout, size_of
from handlers.pictures.fonts import INK, draw_text, text_width
from handlers.pictures.signs import draw_sign

GAP, CORNER, PADDING = 28, 56, 36
LABEL_SIZES = range(148, 90, -4)  # as large as fits; on a phone about a sixth of that
ABOUT_SIZES = range(84, 60, -4)
SIGN_SIZE = 150
COLOURS = 32
PAPER, WHITE, GREEN, QUIET, EDGE = "#DFE9E4", "#FFFFFF", "#0B6B3A", "#45544B", "#93A39A"


@lru_cache(maxsize=16)
def draw_menu(menu: Menu) -> bytes:
    """PNG of few colours: flat tiles need no more, and LINE takes a megabyte at most."""
    picture = Image.new("RGB", size_of(len(menu.tiles)), PAPER)
    boxes = layout(len(menu.tiles))
    room = min(box.width for box in boxes) - 2 * (GAP + PADDING)
    label_size = _largest([menu.t(tile.label) for tile in menu.tiles], LABEL_SIZES, room, bold=True)
    for number, (tile, box) in enumerate(zip(menu.tiles, boxes, strict=True)):
        _draw_tile(picture, menu.t, tile, box, label_size, is_first=number == 0)
    out = BytesIO()
    few = picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG")
    return out.getvalue()


def _draw_tile(
    picture: Image.Image, t: Voice, tile: Tile, box: Box, label_size: int, is_first: bool
) -> None:
    """Sign, label, what it is about; the first tile is the one most people come for."""
    draw = ImageDraw.Draw(picture)
    inner = (box.x + GAP, box.y + GAP, box.x + box.width - GAP, box.y + box.height - GAP)
    fill, ink, quiet = (GREEN, WHITE, WHITE) if is_first else (WHITE, INK, QUIET)
    draw.rounded_rectangle(inner, CORNER, fill, GREEN if is_first else EDGE, 4)
    lines, about_size = _wrapped(t(tile.about), box.width - 2 * (GAP + PADDING))
    middle, label_at = box.x + box.width // 2, box.y + box.height * 6 // 10
    sign_at = (middle, box.y + box.height * 26 // 100)
    draw_sign(picture, tile.flow, sign_at, SIGN_SIZE, WHITE if is_first else GREEN)
    draw_text(draw, (middle, label_at), t(tile.label), label_size, True, ink, "ms")
    for number, line in enumerate(lines):
        below = label_at + (number + 1.5) * about_size * 1.22
        draw_text(draw, (middle, below), line, about_size, fill=quiet, anchor="ms")


def _wrapped(text: str, room: float) -> tuple[list[str], int]:
    """One line or two, parted at a space, in the largest size that fits."""
    words = text.split(" ")
    ways = [[text]] + [[" ".join(words[:at]), " ".join(words[at:])] for at in range(1, len(words))]
    best = min(ways, key=lambda lines: max(text_width(one, ABOUT_SIZES[0]) for one in lines))
    lines = ways[0] if text_width(text, ABOUT_SIZES[0]) <= room else best
    return lines, _largest(lines, ABOUT_SIZES, room)


def _largest(lines: Sequence[str], sizes: range, room: float, bold: bool = False) -> int:
    """The largest size at which every line fits; the smallest there is when none does."""
    fitting = (
        size for size in sizes if all(text_width(line, size, bold) <= room for line in lines)
    )
    return next(fitting, sizes[-1])
