"""Tables with the months across: an item a row. TGO's form is one, and our own template."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.reading.sheets.grid import Grid, ref
from bot.reading.sheets.shapes import Layout, Series, SheetFigure, SheetTrouble
from bot.reading.sheets.template import is_code_heading
from bot.reading.sheets.tools import Tools
from bot.reading.sheets.totals import disagreeing
from bot.reading.sheets.words import (
    FACTOR,
    ITEM,
    NO_QUANTITY,
    ORDINAL,
    QUANTITY,
    REMARK,
    SCOPE,
    SUM,
    TOTAL,
    UNIT,
    UNIT_OF_DATA,
)
from bot.reading.sheets.years import MonthCell, Stated, dated, stated_in

MOST_SUBHEADERS = 2
MOST_TABLES = 40  # in one sheet: a year has twelve, or as many as there are meters
TITLE_ROWS = 8  # above a table, where its year and office stand
WIDEST_GROUP = 6  # columns one month may take


@dataclass(frozen=True, slots=True)
class Across:
    """One table: its header row, the first row of data, and what its columns hold."""

    header: int
    body: int
    end: int
    months: dict[int, MonthCell]
    labels: tuple[int, ...]
    unit: int | None
    code: int | None
    total: int | None


def header_rows(grid: Grid, tools: Tools) -> list[int]:
    """Rows that name different months; one month alone needs a heading for the items beside it."""
    rows: list[int] = []
    for row in range(grid.height):
        months = list(months_in(grid, tools, row).values())
        if not months or len(set(months)) != len(months):
            continue
        if len(rows) == MOST_TABLES:
            break
        headed = any(ITEM.search(grid.label(row, column)) for column in range(grid.width))
        if len(months) > 1 or headed:
            rows.append(row)
    return rows


def months_in(grid: Grid, tools: Tools, row: int) -> dict[int, MonthCell]:
    """The months of a row; where they come several times, of the years over them."""
    months = tools.months(grid, row)
    if not row or len({month.number for month in months.values()}) == len(months):
        return months
    groups: dict[int, list[int]] = {}
    for column in months:
        over = column
        while over > min(months) and grid.empty(row - 1, over):
            over -= 1
        groups.setdefault(over, []).append(column)
    known: dict[int, MonthCell] = {}
    for over, columns in groups.items():
        numbers = [months[column].number for column in columns]
        known |= dict(
            zip(columns, of_year(grid.words(row - 1, over), numbers, tools), strict=False)
        )
    return known if len(known) == len(months) else months


def of_year(text: str, numbers: Sequence[int], tools: Tools) -> list[MonthCell]:
    """The months under (or beside) a year; none where the text states no one year."""
    stated = stated_in([text], tools.today)
    if len(stated.years) != 1:
        return []
    meant = dated(numbers, stated.years[0], stated.fiscal)
    return [MonthCell(month.month, month.year) for month in meant]


def read(
    grid: Grid, tools: Tools, layout: Layout, first_table: int
) -> tuple[list[Series], list[SheetTrouble]]:
    """Every table of the sheet, a series a row."""
    headers = header_rows(grid, tools)
    found: list[Series] = []
    troubles: list[SheetTrouble] = []
    for index, header in enumerate(headers):
        end = headers[index + 1] if index + 1 < len(headers) else grid.height
        table = _table(grid, tools, header, end)
        stated = stated_above(grid, tools, header)
        for row, heading in _data_rows(grid, table):
            series = _series(grid, table, row, heading, stated, layout, first_table + index)
            words, unit = tools.without_unit(series.words)
            found.append(replace(series, words=words, unit=series.unit or unit))
            if table.total is not None and layout is not Layout.GREEN_OFFICE:
                parts = [grid.value(row, column) for column in table.months]
                troubles += disagreeing(grid, row, table.total, parts)
    return found, troubles


def stated_above(grid: Grid, tools: Tools, header: int) -> Stated:
    """The years that the title, the heading and the sheet's name state."""
    texts = [
        grid.words(row, column)
        for row in range(max(0, header - TITLE_ROWS), header + 1)
        for column in range(grid.width)
        if not grid.empty(row, column) and not tools.month(grid, row, column)
    ]
    return stated_in([*texts, grid.name], tools.today)


def _table(grid: Grid, tools: Tools, header: int, end: int) -> Across:
    months = months_in(grid, tools, header)
    body = header + 1
    while body < min(end, header + 1 + MOST_SUBHEADERS) and _is_subheader(grid, body, months):
        body += 1
    first, last = min(months), max(months)
    headings = _headings(grid, header, body, first)
    code = next((c for c, text in headings.items() if is_code_heading(text)), None)
    unit = _unit_column(headings)
    if unit is None:
        after = range(last + 1, grid.width)
        unit = next((c for c in after if UNIT.search(grid.label(header, c))), None)
    total = next(
        (c for c in range(last + 1, grid.width) if SUM.fullmatch(grid.words(header, c))), None
    )
    return Across(
        header,
        body,
        end,
        _quantities(grid, header, body, months),
        _label_columns(grid, headings, (body, end), unit, code),
        unit,
        code,
        total,
    )


