"""Our own template: which place it was made for, and how a writer lays it out."""

from bot.reading.sheets.grid import Grid

PLACE_HEADING = "รหัสหน่วยงาน"  # beside it stands the place's id
CODE_HEADING = "รหัสรายการ"  # below it stand the activities' codes
ITEM_HEADING = "รายการ"
UNIT_HEADING = "หน่วย"
HEADER_ROWS = 6


def place_of(grid: Grid) -> str:
    """The id of the place the template was made for; empty when this is no template."""
    for row in range(min(grid.height, HEADER_ROWS)):
        for column in range(grid.width):
            if grid.words(row, column) == PLACE_HEADING:
                return grid.words(row, column + 1)
    return ""


def fits(grid: Grid) -> bool:
    return bool(place_of(grid))
