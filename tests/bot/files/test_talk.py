"""A file in the talk: its differences first, what it leaves open asked, saved on one yes."""

from decimal import Decimal

import pytest

from bot.attachments import Sheet
from tests.bot.files.grids import e_report, green_office, numbers, office_year, table
from tests.bot.files.talk import FileTalk

TWO = table(
    ("รายการ", "หน่วย", "มิ.ย. 69", "ก.ค. 69"),
    ("ไฟฟ้า", "kWh", *numbers("3000", "3100")),
    ("น้ำมันดีเซล", "ลิตร", *numbers("310", "3200")),
    ("กระดาษ", "กก.", *numbers("20", "21")),
)
USED = tuple(numbers(*[str(3000 + n * 10) for n in range(10)]) for _ in range(3))


def test_a_year_is_shown_by_month_and_saved_on_one_yes() -> None:
    talk = FileTalk({("ORG_ELEC", "2025-01"): "17434.4", ("ORG_ELEC", "2025-02"): "24000"})
    said = talk.send(green_office(), name="ghg.xlsx")
    assert "File ghg.xlsx" in said
    assert "form 1.5(1) of the Green Office, Jan 2025 to Dec 2025 (calendar year)" in said
    assert "Jan 2025: 5 new · 1 the same" in said
    assert "Feb 2025: 5 new · 1 changed" in said
    assert "Mar 2025 to Dec 2025: 6 new" in said
    assert "Office electricity, units (kWh), 2025: Feb 24,000 → 24,458.4" in said
    assert "Worked out here from other figures, so not read: สารมีเทนจาก septic tank" in said
    assert talk.labels == ["Save all", "Only the clear ones", "No, change it", "Cancel"]
    assert not talk.saved
    said = talk.press("Save all")
    assert "Saved: 71 figures, Jan 2025 to Dec 2025" in said
    assert "12 of 12 months" in said
    assert len(talk.saved) == 71  # the one that was the same is not saved again
    for number, quantity in enumerate(office_year()["tap water (PWA)"], start=1):
        assert talk.saved["ORG_WATER", f"2025-{number:02d}"] == quantity
    assert "kept already" in talk.send(green_office())


def test_every_message_fits_line() -> None:
    talk = FileTalk({("ORG_ELEC", f"2025-{n:02d}"): str(n * 1000) for n in range(1, 13)})
    talk.send(green_office())
    assert all(len(one.text.encode("utf-16-le")) / 2 <= 5000 for one in talk.replies)
    assert len(talk.replies) == 2
    assert all(one.card is None for one in talk.replies)


def test_only_the_clear_ones_then_the_doubtful_one_by_one() -> None:
    talk = FileTalk({("ORG_DIESEL_VEH", f"2026-0{n}"): "310" for n in range(3, 6)})
    talk.send(TWO)
    assert talk.labels == ["Save all", "Only the clear ones", "No, change it", "Cancel"]
    said = talk.say("only the clear ones")
    assert ("ORG_ELEC", "2026-07") in talk.saved
    assert ("ORG_DIESEL_VEH", "2026-07") not in talk.saved
    assert "Diesel, own road vehicles: 3,200 litres · Jul 2026" in said
    assert "320 litres" in talk.labels
    talk.press("320 litres")
    assert talk.saved["ORG_DIESEL_VEH", "2026-07"] == 320


def test_the_doubtful_wait_behind_each_other() -> None:
    sheet = table(
        ("รายการ", "หน่วย", "พ.ค. 69", "มิ.ย. 69", "ก.ค. 69"),
        ("ไฟฟ้า", "kWh", *numbers("31000", "3000", "32000")),
    )
    talk = FileTalk({("ORG_ELEC", f"2026-0{n}"): "3000" for n in (2, 3, 4)})
    talk.send(sheet)
    assert "After this: 1 more to check" in talk.press("Only the clear ones")
    assert "already waiting" not in talk.say("help")
    assert "May 2026" in talk.say("start")  # nothing that waits is lost by other words
    assert "Jul 2026" in talk.press("3,100 units (kWh)")
    assert talk.saved["ORG_ELEC", "2026-05"] == 3100
    talk.say("3,200")  # a bare number answers the one that is asked
    talk.say("yes")
    assert talk.saved["ORG_ELEC", "2026-07"] == 3200


def test_no_leads_to_the_wrong_one() -> None:
    talk = FileTalk()
    talk.send(TWO)
    talk.say("no")
    assert "Jul Office electricity" in talk.labels
    talk.press("Jul Office electricity")
    talk.say("3,150")
    talk.say("save all")
    assert talk.saved["ORG_ELEC", "2026-07"] == 3150
    assert talk.saved["ORG_ELEC", "2026-06"] == 3000


