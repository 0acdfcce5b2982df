"""Rows of a file: read strictly, each wrong cell named with what to write instead."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attachments import SheetCell
from bot.cells import Status
from bot.loading.lines import Column, Told
from bot.months import Month
from tests.bot.loading.rows import YEAR, read

C = Column


def _one(changed: dict[Column, SheetCell]) -> Told:
    reading = read(changed)
    assert not reading.problems
    (told,) = reading.told
    return told


@pytest.mark.parametrize(
    ("changed", "quantity"),
    [
        ({}, "3000"),
        ({C.QUANTITY: "๓,๐๐๐.๕"}, "3000.5"),
        ({C.QUANTITY: "3", C.UNIT: "MWh"}, "3000"),
        ({C.QUANTITY: "1.5", C.UNIT: "เมกะวัตต์ชั่วโมง"}, "1500"),
        ({C.UNIT: "หน่วย"}, "3000"),
        ({C.QUANTITY: Decimal("12.3456789")}, "12.345679"),
        ({C.QUANTITY: "1.234"}, "1.234"),
        ({C.ACTIVITY: "ORG_LPG", C.QUANTITY: "2", C.UNIT: "ถัง 15 กก."}, "30"),
        ({C.PLACE: "องค์การบริหารส่วนตำบลกะเฉด", C.ACTIVITY: "office electricity"}, "3000"),
        ({C.PLACE: Decimal(210110)}, "3000"),
    ],
)
def test_quantity_is_kept_in_the_base_unit(changed: dict[Column, SheetCell], quantity: str) -> None:
    told = _one(changed)
    assert (told.key.place, told.quantity) == ("210110", Decimal(quantity))


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("2026-07", "", Month(2026, 7)),
        ("2569-07", "", Month(2026, 7)),
        ("ก.ค. 69", "", Month(2026, 7)),
        ("กรกฎาคม 2569", "", Month(2026, 7)),
        ("๐๗/๒๕๖๙", "", Month(2026, 7)),
        ("Jul-26", "", Month(2026, 7)),
        ("2026-07-31", "", Month(2026, 7)),
        ("1994-07", "", Month(1994, 7)),
        ("ก.ค. 2537", "", Month(1994, 7)),
        ("7", "2569", Month(2026, 7)),
        ("ก.ค.", "พ.ศ. 2569", Month(2026, 7)),
        ("2026-07", "2569", Month(2026, 7)),
    ],
)
def test_months_are_read_as_people_type_them(text: str, year: str, month: Month) -> None:
    assert _one({C.MONTH: text, C.YEAR: year}).key.month == month


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({C.PLACE: "999999"}, "place", "there is no such place; write its code"),
        ({C.PLACE: ""}, "place", "is empty"),
        ({C.ACTIVITY: "ORG_ELECTRIC"}, "activity", "write its code, such as ORG_ELEC"),
        ({C.ACTIVITY: "=HYPERLINK(1)"}, "activity", "there is no such activity"),
        ({C.KIND: "r32"}, "kind", "ORG_ELEC has no kinds; leave kind empty"),
        ({C.ACTIVITY: "ORG_REFRIG", C.UNIT: "kg"}, "kind", "needs one of refrigerant_r22"),
        ({C.ACTIVITY: "ORG_REFRIG/x", C.UNIT: "kg"}, "kind", "'x': there is no such kind"),
        ({C.MONTH: ""}, "month", "is empty; write the month as 2026-07, or the year"),
        ({C.MONTH: "ก.ค."}, "month", "names no year"),
        ({C.MONTH: "2026-13"}, "month", "is not a month"),
        ({C.MONTH: "07/58"}, "month", "is not a month"),
        ({C.MONTH: "0202-07"}, "month", "is not a month"),
        ({C.MONTH: "2026-08"}, "month", "2026-08 is not over yet"),
        ({C.MONTH: "2570-01"}, "month", "2027-01 has not come yet"),
        ({C.YEAR: "2025"}, "year", "is not the year of 2026-07"),
        ({C.MONTH: "", C.YEAR: "ปีงบประมาณ 2567"}, "year", "is a fiscal year"),
        ({C.MONTH: "", C.YEAR: "1899"}, "year", "is not a year from 1950 on"),
        ({C.QUANTITY: ""}, "quantity", "is empty; write a number, or a status such as NE"),
        ({C.QUANTITY: "NaN"}, "quantity", "is not a number"),
        ({C.QUANTITY: Decimal("NaN")}, "quantity", "is not a number"),
        ({C.QUANTITY: "Infinity"}, "quantity", "is not a number"),
        ({C.QUANTITY: "1e999"}, "quantity", "is a power of ten"),
        ({C.QUANTITY: "1.2E+05"}, "quantity", "digits may be lost; write the number out"),
        ({C.QUANTITY: "=1+1"}, "quantity", "is a formula; write its result"),
        ({C.QUANTITY: "-5"}, "quantity", "is no figure"),
        ({C.QUANTITY: Decimal(-5)}, "quantity", "is below zero"),
        ({C.QUANTITY: "12,34"}, "quantity", "can be read in two ways"),
        ({C.QUANTITY: "1.234.567"}, "quantity", "can be read in two ways"),
        ({C.QUANTITY: "0812345678"}, "quantity", "begins with 0"),
        ({C.QUANTITY: "12\u200b34"}, "quantity", "hidden or mixed characters"),
        ({C.QUANTITY: "4500 บาท"}, "quantity", "is money"),
        ({C.QUANTITY: "#REF!"}, "quantity", "is not a number"),
        ({C.QUANTITY: "9" * 13}, "quantity", "is too large to keep"),
        ({C.QUANTITY: "9" * 200}, "quantity", "is too large to keep"),
        ({C.QUANTITY: "0.0000001"}, "quantity", "is less than 0.000001"),
        ({C.QUANTITY: "999999999999"}, "quantity", "is too large to keep"),
        ({C.UNIT: ""}, "unit", "is empty; ORG_ELEC is counted in kWh"),
        ({C.UNIT: "บาท"}, "unit", "is money; write how much was used"),
        ({C.UNIT: "ลิตร"}, "unit", "does not fit ORG_ELEC"),
        ({C.UNIT: "smoots"}, "unit", "is not a unit; ORG_ELEC takes kWh"),
        ({C.STATUS: "later"}, "status", "use reported, estimated, nothing, NO, NE, IE, C"),
        ({C.STATUS: "nothing"}, "status", "is nothing beside 3000"),
        ({C.STATUS: "NE"}, "quantity", "3000 stands beside NE"),
        ({C.STATUS: "reported", C.QUANTITY: "NO"}, "quantity", "does not fit the status reported"),
        ({C.SPREAD: "yes"}, "spread", "spreads a year"),
        ({C.SPREAD: "maybe"}, "spread", "is neither yes nor no"),
        ({C.TOLD_QUANTITY: "4", C.TOLD_UNIT: "MWh"}, "told_quantity", "is not 3000 kWh"),
    ],
)  # fmt: skip
def test_wrong_cell_is_named_with_what_to_write(
    changed: dict[Column, SheetCell], column: str, words: str
) -> None:
    reading = read(changed, row=17)
    assert not reading.told
    assert (17, column) in [(one.row, one.column) for one in reading.problems]
    assert words in " ".join(one.words for one in reading.problems)


def test_everything_wrong_with_a_row_is_said_at_once() -> None:
    problems = read({C.PLACE: "x", C.MONTH: "x", C.QUANTITY: "x"}).problems
    assert [one.column for one in problems] == ["place", "month", "quantity"]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({C.QUANTITY: "0"}, Status.NOTHING),
        ({C.QUANTITY: "0", C.STATUS: "reported"}, Status.NOTHING),
        ({C.QUANTITY: "", C.STATUS: "nothing"}, Status.NOTHING),
        ({C.STATUS: "Estimated"}, Status.ESTIMATED),
        ({C.QUANTITY: "ne"}, Status.NOT_AVAILABLE),
        ({C.QUANTITY: "", C.STATUS: "IE"}, Status.ELSEWHERE),
        ({C.QUANTITY: "C", C.STATUS: "C"}, Status.CONFIDENTIAL),
    ],
)
def test_status_and_quantity_say_the_same(changed: dict[Column, SheetCell], status: Status) -> None:
    told = _one({**changed, C.NOTE: "no meter"})
    assert told.status is status
    assert (told.quantity is None) == (not status.valued)


def test_what_an_auditor_misses_is_remarked() -> None:
    assert "without a word why" in read({C.QUANTITY: "NE"}).remarks[0].words
    assert "without a word" in read({C.STATUS: "estimated"}).remarks[0].words
    assert not read({C.QUANTITY: "NE", C.SOURCE: "no meter"}).remarks
    assert "is cut" in read({C.NOTE: "x" * 500}).remarks[0].words


def test_a_years_figure_goes_where_its_activity_is_asked() -> None:
    """Once a year: December. What lasts, and what steers a method: from January on."""
    coal = _one({**YEAR, C.ACTIVITY: "IND_COAL", C.UNIT: "ton", C.NOTE: "DIW"})
    assert (coal.key.month, coal.quantity) == (Month(2024, 12), Decimal(3_000_000))
    assert coal.note == "the whole year 2024; DIW"
    for activity, unit in (("AREA_POP", "คน"), ("LIV_SWINE", "ตัว"), ("WASTE_HISTORY", "ตัน")):
        held = _one({**YEAR, C.ACTIVITY: activity, C.UNIT: unit})
        assert (held.key.month, held.quantity) == (Month(2024, 1), Decimal(3000))
    silent = read({**YEAR, C.QUANTITY: "NO"}).told
    assert [one.key.month for one in silent] == list(Month(2024, 12).year_months)


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({}, "year", "ORG_ELEC is asked month by month; write its months, or spread = yes"),
        ({C.ACTIVITY: "ORG_REFRIG/R32", C.UNIT: "kg"}, "year", "is asked when it happens"),
        ({C.ACTIVITY: "RICE_IRRIG", C.UNIT: "rai", C.SPREAD: "yes"}, "spread", "not there all"),
        ({C.ACTIVITY: "AREA_POP", C.UNIT: "คน", C.SPREAD: "yes"}, "spread", "lasts until"),
        ({C.ACTIVITY: "AREA_CHARCOAL", C.UNIT: "kg", C.SPREAD: "1"}, "spread", "once a year"),
        ({C.YEAR: "2569", C.SPREAD: "yes"}, "year", "2026 is not over yet"),
        ({C.QUANTITY: "0.000011", C.SPREAD: "yes"}, "quantity", "too little to be spread"),
    ],
)
def test_a_year_that_fits_no_month_is_refused(
    changed: dict[Column, SheetCell], column: str, words: str
) -> None:
    (problem,) = read({**YEAR, **changed}).problems
    assert (problem.column, words in problem.words) == (column, True), problem.words


@given(st.decimals(1, 10**9, places=6, allow_nan=False, allow_infinity=False))
def test_a_spread_year_adds_up_to_the_last_decimal(quantity: Decimal) -> None:
    told = read({**YEAR, C.QUANTITY: quantity, C.SPREAD: "ใช่"}).told
    assert len(told) == 12
    assert sum(one.quantity or 0 for one in told) == quantity
    assert {one.status for one in told} == {Status.ESTIMATED}
    assert all("a twelfth of " in one.note for one in told)


@given(st.dictionaries(st.sampled_from(Column), st.text(max_size=20)))
def test_no_text_brings_the_reader_down(cells: dict[Column, str]) -> None:
    reading = read(dict(cells))
    assert bool(reading.told) != bool(reading.problems)
