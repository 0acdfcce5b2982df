"""Our own export: `values.csv` and `values.xlsx`, brought back as it was told."""

from dataclasses import replace

from bot.cells import Status
from bot.loading.lines import Column, Line
from bot.loading.revising import note_in
from handlers.exports.columns import COLUMNS
from handlers.imports.headings import columns_of
from handlers.imports.shape import Columns, Format, Header
from handlers.imports.text import without_guard
from storage.inventories import WORDLESS

NAMES = {
    Column.PLACE: ("place",),
    Column.MONTH: ("month",),
    Column.ACTIVITY: ("activity",),
    Column.KIND: ("kind",),
    Column.STATUS: ("status",),
    Column.QUANTITY: ("quantity",),
    Column.UNIT: ("unit",),
    Column.TOLD_QUANTITY: ("told_quantity",),
    Column.TOLD_UNIT: ("told_unit",),
    Column.DOUBTED: ("doubted",),
    Column.NOTE: ("reason",),
}
OWN = frozenset({*(name for (name,) in NAMES.values()), "version", "recorded_at"})
UNTOLD = frozenset({Status.LATER.value, Status.MISSING.value})


def _fits(header: Header) -> bool:
    return OWN.issubset(text.strip().casefold() for text in header)


def _columns(header: Header) -> Columns:
    """What is computed from the figure is computed anew, so those columns say nothing."""
    return columns_of(header, NAMES, NAMES, harmless=COLUMNS.keys())


def _line(line: Line) -> Line | None:
    cells = {column: without_guard(cell) for column, cell in line.cells.items()}
    if cells[Column.STATUS] in UNTOLD:
        return None
    reason = note_in(str(cells[Column.NOTE]))
    cells[Column.NOTE] = "" if reason in WORDLESS else reason
    return replace(line, cells=cells)


FORMAT = Format("values", _fits, _columns, _line)
