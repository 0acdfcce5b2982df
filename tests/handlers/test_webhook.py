"""The webhook's whole promise: 200 only for what is kept, 4xx or nothing for what is hostile."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from werkzeug.test import TestResponse

from handlers.app import MOST_BYTES, create_app
from handlers.service import Service
from handlers.settings import read_settings
from storage.tables import inbox
from tests.handlers.channels.platforms import NOBODY, SEALS, packed, sample, samples
from tests.processes import LINE_SECRET, LINE_TOKEN, TELEGRAM_SECRET, TELEGRAM_TOKEN

CHANNEL_SETTINGS = {
    "SECRET_KEY": "for tests only, long enough to be taken",
    "LINE_CHANNEL_SECRET": LINE_SECRET,
    "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
    "LINE_API_HOST": NOBODY,
    "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN,
    "TELEGRAM_SECRET_TOKEN": TELEGRAM_SECRET,
    "TELEGRAM_API_HOST": NOBODY,
}


def _sample(name: str) -> Any:
    return next(sample(path)["body"] for path in samples(name) if path.stem == "text")


BODIES = {name: _sample(name) for name in SEALS}


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    service = Service.start(read_settings({**CHANNEL_SETTINGS, "DATABASE_URL": database_url}))
    yield service
    service.database.close()


@pytest.fixture
def client(service: Service) -> FlaskClient:
    return create_app(service=service).test_client()


def _post(client: FlaskClient, name: str, body: bytes) -> TestResponse:
    return client.post(f"/webhook/{name}", data=body, headers=dict(SEALS[name](body)))


def _kept(service: Service) -> int:
    with service.database.begin() as tx:
        return tx.execute(select(func.count()).select_from(inbox)).scalar_one()


@pytest.mark.parametrize("name", SEALS)
def test_event_is_kept_once_however_often_it_comes(
    service: Service, client: FlaskClient, name: str
) -> None:
    for _ in range(3):
        assert _post(client, name, packed(BODIES[name])).status_code == 200
    assert _kept(service) == 1


@pytest.mark.parametrize("name", SEALS)
def test_no_200_while_the_database_cannot_keep_it(
    service: Service, client: FlaskClient, name: str, tmp_path: Path
) -> None:
    """The platform sends it again later; a 200 here would lose it."""
    if service.database.is_sqlite:
        down = f"sqlite:///{tmp_path}"  # a folder is no database
    else:
        down = "postgresql://nobody@127.0.0.1:9/nothing"
    beside = Service.start(read_settings({**CHANNEL_SETTINGS, "DATABASE_URL": down}))
    lost = create_app(service=beside).test_client()
    body = packed(BODIES[name])
    assert _post(lost, name, body).status_code == 503
    assert _kept(service) == 0
    assert _post(client, name, body).status_code == 200
    assert _kept(service) == 1


def test_unknown_channel_and_wrong_method(client: FlaskClient) -> None:
    assert client.post("/webhook/fax", data=b"{}").status_code == 404
    assert client.get("/webhook/line").status_code == 405


@pytest.mark.parametrize("name", SEALS)
def test_body_without_its_seal_is_refused(service: Service, client: FlaskClient, name: str) -> None:
    for body in (packed(BODIES[name]), b"", b"{", b"\xff"):
        assert client.post(f"/webhook/{name}", data=body).status_code in (400, 401, 403)
    assert _kept(service) == 0


@pytest.mark.parametrize("name", SEALS)
def test_body_too_large_is_refused(service: Service, client: FlaskClient, name: str) -> None:
    assert _post(client, name, b" " * (MOST_BYTES + 1)).status_code == 413


ODD: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["\x00", "\ud800", "9" * 400, 10**30, -1, 2**63, ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value where something else could stand."""
    yield path
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    for key, inner in pairs:
        yield from _paths(inner, (*path, key))


def _changed(body: Any, path: tuple[Any, ...], odd: Any) -> Any:
    if not path:
        return odd
    changed = copy.deepcopy(body)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = odd
    return changed


@pytest.mark.parametrize("name", SEALS)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_sealed_but_odd_body_is_never_our_fault(
    service: Service, client: FlaskClient, name: str, data: st.DataObject
) -> None:
    """Something odd stands anywhere in a signed body: kept, ignored or refused, never a 5xx."""
    path = data.draw(st.sampled_from(list(_paths(BODIES[name]))))
    body = packed(_changed(BODIES[name], path, data.draw(ODD)))
    assert _post(client, name, body).status_code in (200, 400)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(odd=ODD)
def test_odd_event_never_costs_its_neighbours(
    service: Service, client: FlaskClient, odd: Any
) -> None:
    with service.database.begin() as tx:
        tx.execute(text("DELETE FROM inbox"))
    first, last = copy.deepcopy(BODIES["line"]["events"][0]), BODIES["line"]["events"][0]
    first["webhookEventId"] = "01FZ74A0TDDPYRVKNK77XKC3ZS"
    body = packed({**BODIES["line"], "events": [first, odd, last]})
    assert _post(client, "line", body).status_code == 200
    assert _kept(service) == 2


def test_simulator_is_only_there_when_it_plays_line(database_url: str) -> None:
    def look(**more: str) -> int:
        given = {**CHANNEL_SETTINGS, "DATABASE_URL": database_url, **more}
        service = Service.start(read_settings(given))
        status = create_app(service=service).test_client().get("/simulator/").status_code
        service.database.close()
        return status

    assert look(LINE_API_HOST="http://127.0.0.1:8000/simulator/line") == 200
    assert look() == 404
    assert look(LINE_API_HOST="https://api.line.me") == 404
