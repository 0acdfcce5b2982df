"""Rows of a file for the tests, and what is read from them."""

from datetime import date

from bot.attachments import SheetCell
from bot.catalogue import PlaceKind, catalogue
from bot.loading.lines import Column, Line, Reading
from bot.loading.reading import LineReader
from bot.people import Place

TODAY = date(2026, 8, 3)
KACHET = Place("210110", PlaceKind.TAMBON, "21", "2101", "องค์การบริหารส่วนตำบลกะเฉด", "Kachet")
RAYONG = Place("21", PlaceKind.PROVINCE, "21", "", "จังหวัดระยอง", "Rayong")
READER = LineReader(catalogue(), (KACHET, RAYONG), TODAY)
ROW: dict[Column, SheetCell] = {
    Column.PLACE: "210110",
    Column.MONTH: "2026-07",
    Column.ACTIVITY: "ORG_ELEC",
    Column.QUANTITY: "3000",
    Column.UNIT: "kWh",
}
YEAR = {Column.MONTH: "", Column.YEAR: "2024"}


def read(changed: dict[Column, SheetCell], row: int = 2) -> Reading:
    """A good row, but for what is changed."""
    return READER.read(Line(row, {**ROW, **changed}))
