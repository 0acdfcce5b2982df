"""Where the tiles of a LINE menu lie on its picture."""

from dataclasses import dataclass
from itertools import pairwise

STYLE = 1  # counted up when handlers/pictures/menu.py draws otherwise, so that menus are made anew
WIDTH = 2_500
HEIGHTS = {1: 843, 2: 1_686}  # LINE's two sizes, by rows of tiles
ROWS = {3: (3,), 4: (2, 2), 5: (2, 3), 6: (3, 3)}  # how many tiles stand in each row


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the picture, in pixels."""

    x: int
    y: int
    width: int
    height: int


def size_of(count: int) -> tuple[int, int]:
    """Width and height of a menu with so many tiles."""
    return WIDTH, HEIGHTS[len(ROWS[count])]


def layout(count: int) -> list[Box]:
    """Where each tile lies: together they cover the whole picture, so no press goes beside."""
    rows = ROWS[count]
    height = size_of(count)[1] // len(rows)
    boxes = []
    for row, columns in enumerate(rows):
        edges = [WIDTH * column // columns for column in range(columns + 1)]
        boxes += [Box(left, row * height, right - left, height) for left, right in pairwise(edges)]
    return boxes
