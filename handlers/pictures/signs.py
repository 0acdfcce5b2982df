"""Small signs beside the words of a tile. They help the eye; the words say what it is."""

from collections.abc import Callable

from PIL import Image, ImageDraw

from handlers.pictures.fonts import font

FINER = 4  # drawn larger and reduced: Pillow's lines have no soft edges
GRID = 100  # every sign is drawn on a square of so many points
STROKE = 10

Pen = Callable[[ImageDraw.ImageDraw, float], None]


def draw_sign(
    picture: Image.Image, name: str, centre: tuple[int, int], size: int, ink: str
) -> None:
    """The sign of a flow around `centre`; nothing for a flow that has none."""
    if name not in SIGNS:
        return
    mask = Image.new("L", (size * FINER, size * FINER), 0)
    SIGNS[name](ImageDraw.Draw(mask), size * FINER / GRID)
    small = mask.resize((size, size), Image.Resampling.LANCZOS)
    picture.paste(ink, (centre[0] - size // 2, centre[1] - size // 2), small)


def _line(draw: ImageDraw.ImageDraw, scale: float, *points: tuple[int, int]) -> None:
    """A stroke with round ends and corners."""
    placed = [(x * scale, y * scale) for x, y in points]
    width, round_off = round(STROKE * scale), STROKE * scale / 2
    draw.line(placed, 255, width, joint="curve")
    for x, y in placed:
        draw.ellipse((x - round_off, y - round_off, x + round_off, y + round_off), 255)


def _lines(*lines: tuple[tuple[int, int], ...]) -> Pen:
    def pen(draw: ImageDraw.ImageDraw, scale: float) -> None:
        for points in lines:
            _line(draw, scale, *points)

    return pen


def _letters(text: str, size: int) -> Pen:
    def pen(draw: ImageDraw.ImageDraw, scale: float) -> None:
        middle = (GRID * scale / 2, GRID * scale * 0.84)
        draw.text(middle, text, 255, font(round(size * scale), bold=True), anchor="ms")

    return pen


def _bars(draw: ImageDraw.ImageDraw, scale: float) -> None:
    for left, top in ((12, 55), (41, 32), (70, 10)):
        box = [one * scale for one in (left, top, left + 20, 92)]
        draw.rounded_rectangle(box, 4 * scale, 255)


def _ring(draw: ImageDraw.ImageDraw, scale: float) -> None:
    """A ring three quarters full."""
    box = [one * scale for one in (8, 8, 92, 92)]
    draw.arc(box, 0, 360, 255, round(4 * scale))
    draw.arc(box, -90, 180, 255, round(16 * scale))


SIGNS: dict[str, Pen] = {
    "record": _lines(((50, 12), (50, 88)), ((12, 50), (88, 50))),
    "progress": _ring,
    "totals": _bars,
    "correct": _lines(
        ((14, 86), (20, 62), (70, 12), (88, 30), (38, 80), (14, 86)), ((56, 26), (74, 44))
    ),
    "help": _letters("?", 100),
    "language": _letters("กA", 74),
    "join": _lines(((10, 50), (68, 50)), ((46, 26), (70, 50), (46, 74)), ((90, 12), (90, 88))),
    "review": _lines(((14, 54), (40, 80), (88, 22))),
    "console": _lines(
        ((10, 16), (90, 16), (90, 68), (10, 68), (10, 16)),
        ((34, 90), (66, 90)),
        ((50, 68), (50, 90)),
    ),
    "export": _lines(((50, 8), (50, 64)), ((26, 42), (50, 66), (74, 42)), ((10, 90), (90, 90))),
}
