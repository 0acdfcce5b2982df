"""Rows of a table of facts: each good one a fact, each bad one named with what to write."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.months import BUDDHIST_OFFSET
from bot.plans.blocks import BUDDHIST, FIRST_YEAR, LAST_YEAR, MOST
from bot.plans.facts import PEOPLE, PROJECTED, UNITS, Fact, FactKind, fits_unit

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "place": ("place", "place_id", "รหัส", "รหัสพื้นที่"),
    "year": ("year", "ปี", "ปี พ.ศ.", "ปี ค.ศ."),
    "fact": ("fact", "รายการ", "ข้อมูล"),
    "value": ("value", "ค่า", "จำนวน"),
    "unit": ("unit", "หน่วย"),
    "source": ("source", "ที่มา", "แหล่งที่มา"),
    "verified": ("verified", "ตรวจสอบแล้ว"),
}
NEEDED = ("place", "year", "fact", "value", "unit", "source")
TAKEN_BACK = ("withdrawn", "ถอน")  # in place of a value that was loaded wrongly
YES, NO = ("yes", "ใช่"), ("", "no", "ไม่")
LONGEST_SOURCE = 400
_PLAIN = re.compile(r"\d+(\.\d{1,6})?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,6})?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FactTable:
    """What a file says; `troubles` names every row that cannot be taken, `said` what was changed
    in the reading."""

    facts: tuple[Fact, ...] = ()
    troubles: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


def columns_of(heading: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands, in Thai or English; None when a needed one is missing."""
    names = [name.strip().casefold() for name in heading]
    found = {
        column: names.index(alias)
        for column, aliases in COLUMNS.items()
        for alias in reversed(aliases)
        if alias in names
    }
    return found if all(column in found for column in NEEDED) else None


def read_facts(
    file: str, rows: Iterable[tuple[int, Cells]], places: Collection[str], this_year: int
) -> FactTable:
    """Facts of numbered rows. `this_year` has ended nowhere yet: later counts are projections."""
    facts: dict[tuple[str, int, FactKind], Fact] = {}
    troubles: list[str] = []
    buddhist: Counter[int] = Counter()
    for number, cells in rows:
        problems = list(_problems(cells, places, this_year))
        if not problems:
            fact = _fact(cells)
            told = int(cells["year"].translate(_THAI_DIGITS))
            buddhist.update([told] if told != fact.year else [])
            if fact.key in facts:
                problems = [f"{fact.place} {fact.year} {fact.kind} stands in the file already"]
            facts.setdefault(fact.key, fact)
        troubles += [f"{file}: row {number}: {problem}" for problem in problems]
    said = tuple(
        f"{year} is a Buddhist year: taken as {year - BUDDHIST_OFFSET} ({count} rows)"
        for year, count in sorted(buddhist.items())
    )
    return FactTable(tuple(facts.values()), tuple(troubles), said)


def _fact(cells: Cells) -> Fact:
    """A row that has no problems."""
    told = cells["value"].translate(_THAI_DIGITS)
    value = None if told.casefold() in TAKEN_BACK else Decimal(told.replace(",", ""))
    return Fact(
        place=cells["place"],
        year=_common_era(cells["year"].translate(_THAI_DIGITS)) or 0,
        kind=FactKind(cells["fact"]),
        value=value,
        unit=cells["unit"],
        source=cells["source"],
        verified=cells.get("verified", "").casefold() in YES,
    )


def _common_era(text: str) -> int | None:
    """The Common Era year; a Buddhist one is 543 more. None when it is neither."""
    if not _YEAR.fullmatch(text):
        return None
    year = int(text)
    year = year - BUDDHIST_OFFSET if year in BUDDHIST else year
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _problems(cells: Cells, places: Collection[str], this_year: int) -> Iterator[str]:
    year = _common_era(cells["year"].translate(_THAI_DIGITS))
    kind = next((kind for kind in FactKind if kind == cells["fact"]), None)
    if cells["place"] not in places:
        yield f"place is {cells['place']!r}; write the code of a loaded place, such as 21"
    if year is None:
        yield f"year is {cells['year']!r}; write a year such as 2023 or 2566"
    if kind is None:
        yield f"fact is {cells['fact']!r}; write one of {', '.join(FactKind)}"
    else:
        yield from _problems_of_kind(kind, cells, year, this_year)
    if not cells["source"]:
        yield "source is empty; write where the figure is published"
    elif len(cells["source"]) > LONGEST_SOURCE:
        yield f"source is too long; write at most {LONGEST_SOURCE} letters"
    if cells.get("verified", "").casefold() not in (*YES, *NO):
        yield f"verified is {cells['verified']!r}; write yes, or no"


def _problems_of_kind(
    kind: FactKind, cells: Cells, year: int | None, this_year: int
) -> Iterator[str]:
    if not fits_unit(kind, cells["unit"]):
        yield f"unit is {cells['unit']!r}; {kind} is told in {UNITS[kind]}"
    is_count = kind is not FactKind.AREA and kind not in PROJECTED
    if is_count and year is not None and year > this_year:
        told = "population_projected" if kind in PEOPLE else "gpp_projected"
        yield f"year is {cells['year']}, which is still to come; write fact {told}"
    told = cells["value"].translate(_THAI_DIGITS)
    if told.casefold() in TAKEN_BACK:
        return
    if not (_PLAIN.fullmatch(told) or _GROUPED.fullmatch(told)):
        yield f"value is {cells['value']!r}; write a number such as 751343 or 1234.5"
        return
    value = Decimal(told.replace(",", ""))
    if not 0 < value < MOST:
        yield f"value is {told}; write more than 0 and less than 1000000000000"
    elif kind in PEOPLE and value != value.to_integral_value():
        yield f"value is {told}; people are counted in whole numbers"
