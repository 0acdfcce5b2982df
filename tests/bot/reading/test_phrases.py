"""Generated phrases of a known meaning: each is read as that meaning or asked back, never else."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.catalogue import PlaceKind, catalogue
from bot.months import Month
from bot.reading import Outcome, Reading
from bot.reading.activities import activity_names
from bot.reading.number_words import match_words
from tests.bot.reading.reader import JULY, read_here
from tests.bot.reading.test_number_words import formal

TABLES = catalogue()
NAMES = activity_names(TABLES)
TOLD = [code for code in TABLES.asked_of(PlaceKind.TAMBON) if not TABLES.activities[code].kinds]
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
WRITINGS: dict[str, Callable[[int], str]] = {
    "plain": str,
    "grouped": "{:,}".format,
    "thai": lambda number: f"{number:,}".translate(THAI),
    "wide": lambda number: str(number).translate(WIDE),
    "decimals": "{:,}.00".format,
    "words": formal,
    "thousands": lambda number: f"{Decimal(number) / 1000:f} พัน",
    "ten thousands": lambda number: f"{Decimal(number) / 10_000:f} หมื่น",
    "letter": lambda number: f"{Decimal(number) / 1000:f}k",
}
MONTHS = {
    "": JULY,
    "ก.ค. 69 ": JULY,
    "ประจำเดือนกรกฎาคม 2569 ": JULY,
    "07/2569 ": JULY,
    "มิ.ย. 69 ": Month(2026, 6),
    "เดือน มิถุนายน พ.ศ. 2569 ": Month(2026, 6),
    "05/69 ": Month(2026, 5),
    "May 2026 ": Month(2026, 5),
    "สองเดือนก่อน ": Month(2026, 6),
    "เดือนที่แล้ว ": JULY,
}
COURTESY_BEFORE = ("", "สวัสดีค่ะ ", "ขอส่งข้อมูล ", "เรียน ผอ. ", "ok ค่ะ ")
COURTESY_AFTER = ("", " ค่ะ", "ครับผม", " นะคะ 🙏", " ขอบคุณครับ", " ka")
JOINS = (" ", "\n", ", ", "\n- ", " / ", " | ", ";")
ANSWERS = {
    "เท่าเดิม": Outcome.SAME,
    "เท่าเดือนที่แล้ว": Outcome.SAME,
    "รอบิล": Outcome.LATER,
    "ยังไม่มีบิล": Outcome.LATER,
    "เดี๋ยวส่งพรุ่งนี้": Outcome.LATER,
    "ไม่มีข้อมูล": Outcome.UNKNOWN,
    "ไม่ทราบ": Outcome.UNKNOWN,
    "ไม่เกิดในพื้นที่": Outcome.NOTHING,
}


def names_of(code: str) -> list[str]:
    """Names that mean this activity and no other, and hold no number."""
    return [
        alias
        for alias in TABLES.activities[code].aliases
        if (named := NAMES.resolve(alias)) and named.codes == (code,) and not alias.isdigit()
    ]


def spellings_of(code: str) -> list[tuple[str, Decimal]]:
    """Unit spellings of one meaning, with how many base units one is."""
    activity = TABLES.activities[code]
    shared = [spelling for unit in TABLES.units.values() for spelling in unit.spellings]
    return [
        (spelling, ratio)
        for unit, ratio in activity.conversions.items()
        for spelling in TABLES.units[unit].spellings
        if shared.count(spelling) == 1 and not spelling[0].isdigit()
    ]


@dataclass(frozen=True)
class Phrase:
    """One item as typed, and its meaning in base units."""

    code: str
    text: str
    quantity: Decimal
    bare: str  # without its name


@st.composite
def phrases(draw: st.DrawFn, code: str | None = None) -> Phrase:
    code = code or draw(st.sampled_from(TOLD))
    number = draw(st.integers(1, 99_999))
    writing = draw(st.sampled_from(sorted(WRITINGS)))
    if writing == "words":  # ห้าพันสอง is 5,200 to most and 5,002 on a cheque: no known meaning
        found = match_words(formal(number), 0)
        assume(found is not None and found.other is None)
    spelling, ratio = draw(st.sampled_from(spellings_of(code)))
    name = draw(st.sampled_from(names_of(code)))
    gap = draw(st.sampled_from(["", " "])) if spelling[0] >= "ก" else " "
    told = f"{WRITINGS[writing](number)}{gap}{spelling}"
    between = draw(st.sampled_from([" ", ": ", " = ", " จำนวน ", " ใช้ไป "]))
    return Phrase(code, f"{name}{between}{told}", number * ratio, told)


def told_by(reading: Reading) -> set[tuple[str, Decimal | None, Month | None]]:
    """What was read; a figure that waits for its activity has no quantity yet."""
    return {
        (item.activity, item.base_quantity, item.month)
        for item in reading.items
        if item.base_quantity is not None
    }


def assert_read_or_asked(
    reading: Reading, meant: set[tuple[str, Decimal | None, Month | None]], text: str
) -> None:
    """Nothing but what was meant; what is missing is asked about or named as not understood."""
    assert told_by(reading) <= meant, (text, reading)
    if told_by(reading) < meant:
        assert reading.question or reading.left_over, (text, reading)
        assert reading.outcome is not Outcome.SAVE, (text, reading)


@given(
    phrase=phrases(),
    before=st.sampled_from(COURTESY_BEFORE),
    after=st.sampled_from(COURTESY_AFTER),
    month=st.sampled_from(sorted(MONTHS)),
    asked=st.booleans(),
    named=st.booleans(),
)
def test_one_item(
    phrase: Phrase, before: str, after: str, month: str, asked: bool, named: bool
) -> None:
    assume(asked or named)
    text = f"{before}{month}{phrase.text if named else phrase.bare}{after}"
    reading = read_here(text, phrase.code if asked else "")
    meant = {(phrase.code, phrase.quantity, MONTHS[month])}
    assert_read_or_asked(reading, {*meant}, text)
    if not asked or MONTHS[month] != JULY:
        assert reading.outcome is not Outcome.SAVE


@given(
    items=st.lists(phrases(), min_size=2, max_size=5, unique_by=lambda phrase: phrase.code),
    join=st.sampled_from(JOINS),
    month=st.sampled_from(sorted(MONTHS)),
    after=st.sampled_from(COURTESY_AFTER),
)
def test_several_items(items: list[Phrase], join: str, month: str, after: str) -> None:
    text = f"{month}{join.join(item.text for item in items)}{after}"
    reading = read_here(text)
    meant = {(item.code, item.quantity, MONTHS[month]) for item in items}
    assert_read_or_asked(reading, {*meant}, text)
    assert reading.outcome is not Outcome.SAVE


@given(
    items=st.lists(phrases(), min_size=2, max_size=4, unique_by=lambda phrase: phrase.code),
    numbers=st.lists(st.integers(1, 99_999), min_size=12, max_size=12),
    tab=st.sampled_from(["\t", " | "]),
)
def test_a_table_of_months(items: list[Phrase], numbers: list[int], tab: str) -> None:
    months = ("พ.ค. 69", "มิ.ย. 69", "ก.ค. 69")
    rows = [["รายการ", *months]]
    meant: set[tuple[str, Decimal | None, Month | None]] = set()
    for at, item in enumerate(items):
        told = numbers[at * 3 : at * 3 + 3]
        rows.append([names_of(item.code)[0], *map("{:,}".format, told)])
        meant |= {
            (item.code, Decimal(number), Month(2026, 5 + month))
            for month, number in enumerate(told)
        }
    text = "\n".join(tab.join(row) for row in rows)
    assert_read_or_asked(read_here(text), meant, text)


@given(phrase=phrases(), old=st.integers(1, 99_999), data=st.data())
def test_a_correction_takes_the_new_figure(phrase: Phrase, old: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names_of(phrase.code)))
    form = data.draw(
        st.sampled_from(
            [
                "แก้{name} เป็น {new}",
                "ขอแก้{name}จาก {old:,} เป็น {new}",
                "{name} {new} ไม่ใช่ {old:,}",
                "{name} {old:,} เอ้ย {new}",
                "{name}ที่ส่งไปผิด ที่ถูกคือ {new}",
                "{name} ไม่ใช่ {old:,} ต้องเป็น {new}",
            ]
        )
    )
    text = form.format(name=f"{name} ", old=old, new=phrase.bare)
    reading = read_here(text)
    assert_read_or_asked(reading, {(phrase.code, phrase.quantity, JULY)}, text)
    assert reading.outcome is not Outcome.SAVE


@given(code=st.sampled_from(TOLD), answer=st.sampled_from(sorted(ANSWERS)), data=st.data())
def test_an_answer_without_a_number_is_no_figure(
    code: str, answer: str, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(names_of(code)))
    reading = read_here(f"{name} {answer}")
    assert not reading.items
    assert {(said.activity, said.outcome) for said in reading.said} <= {(code, ANSWERS[answer])}
    alone = read_here(answer, code)
    assert alone.outcome is ANSWERS[answer]
    assert not alone.items


@given(phrase=phrases(), at=st.integers(0, 40), letter=st.integers(0, 9))
def test_one_wrong_letter_reads_the_same_or_asks(phrase: Phrase, at: int, letter: int) -> None:
    """A typo in the name or the unit; in the number it would be another number."""
    number_at = phrase.text.index(phrase.bare)
    places = [place for place in range(1, number_at) if phrase.text[place].isalpha()]
    assume(places)
    place = places[at % len(places)]
    letters = "aeosrntlid" if phrase.text[place].isascii() else "กดมนรลสต่้"
    text = phrase.text[:place] + letters[letter] + phrase.text[place + 1 :]
    reading = read_here(text, phrase.code)
    others = {activity for activity, *_ in told_by(reading)} - {phrase.code}
    assert all(
        any(doubt.code == "near_name" for doubt in item.doubts)
        or any(doubt.code == "other_activity" for doubt in item.doubts)
        for item in reading.items
        if item.activity in others
    ), (text, reading)
    assert {quantity for _, quantity, _ in told_by(reading)} <= {phrase.quantity}, (text, reading)


@given(
    parts=st.lists(st.integers(1, 9_999), min_size=2, max_size=5),
    unit=st.sampled_from(["ลิตร", "ล.", "L"]),
    form=st.sampled_from([" + ", "+", " บวก ", " กับ "]),
)
def test_a_sum_is_worked_out_or_asked(parts: list[int], unit: str, form: str) -> None:
    text = f"{form.join(f'{part:,}' for part in parts)} {unit}"
    reading = read_here(text, "ORG_DIESEL_VEH")
    assert_read_or_asked(reading, {("ORG_DIESEL_VEH", Decimal(sum(parts)), JULY)}, text)
    assert reading.outcome is not Outcome.SAVE


@given(first=st.integers(0, 99_999), used=st.integers(0, 9_999), data=st.data())
def test_two_meter_readings_give_their_difference(
    first: int, used: int, data: st.DataObject
) -> None:
    form = data.draw(
        st.sampled_from(
            [
                "{a} -> {b}",
                "{a} → {b} หน่วย",
                "เลขครั้งก่อน {a} ครั้งนี้ {b}",
                "มิเตอร์ {a}-{b}",
                "เลขอ่านครั้งก่อน {a} ครั้งหลัง {b} ใช้ไป {c} หน่วย",
                "{b}-{a}={c}",
            ]
        )
    )
    assume(used > 0)
    text = form.format(a=first, b=first + used, c=used)
    reading = read_here(text, "ORG_ELEC")
    assert_read_or_asked(reading, {("ORG_ELEC", Decimal(used), JULY)}, text)
    assert reading.outcome is not Outcome.SAVE
