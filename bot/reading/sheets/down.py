"""Tables with the months down: an item, or an item's year, a column. E-report tables are such."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reading.sheets.across import MOST_TABLES, of_year, stated_above
from bot.reading.sheets.grid import Grid, ref
from bot.reading.sheets.shapes import Layout, Series, SheetFigure, SheetTrouble
from bot.reading.sheets.tools import Tools
from bot.reading.sheets.totals import disagreeing
from bot.reading.sheets.words import BRACKETED, MONTH, NO_QUANTITY, SUM, TOTAL_OF
from bot.reading.sheets.years import MonthCell, Stated, dated, stated_in, without_years

MOST_HEADERS = 5  # rows a heading may take
TITLE_ROWS = 6
MOST_TITLES = 20


@dataclass(frozen=True, slots=True)
class Down:
    """One table: the column of its months, its columns up to `end`, its rows."""

    months_at: int
    end: int
    header: int
    months: dict[int, MonthCell]

    @property
    def first(self) -> int:
        return min(self.months)

    @property
    def last(self) -> int:
        return max(self.months)


@dataclass(frozen=True, slots=True)
class Above:
    """What stands over a whole table."""

    stated: Stated
    title: str


def tables(grid: Grid, tools: Tools) -> list[Down]:
    """Every column of months starts a table that reaches to the next such column."""
    columns = {column: _months(grid, tools, column) for column in range(grid.width)}
    starts = [column for column, months in columns.items() if _is_table(grid, column, months)]
    found = []
    for index, column in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else grid.width
        found += [
            Down(column, end, _header(grid, column, end, min(block)), block)
            for block in _blocks(grid, column, columns[column])
        ]
    return found[:MOST_TABLES]


def read(
    grid: Grid, tools: Tools, layout: Layout, first_table: int
) -> tuple[list[Series], list[SheetTrouble]]:
    """Every table of the sheet, a series a column."""
    found: list[Series] = []
    troubles: list[SheetTrouble] = []
    for index, table in enumerate(tables(grid, tools)):
        above = Above(stated_above(grid, tools, table.header), _title(grid, tools, table))
        for column in range(table.months_at + 1, table.end):
            series = _series(grid, tools, table, column, above)
            if series is not None:
                found.append(replace(series, layout=layout, table=first_table + index))
                troubles += _totals(grid, table, column)
    return found, troubles


def _months(grid: Grid, tools: Tools, column: int) -> dict[int, MonthCell]:
    found = {row: tools.month(grid, row, column) for row in range(grid.height)}
    months = {row: month for row, month in found.items() if month}
    if not column or len({month.number for month in months.values()}) == len(months):
        return months
    return _of_years_beside(grid, tools, column - 1, months)


def _of_years_beside(
    grid: Grid, tools: Tools, beside: int, months: dict[int, MonthCell]
) -> dict[int, MonthCell]:
    """Months that come several times, each of the year that stands left of it or above that."""
    groups: dict[int, list[int]] = {}
    year_at = -1
    for row in range(grid.height):
        year_at = year_at if grid.empty(row, beside) else row
        if row in months:
            groups.setdefault(year_at, []).append(row)
    known: dict[int, MonthCell] = {}
    for at, rows in groups.items():
        numbers = [months[row].number for row in rows]
        known |= dict(zip(rows, of_year(grid.words(at, beside), numbers, tools), strict=False))
    return known if len(known) == len(months) else months


def _is_table(grid: Grid, column: int, months: dict[int, MonthCell]) -> bool:
    """Several months with something beside them; one alone needs its heading above."""
    beside = [
        row
        for row in months
        if any(not grid.empty(row, right) for right in range(column + 1, grid.width))
    ]
    if not beside:
        return False
    first = min(months)
    headed = any(MONTH.match(grid.label(row, column)) for row in range(max(0, first - 2), first))
    return len(months) > 1 or headed


def _blocks(grid: Grid, column: int, months: dict[int, MonthCell]) -> list[dict[int, MonthCell]]:
    """Months below a new heading are a table of their own."""
    blocks: list[dict[int, MonthCell]] = []
    previous = -1
    for row, month in months.items():
        between = range(previous + 1, row) if blocks else range(0)
        if not blocks or any(MONTH.match(grid.label(gap, column)) for gap in between):
            blocks.append({})
        blocks[-1][row] = month
        previous = row
    return blocks


def _header(grid: Grid, column: int, end: int, first: int) -> int:
    """The row the heading begins with: where `เดือน` stands, else the two rows above."""
    above = range(first - 1, max(-1, first - 1 - MOST_HEADERS), -1)
    named = [row for row in above if MONTH.match(grid.label(row, column))]
    if named:
        return named[-1] if named[-1] == named[0] - 1 else named[0]
    header = first
    for row in range(first - 1, max(-1, first - 3), -1):
        if sum(bool(grid.words(row, right)) for right in range(column + 1, end)) == 0:
            break
        header = row
    return header


def _series(grid: Grid, tools: Tools, table: Down, column: int, above: Above) -> Series | None:
    """A column's figures; None when its heading says that it holds no quantities."""
    words = _heading(grid, table, column)
    joined = " ".join(words)
    own = words[-1] if words else ""
    if NO_QUANTITY.search(joined) or SUM.fullmatch(own):
        return None
    if all(grid.empty(row, column) for row in table.months):
        return None
    own_years = stated_in(words, tools.today)
    stated = own_years if own_years.years else above.stated
    unit = next((unit for text in reversed(words) if (unit := tools.unit_words(text))), "")
    name = " ".join(filter(None, (_name(text, unit) for text in words)))
    figures = tuple(
        SheetFigure(
            ref(row, column),
            month.number,
            grid.value(row, column),
            dated([month.number], month.year, fiscal=False)[0] if month.year else None,
        )
        for row, month in table.months.items()
    )
    return Series(
        table=0,
        sheet=grid.name,
        layout=Layout.TABLE,
        words=name,
        figures=figures,
        unit=unit,
        heading=above.title,
        years=stated.years,
        fiscal=stated.fiscal or above.stated.fiscal,
    )


