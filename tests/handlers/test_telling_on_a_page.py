"""Telling on the console's page: the same reader and read-back as in chat, in a real browser."""

import secrets
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from bot.people import Role
from handlers.app import create_app
from handlers.service import Service
from handlers.work import Worker
from storage import people, tickets
from storage.reachable import reachable_people
from storage.tables import conversations, figures, inbox
from tests.chats import DEFAULT_NOW, add_seat, service_at
from tests.serving import served

MINUTES = timedelta(minutes=10)
TABLE = "รายการ\tหน่วย\tก.ค. 69\nไฟฟ้า\tkWh\t3,456\nดีเซล\tลิตร\t๓๒๐\nน้ำ\tลบ.ม.\t12O"


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    """An official and a coordinator, a worker that answers, and the pages."""
    with service_at(DEFAULT_NOW, database_url) as service, served(service):
        add_seat(service, "somchai", "official", "210110")
        add_seat(service, "malee", "coordinator", "21")
        worker = Worker(service)
        worker.start(with_clock=False)
        yield service
        worker.stop()


def _sign_in(service: Service, page: Page, user: str = "somchai") -> None:
    """By a link as the chat gives it; the chat itself would race the worker for its message."""
    secret = secrets.token_urlsafe(32)
    with service.database.begin() as tx:
        asked = select(conversations.c.person).where(conversations.c.user == user)
        person = tx.execute(asked).scalar_one()
        tickets.issue(tx, "console", secret, person, {}, service.clock.now(), MINUTES)
    page.goto(f"{service.settings.base_url}/console/enter/{secret}")
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _told(service: Service) -> dict[str, str]:
    with service.database.begin() as tx:
        rows = tx.execute(
            select(figures.c.activity, figures.c.quantity, inbox.c.channel).join(
                inbox, inbox.c.id == func.coalesce(figures.c.told_event, figures.c.event)
            )
        )
        return {f"{row.channel} {row.activity}": f"{row.quantity.normalize():f}" for row in rows}


def test_a_pasted_table_is_read_back_and_saved_on_a_yes(service: Service, page: Page) -> None:
    _sign_in(service, page)
    page.get_by_label("วางตาราง").fill(TABLE)
    page.get_by_role("button", name="ส่ง", exact=True).click()
    answer = page.locator(".answer").last
    expect(answer).to_contain_text("อ่านได้ 2 รายการ")
    expect(answer).to_contain_text("12O")
    assert _told(service) == {}
    page.get_by_role("button", name="ถูกต้อง บันทึก").click()
    expect(page.locator(".answer").filter(has_text="บันทึกแล้ว · ก.ค. 2569")).to_be_visible()
    assert _told(service) == {"console ORG_ELEC": "3456", "console ORG_DIESEL_VEH": "320"}
    page.get_by_label("วางตาราง").fill("ความคืบหน้า")
    page.get_by_role("button", name="ส่ง", exact=True).click()
    expect(page.locator(".answer").last).to_contain_text("ส่งแล้ว 2 จาก 14")


def test_a_form_sent_twice_is_one_message(service: Service, page: Page) -> None:
    _sign_in(service, page)
    page.get_by_label("วางตาราง").fill("ไฟ 3,456 หน่วย")
    once = page.locator(".tell input[name=once]").input_value()
    page.get_by_role("button", name="ส่ง", exact=True).click()
    expect(page.locator(".answer")).to_have_count(1)
    page.request.post(f"{service.settings.base_url}/console/tell", form={"text": "x", "once": once})
    page.reload()
    expect(page.locator(".said")).to_have_count(1)


def test_it_fits_a_phone(service: Service, phone: Page) -> None:
    _sign_in(service, phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_only_who_tells_figures_may(service: Service, page: Page) -> None:
    client = create_app(service=service).test_client()
    assert client.get("/console/tell").status_code == 401
    assert client.post("/console/tell", data={"text": "ไฟ 1"}).status_code == 401
    assert client.post("/webhook/console", data=b"{}").status_code == 404
    _sign_in(service, page, "malee")
    url = f"{service.settings.base_url}/console/tell"
    assert page.request.get(url).status == 404
    assert page.request.post(url, form={"text": "ไฟ 3,456"}).status == 404
    assert _told(service) == {}


def test_nobody_is_written_to_on_a_page(service: Service, page: Page) -> None:
    _sign_in(service, page)
    page.get_by_label("วางตาราง").fill("ไฟ 3,456 หน่วย")
    page.get_by_role("button", name="ส่ง", exact=True).click()
    expect(page.locator(".answer")).to_have_count(1)
    with service.database.begin() as tx:
        officials = people.everybody_as(tx, Role.OFFICIAL)
        assert {one.channel for one in reachable_people(tx, officials)} == {"terminal"}
