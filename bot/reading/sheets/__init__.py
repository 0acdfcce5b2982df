"""Reading the sheets of a file: find the tables, ask what they leave open, read the figures.

Pure, and callable without a talk: chat, console and commands read files with it alike. `answers`
holds what was asked before, by the question's key.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.attachments import Sheet
from bot.catalogue import Catalogue, Range
from bot.months import Month
from bot.people import Place
from bot.reading import no_history
from bot.reading.activities import Named
from bot.reading.context import Context
from bot.reading.shapes import Histories
from bot.reading.sheets.asking import asked_about_place, asked_months, named_rows
from bot.reading.sheets.figures import FigureReader, is_empty
from bot.reading.sheets.finding import find
from bot.reading.sheets.shapes import (
    SKIP,
    YES,
    Answers,
    Asked,
    Found,
    Layout,
    Series,
    SheetQuestion,
    SheetReading,
    SheetTrouble,
    TableRead,
    TroubleCode,
)
from bot.reading.sheets.tools import Tools
from bot.reading.sheets.years import is_fiscal
from bot.reading.sheets.zeros import without_prefilled

__all__ = [
    "SKIP",
    "YES",
    "Asked",
    "Found",
    "Layout",
    "SheetQuestion",
    "SheetReading",
    "SheetTrouble",
    "TableRead",
    "TroubleCode",
    "find_tables",
    "read_found",
    "read_sheets",
]


def read_sheets(
    sheets: Sequence[Sheet],
    *,
    catalogue: Catalogue,
    today: date,
    place: Place | None = None,
    history: Histories = no_history,
    peers: Mapping[tuple[str, str], Range] | None = None,
    known_from: Month | None = None,
    answers: Answers | None = None,
) -> SheetReading:
    """Read a file's sheets. Months before `known_from` cannot be compared, so they are left out."""
    return read_found(
        find_tables(sheets, catalogue, today),
        catalogue=catalogue,
        today=today,
        place=place,
        history=history,
        peers=peers,
        known_from=known_from,
        answers=answers,
    )


def find_tables(sheets: Sequence[Sheet], catalogue: Catalogue, today: date) -> Found:
    """The tables of a file taken apart, to be read now or after a question."""
    return find(sheets, Tools.of(catalogue, today))


def read_found(
    found: Found,
    *,
    catalogue: Catalogue,
    today: date,
    place: Place | None = None,
    history: Histories = no_history,
    peers: Mapping[tuple[str, str], Range] | None = None,
    known_from: Month | None = None,
    answers: Answers | None = None,
) -> SheetReading:
    """Go on from what was found, with one more answer."""
    tools, answers = Tools.of(catalogue, today), answers or {}
    if place and found.place and found.place != place.id:
        return SheetReading(found, foreign=True)
    expected = catalogue.asked_of(place.kind) if place else ()
    question = asked_about_place(found, place, answers)
    if question:
        return SheetReading(found, question=question, troubles=found.troubles)
    series, question = asked_months(found.series, today, answers)
    if question:
        return SheetReading(found, question=question, troubles=found.troubles)
    series = without_prefilled(series, today)
    named, troubles, question = named_rows(series, tools, expected, answers)
    if question:
        return SheetReading(found, question=question, troubles=found.troubles)
    context = Context(
        catalogue=catalogue,
        today=today,
        default_month=Month.of(today) - 1,
        open_question=None,
        place_kind=place.kind if place else None,
        expected=expected,
        history=history,
        peers=peers or {},
        doubts=(),
    )
    reader = FigureReader(tools, context, known_from)
    items = sorted(reader.read(named), key=lambda item: (str(item.month), item.activity))
    return SheetReading(
        found,
        tuple(items),
        troubles=(*found.troubles, *troubles, *reader.troubles),
        tables=_tables(named),
    )


def _tables(named: Sequence[tuple[Series, Named]]) -> tuple[TableRead, ...]:
    """What each table was taken for: its layout, its first and last month."""
    months: dict[int, list[Month]] = {}
    first: dict[int, Series] = {}
    for series, _ in named:
        first.setdefault(series.table, series)
        dated = [
            figure.month for figure in series.figures if figure.month and not is_empty(figure.value)
        ]
        months.setdefault(series.table, []).extend(dated)
    return tuple(
        TableRead(
            one.sheet,
            one.layout,
            min(months[table]),
            max(months[table]),
            one.fiscal or is_fiscal([figure.number for figure in one.figures]),
        )
        for table, one in first.items()
        if months[table]
    )
