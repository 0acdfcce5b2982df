"""Lists: a row an item with its figure and unit, of one month, or with the month in a column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.months import Month
from bot.reading.activities import LONGEST_NAME
from bot.reading.sheets.grid import Grid, ref
from bot.reading.sheets.shapes import Layout, Series, SheetFigure, SheetTrouble
from bot.reading.sheets.tools import Tools
from bot.reading.sheets.words import (
    ITEM,
    MONTH,
    NO_QUANTITY,
    OF_FACTORS,
    ORDINAL,
    QUANTITY,
    REMARK,
    TOTAL,
    UNIT,
)
from bot.reading.sheets.years import dated

FEWEST_HEADINGS = 2
MOST_ITEMS = 400
MOST_ROWS_TRIED = 600  # of a list without a heading: names are looked for row by row
HEADER_ROWS = 30  # a list's heading stands within the first rows


@dataclass(frozen=True, slots=True)
class List:
    """What the columns hold; `header` is -1 where there is no heading."""

    header: int
    label: int | None
    quantity: int | None
    unit: int | None
    month: int | None


def is_long(grid: Grid) -> bool:
    """Whether a heading names month, item and quantity: a row then is one figure."""
    found = _headed(grid)
    return found is not None and found.month is not None and found.label is not None


def read(
    grid: Grid, tools: Tools, layout: Layout, first_table: int
) -> tuple[list[Series], list[SheetTrouble]]:
    """The list's items; rows of one name are one series."""
    found = _headed(grid) or List(-1, None, None, None, None)
    titles = [grid.label(row, c) for row in range(found.header + 1) for c in range(grid.width)]
    titles += [] if found.header >= 0 else [grid.label(0, c) for c in range(grid.width)]
    if found.header < 0 and any(map(OF_FACTORS.search, _texts(grid))):
        return [], []
    month = _month_of([*titles, grid.name], tools)
    series: dict[tuple[str, str], Series] = {}
    rows = range(found.header + 1, grid.height)
    for row in rows if found.header >= 0 else rows[:MOST_ROWS_TRIED]:
        if REMARK.match(grid.label(row, 0)) or len(series) > MOST_ITEMS:
            break
        if not _holds_number(grid, row):
            continue
        one = _row(grid, tools, found, row, month, first_table)
        if one is None:
            continue
        key = (one.words, one.unit)
        known = series.get(key)
        if known and found.month is not None:
            series[key] = replace(known, figures=(*known.figures, *one.figures))
        elif known:
            series[(f"{one.words} {row}", one.unit)] = one
        else:
            series[key] = one
    return list(series.values()), []


def _headed(grid: Grid) -> List | None:
    """The heading `รายการ | จำนวน | หน่วย`, wherever it stands."""
    for row in range(min(grid.height, HEADER_ROWS)):
        texts = {c: text for c in range(grid.width) if (text := grid.label(row, c))}
        quantity = _first(texts, QUANTITY)
        label = _first({c: t for c, t in texts.items() if c != quantity}, ITEM)
        if quantity is not None and label is not None and len(texts) >= FEWEST_HEADINGS:
            others = {c: text for c, text in texts.items() if c not in (quantity, label)}
            unit = _first(others, UNIT)
            month = next((c for c, text in others.items() if MONTH.match(text)), None)
            return List(row, label, quantity, unit, month)
    return None


def _first(texts: dict[int, str], wanted: re.Pattern[str]) -> int | None:
    """The first heading that is wanted and speaks of no money or footprint."""
    found = (
        column
        for column, text in texts.items()
        if wanted.search(text) and not NO_QUANTITY.search(text)
    )
    return next(found, None)


def _texts(grid: Grid) -> list[str]:
    rows = range(min(grid.height, HEADER_ROWS))
    return [grid.label(row, column) for row in rows for column in range(grid.width)]


def _month_of(texts: Sequence[str], tools: Tools) -> Month | None:
    """The month the title names."""
    months = {month for text in texts if text and (month := tools.month_in(text))}
    return months.pop() if len(months) == 1 else None


def _row(
    grid: Grid, tools: Tools, found: List, row: int, month: Month | None, table: int
) -> Series | None:
    labels = _labels(grid, row)
    label = found.label if found.label is not None else _named(labels, tools)
    words = grid.label(row, label) if label is not None else ""
    if not words or TOTAL.match(words):
        return None
    quantity = found.quantity if found.header >= 0 else _number(grid, row, label, found)
    if quantity is None or grid.empty(row, quantity):
        return None
    unit = grid.words(row, found.unit) if found.unit is not None else ""
    if not unit:
        beside = (text for c, text in labels.items() if c not in (label, quantity))
        unit = next((text for text in beside if tools.units.named(text)), "")
    words, in_brackets = tools.without_unit(words)
    unit = unit or in_brackets
    cell = tools.month(grid, row, found.month) if found.month is not None else None
    if found.month is not None and cell is None:
        return None
    number, when = (month.month, month) if month else (0, None)
    if cell:
        number = cell.number
        when = dated([number], cell.year, fiscal=False)[0] if cell.year else None
    return Series(
        table=table,
        sheet=grid.name,
        layout=Layout.TABLE if found.month is not None else Layout.LIST,
        words=words,
        figures=(SheetFigure(ref(row, quantity), number, grid.value(row, quantity), when),),
        unit=unit,
    )


def _holds_number(grid: Grid, row: int) -> bool:
    return any(
        grid.is_number(row, column) or any(map(str.isdigit, str(grid.value(row, column))))
        for column in range(grid.width)
    )


def _labels(grid: Grid, row: int) -> dict[int, str]:
    """The texts of a row that are short enough to be names."""
    return {
        column: text
        for column in range(grid.width)
        if len(str(grid.value(row, column))) <= LONGEST_NAME and (text := grid.label(row, column))
    }


def _named(labels: dict[int, str], tools: Tools) -> int | None:
    """The first cell of a row that names an item and is no unit: one of the first two texts."""
    for column, text in [*labels.items()][:2]:
        named = tools.names.resolve(text)
        if named and named.certain and not tools.units.named(text):
            return column
    return None


def _number(grid: Grid, row: int, label: int | None, found: List) -> int | None:
    """The one cell behind the name that holds a number."""
    if label is None:
        return None
    columns = [
        column
        for column in range(label + 1, grid.width)
        if any(map(str.isdigit, grid.words(row, column)))
        and not ORDINAL.fullmatch(grid.words(row, column))
    ]
    return columns[0] if len(columns) == 1 else None
