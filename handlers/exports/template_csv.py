"""The template as CSV: UTF-8 with its mark, text that cannot become a formula."""

from bot.catalogue import Catalogue
from bot.template import template_rows
from bot.text import Voice
from handlers.exports.filling import Filling
from handlers.exports.values_csv import MARK, cell, row

MEDIA_TYPE = "text/csv; charset=utf-8"


def write(filling: Filling, catalogue: Catalogue, t: Voice) -> bytes:
    rows = template_rows(catalogue, filling.place, filling.cells, filling.last, t)
    return MARK + b"".join(row([cell(value) for value in values]) for values in rows)
