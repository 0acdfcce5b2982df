"""Every layout, by what stands in it: which figures it holds, and what is said of the rest."""

from decimal import Decimal

import pytest

from bot.attachments import Sheet
from bot.months import Month
from bot.reading.sheets import Asked, Layout, TroubleCode
from tests.bot.files.grids import (
    MONTHS,
    OFFICE,
    Row,
    doubts,
    e_report,
    figures,
    green_office,
    numbers,
    office_year,
    past,
    read,
    table,
)

# --- TGO's sheet 1.5(1) ---------------------------------------------------------------------------


def test_a_real_offices_year_on_form_1_5() -> None:
    reading = read(green_office())
    told = figures(reading)
    for name, code in OFFICE.items():
        for number, quantity in enumerate(office_year()[name], start=1):
            assert told.pop(f"{code} 2025-{number:02d}") == quantity
    # rows of zeros: asked of the place, so none is told; the others are the form's, not ours
    assert set(told.values()) <= {Decimal(0)}
    assert {name.split()[0] for name in told} == {"ORG_GASOHOL"}
    assert [trouble.code for trouble in reading.troubles] == [TroubleCode.COMPUTED]
    (read_table,) = reading.tables
    assert (read_table.layout, read_table.fiscal) == (Layout.GREEN_OFFICE, False)
    assert (read_table.first, read_table.last) == (Month(2025, 1), Month(2025, 12))


def test_a_form_without_a_year_is_asked_about() -> None:
    reading = read(green_office(".............................."))
    assert not reading.items
    question = reading.question
    assert question
    assert (question.asked, question.choices) == (Asked.YEAR, ("2026", "2025"))
    assert question.spans[1] == (Month(2025, 1), Month(2025, 12))
    assert "ORG_ELEC 2025-03" in figures(read(green_office("......"), year="2025"))


def test_prefilled_zeros_of_months_to_come_are_not_told() -> None:
    half = {
        name: [quantity if month < 6 else Decimal(0) for month, quantity in enumerate(year)]
        for name, year in office_year().items()
    }
    told = figures(read(green_office("2569", half)))
    assert max(key.split()[1] for key in told) == "2026-06"
    assert told["ORG_ELEC 2026-06"] == Decimal("38310.4")
    assert told["ORG_GASOHOL 2026-06"] == 0


def test_a_slip_stands_out_among_the_files_own_months() -> None:
    year = {name: list(quantities) for name, quantities in office_year().items()}
    year["diesel, own vehicles"][4] = Decimal(820)
    assert doubts(read(green_office(told=year)))["ORG_DIESEL_VEH 2025-05"] == ["high"]


def test_a_fiscal_year_over_january_to_december_is_asked_about() -> None:
    sheet = table(
        ("ปีงบประมาณ 2569",),
        ("รายการ", "หน่วย", *MONTHS),
        ("ไฟฟ้า", "kWh", *numbers(*["3000"] * 12)),
    )
    question = read(sheet).question
    assert question
    assert question.choices[:2] == ("2026", "f2026")
    assert question.spans[1] == (Month(2025, 10), Month(2026, 9))
    told = figures(read(sheet, year="f2026"))
    assert "ORG_ELEC 2025-12" in told
    assert "ORG_ELEC 2026-07" in told


# --- e-report -------------------------------------------------------------------------------------

USED = (
    numbers(*[str(3000 + number * 10) for number in range(12)]),
    numbers(*[str(3200 + number * 10) for number in range(12)]),
    numbers(*[str(3400 + number * 10) for number in range(10)]),
)


def test_electricity_of_three_fiscal_years() -> None:
    reading = read(e_report("ไฟฟ้า", "อบต.กะเฉด", USED))
    told = figures(reading)
    assert len(told) == 34
    assert told["ORG_ELEC 2023-10"] == 3000  # October of fiscal year 2567
    assert told["ORG_ELEC 2024-01"] == 3030
    assert told["ORG_ELEC 2025-10"] == 3400
    assert told["ORG_ELEC 2026-07"] == 3490
    assert reading.tables[0].fiscal
    assert not reading.troubles


def test_oil_without_its_fuel_is_asked_once() -> None:
    reading = read(e_report("น้ำมัน", "อบต.กะเฉด", USED))
    question = reading.question
    assert question
    assert question.asked is Asked.ROW
    assert question.choices == ("ORG_DIESEL_VEH", "ORG_GASOHOL", "ORG_DIESEL_WASTE", "-")
    told = figures(read(e_report("น้ำมัน", "อบต.กะเฉด", USED), row="ORG_GASOHOL"))
    assert told["ORG_GASOHOL 2026-07"] == 3490


