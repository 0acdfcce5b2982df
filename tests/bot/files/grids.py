"""Sheets as offices send them: TGO's form with a real year, e-report tables, plain tables."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.attachments import Sheet, SheetCell
from bot.catalogue import catalogue
from bot.people import Place
from bot.reading import History, no_history
from bot.reading.shapes import Histories
from bot.reading.sheets import SheetReading, read_sheets
from tests.bot.files.talk import PLACE

TODAY = date(2026, 8, 3)
MONTHS = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
FISCAL_MONTHS = [
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
]
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
EXAMPLES = Path(__file__).parent.parent / "data" / "worked_examples.csv"
NOTHING = (Decimal(0),) * 12
# A row of the form and the lines of the worked examples that are its year.
OFFICE = {
    "diesel, own vehicles": "ORG_DIESEL_VEH",
    "grid electricity": "ORG_ELEC",
    "office paper": "ORG_PAPER",
    "tap water (PWA)": "ORG_WATER",
    "waste to landfill": "ORG_WASTE",
}

Row = tuple[SheetCell, ...]


def office_year() -> dict[str, list[Decimal]]:
    """The twelve quantities of every activity of a real office's published year."""
    with EXAMPLES.open(encoding="utf-8", newline="") as source:
        lines = [row for row in csv.DictReader(source) if row["kind"] == "activity_line"]
    told: dict[str, list[Decimal]] = {}
    for row in lines:
        name, _, month = row["activity"].rpartition(", ")
        year = told.setdefault(name, list(NOTHING))
        year[ENGLISH.index(month)] = Decimal(row["quantity"])
    return told


def green_office(year: str = "2568", told: Mapping[str, Sequence[Decimal]] | None = None) -> Sheet:
    """Form 1.5(1): months over two columns each, footprints beside quantities, rows prefilled."""
    office = told or office_year()
    scope = ("ขอบเขตการดำเนินงาน", "รายการ", "", "EF", "หน่วย", "หน่วย\nการเก็บข้อมูล")
    rows: list[Row] = [
        ("แบบฟอร์ม 1.5(1)",),
        ("โปรแกรมการคำนวณคาร์บอนฟุตพริ้นท์",),
        (*scope, f"เดือน / ประจำปี {year}", *[""] * 24),
        (*[""] * 6, *(cell for month in MONTHS for cell in (month, "")), "รวม", "หน่วย"),
        (*[""] * 6, *("ปริมาณ", "CF") * 12),
        ("Scope 1 (ประเภท 1)", "1. การเผาไหม้แบบอยู่กับที่ (Stationary Combustion)"),
        ("", "การใช้น้ำมันสำหรับงานอาคาร"),
        _form_row("", "Diesel (Generator)", "2.7078", "ลิตร", NOTHING),
        _form_row("", "Diesel (Fire pump)", "2.7078", "ลิตร", NOTHING),
        ("", "2. การเผาไหม้แบบเคลื่อนที่"),
        ("", "การใช้น้ำมันสำหรับการเดินทาง"),
        _form_row("", "น้ำมัน Diesel", "2.7406", "ลิตร", office["diesel, own vehicles"]),
        _form_row("", "น้ำมัน Gasohol 91, E20, E85", "2.2394", "ลิตร", NOTHING),
        _form_row("", "น้ำมัน Gasohol 95", "2.2394", "ลิตร", NOTHING),
        _form_row("", "การใช้สารดับเพลิง (CO2)", "1", "kg", NOTHING),
        _form_row("", "สารมีเทนจาก septic tank", "28", "kgCH4", office["septic tank methane"]),
        _form_row("", "การใช้สารทำความเย็นชนิด R32", "677", "kg", NOTHING),
        _form_row("Scope 2", "การใช้พลังงานไฟฟ้า", "0.4999", "kWh", office["grid electricity"]),
        _form_row("Scope 3", "กระดาษ A4 และ A3 (สีขาว)", "2.102", "kg", office["office paper"]),
        _form_row("", "น้ำประปา-การประปานครหลวง", "0.7948", "m3", NOTHING),
        _form_row("", "น้ำประปา-การประปาส่วนภูมิภาค", "0.541", "m3", office["tap water (PWA)"]),
        _form_row("", "ขยะของเสีย (ฝังกลบ)", "2.32", "kg", office["waste to landfill"]),
        ("รวม", *[""] * 5, *[cell for _ in MONTHS for cell in ("", Decimal(18000))]),
        ("", "หมายเหตุ", "1. ค่าการปล่อยก๊าซเรือนกระจก อบก. 2568"),
    ]
    return Sheet("สรุปการคำนวณ", tuple(rows))


