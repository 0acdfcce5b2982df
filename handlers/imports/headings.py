"""Headings of a table: which column is which, and which of the others may be left out."""

from collections.abc import Collection, Mapping
from datetime import date

from rapidfuzz import fuzz

from bot.catalogue import catalogue
from bot.loading.lines import Column, plain, shown
from bot.reading.sheets.years import month_cell
from bot.reading.units import unit_spellings
from handlers.imports.shape import BadHeader, Columns, Header

ALIKE = 80  # per cent: one slip in five letters
SHORTEST_ALIKE = 4  # letters; shorter names are too near to each other
NAMES: Mapping[Column, Collection[str]] = {
    Column.PLACE: ("place", "place_id", "place_code", "place code", "รหัสหน่วยงาน", "หน่วยงาน"),
    Column.MONTH: ("month", "เดือน", "period", "งวด"),
    Column.YEAR: ("year", "ปี", "ปี พ.ศ.", "พ.ศ.", "ค.ศ."),
    Column.ACTIVITY: ("activity", "activity_code", "item code", "item_code", "รหัสรายการ"),
    Column.KIND: ("kind", "ชนิด", "ประเภท"),
    Column.QUANTITY: ("quantity", "value", "amount", "ปริมาณ", "จำนวน"),
    Column.UNIT: ("unit", "units", "หน่วย", "หน่วยนับ"),
    Column.STATUS: ("status", "notation", "notation_key", "สถานะ"),
    Column.NOTE: ("note", "notes", "reason", "reason/note", "หมายเหตุ", "เหตุผล"),
    Column.SOURCE: ("source", "ที่มา", "แหล่งที่มา", "แหล่งข้อมูล"),
    Column.SPREAD: ("spread", "กระจาย", "กระจายรายเดือน"),
}
ITEM = ("item", "activity_name", "รายการ", "ชื่อรายการ")  # the code's name, or read without one
# A column that nearly has one of these names may hold the figure itself, or change what it is.
STEERING = frozenset(
    {Column.MONTH, Column.YEAR, Column.KIND, Column.QUANTITY, Column.UNIT, Column.STATUS}
) | {Column.SPREAD}
NEEDED = (Column.PLACE, Column.ACTIVITY, Column.QUANTITY)
_ANY_DAY = date(2026, 1, 1)  # which year a heading means does not matter here


def columns_of(
    header: Header,
    names: Mapping[Column, Collection[str]],
    needed: Collection[Column],
    harmless: Collection[str] = (),
) -> Columns:
    """Where every column stands; BadHeader for a heading that may not be left out."""
    texts = [plain(text) for text in header]
    found: dict[Column, int] = {}
    ignored = []
    for at, text in enumerate(texts):
        column = _column(text, names)
        if column is not None and column in found:
            first = shown(texts[found[column]])
            raise BadHeader(f"column {at + 1} {shown(text)}: {first} says that already; keep one")
        if column is not None:
            found[column] = at
        elif text and text.casefold() not in harmless:
            ignored.append(text)
    for text in ignored:
        _refuse_harmful(text, names)
    missing = [column for column in needed if column not in found]
    if missing:
        known = " or ".join(names[missing[0]])
        raise BadHeader(f"row 1: no column {missing[0]}; name it {known}")
    nameless = frozenset(at for at, text in enumerate(texts) if not text)
    return Columns(found, len(texts), nameless, tuple(ignored))


def _column(text: str, names: Mapping[Column, Collection[str]]) -> Column | None:
    folded = text.casefold()
    return next((column for column, known in names.items() if folded in known), None)


def _refuse_harmful(text: str, names: Mapping[Column, Collection[str]]) -> None:
    """A column that may change what a row says is not left out without a word."""
    folded = text.casefold()
    for column in STEERING & names.keys():
        if any(_is_like(folded, known) for known in names[column]):
            raise BadHeader(
                f"column {shown(text)} looks like {column}; name it {column}, or remove it"
            )
    units = unit_spellings(catalogue())
    if folded.isdigit() or month_cell(text, _ANY_DAY, 1950) or units.named(text):
        raise BadHeader(
            f"column {shown(text)} looks like figures; write one figure a row, with its month"
        )


def _is_like(text: str, known: str) -> bool:
    words = text.replace("_", " ").replace("(", " ").replace("-", " ").split()
    if known in words or text.startswith(f"{known} "):
        return True
    is_long = min(len(text), len(known)) >= SHORTEST_ALIKE
    return is_long and fuzz.ratio(text, known) >= ALIKE
