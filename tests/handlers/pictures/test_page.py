"""GET /files/<signed>: the picture for whoever holds its address, for a week, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer
from sqlalchemy import select, update

from bot.messages import Picture, Reply
from handlers.app import create_app
from handlers.deliver import deliver_one
from handlers.pictures import links, png
from handlers.pictures.page import MOST_NOTED_AN_HOUR
from handlers.service import Service
from handlers.terminal import TerminalChannel
from storage import outbox
from storage.inbox import lock_conversation
from storage.tables import audit_events
from storage.tables import outbox as letters
from tests.chats import DEFAULT_NOW, service_at
from tests.handlers.pictures.sample import sample

OTHER_KEY = "another key, long enough to be taken for one"


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    with service_at(DEFAULT_NOW, database_url) as service:
        yield service


@pytest.fixture
def client(service: Service) -> FlaskClient:
    return create_app(service=service).test_client()


@pytest.fixture
def letter(service: Service) -> UUID:
    return _put(service, Reply("ก่อนหน้า"), Reply("ความคืบหน้า", picture=sample()))


def _put(service: Service, *replies: Reply, channel: str = "terminal") -> UUID:
    now, letter = service.clock.now(), uuid4()
    bodies = [reply.to_json() for reply in replies]
    with service.database.begin() as tx:
        lock_conversation(tx, channel, "U1")
        outbox.put(tx, outbox.Letter(letter, str(letter), channel, "U1", bodies, "summary"), now)
    return letter


def _path(service: Service, letter: UUID, reply: int = 1) -> str:
    settings = service.settings
    url = links.address(settings.base_url, settings.secret_key, letter, reply)
    assert url.startswith(f"{settings.base_url}/files/")
    return url.removeprefix(settings.base_url)


def _refusals(service: Service) -> list[dict[str, Any]]:
    with service.database.begin() as tx:
        asked = select(audit_events).where(audit_events.c.action == "link refused")
        return [dict(row) for row in tx.execute(asked.order_by(audit_events.c.id)).mappings()]


def test_picture_is_given_to_whoever_has_its_address(
    service: Service, client: FlaskClient, letter: UUID
) -> None:
    answer = client.get(_path(service, letter))
    assert answer.status_code == 200
    assert answer.data == png(sample())
    assert answer.mimetype == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private")
    assert client.head(_path(service, letter)).status_code == 200
    assert not _refusals(service)


def test_address_is_short_plain_and_says_nothing_of_the_figures(
    service: Service, letter: UUID
) -> None:
    path = _path(service, letter)
    assert len(service.settings.base_url + path) < 300
    assert path.replace("/", "").translate(str.maketrans("", "", "-_.")).isalnum()
    assert path.isascii()
    assert path == _path(service, letter)  # the same at every try: LINE's retry key wants it
    assert path != _path(service, uuid4())


def _forged(service: Service, letter: UUID) -> dict[str, str]:
    """Addresses nobody was given, each with what the audit log says of it."""
    good = _path(service, letter)
    body, _, signature = good.removeprefix("/files/").partition(".")
    other_body = _path(service, uuid4()).removeprefix("/files/").partition(".")[0]
    other_salt = URLSafeSerializer(service.settings.secret_key, salt="something else")
    elsewhere = links.address("", OTHER_KEY, letter, 1)
    return {
        "/files/x": "forged",
        "/files/" + "ก" * 50: "forged",
        f"/files/{body}": "forged",
        f"/files/{body}.": "forged",
        f"/files/{body}.{signature[:-2]}AA": "forged",
        f"/files/{other_body}.{signature}": "forged",
        f"{good}A": "forged",
        f"/files/{other_salt.dumps([letter.hex, 1])}": "forged",
        elsewhere: "forged",
        _path(service, uuid4()): "gone",
        _path(service, letter, 0): "gone",  # a reply without a picture
        _path(service, letter, 2): "gone",
        _path(service, letter, -1): "gone",
    }


def test_all_else_is_the_same_plain_404_and_noted(
    service: Service, client: FlaskClient, letter: UUID
) -> None:
    cases = _forged(service, letter)
    answers = [client.get(path) for path in cases]
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.data for answer in answers} == {b"not found"}
    headers = [{k: v for k, v in answer.headers.items() if k != "Date"} for answer in answers]
    assert all(one == headers[0] for one in headers)
    noted = _refusals(service)
    assert [row["details"] for row in noted] == [
        {"page": "files", "why": why} for why in cases.values()
    ]
    assert all(row["person"] is None for row in noted)


@pytest.mark.parametrize(
    ("age", "status"), [(timedelta(days=6, hours=23), 200), (timedelta(days=7, minutes=1), 404)]
)
def test_address_is_good_for_a_week(
    service: Service, client: FlaskClient, letter: UUID, age: timedelta, status: int
) -> None:
    with service.database.begin() as tx:
        tx.execute(update(letters).values(created_at=service.clock.now() - age))
    answer = client.get(_path(service, letter))
    assert answer.status_code == status
    assert [row["details"]["why"] for row in _refusals(service)] == ["expired"] * (status == 404)


def test_knocking_does_not_fill_the_audit_log(service: Service, client: FlaskClient) -> None:
    for number in range(MOST_NOTED_AN_HOUR + 5):
        assert client.get(f"/files/{number}").status_code == 404
    assert len(_refusals(service)) == MOST_NOTED_AN_HOUR


class Platform(TerminalChannel):
    """Keeps the drawings it was handed."""

    name = "line"

    def __init__(self) -> None:
        super().__init__()
        self.handed: list[Any] = []

    def send(self, delivery: Any) -> Any:
        self.handed.append(delivery)
        return super().send(delivery)


def test_letter_goes_out_with_the_drawing_and_its_address(
    service: Service, client: FlaskClient
) -> None:
    service.channels["line"] = platform = Platform()
    letter = _put(service, Reply("ก"), Reply("ข", picture=sample()), channel="line")
    assert deliver_one(service)
    (delivery,) = platform.handed
    (at,) = delivery.drawings
    drawing = delivery.drawings[at]
    assert (at, drawing.png, drawing.alt) == (1, png(sample()), sample().alt)
    assert drawing.url.endswith(_path(service, letter))
    answer = client.get(drawing.url.removeprefix(service.settings.base_url))
    assert answer.data == drawing.png


def test_picture_that_cannot_be_drawn_is_left_out(service: Service) -> None:
    service.channels["line"] = platform = Platform()
    letter = _put(service, Reply("ก", picture=Picture("unknown", "?")), channel="line")
    assert deliver_one(service)
    (delivery,) = platform.handed
    assert not delivery.drawings
    with service.database.begin() as tx:
        row = tx.execute(select(letters.c.state).where(letters.c.id == str(letter))).one()
    assert row.state == "sent"
