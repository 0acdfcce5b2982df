"""The template through the real doors: link, page, file; filled in and sent back in the chat."""

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient

from bot.months import Month
from bot.template import HEADER_ROWS, LABEL_COLUMNS
from handlers.app import create_app
from handlers.exports import TEMPLATES
from handlers.files.tables import open_csv, open_workbook
from handlers.service import Service
from handlers.terminal import Talk, TerminalChannel
from storage import situations
from tests.bot.files.grids import figures, read
from tests.chats import DEFAULT_NOW, add_figure, add_seat, service_at

PLACE = "210110"
JULY = LABEL_COLUMNS + 6  # the column; January is the first month
JULY_2026 = Month(2026, 7)


@pytest.fixture
def service(sqlite_url: str) -> Iterator[Service]:
    """An official of Kachet who has told some of June."""
    with service_at(DEFAULT_NOW, sqlite_url) as service:
        add_seat(service, "somchai", "official", PLACE)
        add_figure(service, PLACE, "2026-06", "ORG_ELEC", "3000.5")
        add_figure(service, PLACE, "2026-06", "ORG_DIESEL_VEH", "310")
        yield service


@pytest.fixture
def client(service: Service) -> FlaskClient:
    return create_app(service=service).test_client()


def _path(service: Service, user: str = "somchai", word: str = "แบบฟอร์ม") -> str:
    reply, *_ = Talk(service, TerminalChannel(), user).say(word)  # what is owed rides behind it
    link = next(button.link for button in reply.buttons if button.link)
    return "/console/" + link.partition("/console/")[2]


def _download(service: Service, client: FlaskClient, name: str) -> bytes:
    response = client.post(_path(service), data={"format": name})
    assert response.status_code == 200
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    body: bytes = response.data
    return body


def test_the_link_shows_first_and_works_once(service: Service, client: FlaskClient) -> None:
    path = _path(service)
    for _ in range(2):  # a chat's preview opens the link too
        page = client.get(path)
        assert page.status_code == 200
        assert "องค์การบริหารส่วนตำบลกะเฉด" in page.text
    assert client.post(path, data={"format": "exe"}).status_code == 400
    response = client.post(path, data={"format": "template.xlsx"})
    assert response.headers["Content-Disposition"].endswith('"bokcarbon_210110_2026.xlsx"')
    assert client.post(path, data={"format": "template.xlsx"}).status_code == 410
    assert client.get(path).status_code == 410
    assert client.get("/console/template/guess").status_code == 410


def test_a_link_for_something_else_gives_no_template(service: Service, client: FlaskClient) -> None:
    add_seat(service, "wichai", "admin", "21")
    path = _path(service, "wichai", "ส่งออก").replace("download", "template")
    assert client.get(path).status_code == 410
    assert client.post(path, data={"format": "template.xlsx"}).status_code == 410


def test_the_workbook_holds_texts_and_numbers(service: Service, client: FlaskClient) -> None:
    body = _download(service, client, "template.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(body))
    assert book.sheetnames == ["ตัวเลข", "วิธีกรอก"]
    rows = list(book["ตัวเลข"].iter_rows(min_row=HEADER_ROWS))
    assert [cell.value for cell in rows[0][:4]] == ["รหัสรายการ", "รายการ", "หน่วย", "ม.ค. 2569"]
    electricity = rows[1]
    assert electricity[0].value == "ORG_ELEC"
    june = electricity[JULY - 1]
    assert (june.data_type, june.value) == ("n", 3000.5)
    assert electricity[JULY].value is None
    assert {cell.data_type for row in rows for cell in row if cell.value} <= {"s", "n"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_is_kept_comes_back_the_same(service: Service, client: FlaskClient, name: str) -> None:
    body = _download(service, client, name)
    opened = open_csv(body) if name.endswith("csv") else open_workbook(body)
    assert figures(read(*opened.sheets)) == {
        "ORG_ELEC 2026-06": Decimal("3000.5"),
        "ORG_DIESEL_VEH 2026-06": Decimal(310),
    }


def test_filled_in_and_sent_back(service: Service, client: FlaskClient, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_download(service, client, "template.xlsx")))
    sheet = book["ตัวเลข"]
    sheet.cell(HEADER_ROWS + 1, JULY + 1, 3100)
    sheet.cell(HEADER_ROWS + 1, JULY, 3050)
    book.save(tmp_path / "filled.xlsx")
    talk = Talk(service, TerminalChannel(), "somchai", tmp_path)
    talk.say("(file filled.xlsx)")
    said = "\n".join(talk.lines)
    assert "แบบฟอร์มของหน่วยงานนี้ มิ.ย. 2569 ถึง ก.ค. 2569" in said
    assert "มิ.ย. 2569: เปลี่ยน 1 · เหมือนเดิม 1" in said
    assert "ก.ค. 2569: ใหม่ 1" in said
    with service.database.begin() as tx:
        assert len(situations.place_cells(tx, PLACE, JULY_2026)) == 2
    talk.say("ถูกต้อง")
    with service.database.begin() as tx:
        cells = situations.place_cells(tx, PLACE, JULY_2026)
    told = {f"{key.activity} {key.month}": cell.quantity for key, cell in cells.items()}
    assert told == {
        "ORG_ELEC 2026-06": 3050,
        "ORG_ELEC 2026-07": 3100,
        "ORG_DIESEL_VEH 2026-06": 310,
    }
