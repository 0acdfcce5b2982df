"""Whatever a file holds: it is read or left, nothing fails, nothing is saved without a yes."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.attachments import Sheet
from bot.catalogue import PlaceKind, catalogue
from tests.bot.files.grids import MONTHS, figures, read, table
from tests.bot.files.talk import FileTalk

WORDS = (
    "ไฟฟ้า ดีเซล น้ำมัน ขยะ น้ำประปา กระดาษ รายการ หน่วย เดือน ปริมาณ CF รวม EF kWh ลิตร ตัน ม.ค. ก.พ. "
    "มี.ค. ต.ค. ธ.ค. ม.ค.69 2569 ปี2568 ปีงบประมาณ2569 แบบฟอร์ม1.5(1) ขอบเขตการดำเนินงาน "
    "รหัสหน่วยงาน รหัสรายการ ค่ามาตรฐานการใช้ไฟฟ้า การใช้ไฟฟ้าจริง - 0 12,34 3,100 ไม่มี 1e9 -5 ๑๒ "
    "2569-07-31 07/69 ร้อยละ บาท มีเทน R32"
)
cells = st.one_of(
    st.sampled_from([*WORDS.split()]),
    st.sampled_from(["", "", " "]),
    st.text(max_size=12),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-10, max_value=10**7, places=2),
    st.decimals(allow_nan=True, allow_infinity=True),
)
grids = st.lists(st.lists(cells, max_size=8).map(tuple), max_size=10).map(tuple)
sheets = st.builds(Sheet, name=st.sampled_from(["Sheet1", "2569", "ปี 2568"]), rows=grids)
answers = st.lists(st.sampled_from(["yes", "no", "2568", "ก.ค. 69", "diesel", "start"]), max_size=3)


@given(files=st.lists(sheets, min_size=1, max_size=3), words=answers)
def test_no_grid_fails_and_none_is_saved_unconfirmed(files: list[Sheet], words: list[str]) -> None:
    talk = FileTalk()
    talk.send(*files)
    assert talk.replies
    assert not talk.recorded
    for word in words:
        waited = talk.situation.step is not None
        talk.say(word)
        assert waited or not talk.recorded
        assert talk.replies


TABLES = catalogue()
ASKED = TABLES.asked_of(PlaceKind.TAMBON)
quantities = st.one_of(
    st.just(None),
    st.integers(min_value=1, max_value=10**6).map(Decimal),
    st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2),
)


@given(
    codes=st.lists(st.sampled_from(ASKED), min_size=1, max_size=6, unique=True),
    count=st.integers(min_value=2, max_value=7),
    down=st.booleans(),
    as_text=st.booleans(),
    data=st.data(),
)
def test_a_table_reads_back_exactly(
    codes: list[str], count: int, down: bool, as_text: bool, data: st.DataObject
) -> None:
    months = [f"{month} 2569" for month in MONTHS[:count]]
    rows: dict[str, list[Decimal | None]] = {
        code: data.draw(st.lists(quantities, min_size=count, max_size=count)) for code in codes
    }

    def cell(value: Decimal | None) -> str | Decimal:
        if value is None:
            return ""
        return f"{value:,.4f}" if as_text else value  # 1.000 as text is asked about

    if down:
        header = [f"{code} ({TABLES.activities[code].unit})" for code in codes]
        body = [
            (month, *(cell(rows[code][index]) for code in codes))
            for index, month in enumerate(months)
        ]
        sheet = table(("เดือน", *header), *body)
    else:
        lines = [
            (code, TABLES.activities[code].unit, *map(cell, values))
            for code, values in rows.items()
        ]
        sheet = table(("รายการ", "หน่วย", *months), *lines)
    told = {
        f"{code} 2026-{index:02d}": value
        for code, values in rows.items()
        for index, value in enumerate(values, start=1)
        if value is not None
    }
    assert figures(read(sheet)) == told
