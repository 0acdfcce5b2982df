"""Our own template: which place it was made for, known by its headings in any language."""

from bot.reading.sheets.grid import Grid
from bot.text import mark, voices

PLACE_HEADING = mark("Place code")  # beside it stands the place's id
CODE_HEADING = mark("Item code")  # below it stand the activities' codes
ITEM_HEADING = mark("Item")
UNIT_HEADING = mark("Unit")
HEADER_ROWS = 6


def place_of(grid: Grid) -> str:
    """The id of the place the template was made for; empty when this is no template."""
    headings = said(PLACE_HEADING)
    for row in range(min(grid.height, HEADER_ROWS)):
        for column in range(grid.width):
            if grid.words(row, column).casefold() in headings:
                return grid.words(row, column + 1)
    return ""


def fits(grid: Grid) -> bool:
    return bool(place_of(grid))


def is_code_heading(text: str) -> bool:
    return text.strip().casefold() in said(CODE_HEADING)


def said(english: str) -> frozenset[str]:
    """A heading as every language says it."""
    return frozenset(voice(english).casefold() for voice in voices().values())
