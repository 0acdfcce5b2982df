"""The template: a place's year as a table to fill in, with what is kept already filled in.

`bot/reading/sheets/template.py` knows it again by the words of its headings.
"""

from collections.abc import Mapping
from decimal import Decimal

from bot.catalogue import Activity, Catalogue, Kind
from bot.cells import Cell, CellKey
from bot.months import Month
from bot.people import Place
from bot.reading.sheets.template import CODE_HEADING, ITEM_HEADING, PLACE_HEADING, UNIT_HEADING
from bot.text import Voice, mark

TITLE = mark("Figures of %(place)s, %(year)s")
TABLE_SHEET = mark("Figures")
HOW_SHEET = mark("How to fill in")
FILL = mark("Fill in the empty cells and send this file back in the chat.")
HOW = (
    HOW_SHEET,
    mark("1. Type one number in each empty cell, in the unit of its row, without the unit."),
    mark("2. Leave a cell empty where there is no figure yet. 0 means: none in that month."),
    mark("3. Figures told before stand there already. Change one to correct it."),
    mark("4. Please leave the codes, the items and the months as they are."),
    mark("5. Save the file and send it in the chat. What differs is shown before it is saved."),
)
Value = str | Decimal
Row = tuple[Value, ...]
HEADER_ROWS = 4  # title, place, how, headings
LABEL_COLUMNS = 3  # code, item, unit


def template_rows(
    catalogue: Catalogue, place: Place, cells: Mapping[CellKey, Cell], last: Month, t: Voice
) -> list[Row]:
    """The table: January to `last` across, the place's items down."""
    months = last.year_months
    year = t.month(last).rpartition(" ")[2]
    rows: list[Row] = [
        (t(TITLE, place=place.name(t), year=year),),
        (t(PLACE_HEADING), place.id, place.name(t)),
        (t(FILL),),
        (t(CODE_HEADING), t(ITEM_HEADING), t(UNIT_HEADING), *map(t.month, months)),
    ]
    for code in catalogue.asked_of(place.kind):
        activity = catalogue.activities[code]
        for kind in activity.kinds or (None,):
            keys = (CellKey(place.id, month, code, _code(kind)) for month in months)
            labels = (_row_code(activity, kind), _name(activity, kind, t))
            unit = t(catalogue.units[activity.unit].label)
            rows.append((*labels, unit, *(_kept(cells, key) for key in keys)))
    return rows


def how_to_fill(t: Voice) -> list[str]:
    return [t(line) for line in HOW]


def sheet_names(t: Voice) -> tuple[str, str]:
    return t(TABLE_SHEET), t(HOW_SHEET)


def file_name(place: Place, last: Month) -> str:
    return f"bokcarbon_{place.id}_{last.year}"


def _kept(cells: Mapping[CellKey, Cell], key: CellKey) -> Value:
    cell = cells.get(key)
    if cell is None or cell.quantity is None or not cell.status.answered:
        return ""
    return cell.quantity


def _code(kind: Kind | None) -> str:
    return kind.code if kind else ""


def _row_code(activity: Activity, kind: Kind | None) -> str:
    return f"{activity.code}/{kind.code}" if kind else activity.code


def _name(activity: Activity, kind: Kind | None, t: Voice) -> str:
    return f"{t(activity.label)}, {t(kind.label)}" if kind else t(activity.label)