def test_cancel_saves_nothing() -> None:
    talk = FileTalk()
    talk.send(TWO)
    assert "Not saved: Diesel, vehicles, Office electricity" in talk.say("cancel")
    assert not talk.saved


def test_a_file_joins_what_waits() -> None:
    talk = FileTalk()
    talk.say("water 250 m3, electricity 3,050 kWh")
    talk.send(TWO)
    talk.say("yes")
    assert talk.saved["ORG_WATER", "2026-07"] == 250
    assert talk.saved["ORG_ELEC", "2026-07"] == 3100  # the file told it anew


def test_the_year_is_asked_and_answered_in_words() -> None:
    talk = FileTalk()
    assert "No year is certain" in talk.send(green_office("....."))
    assert talk.labels == ["Jan 2026 – Dec 2026", "Jan 2025 – Dec 2025", "Cancel"]
    assert "No year is certain" in talk.say("what?")
    assert "Jan 2025 to Dec 2025" in talk.say("ปี 2568")
    assert "Evidence kept for: Diesel, vehicles, Office electricity" in talk.say("save all")
    assert {one.attachment for one in talk.evidence} == {7}


def test_the_question_of_a_file_waits_and_keeps_what_waits() -> None:
    talk = FileTalk()
    talk.say("water 250 m3, paper 20 kg")
    talk.send(green_office("....."))
    assert "No year is certain" in talk.say("start")
    talk.press("Jan 2025 – Dec 2025")
    talk.say("save all")
    assert talk.saved["ORG_WATER", "2026-07"] == 250
    assert ("ORG_WATER", "2025-01") in talk.saved


def test_which_fuel_is_asked_once() -> None:
    talk = FileTalk()
    assert "which item is it?" in talk.send(e_report("น้ำมัน", "อบต.กะเฉด", USED))
    assert talk.labels[:3] == ["Diesel, vehicles", "Gasohol E10", "Diesel, refuse"]
    said = talk.say("gasohol")
    assert "Oct 2023 to Jul 2026 (fiscal year)" in said
    assert "too old to be told here: 8 figures" in said
    talk.say("yes")
    assert talk.saved["ORG_GASOHOL", "2026-07"] == 3090


def test_none_of_the_fuels() -> None:
    talk = FileTalk()
    talk.send(e_report("น้ำมัน", "อบต.กะเฉด", USED))
    assert "No figures were found" in talk.press("None of these")
    assert talk.situation.step is None


@pytest.mark.parametrize("answer", ["no", "No, leave it"])
def test_another_offices_file_is_left(answer: str) -> None:
    talk = FileTalk()
    said = talk.send(e_report("ไฟฟ้า", "อบต. เมืองเก่า", USED))
    assert "This file names อบต. เมืองเก่า, but figures are told here for Kachet SAO" in said
    said = talk.say(answer) if answer == "no" else talk.press(answer)
    assert "nothing of it is saved" in said
    assert talk.situation.step is None


def test_another_offices_file_is_used_on_a_yes() -> None:
    talk = FileTalk()
    talk.send(e_report("ไฟฟ้า", "อบต. เมืองเก่า", USED))
    talk.say("ใช่")
    talk.say("yes")
    assert talk.saved["ORG_ELEC", "2026-07"] == 3090


def test_unreadable_cells_are_named() -> None:
    sheet = table(
        ("รายการ", "หน่วย", "มิ.ย. 69", "ก.ค. 69"),
        ("ไฟฟ้า", "kWh", "12,34", Decimal(3100)),
        name="ก.ค.",
    )
    said = FileTalk(locale="th").send(sheet)
    assert "แผ่น ก.ค. ช่อง C2 “12,34”" in said


def test_a_file_without_figures_offers_the_template() -> None:
    talk = FileTalk()
    said = talk.send(Sheet("notes", (("minutes of the meeting", "12 people"),)))
    assert "type template" in said
    assert talk.situation.step is None


def test_a_month_is_asked_for_a_list() -> None:
    talk = FileTalk()
    talk.send(table(("ไฟฟ้า", Decimal(3100), "หน่วย"), ("น้ำมันดีเซล", Decimal(310), "ลิตร")))
    assert talk.labels[0] == "Jul 2026"
    talk.say("มิ.ย. 69")
    talk.say("yes")
    assert set(talk.saved) == {("ORG_ELEC", "2026-06"), ("ORG_DIESEL_VEH", "2026-06")}


def test_the_open_question_stays_open_beside_a_file_without_figures() -> None:
    talk = FileTalk()
    talk.say("start")
    said = talk.send(Sheet("notes", (("minutes of the meeting", "12 people"),)))
    assert "type template" in said
    assert "1 of 14 · Jul 2026" in said
