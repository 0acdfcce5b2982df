"""EXPORTS: name → how to write it. A format is one file; the columns are one table."""

from collections.abc import Callable, Iterator

from handlers.exports import values_csv, values_xlsx
from handlers.exports.columns import Line

Writer = Callable[[Iterator[Line]], Iterator[bytes]]

EXPORTS: dict[str, tuple[str, Writer]] = {
    "values.csv": ("text/csv; charset=utf-8", values_csv.write),
    "values.xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        values_xlsx.write,
    ),
}
