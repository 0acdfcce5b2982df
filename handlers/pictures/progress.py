"""The progress picture: a bar a district or place, and who is done, silent or doubtful below.

Made for a phone at arm's length: large letters, dark on light, every bar with its numbers.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from PIL import Image, ImageDraw

from handlers.pictures.fonts import INK, draw_text, fitted, text_width

WIDTH, MARGIN = 1040, 56
INSIDE = WIDTH - 2 * MARGIN
PAPER, LINE, TRACK, BAR = "#FFFFFF", "#6B7A71", "#E4EBE7", "#0B6B3A"
QUIET = "#45524A"
TITLE_SIZES, NAME_SIZES = (56, 50, 44), (42, 38, 34)  # the largest that fits
TEXT_SIZE, NUMBER_SIZE, LABEL_SIZE, LABEL_LINE = 42, 80, 38, 46
HEAD_HEIGHT, ROW_HEIGHT, BAR_HEIGHT, GAP = 196, 112, 28, 24
BELOW_HEIGHT, BLOCK_HEIGHT = 88, 132  # the line over the blocks; a block without its label
TONES = {  # what is written, and on what; the label says it too
    "good": ("#0B5A31", "#E1F2E7"),
    "quiet": (INK, "#E9EDEB"),
    "warn": ("#6E4300", "#FFF0D2"),
}


def draw_progress(data: Mapping[str, Any]) -> Image.Image:
    """As high as its rows."""
    rows, blocks = data["rows"], data["blocks"]
    width = (INSIDE - GAP * (len(blocks) - 1)) // len(blocks)
    labels = [_lines(block["label"], width - GAP) for block in blocks]
    block_height = BLOCK_HEIGHT + max(map(len, labels)) * LABEL_LINE
    below = HEAD_HEIGHT + len(rows) * ROW_HEIGHT
    height = below + BELOW_HEIGHT + block_height + MARGIN
    picture = Image.new("RGB", (WIDTH, height), PAPER)
    draw = ImageDraw.Draw(picture)
    _head(draw, data["title"], data["total"])
    for at, row in enumerate(rows):
        _row(draw, HEAD_HEIGHT + at * ROW_HEIGHT, row)
    draw_text(draw, (MARGIN, below + 56), data["below"], LABEL_SIZE, fill=QUIET)
    for at, block in enumerate(blocks):
        left, top = MARGIN + at * (width + GAP), below + BELOW_HEIGHT
        box = (left, top, left + width, top + block_height)
        _block(draw, box, block["tone"], str(block["count"]), labels[at])
    return picture


def _head(draw: ImageDraw.ImageDraw, title: str, total: str) -> None:
    title, size = _sized(title, TITLE_SIZES, INSIDE, bold=True)
    draw_text(draw, (MARGIN, 88), title, size, bold=True)
    draw_text(draw, (MARGIN, 150), fitted(total, TEXT_SIZE, INSIDE), TEXT_SIZE, fill=QUIET)


def _row(draw: ImageDraw.ImageDraw, top: int, row: Mapping[str, Any]) -> None:
    """The name, the numbers at the right, and the bar under both."""
    count, baseline = row["count"], top + 46
    room = INSIDE - text_width(count, TEXT_SIZE, bold=True) - GAP
    name, size = _sized(row["name"], NAME_SIZES, room)
    draw_text(draw, (MARGIN, baseline), name, size)
    draw_text(draw, (WIDTH - MARGIN, baseline), count, TEXT_SIZE, bold=True, anchor="rs")
    _bar(draw, baseline + 20, row["received"], row["expected"])


def _bar(draw: ImageDraw.ImageDraw, top: int, received: int, expected: int) -> None:
    right, bottom, radius = WIDTH - MARGIN, top + BAR_HEIGHT, BAR_HEIGHT // 2
    whole = (MARGIN, top, right, bottom)
    draw.rounded_rectangle(whole, radius, fill=TRACK, outline=LINE, width=2)
    share = min(received / expected, 1) if expected else 0
    if share > 0:  # never so short that it cannot be seen, never full before it is
        end = MARGIN + max(round(INSIDE * share), BAR_HEIGHT)
        end = right if share == 1 else min(end, right - BAR_HEIGHT // 2)
        draw.rounded_rectangle((MARGIN, top, end, bottom), radius, fill=BAR)


def _block(
    draw: ImageDraw.ImageDraw,
    box: tuple[int, int, int, int],
    tone: str,
    number: str,
    label: Sequence[str],
) -> None:
    ink, paper = TONES[tone]
    left, top, right, _ = box
    draw.rounded_rectangle(box, 20, fill=paper, outline=ink, width=2)
    middle = (left + right) / 2
    draw_text(draw, (middle, top + 86), number, NUMBER_SIZE, True, ink, "ms")
    for at, line in enumerate(label):
        baseline = top + 142 + at * LABEL_LINE
        draw_text(draw, (middle, baseline), line, LABEL_SIZE, fill=ink, anchor="ms")


def _sized(text: str, sizes: Sequence[int], most: float, bold: bool = False) -> tuple[str, int]:
    """The text in the largest size it fits in; in the smallest it is cut."""
    fits = (size for size in sizes if text_width(text, size, bold) <= most)
    size = next(fits, sizes[-1])
    return fitted(text, size, most, bold), size


def _lines(text: str, most: float) -> list[str]:
    """At most two lines, parted at a space."""
    if text_width(text, LABEL_SIZE) <= most or " " not in text:
        return [fitted(text, LABEL_SIZE, most)]
    words = text.split(" ")
    ends = range(len(words) - 1, 0, -1)
    fits = (end for end in ends if text_width(" ".join(words[:end]), LABEL_SIZE) <= most)
    end = next(fits, 1)
    lines = (" ".join(words[:end]), " ".join(words[end:]))
    return [fitted(line, LABEL_SIZE, most) for line in lines]