def _heading(grid: Grid, table: Down, column: int) -> list[str]:
    """The words over a column, the group's first: a group's heading spans to the next one."""
    rows = range(table.header, table.first)
    words = []
    for row in rows:
        text = grid.words(row, column)
        left = column
        while not text and row != rows[-1] and left > table.months_at + 1:
            left -= 1
            text = grid.words(row, left)
        words.append(text)
    return list(filter(None, words))


def _name(text: str, unit: str) -> str:
    """A heading's words without its years, its unit and what stands in brackets with them."""
    bare = without_years(text)
    return "" if bare == unit else BRACKETED.sub(" ", bare).strip()


def _title(grid: Grid, tools: Tools, table: Down) -> str:
    """What the whole table is about: the nearest title, or the sheet's name, that names an item."""
    rows = range(table.header - 1, max(-1, table.header - 1 - TITLE_ROWS), -1)
    labels = [grid.label(row, column) for row in rows for column in range(grid.width)]
    texts = [*filter(None, labels)][:MOST_TITLES]
    named = (text for text in (*texts, grid.name) if text and tools.names.resolve(text))
    return next(named, "")


def _totals(grid: Grid, table: Down, column: int) -> list[SheetTrouble]:
    """Rows `รวม`, `รวม 6 เดือน` below the months."""
    troubles: list[SheetTrouble] = []
    parts: list[int] = sorted(table.months)
    for row in range(table.first + 1, min(grid.height, table.last + 5)):
        label = grid.words(row, table.months_at)
        counted = TOTAL_OF.match(label)
        if counted:
            parts_of: Sequence[int] = parts[: int(counted[1])]
        elif SUM.fullmatch(label):
            parts_of = [one for one in parts if one < row]
        else:
            continue
        values = [grid.value(one, column) for one in parts_of]
        troubles += disagreeing(grid, row, column, values)
    return troubles
