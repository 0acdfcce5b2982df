"""The simulator's page in a real browser: a person types, presses, sees a card, blocks."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.chats import FILES
from tests.handlers.channels.standins import LineStandin
from tests.processes import LINE_TOKEN
from tests.standins.echo import COPIED


@pytest.fixture
def user(line_process: LineStandin) -> str:
    line_process.play()
    return f"U{uuid4().hex}"


def _open(page: Page, standin: LineStandin, user: str, more: str = "") -> None:
    page.goto(f"{standin.url}/?user={user}{more}")
    expect(page.locator("#people")).to_have_value(user)  # until then it would empty what is typed


def _type(page: Page, text: str) -> None:
    page.get_by_label("ข้อความ", exact=True).fill(text)
    page.keyboard.press("Enter")


def test_a_talk_on_the_phone(phone: Page, line_process: LineStandin, user: str) -> None:
    _open(phone, line_process, user)
    _type(phone, "น้ำมันดีเซล 320 ลิตร ที่นี่")
    talk, quick = phone.get_by_role("log"), phone.get_by_role("group", name="ปุ่มตอบด่วน")
    expect(talk.locator(".person")).to_have_text("น้ำมันดีเซล 320 ลิตร ที่นี่")
    expect(talk.locator(".account").first).to_have_text("อ่านได้ว่า: น้ำมันดีเซล 320 ลิตร ที่นี่")
    expect(talk.locator(".card")).to_contain_text("12,345 หน่วย")
    expect(quick.get_by_role("link", name="เปิดหน้าเว็บ")).to_have_attribute(
        "href", "https://bok.example.go.th/x"
    )
    assert not _overflows(phone)

    quick.get_by_role("button", name="ถูกต้อง บันทึก").click()
    expect(talk.locator(".person").last).to_have_text("ถูกต้อง บันทึก")
    expect(talk.locator(".account").last).to_have_text("อ่านได้ว่า: echo:yes")
    expect(quick.get_by_role("button", name="แก้ไข")).to_be_visible()


def test_sticker_photo_and_blocking(page: Page, line_process: LineStandin, user: str) -> None:
    _open(page, line_process, user)
    talk = page.get_by_role("log")
    page.get_by_role("button", name="สติกเกอร์").click()
    expect(talk.locator(".account").last).to_have_text("อ่านได้ว่า: sticker")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="รูปหรือไฟล์").click()
    chooser.value.set_files(FILES / "bill.jpg")
    expect(talk.locator(".person").last).to_contain_text("bill.jpg")
    expect(talk.locator(".account").last).to_have_text("อ่านได้ว่า: photo")
    page.get_by_role("button", name="ยกเลิกการส่ง").last.click()
    expect(talk.locator(".person").last).to_have_text("ยกเลิกการส่งแล้ว")
    blocked = page.get_by_role("status").filter(has_text="บล็อก")
    expect(blocked).to_be_hidden()
    page.get_by_role("button", name="บล็อก", exact=True).click()
    expect(blocked).to_be_visible()
    expect(page.get_by_label("ข้อความ", exact=True)).to_be_disabled()
    page.get_by_role("button", name="เลิกบล็อก").click()
    expect(talk.locator(".account").last).to_have_text("อ่านได้ว่า: follow")
    expect(blocked).to_be_hidden()


def test_copy_button_fills_the_clipboard_and_says_so(
    page: Page, line_process: LineStandin, user: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _open(page, line_process, user)
    _type(page, "คัดลอก")
    _press_copy(page)
    assert page.evaluate("navigator.clipboard.readText()") == COPIED
    expect(page.get_by_role("log").locator(".bubble")).to_have_count(2)  # nothing was sent
    expect(page.get_by_role("button", name="คัดลอก e-report")).to_be_visible()


def test_copy_button_works_where_the_page_has_no_clipboard(
    page: Page, line_process: LineStandin, user: str
) -> None:
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined})"
    )
    _open(page, line_process, user)
    _type(page, "คัดลอก")
    _press_copy(page)
    page.get_by_label("ข้อความ", exact=True).focus()
    page.keyboard.press("Control+V")
    expect(page.get_by_label("ข้อความ", exact=True)).to_have_value(COPIED)


def _press_copy(page: Page) -> None:
    page.get_by_role("button", name="คัดลอก e-report").click()
    expect(page.get_by_role("status").filter(has_text="คัดลอกแล้ว")).to_be_visible()


def test_words_of_others_are_shown_as_words(
    page: Page, line_process: LineStandin, user: str
) -> None:
    _open(page, line_process, user)
    _type(page, "<img src=x onerror=alert(1)> & <b>")
    own = page.get_by_role("log").locator(".person")
    expect(own).to_have_text("<img src=x onerror=alert(1)> & <b>")


def test_deep_link_fills_in_and_does_not_send(
    page: Page, line_process: LineStandin, user: str
) -> None:
    _open(page, line_process, user, "&say=join%207Q2M&lang=en")
    expect(page.get_by_label("Message", exact=True)).to_have_value("join 7Q2M")
    expect(page.get_by_role("log").locator(".bubble")).to_have_count(0)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("log").locator(".person")).to_have_text("join 7Q2M")


def test_people_have_talks_of_their_own(page: Page, line_process: LineStandin, user: str) -> None:
    _open(page, line_process, user)
    _type(page, "320")
    talk = page.get_by_role("log")
    expect(talk.locator(".bubble")).to_have_count(2)
    page.get_by_label("สวมบทเป็น").select_option(label="สมหญิง")
    expect(talk.get_by_text("320", exact=True)).to_have_count(0)
    page.get_by_label("สวมบทเป็น").select_option(user)
    expect(talk.locator(".bubble")).to_have_count(2)


def test_trouble_is_said(
    page: Page, line_process: LineStandin, user: str, console_errors: list[str]
) -> None:
    line_process.play("400")  # the echo has no patience: its webhook fails
    _open(page, line_process, user)
    _type(page, "320")
    expect(page.get_by_role("log").locator(".trouble")).to_contain_text("ระบบไม่รับข้อความ")
    console_errors.clear()  # the browser notes the 502 itself


def test_loading_sign_shows_until_a_message_comes(
    page: Page, line_process: LineStandin, user: str
) -> None:
    _open(page, line_process, user)
    sign = page.get_by_role("status").filter(has_text="กำลังเตรียมคำตอบ")
    expect(sign).to_be_hidden()
    line_process.call("chat/loading/start", LINE_TOKEN, {"chatId": user, "loadingSeconds": 60})
    expect(sign).to_be_visible()
    line_process.call(
        "message/push", LINE_TOKEN, {"to": user, "messages": [{"type": "text", "text": "320"}]}
    )
    expect(sign).to_be_hidden()


def _overflows(page: Page) -> bool:
    """Whether anything sticks out to the side."""
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide
