"""The template as a workbook: the table to fill in, and a page that says how."""

import io
from typing import Any

from bot.catalogue import Catalogue
from bot.template import HEADER_ROWS, LABEL_COLUMNS, Row, how_to_fill, sheet_names, template_rows
from bot.text import Voice
from handlers.exports.filling import Filling

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (22, 44, 20)  # code, item, unit
MONTH_WIDTH = 13
HOW_WIDTH = 90
A4 = 9  # the number OOXML gives the paper


def write(filling: Filling, catalogue: Catalogue, t: Voice) -> bytes:
    import xlsxwriter

    rows = template_rows(catalogue, filling.place, filling.cells, filling.last, t)
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True})
        number = book.add_format({"num_format": "#,##0.######"})
        table, how = (book.add_worksheet(name) for name in sheet_names(t))
        for column, width in enumerate(WIDTHS):
            table.set_column(column, column, width)
        table.set_column(LABEL_COLUMNS, LABEL_COLUMNS + 11, MONTH_WIDTH, number)
        table.freeze_panes(HEADER_ROWS, LABEL_COLUMNS)
        table.set_landscape()
        table.set_paper(A4)
        table.fit_to_pages(1, 0)
        for index, row in enumerate(rows):
            _write_row(table, index, row, bold if index in (0, HEADER_ROWS - 1) else None)
        how.set_column(0, 0, HOW_WIDTH)
        for index, line in enumerate(how_to_fill(t)):
            how.write_string(index, 0, line, None if index else bold)
    return target.getvalue()


def _write_row(sheet: Any, index: int, row: Row, look: Any) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            if value:
                sheet.write_string(index, column, value, look)
        else:
            sheet.write_number(index, column, float(value))
