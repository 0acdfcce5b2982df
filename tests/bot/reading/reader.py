"""The reader as a tambon on 3 August 2026 meets it, with July asked for."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bot.catalogue import PlaceKind, Range, catalogue
from bot.months import Month
from bot.reading import History, Item, OpenQuestion, Reading, read

TODAY = date(2026, 8, 3)
JULY = Month(2026, 7)


def read_here(
    text: str,
    asked: str = "",
    kind: str = "",
    place: PlaceKind | None = None,
    values: tuple[Decimal, ...] = (),
    peers: Mapping[tuple[str, str], Range] | None = None,
    expected: tuple[str, ...] | None = None,
) -> Reading:
    """`place` gives the range of first values; `values` is the history, newest first."""
    tables = catalogue()
    return read(
        text,
        catalogue=tables,
        today=TODAY,
        default_month=JULY,
        open_question=OpenQuestion(asked, JULY, kind) if asked else None,
        place_kind=place,
        expected=tables.asked_of(PlaceKind.TAMBON) if expected is None else expected,
        history=lambda activity, kind, month: History(values, values[0] if values else None),
        peers=peers,
    )


def shown(item: Item) -> str:
    """As the table writes items."""
    quantity = "?" if item.base_quantity is None else f"{item.base_quantity.normalize():f}"
    month = "" if item.month == JULY else f" {item.month}"
    return f"{item.activity} {'~' if item.estimated else ''}{quantity}{month}"