def _form_row(scope: str, name: str, factor: str, unit: str, quantities: Sequence[Decimal]) -> Row:
    emitted = [quantity * Decimal(factor) for quantity in quantities]
    months = (c for pair in zip(quantities, emitted, strict=True) for c in pair)
    return (
        scope,
        name,
        "",
        Decimal(factor),
        f"kgCO2e/{unit}",
        unit,
        *months,
        sum(emitted, Decimal(0)),
        "kgCO2e",
    )


def e_report(
    what: str,
    office: str,
    real: Sequence[Sequence[SheetCell]],
    years: Sequence[str] = ("ปี 2567", "ปี 2568", "ปี 2569"),
    months: Sequence[str] = FISCAL_MONTHS,
) -> Sheet:
    """The Energy Ministry's table: standard, real use and share, three fiscal years each."""
    rows: list[Row] = [
        (f"เปรียบเทียบการใช้{what}รายเดือนในช่วงปี 2567 - 2569 ของ {office}",),
        (
            "เดือน",
            *(f"ค่ามาตรฐานการใช้{what}", "", ""),
            *(f"การใช้{what}จริง", "", ""),
            *("ใช้ต่ำกว่าค่ามาตรฐานร้อยละ", "", ""),
        ),
        ("", *years, *years, *years),
    ]
    for index, month in enumerate(months):
        used = [column[index] if index < len(column) else "" for column in real]
        rows.append((month, *[Decimal("500.5")] * 3, *used, *["1.24 %"] * 3))
    for count in (6, 12):
        sums = [sum(c for c in column[:count] if isinstance(c, Decimal)) for column in real]
        rows.append((f"รวม {count} เดือน", *[Decimal(9)] * 3, *map(Decimal, sums), *["1 %"] * 3))
    return Sheet("e-report", tuple(rows))


def table(*rows: Row, name: str = "Sheet1") -> Sheet:
    return Sheet(name, rows)


def numbers(*values: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


def read(
    *sheets: Sheet,
    at: Place | None = PLACE,
    history: Histories = no_history,
    **answers: str,
) -> SheetReading:
    """`answers` by what they are about: `year`, `month`, `place`, `row` (for every question)."""
    known: dict[str, str] = {}
    while True:
        reading = read_sheets(
            sheets,
            catalogue=catalogue(),
            today=TODAY,
            place=at,
            history=history,
            answers=known,
        )
        question = reading.question
        if question is None or question.asked.value not in answers:
            return reading
        known[question.key] = answers[question.asked.value]


def figures(reading: SheetReading) -> dict[str, Decimal | None]:
    """`ORG_ELEC 2026-07` → base quantity."""
    return {
        f"{item.activity}{f'/{item.kind}' if item.kind else ''} {item.month}": item.base_quantity
        for item in reading.items
    }


def doubts(reading: SheetReading) -> dict[str, list[str]]:
    return {
        f"{item.activity} {item.month}": codes
        for item in reading.items
        if (codes := [doubt.code for doubt in item.doubts if doubt.code != "no_unit"])
    }


def past(*values: str) -> Histories:
    """The same history for every cell, newest first."""
    known = numbers(*values)
    return lambda activity, kind, month: History(known, known[0] if known else None)
