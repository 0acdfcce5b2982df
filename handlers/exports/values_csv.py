"""CSV for Excel: UTF-8 with its mark, numbers as numbers, text that cannot become a formula."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from handlers.exports.columns import COLUMNS, Line, Value

MARK = "\ufeff".encode()
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write(lines: Iterator[Line]) -> Iterator[bytes]:
    yield MARK + row(list(COLUMNS))
    for line in lines:
        yield row([cell(line[name]) for name in COLUMNS])


def cell(value: Value) -> str:
    """A number digit for digit, a text made harmless."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        digits = f"{value:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    if isinstance(value, int):
        return str(value)
    return neutral(value)


def neutral(text: str) -> str:
    """Text a spreadsheet program leaves alone."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def row(cells: list[str]) -> bytes:
    """One line, as Excel ends them."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode()
