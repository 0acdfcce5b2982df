"""The menu in a real browser: tiles are pressed on the phone, and typed where none shows."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from handlers.service import Service
from tests.chats import add_invitation, add_seat
from tests.handlers.rehearsal import rehearsing

CODE = "ABCDEFGHJKMNPQRS"
TILES = ["กรอกข้อมูล", "ดูความคืบหน้า", "ดูยอดรวม", "แก้ไข", "ช่วยเหลือ", "เปลี่ยนภาษา"]


ANSWERS = (
    "กี่หน่วย (kWh)",
    "ส่งแล้ว 0 จาก 14 รายการ",
    "ปีนี้ยังไม่มีข้อมูล",
    "เดือนกรกฎาคม 2569 ยังไม่มีข้อมูล",
    "พิมพ์ได้ดังนี้",
    "เลือกภาษา",
)


@pytest.fixture
def service(sqlite_url: str) -> Iterator[Service]:
    with rehearsing(sqlite_url) as service:
        yield service


def _menu(page: Page) -> Locator:
    return page.get_by_role("group", name="เมนู")


def _type(page: Page, text: str) -> None:
    page.get_by_label("ข้อความ", exact=True).fill(text)
    page.keyboard.press("Enter")


def test_tiles_follow_the_role_and_a_press_starts_what_they_say(
    service: Service, phone: Page
) -> None:
    add_invitation(service, CODE, "official", "210110")
    phone.goto(f"{service.settings.base_url}/simulator/?user=Usomchai")
    expect(_menu(phone).get_by_role("button")).to_have_count(3)
    _menu(phone).get_by_role("button", name="เข้าร่วม").click()
    talk = phone.get_by_role("log")
    expect(talk.locator(".person").last).to_have_text("เข้าร่วม")
    expect(talk.locator(".account").last).to_contain_text("โปรดส่งรหัสเชิญ")
    _type(phone, f"join {CODE}")
    phone.get_by_role("button", name="รับทราบและเข้าร่วม").click()
    tiles = _menu(phone).get_by_role("button")
    expect(tiles).to_have_count(6)  # within seconds of joining
    assert [tile.get_attribute("aria-label") for tile in tiles.all()] == TILES
    tiles.nth(0).click()
    expect(talk.locator(".account").last).to_contain_text("ไฟฟ้าสำนักงาน")
    tiles.nth(5).click()
    phone.get_by_role("group", name="ปุ่มตอบด่วน").get_by_role("button", name="English").click()
    expect(_menu(phone).get_by_role("button", name="Fill in")).to_be_visible()


def test_tiles_lie_where_the_picture_shows_them(service: Service, phone: Page) -> None:
    add_seat(service, "Umalee", "coordinator", "21", "line")
    phone.goto(f"{service.settings.base_url}/simulator/?user=Umalee")
    expect(_menu(phone).get_by_role("button", name="ตรวจงาน")).to_be_visible()
    picture = _menu(phone).locator("img").bounding_box()
    boxes = [tile.bounding_box() for tile in _menu(phone).get_by_role("button").all()]
    assert picture
    assert picture["width"] == 390
    covered = 0.0
    for box in boxes:
        assert box
        covered += box["width"] * box["height"]
        assert box["x"] >= picture["x"] - 1
        assert box["x"] + box["width"] <= picture["x"] + picture["width"] + 1
        assert box["y"] + box["height"] <= picture["y"] + picture["height"] + 1
    assert covered == pytest.approx(picture["width"] * picture["height"], rel=0.02)
    bar = phone.get_by_role("button", name="เมนู ▾")
    bar.click()
    expect(_menu(phone)).to_be_hidden()
    phone.get_by_role("button", name="เมนู ▴").click()
    expect(_menu(phone)).to_be_visible()


def test_on_a_pc_no_menu_shows_and_everything_is_typed(service: Service, page: Page) -> None:
    add_seat(service, "Usomchai", "official", "210110", "line")
    page.goto(f"{service.settings.base_url}/simulator/?user=Usomchai&view=pc")
    expect(page.get_by_role("status").filter(has_text="ทุกอย่างพิมพ์ได้")).to_be_visible()
    talk = page.get_by_role("log")
    for typed, answered in zip(TILES, ANSWERS, strict=True):
        _type(page, typed)
        expect(talk.locator(".person").last).to_have_text(typed)
        expect(talk.get_by_text(answered).last).to_be_visible()
    expect(_menu(page)).to_be_hidden()
    expect(page.get_by_role("group", name="ปุ่มตอบด่วน")).to_be_hidden()
    page.get_by_role("button", name="LINE บนโทรศัพท์").click()
    expect(_menu(page).get_by_role("button")).to_have_count(6)
    expect(page.get_by_role("group", name="ปุ่มตอบด่วน")).to_be_visible()


def test_menu_holds_no_more_than_the_phone_is_wide(service: Service, phone: Page) -> None:
    phone.goto(f"{service.settings.base_url}/simulator/?user=Usomchai")
    expect(_menu(phone).get_by_role("button")).to_have_count(3)
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not phone.evaluate(wide)