def test_years_that_begin_in_september() -> None:
    months = ["กันยายน", *MONTHS[9:], *MONTHS[:8]]
    told = figures(read(e_report("ไฟฟ้า", "อบต. กะเฉด", USED, months=months)))
    assert told["ORG_ELEC 2025-09"] == 3400
    assert told["ORG_ELEC 2026-06"] == 3490


@pytest.mark.parametrize("blank", [(), ("",)])
def test_headings_that_lost_their_width(blank: tuple[str, ...]) -> None:
    """A page's table copied cell by cell: three headings stand over nine years."""
    sheet = e_report("ไฟฟ้า", "อบต.กะเฉด", USED)
    title, headings, years, *body = sheet.rows
    narrow = tuple(cell for cell in headings if cell)
    copied = Sheet("a", (title, narrow, (*blank, *years[1:]), *body))
    assert figures(read(copied)) == figures(read(sheet))


def test_another_offices_table_is_asked_about() -> None:
    sheet = e_report("ไฟฟ้า", "อบต. เมืองเก่า", USED)
    question = read(sheet).question
    assert question
    assert (question.asked, question.text) == (Asked.PLACE, "อบต. เมืองเก่า")
    assert len(figures(read(sheet, place="yes"))) == 34
    assert len(figures(read(sheet, at=None))) == 34  # nobody's seat: nothing to compare


def test_a_total_that_disagrees_is_named() -> None:
    sheet = e_report("ไฟฟ้า", "อบต.กะเฉด", USED)
    rows = list(sheet.rows)
    rows[-1] = (*rows[-1][:5], Decimal(40000), *rows[-1][6:])
    (trouble,) = read(Sheet("e-report", tuple(rows))).troubles
    assert (trouble.code, trouble.ref) == (TroubleCode.TOTAL, "F17")
    assert (trouble.text, trouble.other) == ("40000", "39060")


def test_the_same_figure_twice_is_doubted() -> None:
    used = (*USED[:2], numbers("3400", "3410", "3410", "3550"))
    assert doubts(read(e_report("ไฟฟ้า", "อบต.กะเฉด", used)))["ORG_ELEC 2025-12"] == ["repeat"]


# --- any table ------------------------------------------------------------------------------------

ELEC_AND_OIL = {"ORG_ELEC 2026-01": 3100, "ORG_ELEC 2026-02": 3000, "ORG_DIESEL_VEH 2026-01": 310}

