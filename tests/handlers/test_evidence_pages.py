"""A place's page and its evidence: what a coordinator sees, and what nobody else may."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from handlers.app import create_app
from handlers.console.access import COOKIE
from handlers.files.store import FileStore
from handlers.service import Service
from handlers.terminal import Talk, TerminalChannel
from storage import sessions
from storage.tables import attachments, conversations, seat_holders
from tests.chats import DEFAULT_NOW, FILES, add_seat, service_at
from tests.handlers.files.making import one_cell, pdf_of, saved, workbook
from tests.serving import served

PLACE = "/console/place/210110"
FIRST = "/console/evidence/1"


@pytest.fixture
def service(sqlite_url: str, tmp_path: Path) -> Iterator[Service]:
    """Somchai of Kachet has told July's water and sent a picture of the bill."""
    with service_at(DEFAULT_NOW, sqlite_url) as service, served(service):
        service.files = FileStore(str(tmp_path / "files"))
        add_seat(service, "somchai", "official", "210110")
        add_seat(service, "malee", "coordinator", "21")
        talk = _talk(service)
        talk.say("น้ำ 250 ลบ.ม.")
        talk.say("ถูกต้อง")
        talk.say("(photo bill.jpg)")
        yield service


def _talk(service: Service, folder: Path = FILES) -> Talk:
    return Talk(service, TerminalChannel(), "somchai", folder)


def _client(service: Service, user: str) -> FlaskClient:
    """A browser in which this person is signed in."""
    session = secrets.token_urlsafe()
    now = service.clock.now()
    with service.database.begin() as tx:
        asked = select(conversations.c.person).where(conversations.c.user == user)
        person = tx.execute(asked).scalar_one()
        sessions.open_session(tx, session, person, now, timedelta(hours=1))
    client = create_app(service=service).test_client()
    client.set_cookie(COOKIE, session)
    return client


def _row(service: Service) -> dict[str, Any]:
    """The attachment sent last."""
    with service.database.begin() as tx:
        newest = select(attachments).order_by(attachments.c.id.desc()).limit(1)
        return dict(tx.execute(newest).mappings().one())


def _kept(service: Service) -> bytes:
    return b"".join(service.files.read(_row(service)["path"]))


# --- what a coordinator sees --------------------------------------------------------------------


def _enter(page: Page, service: Service) -> None:
    (reply,) = Talk(service, TerminalChannel(), "malee").say("ภาพรวม")
    page.goto(next(button.link for button in reply.buttons if button.link))
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    page.wait_for_url("**/console/")