def _is_subheader(grid: Grid, row: int, months: dict[int, MonthCell]) -> bool:
    """A row of `ปริมาณ | CF` under the months: words only."""
    columns = range(min(months), grid.width)
    if any(grid.is_number(row, column) for column in range(grid.width)):
        return False
    texts = [text for column in columns if (text := grid.label(row, column))]
    return bool(texts) and all(
        QUANTITY.search(t) or NO_QUANTITY.search(t) or UNIT.search(t) for t in texts
    )


def _headings(grid: Grid, header: int, body: int, first: int) -> dict[int, str]:
    """The heading of every column before the months; a title above the table is none."""
    rows = [*range(header, body)]
    if header and sum(not grid.empty(header - 1, c) for c in range(grid.width)) > 1:
        rows.insert(0, header - 1)
    return {
        column: " ".join(filter(None, (grid.label(row, column) for row in rows)))
        for column in range(first)
    }


def _unit_column(headings: dict[int, str]) -> int | None:
    """Of several, the one of the data collected: the other is the factor's."""
    units = [column for column, text in headings.items() if UNIT.search(text)]
    of_data = [column for column in units if UNIT_OF_DATA.search(headings[column])]
    return next(reversed(of_data or units), None)


def _label_columns(
    grid: Grid, headings: dict[int, str], rows: tuple[int, int], unit: int | None, code: int | None
) -> tuple[int, ...]:
    """Where the items' names stand: under their heading, or where most words are."""
    others = {
        column
        for column, text in headings.items()
        if column in (unit, code)
        or any(role.search(text) for role in (SCOPE, FACTOR, UNIT))
        or (text and ORDINAL.fullmatch(text))
    }
    named = [c for c, text in headings.items() if ITEM.search(text) and c not in others]
    if named:
        spanned = [named[0]]
        while (nearby := spanned[-1] + 1) in headings and not headings[nearby] and nearby != unit:
            spanned.append(nearby)  # a heading over two columns
        return tuple(spanned)
    words = {
        column: sum(bool(grid.label(row, column)) for row in range(*rows))
        for column in headings
        if column not in others
    }
    best = max(words, key=lambda column: (words[column], -column), default=None)
    return () if best is None else (best,)


def _quantities(
    grid: Grid, header: int, body: int, months: dict[int, MonthCell]
) -> dict[int, MonthCell]:
    """The column of every month's quantity: of `ปริมาณ | CF` the first."""
    columns = sorted(months)
    chosen: dict[int, MonthCell] = {}
    for index, column in enumerate(columns):
        if index + 1 < len(columns):
            end = columns[index + 1]
        else:
            end = column + (column - columns[index - 1] if index else 1)
        group = [column]
        while (nearby := group[-1] + 1) < min(end, column + WIDEST_GROUP, grid.width):
            if grid.label(header, nearby):
                break
            group.append(nearby)
        chosen[_quantity_of(grid, header, body, group)] = months[column]
    return chosen


def _quantity_of(grid: Grid, header: int, body: int, group: Sequence[int]) -> int:
    texts = {
        column: " ".join(grid.label(row, column) for row in range(header + 1, body))
        for column in group
    }
    kept = [column for column in group if not NO_QUANTITY.search(texts[column])]
    named = [column for column in kept if QUANTITY.search(texts[column])]
    return (named or kept or list(group))[0]


def _data_rows(grid: Grid, table: Across) -> Iterator[tuple[int, str]]:
    """Rows with figures, each with the heading of its group; totals and remarks are none."""
    heading = ""
    for row in range(table.body, table.end):
        label = _label(grid, table, row)
        if REMARK.match(label) or REMARK.match(grid.label(row, 0)):
            return
        first = grid.label(row, 0)
        if TOTAL.match(label) or (not label and TOTAL.match(first)):
            continue
        if all(grid.empty(row, column) for column in table.months):
            heading = label or heading
        elif label or table.code is not None:
            yield row, heading


def _label(grid: Grid, table: Across, row: int) -> str:
    return " ".join(filter(None, (grid.label(row, column) for column in table.labels)))


def _series(
    grid: Grid, table: Across, row: int, heading: str, stated: Stated, layout: Layout, number: int
) -> Series:
    label = _label(grid, table, row)
    figures = tuple(
        SheetFigure(
            ref(row, column),
            month.number,
            grid.value(row, column),
            dated([month.number], month.year, fiscal=False)[0] if month.year else None,
        )
        for column, month in sorted(table.months.items())
    )
    return Series(
        table=number,
        sheet=grid.name,
        layout=layout,
        words=label,
        figures=figures,
        unit=grid.words(row, table.unit) if table.unit is not None else "",
        heading=heading,
        code=grid.words(row, table.code) if table.code is not None else "",
        years=stated.years,
        fiscal=stated.fiscal,
    )
