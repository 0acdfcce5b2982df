"""Finding the tables of a file: every sheet by the first layout that fits it."""

from collections.abc import Callable, Sequence

from bot.attachments import Sheet
from bot.reading.sheets import across, down, e_report, green_office, rows, template
from bot.reading.sheets.grid import MOST_CELLS, Grid
from bot.reading.sheets.offices import office_in
from bot.reading.sheets.shapes import (
    Found,
    Layout,
    Series,
    SheetTrouble,
    TroubleCode,
)
from bot.reading.sheets.tools import Tools

MOST_SHEETS = 12
MOST_FIGURES = 400  # a year of twenty items, with room; more is loaded, not told in a chat
TITLE_ROWS = 8

Read = Callable[[Grid, Tools, Layout, int], tuple[list[Series], list[SheetTrouble]]]


def find(sheets: Sequence[Sheet], tools: Tools) -> Found:
    """Every series of every sheet, and what is to be said of the rest."""
    series: list[Series] = []
    troubles: list[SheetTrouble] = []
    offices: dict[str, None] = {}
    place = ""
    grids = _grids(sheets[:MOST_SHEETS])
    has_form = any(_layout(grid, tools)[0] is Layout.GREEN_OFFICE for grid in grids)
    for grid in grids:
        layout, read = _layout(grid, tools)
        if grid.cut:
            troubles.append(SheetTrouble(TroubleCode.TOO_MUCH, grid.name))
        if has_form and layout is not Layout.GREEN_OFFICE:
            troubles.append(SheetTrouble(TroubleCode.BESIDE, grid.name))
            continue
        found, said = read(grid, tools, layout, len(series))
        values = [figure.value for one in found for figure in one.figures]
        if any(map(_may_tell, values)) or (
            layout is Layout.TEMPLATE and any(value != "" for value in values)
        ):
            series += [one for one in found if any(f.value != "" for f in one.figures)]
            troubles += said
            offices[office_in(_titles(grid))] = None
            place = place or template.place_of(grid)
        elif not template.fits(grid) and grid.height:
            troubles.append(SheetTrouble(TroubleCode.SKIPPED, grid.name))
    troubles += [
        SheetTrouble(TroubleCode.TOO_MUCH, sheet.name) for sheet in sheets[MOST_SHEETS:][:1]
    ]
    if place:  # the page that says how to fill it in is ours
        troubles = [one for one in troubles if one.code is not TroubleCode.SKIPPED]
    kept = _within(series, troubles)
    named = [office for office in offices if office]
    return Found(tuple(kept), tuple(troubles), named[0] if len(named) == 1 else "", place)


def _grids(sheets: Sequence[Sheet]) -> list[Grid]:
    """The sheets within the bounds of one file."""
    grids, left = [], MOST_CELLS
    for sheet in sheets:
        grids.append(Grid(e_report.spread(sheet), left))
        left -= min(left, grids[-1].filled)
    return grids


def _layout(grid: Grid, tools: Tools) -> tuple[Layout, Read]:
    """How the sheet is laid out, by what stands in it."""
    if template.fits(grid):
        return Layout.TEMPLATE, across.read
    if green_office.fits(grid) and across.header_rows(grid, tools):
        return Layout.GREEN_OFFICE, across.read
    if e_report.fits(grid):
        return Layout.E_REPORT, down.read
    if rows.is_long(grid):
        return Layout.TABLE, rows.read
    headers = across.header_rows(grid, tools)
    wide = max((len(tools.months(grid, row)) for row in headers), default=0)
    tall = max((len(table.months) for table in down.tables(grid, tools)), default=0)
    if wide and wide >= tall:
        return Layout.TABLE, across.read
    if tall:
        return Layout.TABLE, down.read
    return Layout.LIST, rows.read


def _titles(grid: Grid) -> list[str]:
    return [
        grid.label(row, column)
        for row in range(min(grid.height, TITLE_ROWS))
        for column in range(grid.width)
    ]


def _may_tell(value: object) -> bool:
    """Whether a cell holds anything but nothing, a dash, or a zero that may be prefilled."""
    return any(map(str.isalnum, value)) if isinstance(value, str) else bool(value)


def _within(series: list[Series], troubles: list[SheetTrouble]) -> list[Series]:
    """The first figures up to the most that are read at once."""
    kept: list[Series] = []
    count = 0
    for one in series:
        count += sum(figure.value != "" for figure in one.figures)
        if count > MOST_FIGURES:
            troubles.append(SheetTrouble(TroubleCode.TOO_MUCH, one.sheet))
            break
        kept.append(one)
    return kept
