"""The console in a real browser: in by a one-use link, the overview, out again; downloads."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page

from bot.months import Month
from handlers.app import create_app
from handlers.console.pages import export
from handlers.exports.values_csv import neutral
from handlers.service import Service
from handlers.terminal import Talk, TerminalChannel
from storage import people
from tests.chats import DEFAULT_NOW, add_figure, add_seat, service_at
from tests.serving import served


@pytest.fixture
def service(sqlite_url: str) -> Iterator[Service]:
    """A service with its pages open, a coordinator and an administrator of Rayong."""
    with service_at(DEFAULT_NOW, sqlite_url) as service, served(service):
        add_seat(service, "malee", "coordinator", "21")
        add_seat(service, "wichai", "admin", "21")
        for month in ("2026-06", "2026-07"):
            add_figure(service, "210110", month, "ORG_ELEC", "3456")
            add_figure(service, "210110", month, "BURN_RICE", "3")
        yield service


def _link(service: Service, user: str, word: str) -> str:
    (reply,) = Talk(service, TerminalChannel(), user).say(word)
    return next(button.link for button in reply.buttons if button.link)


def test_link_signs_in_once_and_shows_the_province(
    service: Service, page: Page, console_errors: list[str]
) -> None:
    link = _link(service, "malee", "ภาพรวม")
    for _ in range(2):  # a chat's preview opens the link too: looking does not use it up
        page.goto(link)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    assert page.get_by_role("heading", level=1).inner_text() == "จังหวัดระยอง"
    place = page.get_by_role("row", name="องค์การบริหารส่วนตำบลกะเฉด")
    assert "2 / 14" in place.inner_text()
    assert "กำลังส่ง" in place.inner_text()
    july = page.get_by_role("row", name="ก.ค. 2569")
    assert "1.642" in july.inner_text()
    page.get_by_role("link", name="English").click()
    assert "places complete" in page.locator(".lead").inner_text()
    page.get_by_role("button", name="Sign out").click()
    assert "ภาพรวม" in page.locator(".message").inner_text()
    page.goto(link)
    assert "หมดอายุ" in page.locator(".message").inner_text()
    assert len(console_errors) == 2  # the 401 after signing out, the 410 of the used link
    console_errors.clear()


def test_page_fits_a_phone(service: Service, phone: Page) -> None:
    phone.goto(_link(service, "malee", "ภาพรวม"))
    phone.get_by_role("button", name="เข้าสู่ระบบ").click()
    phone.get_by_role("heading", level=1).wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_stranger_sees_nothing(service: Service) -> None:
    client = create_app(service=service).test_client()
    assert client.get("/console/").status_code == 401
    assert client.get("/console/enter/guess").status_code == 410
    assert client.post("/console/enter/guess").status_code == 410
    assert client.post("/console/download/guess", data={"format": "values.csv"}).status_code == 410


def test_download_in_the_browser(service: Service, page: Page, tmp_path: Path) -> None:
    page.goto(_link(service, "wichai", "ส่งออก"))
    with page.expect_download() as started:
        page.get_by_role("button", name="values.xlsx").click()
    path = tmp_path / started.value.suggested_filename
    started.value.save_as(path)
    assert path.name == "bokcarbon_21_2026-01_2026-07.xlsx"
    rows = list(openpyxl.load_workbook(path)["values"].iter_rows(values_only=True))
    assert len(rows) == 1 + 4


# --- the files ------------------------------------------------------------------------------------


def _export(service: Service, name: str) -> bytes:
    with service.database.begin() as tx:
        scope = people.get_place(tx, "21")
    chunks = export(service, name, scope, Month(2026, 1), Month(2026, 12), "th")
    return b"".join(chunks)


def test_csv_keeps_thai_and_numbers(service: Service) -> None:
    body = _export(service, "values.csv")
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    electricity = next(row for row in rows if row["activity"] == "ORG_ELEC")
    assert electricity["place_th"] == "องค์การบริหารส่วนตำบลกะเฉด"
    assert electricity["activity_name"] == "ไฟฟ้าสำนักงานและอาคารของหน่วยงาน"
    assert Decimal(electricity["kg_co2e"]) == Decimal("1641.6")
    assert electricity["factors"] == "elec_grid@2026-01-01"
    assert electricity["factors_verified"] == "yes"
    rice = next(row for row in rows if row["activity"] == "BURN_RICE")
    assert rice["factors_verified"] == "no"


@pytest.mark.parametrize("text", ["=1+1", "+66", "-1", "@a", "\tx", "\rx", "＝1", "＠a"])
def test_text_cannot_become_a_formula(text: str) -> None:
    assert neutral(text) == f"'{text}"
    assert neutral(f"ก{text}") == f"ก{text}"


def test_hostile_place_name_stays_text(service: Service) -> None:
    """Whatever is loaded: the CSV neutralises it, the workbook types it as a string."""
    evil = '=HYPERLINK("http://127.0.0.1/","x")'
    with service.database.begin() as tx:
        row = people.all_places(tx)["210110"]
        people.write_places(tx, [{**row, "name_th": evil}])
    text = _export(service, "values.csv").decode("utf-8-sig")
    assert {row["place_th"] for row in csv.DictReader(io.StringIO(text))} == {f"'{evil}"}
    sheet = openpyxl.load_workbook(io.BytesIO(_export(service, "values.xlsx")))["values"]
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert {(cell.data_type, cell.value) for cell in cells} == {("s", evil)}
    quantity = next(iter(sheet.iter_rows(min_row=2)))[12]
    assert quantity.data_type == "n"
