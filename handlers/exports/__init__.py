"""EXPORTS and TEMPLATES: name → how to write it. A format is one file."""

from collections.abc import Callable, Iterator

from bot.catalogue import Catalogue
from bot.text import Voice
from handlers.exports import template_csv, template_xlsx, values_csv, values_xlsx
from handlers.exports.columns import Line
from handlers.exports.filling import Filling

Writer = Callable[[Iterator[Line]], Iterator[bytes]]

EXPORTS: dict[str, tuple[str, Writer]] = {
    "values.csv": ("text/csv; charset=utf-8", values_csv.write),
    "values.xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        values_xlsx.write,
    ),
}

WriteTemplate = Callable[[Filling, Catalogue, Voice], bytes]

TEMPLATES: dict[str, tuple[str, WriteTemplate]] = {
    "template.xlsx": (template_xlsx.MEDIA_TYPE, template_xlsx.write),
    "template.csv": (template_csv.MEDIA_TYPE, template_csv.write),
}
