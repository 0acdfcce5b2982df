"""What is copied: exactly the kept figures, with every mark, in both languages."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import PlaceKind, catalogue
from bot.cells import Cell, Status
from bot.flows import FLOWS
from bot.flows.copy import reads
from bot.flows.copy_texts import plain
from bot.messages import Button, Reply
from bot.months import Month
from bot.people import Place
from bot.text import voices
from bot.turn import Turn
from tests.bot.offices import cell, office, said
from tests.bot.test_forms import kept

FORMS = catalogue().forms
COMPLETE = [cell(code, "12") for code in catalogue().asked_of(PlaceKind.TAMBON)]


def _copied(replies: tuple[Reply, ...]) -> list[str]:
    return [button.copy for reply in replies for button in reply.buttons if button.copy]


@pytest.mark.parametrize("locale", voices())
@pytest.mark.parametrize("code", FORMS)
@given(data=st.data())
def test_copied_numbers_are_the_kept_figures(code: str, locale: str, data: st.DataObject) -> None:
    form, t = FORMS[code], voices()[locale]
    told = data.draw(kept(form))
    for text in _copied(said(office(told, locale), form.aliases[0])):
        for line in text.splitlines()[1:]:
            field = max(
                (field for field in form.fields if line.startswith(t(field.label))),
                key=lambda field: len(t(field.label)),
            )
            sums = [c.quantity for c in told if _in(c, field.activities, field.kind)]
            figures = [quantity for quantity in sums if quantity is not None]
            unit = t(catalogue().units[field.unit].label)
            shown = re.search(rf"([0-9.]+) {re.escape(unit)}(?= |$)", line[len(t(field.label)) :])
            assert bool(shown) == bool(figures)
            if shown:
                assert Decimal(shown[1]) == sum(figures)
        assert "," not in re.sub(r", ", "", text)


def _in(kept_cell: Cell, activities: tuple[str, ...], kind: str) -> bool:
    own = kept_cell.key.activity in activities and (not kind or kept_cell.key.kind == kind)
    return own and kept_cell.status in (Status.REPORTED, Status.ESTIMATED, Status.NOTHING)


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            [cell("ORG_DIESEL_VEH", "320", Status.ESTIMATED), cell("ORG_DIESEL_WASTE", "0")],
            "น้ำมันดีเซล 320 ลิตร (ค่าประมาณ: ดีเซลรถหน่วยงาน)",
        ),
        (
            [cell("ORG_DIESEL_VEH", "320"), cell("ORG_DIESEL_WASTE", "120", doubted=True)],
            "น้ำมันดีเซล 440 ลิตร (ดีเซลรถหน่วยงาน 320 + ดีเซลรถขยะ 120, ควรตรวจสอบ: ดีเซลรถขยะ)",
        ),
        (
            [cell("ORG_DIESEL_VEH", "320"), cell("ORG_DIESEL_WASTE", None, Status.NOT_AVAILABLE)],
            "น้ำมันดีเซล ยังไม่ครบ 320 ลิตร (ไม่มีข้อมูล: ดีเซลรถขยะ)",
        ),
        (
            [
                cell("ORG_DIESEL_VEH", None, Status.NOT_AVAILABLE),
                cell("ORG_DIESEL_WASTE", None, Status.LATER),
            ],
            "น้ำมันดีเซล ไม่มีข้อมูล: ดีเซลรถหน่วยงาน, ยังไม่มี: ดีเซลรถขยะ",
        ),
        (
            [
                cell("ORG_DIESEL_VEH", None, Status.NOT_OCCURRING),
                cell("ORG_DIESEL_WASTE", None, Status.NOT_OCCURRING),
            ],
            "น้ำมันดีเซล ไม่มีกิจกรรมนี้",
        ),
        ([], "น้ำมันดีเซล ยังไม่มี"),
    ],
)
def test_every_mark_is_said(cells: list[Cell], line: str) -> None:
    (text,) = _copied(said(office([cell("ORG_ELEC", "1234567.50"), *cells]), "e-report"))
    assert text.splitlines()[1:3] == ["ไฟฟ้า 1234567.5 หน่วย (kWh)", line]


def test_message_is_what_the_button_copies() -> None:
    replies = said(office(COMPLETE), "คัดลอก")
    assert [reply.text for reply in replies[1:]] == _copied(replies)
    assert len(replies) == 3


def test_end_of_the_month_offers_a_line_a_form() -> None:
    *rest, last = COMPLETE
    replies = said(office(rest), "เริ่ม")
    assert not _copied(replies)
    replies = said(office([*rest, last]), "เริ่ม")
    copied = _copied(replies)
    assert [text.split(" ")[0] for text in copied] == ["e-report", "แบบขยะ"]
    assert replies[-1].text.splitlines()[1:] == copied
    assert all("\n" not in text for text in copied)


def test_progress_of_a_told_month_leads_to_the_texts() -> None:
    (progress,) = said(office(COMPLETE), "ความคืบหน้า")
    assert "menu:copy" in [button.action for button in progress.buttons]


def test_office_without_waste_is_offered_e_report_alone() -> None:
    place = Place("O21", PlaceKind.PAO, "21", "", "อบจ.ระยอง", "Rayong PAO")
    told = [cell(code, "12", place="O21") for code in catalogue().asked_of(PlaceKind.PAO)]
    copied = _copied(said(office(told, place=place), "เริ่ม"))
    assert [text.split(" ")[0] for text in copied] == ["e-report"]


def test_figures_of_another_place_are_never_copied() -> None:
    assert not _copied(said(office([cell("ORG_ELEC", "999", place="210111")]), "e-report"))


@pytest.mark.parametrize("code", FORMS)
def test_only_a_form_that_was_not_seen_says_so(code: str) -> None:
    introduction = said(office(COMPLETE), FORMS[code].aliases[0])[0].text
    assert ("อาจต่างจากนี้" in introduction) is not FORMS[code].verified


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("copy jun 2026", ":2026-06"),
        ("copy for june", ":2026-06"),
        ("คัดลอก มิ.ย. 69", ":2026-06"),
        ("คัดลอกมิถุนายน ๒๕๖๙", ":2026-06"),
        ("คัดลอกของเดือนที่แล้ว", ":2026-07"),
        ("คัดลอก 06/69", ":2026-06"),
        ("e-report", "e_report:"),
        ("อีรีพอร์ต มิ.ย. 69", "e_report:2026-06"),
        ("ขอข้อความคัดลอก e-report พ.ค. 69", "e_report:2026-05"),
        ("คัดลอกไป e-report", "e_report:"),
        ("แบบขยะ เดือนที่แล้ว", "waste:2026-07"),
        ("green office 1.5(1)", "green_office:"),
        ("copyright", None),
        ("ขยะ", None),
        ("มิ.ย. 69", None),
        ("e-report ดีเซล 320 ลิตร", None),
        ("e-report มิ.ย. 69 ดีเซล 320", None),
        ("คัดลอก 320", None),
        ("", None),
    ],
)
def test_what_is_asked_for(text: str, argument: str | None) -> None:
    assert reads(office([]), text) == argument


@pytest.mark.parametrize("text", ["menu:copy", "menu:copy:", "menu:copy:nobody:2026-99", ":", "::"])
def test_odd_arguments_are_no_crash(text: str) -> None:
    turn = Turn(office([cell("ORG_ELEC", "5", month=Month(2026, 6))]))
    FLOWS["copy"].start(turn, text)
    assert turn.replies


@given(st.decimals("0", "999999999999", places=6))
def test_plain_digits_say_the_same_number(quantity: Decimal) -> None:
    assert Decimal(plain(quantity)) == quantity
    assert re.fullmatch(r"[0-9]+(\.[0-9]*[1-9])?", plain(quantity))


def test_letter_queued_before_copy_buttons_is_still_read() -> None:
    old = {"text": "ยอด", "buttons": [{"label": "ไป", "action": "menu:record", "link": ""}]}
    assert Reply.from_json(old).to_json() == old
    new = Reply("ยอด", (Button("คัดลอก", copy="ไฟฟ้า 5"),))
    assert Reply.from_json(new.to_json()) == new