def test_coordinator_sees_picture_and_hash_and_takes_the_file_home(
    service: Service, page: Page, tmp_path: Path
) -> None:
    _enter(page, service)
    page.get_by_role("link", name="องค์การบริหารส่วนตำบลกะเฉด").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("องค์การบริหารส่วนตำบลกะเฉด")
    row = page.get_by_role("row", name="น้ำประปาที่ใช้")
    expect(row).to_contain_text("250")
    digest = hashlib.sha256(_kept(service)).hexdigest()
    expect(row.locator("code")).to_have_text(digest)
    picture = row.get_by_role("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    with page.expect_download() as started:
        row.get_by_role("link").click()
    path = tmp_path / started.value.suggested_filename
    started.value.save_as(path)
    assert path.name == "evidence_1.jpg"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


def test_months_follow_each_other(service: Service, page: Page) -> None:
    _enter(page, service)
    page.goto(f"{service.settings.base_url}{PLACE}?month=2026-07")
    expect(page.locator("table")).to_be_visible()
    page.get_by_role("link", name="เดือนก่อน").click()
    expect(page.locator("table")).to_have_count(0)
    page.get_by_role("link", name="เดือนถัดไป").click()
    expect(page.locator("figure")).to_have_count(1)


def test_page_with_its_long_hash_fits_a_phone(service: Service, phone: Page) -> None:
    _enter(phone, service)
    phone.goto(f"{service.settings.base_url}{PLACE}")
    expect(phone.locator("figure code")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_month_that_is_none_is_the_last_one(service: Service) -> None:
    client = _client(service, "malee")
    for month in ("", "July", "2026-13", "9999999-01", "2026-07-31", "๒๕๖๙-๐๗"):
        answer = client.get(PLACE, query_string={"month": month})
        assert answer.status_code == 200, month
        assert "<figure>" in answer.text, month


# --- the file -----------------------------------------------------------------------------------


def test_file_comes_as_an_attachment_that_cannot_act(service: Service) -> None:
    answer = _client(service, "malee").get(FIRST)
    assert (answer.status_code, answer.data) == (200, _kept(service))
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="evidence_1.jpg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"].startswith("private")


def test_document_comes_as_a_document_and_a_table_not_at_all(
    service: Service, tmp_path: Path
) -> None:
    (tmp_path / "bill.pdf").write_bytes(saved(pdf_of()))
    (tmp_path / "july.xlsx").write_bytes(workbook(one_cell))
    client, talk = _client(service, "malee"), _talk(service, tmp_path)
    talk.say("(file bill.pdf)")
    answer = client.get(f"/console/evidence/{_row(service)['id']}")
    assert (answer.mimetype, answer.data) == ("application/pdf", _kept(service))
    assert answer.headers["Content-Disposition"].endswith('.pdf"')
    talk.say("(file july.xlsx)")
    row = _row(service)
    assert row["state"] == "kept"
    assert client.get(f"/console/evidence/{row['id']}").status_code == 404


def test_file_that_was_taken_out_or_unsent_is_not_given(service: Service) -> None:
    client, talk = _client(service, "malee"), _talk(service)
    talk.say("(photo bill.jpg)")
    second = f"/console/evidence/{_row(service)['id']}"
    assert (client.get(FIRST).status_code, client.get(second).status_code) == (200, 200)
    talk.say("[เอาออก]")
    assert (client.get(FIRST).status_code, client.get(second).status_code) == (200, 404)
    assert client.get(PLACE).text.count("<figure>") == 1
    talk.say("(photo bill.jpg)")
    third = f"/console/evidence/{_row(service)['id']}"
    assert client.get(third).status_code == 200
    talk.say("(unsend)")
    assert client.get(third).status_code == 404
    assert client.get(PLACE).text.count("<figure>") == 1


def test_file_whose_bytes_are_lost_is_not_there(service: Service) -> None:
    client = _client(service, "malee")
    service.files.delete(_row(service)["path"])
    assert client.get(FIRST).status_code == 404
    assert client.get(PLACE).status_code == 200


# --- who may not --------------------------------------------------------------------------------


def test_nobody_is_shown_anything_without_signing_in(service: Service) -> None:
    client = create_app(service=service).test_client()
    for _ in range(2):
        for address in (PLACE, FIRST, "/console/evidence/999"):
            assert client.get(address).status_code == 401, address
        client.set_cookie(COOKIE, "guess")


def test_page_and_file_are_for_those_who_oversee_the_place(service: Service) -> None:
    seats = {
        ("coordinator", "21"): 200,
        ("coordinator", "2101"): 200,
        ("admin", "21"): 200,
        ("auditor", "21"): 200,
        ("coordinator", "20"): 404,
        ("coordinator", "2102"): 404,
        ("admin", "24"): 404,
        ("official", "210110"): 404,
        ("official", "210109"): 404,
    }
    for (role, place), status in seats.items():
        user = f"{role}-{place}"
        add_seat(service, user, role, place)
        client = _client(service, user)
        answers = [client.get(address).status_code for address in (PLACE, FIRST)]
        assert answers == [status, status], user


def test_who_has_left_the_seat_sees_nothing_more(service: Service) -> None:
    client = _client(service, "malee")
    assert client.get(FIRST).status_code == 200
    with service.database.begin() as tx:
        tx.execute(update(seat_holders).values(until=service.clock.now()))
    assert client.get(PLACE).status_code == 401
    assert client.get(FIRST).status_code == 401


def test_what_is_not_there_is_not_found(service: Service) -> None:
    client = _client(service, "malee")
    for place in ("999999", "' OR 1=1", "x" * 500, "%00"):
        assert client.get(f"/console/place/{place}").status_code == 404, place
    for number in ("999", "-1", "x", 2**63 - 1, 2**63, 10**30):
        assert client.get(f"/console/evidence/{number}").status_code == 404, number