SHAPES = {
    "items down": table(
        ("รายการ", "หน่วย", "ม.ค. 69", "ก.พ. 69"),
        ("ไฟฟ้า", "kWh", *numbers("3100", "3000")),
        ("น้ำมันดีเซล", "ลิตร", Decimal(310), ""),
        ("รวม", "", *numbers("3410", "3000")),
    ),
    "items down, units in their names, year in the title": table(
        ("การใช้พลังงาน ประจำปี 2569",),
        ("ที่", "รายการ", "ม.ค.", "ก.พ.", "มี.ค."),
        (Decimal(1), "ไฟฟ้า (หน่วย)", *numbers("3100", "3000"), "-"),
        (Decimal(2), "ดีเซล (ลิตร)", Decimal(310), "", ""),
    ),
    "months down": table(
        ("เดือน", "ไฟฟ้า (kWh)", "ดีเซล (ลิตร)"),
        ("มกราคม 2569", *numbers("3100", "310")),
        ("กุมภาพันธ์ 2569", Decimal(3000), ""),
        ("รวม", *numbers("6100", "310")),
    ),
    "months down, units in a row of their own, year in the sheet's name": table(
        ("เดือน", "ไฟฟ้า", "น้ำมันดีเซล"),
        ("", "หน่วย", "ลิตร"),
        ("ม.ค.", *numbers("3100", "310")),
        ("ก.พ.", Decimal(3000), ""),
        name="ปี 2569",
    ),
    "dates as months": table(
        ("เดือน", "ไฟฟ้า (kWh)", "ดีเซล (ลิตร)"),
        ("2569-01-01", *numbers("3100", "310")),
        ("2026-02-28", Decimal(3000), ""),
    ),
    "a figure a row": table(
        ("เดือน", "รายการ", "ปริมาณ", "หน่วย"),
        ("ม.ค. 69", "ไฟฟ้า", Decimal(3100), "หน่วย"),
        ("ม.ค. 69", "ดีเซล", Decimal(310), "ลิตร"),
        ("ก.พ. 69", "ไฟฟ้า", Decimal(3000), "หน่วย"),
    ),
    "our own export": table(
        ("place", "month", "activity", "status", "quantity", "unit", "kg_co2e"),
        ("210110", "2026-01", "ORG_ELEC", "reported", Decimal(3100), "kWh", Decimal(1472)),
        ("210110", "2026-02", "ORG_ELEC", "reported", Decimal(3000), "kWh", Decimal(1425)),
        ("210110", "2026-01", "ORG_DIESEL_VEH", "reported", Decimal(310), "litre", Decimal(849)),
    ),
    "typed as text, in Thai digits": table(
        ("รายการ", "หน่วย", "ม.ค. ๖๙", "ก.พ. ๖๙"),
        ("ไฟฟ้า", "หน่วย", "๓,๑๐๐", "3,000"),
        ("ดีเซล", "ลิตร", "310", ""),
    ),
    "in English": table(
        ("Item", "Unit", "Jan 2026", "Feb 2026"),
        ("Electricity", "kWh", *numbers("3100", "3000")),
        ("Diesel", "litres", Decimal(310), ""),
    ),
    "money beside quantities": table(
        ("เดือน", "การใช้ไฟฟ้า", "", "น้ำมันดีเซล", ""),
        ("", "หน่วย", "บาท", "ลิตร", "บาท"),
        ("ม.ค. 69", *numbers("3100", "13000", "310", "9900")),
        ("ก.พ. 69", *numbers("3000", "12900"), "", ""),
    ),
    "two tables in one sheet": table(
        ("รายการ", "หน่วย", "ม.ค. 69", "ก.พ. 69"),
        ("ไฟฟ้า", "kWh", *numbers("3100", "3000")),
        ("",),
        ("รายการ", "หน่วย", "ม.ค. 69", "ก.พ. 69"),
        ("ดีเซล", "ลิตร", Decimal(310), ""),
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shape(shape: str) -> None:
    reading = read(SHAPES[shape])
    assert figures(reading) == ELEC_AND_OIL
    assert not doubts(reading)
    assert not reading.troubles


def test_one_month_named_in_the_title() -> None:
    reading = read(
        table(
            ("รายงานประจำเดือน มิถุนายน 2569",),
            ("ลำดับ", "รายการ", "จำนวน", "หน่วย"),
            (Decimal(1), "ไฟฟ้า", Decimal(3100), "หน่วย"),
            (Decimal(2), "น้ำมันดีเซล", Decimal(310), "ลิตร"),
            ("", "รวม", Decimal(3410), ""),
        )
    )
    assert figures(reading) == {"ORG_ELEC 2026-06": 3100, "ORG_DIESEL_VEH 2026-06": 310}


def test_a_list_without_a_month_is_asked_about() -> None:
    sheet = table(("ไฟฟ้า", Decimal(3100), "หน่วย"), ("น้ำมันดีเซล", Decimal(310), "ลิตร"))
    question = read(sheet).question
    assert question
    assert (question.asked, question.choices[0]) == (Asked.MONTH, "2026-07")
    assert figures(read(sheet, month="2026-06"))["ORG_ELEC 2026-06"] == 3100


def test_green_office_forms_of_one_resource() -> None:
    """Two years side by side, with heads, money and shares between them."""
    sheet = table(
        ("บันทึกปริมาณการใช้ไฟฟ้า",),
        ("เดือน", "ปริมาณการใช้ไฟฟ้า", "", "", "", "ปริมาณการใช้ไฟฟ้า", "", "", "", "ร้อยละ"),
        (
            "",
            *("จำนวนคน", "(kwh)ปี2568", "ค่าไฟฟ้า/เดือน (บาท)", "(kwh/คน) ปี2568"),
            *("จำนวนคน", "(kwh) ปี 2569", "ค่าไฟฟ้า/เดือน (บาท)", "(kwh/คน) ปี 2569"),
            "ปี 2569",
        ),
        ("ม.ค.", *numbers("705", "17434.4", "94494", "24.7", "700", "18618.4", "155111", "9", "1")),
        ("ก.พ.", *numbers("705", "18458.4", "94494", "24.7", "700", "18300", "155111", "9", "1")),
    )
    assert figures(read(sheet)) == {
        "ORG_ELEC 2025-01": Decimal("17434.4"),
        "ORG_ELEC 2025-02": Decimal("18458.4"),
        "ORG_ELEC 2026-01": Decimal("18618.4"),
        "ORG_ELEC 2026-02": 18300,
    }


def test_numbers_of_the_file_are_exact_and_texts_are_strict() -> None:
    reading = read(
        table(
            ("รายการ", "หน่วย", "ม.ค. 69", "ก.พ. 69", "มี.ค. 69", "เม.ย. 69"),
            ("ดีเซล", "ลิตร", Decimal("312.345"), "310.345", "1,2345", Decimal("-3")),
            ("ไฟฟ้า", "kWh", "ประมาณ 3,000", "3,000 บาท", "ดูใบแนบ", Decimal("0.1") * 3 / 7),
        )
    )
    assert doubts(reading)["ORG_DIESEL_VEH 2026-02"] == ["separator"]
    assert "ORG_DIESEL_VEH 2026-01" not in doubts(reading)
    assert [(one.ref, one.reason) for one in reading.troubles] == [
        ("E2", "separator"),
        ("F2", "negative"),
        ("C3", "number"),
        ("D3", "money"),
        ("E3", "number"),
    ]
    assert figures(reading)["ORG_ELEC 2026-04"] == Decimal("0.042857")  # as the columns keep it


def test_rows_that_are_one_item_are_added_and_doubted() -> None:
    reading = read(
        table(
            ("แบบฟอร์ม 1.5(1) ประจำปี 2569",),
            ("รายการ", "หน่วยการเก็บข้อมูล", "ม.ค.", "ก.พ."),
            ("น้ำมัน Gasohol 91", "ลิตร", *numbers("120", "0")),
            ("น้ำมัน Gasohol 95", "ลิตร", *numbers("80", "90")),
        )
    )
    assert figures(reading) == {"ORG_GASOHOL 2026-01": 200, "ORG_GASOHOL 2026-02": 90}
    assert "sum" in doubts(reading)["ORG_GASOHOL 2026-01"]


def test_the_same_figure_in_two_sheets_counts_once_another_is_not_read() -> None:
    one = table(
        ("รายการ", "ม.ค. 69", "ก.พ. 69"), ("ไฟฟ้า (kWh)", *numbers("3100", "3000")), name="a"
    )
    other = table(
        ("รายการ", "ม.ค. 69", "ก.พ. 69"), ("ไฟฟ้า (kWh)", *numbers("3100", "3050")), name="b"
    )
    reading = read(one, other)
    assert figures(reading) == {"ORG_ELEC 2026-01": 3100}
    (trouble,) = reading.troubles
    assert (trouble.code, trouble.text, trouble.other) == (TroubleCode.CLASH, "3000", "3050")


def test_history_doubts_what_is_unlike_it() -> None:
    sheet = table(("รายการ", "มิ.ย. 69", "ก.ค. 69"), ("ไฟฟ้า (kWh)", *numbers("3100", "31000")))
    assert doubts(read(sheet, history=past("3000", "3050", "2990"))) == {
        "ORG_ELEC 2026-07": ["high"]
    }


def test_what_is_not_read_is_said() -> None:
    reading = read(
        table(
            ("รายการ", "หน่วย", "ก.ค. 69", "ก.ย. 69"),
            ("ไฟฟ้า", "kWh", *numbers("3100", "3000")),
            ("สบู่ล้างมือ", "ขวด", *numbers("4", "4")),
        ),
        table(("บันทึกการประชุม",), ("ผู้มาประชุม", "12 คน"), name="ประชุม"),
    )
    assert figures(reading) == {"ORG_ELEC 2026-07": 3100}
    assert {(one.code, one.text or one.sheet) for one in reading.troubles} == {
        (TroubleCode.FUTURE, "3000"),
        (TroubleCode.ROW, "สบู่ล้างมือ"),
        (TroubleCode.SKIPPED, "ประชุม"),
    }


def test_refrigerants_name_their_kind_or_are_asked() -> None:
    sheet = table(
        ("รายการ", "หน่วย", "มิ.ย. 69", "ก.ค. 69"),
        ("น้ำยาแอร์ R32", "กก.", *numbers("2", "1")),
        ("น้ำยาแอร์", "กก.", *numbers("3", "3")),
    )
    question = read(sheet).question
    assert question
    assert "ORG_REFRIG/refrigerant_r22" in question.choices
    told = figures(read(sheet, row="ORG_REFRIG/refrigerant_r22"))
    assert told["ORG_REFRIG/refrigerant_r32 2026-06"] == 2
    assert told["ORG_REFRIG/refrigerant_r22 2026-06"] == 3


def test_bounds() -> None:
    header = ("รายการ", "หน่วย", *(f"{month} 69" for month in MONTHS[:7]))
    rows: list[Row] = [(f"ไฟ อาคาร {n}", "kWh", *numbers(*["100"] * 7)) for n in range(80)]
    reading = read(*(table(header, *rows, name=f"s{n}") for n in range(14)), row="ORG_ELEC")
    assert TroubleCode.TOO_MUCH in {one.code for one in reading.troubles}
    assert sum(len(one.figures) for one in reading.found.series) <= 400


def test_workings_beside_the_form_are_not_read() -> None:
    staff = table(
        ("เดือน", "วันทำงาน", "น้ำใช้ (ลบ.ม.)"),
        *[(f"{month} 2568", Decimal(22), Decimal(900)) for month in MONTHS],
        name="CH4จากseptic tank",
    )
    factors = table(
        ("ค่าการปล่อยก๊าซเรือนกระจก (EF) อบก.",),
        ("Diesel", "ลิตร", Decimal("2.7406")),
        ("ไฟฟ้า", "kWh", Decimal("0.4999")),
        name="EF TGO AR5",
    )
    reading = read(green_office(), staff, factors)
    assert {key.split()[0] for key in figures(reading)} == {*OFFICE.values(), "ORG_GASOHOL"}
    beside = [one.sheet for one in reading.troubles if one.code is TroubleCode.BESIDE]
    assert beside == ["CH4จากseptic tank", "EF TGO AR5"]
    assert not read(factors).items


@pytest.mark.parametrize(
    ("title", "own"),
    [
        ("องค์การบริหารส่วนตำบลกะเฉด อำเภอเมืองระยอง จังหวัดระยอง", True),
        ("อบต.กะเฉด", True),
        ("การใช้พลังงานของ อบต. กะเฉด ปี 2569", True),
        ("หน่วยงาน: องค์การบริหารส่วนตำบลกะเฉด", True),
        ("เทศบาลตำบลกะเฉด", False),
        ("อบต.บ้านแลง", False),
        ("ของ สำนักงานสรรพสามิตภาคที่ 8", False),
        ("หน่วยงาน: กองช่าง", True),
        ("รายงานประจำปี 2569", True),
    ],
)
def test_whose_file_it_is(title: str, own: bool) -> None:
    sheet = table((f"รายงาน {title}",), *SHAPES["in English"].rows)
    question = read(sheet).question
    assert (question is None) is own
    assert question is None or question.asked is Asked.PLACE


TWO_YEARS = {
    f"ORG_ELEC {year}-{month:02d}": 3000 + year + month
    for year in (2025, 2026)
    for month in (1, 2, 3)
}


@pytest.mark.parametrize(
    "sheet",
    [
        table(
            ("รายการ", "หน่วย", "ปี 2568", "", "", "ปี 2569", "", ""),
            ("", "", *MONTHS[:3], *MONTHS[:3]),
            ("ไฟฟ้า", "kWh", *map(Decimal, TWO_YEARS.values())),
        ),
        table(
            ("ปี", "เดือน", "ไฟฟ้า (kWh)"),
            *[
                (("2568", "", "", Decimal(2569), "", "")[at], MONTHS[at % 3], Decimal(value))
                for at, value in enumerate(TWO_YEARS.values())
            ],
        ),
    ],
    ids=["across", "down"],
)
def test_years_over_and_beside_their_months(sheet: Sheet) -> None:
    assert figures(read(sheet)) == TWO_YEARS


def test_fiscal_years_over_their_months() -> None:
    """Under fiscal year 2569 October is of the calendar year before."""
    sheet = table(
        ("รายการ", "ปีงบประมาณ 2568", "", "ปีงบประมาณ 2569", ""),
        ("", "ต.ค.", "ม.ค.", "ต.ค.", "ม.ค."),
        ("ไฟฟ้า (kWh)", *numbers("3001", "3002", "3003", "3004")),
    )
    assert figures(read(sheet)) == {
        "ORG_ELEC 2024-10": 3001,
        "ORG_ELEC 2025-01": 3002,
        "ORG_ELEC 2025-10": 3003,
        "ORG_ELEC 2026-01": 3004,
    }
