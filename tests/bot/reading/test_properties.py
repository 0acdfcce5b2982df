"""What holds for every text: it is read as what was meant, or asked back, and never fails."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import catalogue
from bot.reading import Outcome, Reading
from bot.reading.cleaning import LONGEST
from tests.bot.reading.reader import read_here

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
DIGITS = {"arabic": str.maketrans("", ""), "thai": THAI, "full width": FULL_WIDTH}
KINDLESS = [code for code, activity in catalogue().activities.items() if not activity.kinds]
PIECES = (
    "0 1 2 3 4 5 6 7 8 9 ๐ ๕ ๙ , . - + / ( ) ไฟ ดีเซล น้ำ ขยะ หน่วย ลิตร ตัน กก. ไร่ งาน คิว ถัง 15 บาท "
    "ก.ค. 69 2569 มิ.ย. เดือนที่แล้ว วันที่ สอง แสน ห้า ครึ่ง ล้าน กว่า ประมาณ ไม่มี แก้ เป็น จาก > kWh k "
    "diesel to and thousand โทร มิเตอร์ ละ วัน o l e ½ ฿ ① 🙏 ข้อ ที่ เท่าเดิม ไหม ? ํ ้ า"
)
SEPARATE = [*PIECES.split(), "\t", "\n", " ", "\u200b", "\u202e"]


def written(quantity: Decimal, grouped: bool, digits: str) -> str:
    return (f"{quantity:,f}" if grouped else f"{quantity:f}").translate(DIGITS[digits])


quantities = st.decimals(min_value=0, max_value=Decimal(10**8), allow_nan=False, places=2)
whole = st.integers(min_value=1, max_value=10**8).map(Decimal)


@given(
    quantity=st.one_of(whole, quantities),
    grouped=st.booleans(),
    digits=st.sampled_from(sorted(DIGITS)),
    code=st.sampled_from(KINDLESS),
)
def test_a_quantity_reads_back_as_itself(
    quantity: Decimal, grouped: bool, digits: str, code: str
) -> None:
    reading = read_here(written(quantity, grouped, digits), code)
    if reading.outcome is Outcome.ASK:
        assert quantity >= 10**8  # nothing in this range is asked about
    elif reading.outcome is Outcome.NOTHING:
        assert quantity == 0
    else:
        assert [item.base_quantity for item in reading.items] == [quantity]


@given(
    quantity=whole,
    digits=st.sampled_from(sorted(DIGITS)),
    code=st.sampled_from(KINDLESS),
    before=st.sampled_from(
        ["", "ใช้ไป ", "ก.ค. 69 ", "ประจำเดือน ก.ค. 2569 จำนวน ", "รวม ", "July 2026: "]
    ),
    after=st.sampled_from(["", " ครับ", " ค่ะ", "นะคะ", " 🙏", " ขอบคุณครับ", "\n"]),
    spaced=st.booleans(),
    data=st.data(),
)
def test_a_phrase_with_a_known_meaning_is_read_as_it_or_asked(
    quantity: Decimal,
    digits: str,
    code: str,
    before: str,
    after: str,
    spaced: bool,
    data: st.DataObject,
) -> None:
    tables = catalogue()
    activity = tables.activities[code]
    unit = data.draw(st.sampled_from(sorted(activity.conversions)))
    spellings = tables.units[unit].spellings
    if not spellings:
        return
    spelling = data.draw(st.sampled_from(spellings))
    gap = " " if spaced or spelling[0].isdigit() else ""
    text = f"{before}{written(quantity, True, digits)}{gap}{spelling}{after}"
    reading = read_here(text, code)
    meant = quantity * activity.conversions[unit]
    for item in reading.items:
        own_unit = quantity  # หน่วย, unit: spellings of several units mean the activity's own
        assert (item.activity, item.base_quantity) in ((code, meant), (code, own_unit)), text
        assert reading.outcome is not Outcome.SAVE or item.base_quantity == (
            meant if item.unit == unit else own_unit
        )


texts = st.one_of(
    st.text(max_size=LONGEST + 50),
    st.lists(st.sampled_from(SEPARATE), max_size=60).map("".join),
    st.lists(st.sampled_from(SEPARATE), max_size=40).map(" ".join),
)


@given(text=texts, asked=st.sampled_from(["", "ORG_ELEC", "ORG_LPG", "BURN_RICE", "ORG_REFRIG"]))
def test_no_text_fails_and_nothing_doubtful_is_saved(text: str, asked: str) -> None:
    reading = read_here(text, asked)
    assert_sound(reading, asked)


def assert_sound(reading: Reading, asked: str) -> None:
    if reading.outcome is Outcome.SAVE:
        assert len(reading.items) == 1
        item = reading.items[0]
        assert not item.doubts
        assert not item.estimated
        assert not reading.left_over
        assert reading.question is None
        assert item.activity == asked
    if reading.outcome is Outcome.ASK:
        assert reading.question is not None
    if reading.outcome is Outcome.CONFIRM:
        assert reading.items or reading.said
    for item in reading.items:
        assert item.activity in catalogue().activities
        if item.base_quantity is not None:
            assert item.base_quantity >= 0


@given(
    first=st.integers(min_value=1, max_value=99999),
    second=st.integers(min_value=1, max_value=99999),
    join=st.sampled_from([" ", "\n", ", ", " และ ", "\t", " / "]),
)
def test_two_items_in_one_message_keep_their_own_figures(
    first: int, second: int, join: str
) -> None:
    reading = read_here(f"ไฟ {first:,} หน่วย{join}ดีเซล {second:,} ลิตร")
    assert [(item.activity, item.base_quantity) for item in reading.items] == [
        ("ORG_ELEC", Decimal(first)),
        ("ORG_DIESEL_VEH", Decimal(second)),
    ]
    assert reading.outcome is Outcome.CONFIRM
