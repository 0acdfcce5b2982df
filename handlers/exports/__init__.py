"""EXPORTS and TEMPLATES: name → how to write it. A format is one file."""

from collections.abc import Callable, Iterator

from bot.catalogue import Catalogue
from bot.text import Voice
from handlers.exports import (
    account_json,
    template_csv,
    template_xlsx,
    values_csv,
    values_xlsx,
)
from handlers.exports.columns import Line, lines
from handlers.exports.filling import Filling
from handlers.exports.wanted import Export

Write = Callable[[Iterator[Line]], Iterator[bytes]]


def _table(media_type: str, write: Write) -> Export:
    """A format with one line a figure."""
    return Export(media_type, lambda wanted: write(lines(wanted)))


EXPORTS: dict[str, Export] = {
    "values.csv": _table("text/csv; charset=utf-8", values_csv.write),
    "values.xlsx": _table(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", values_xlsx.write
    ),
    "account.json": Export("application/json", account_json.write),
}

WriteTemplate = Callable[[Filling, Catalogue, Voice], bytes]

TEMPLATES: dict[str, tuple[str, WriteTemplate]] = {
    "template.xlsx": (template_xlsx.MEDIA_TYPE, template_xlsx.write),
    "template.csv": (template_csv.MEDIA_TYPE, template_csv.write),
}
