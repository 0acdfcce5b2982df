"""The policy at its doors: chat, console, evidence, downloads answer as `can` says.

`tests/bot/test_policy.py` holds the policy to a table; here every door is held to the policy, for
one's own place, another district's, and another province's.
"""

import csv
import io
import secrets
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.messages import Button
from bot.people import Place, Role
from bot.policy import Action, Actor, can
from handlers.app import create_app
from handlers.console.access import COOKIE
from handlers.service import Service
from handlers.terminal import Talk, TerminalChannel
from storage import people, tickets
from storage.tables import conversations, evidence
from tests.chats import DEFAULT_NOW, FILES, add_seat, complete, service_at

OWN, NEIGHBOUR, FAR = "210110", "210301", "200202"
TOLD = (OWN, NEIGHBOUR, FAR)
SEATS = {
    "official": (Role.OFFICIAL, OWN),
    "district": (Role.COORDINATOR, "2101"),
    "province": (Role.COORDINATOR, "21"),
    "auditor": (Role.AUDITOR, "21"),
    "admin": (Role.ADMIN, "21"),
    "far-admin": (Role.ADMIN, "20"),
    "far-official": (Role.OFFICIAL, FAR),
}


@pytest.fixture(scope="module")
def service(module_sqlite_url: str) -> Iterator[Service]:
    """Three places have told July, each with a picture of a bill; everybody sits on a seat."""
    with service_at(DEFAULT_NOW, module_sqlite_url) as service:
        for user, (role, place) in SEATS.items():
            add_seat(service, user, role.value, place)
        add_seat(service, "neighbour-official", "official", NEIGHBOUR)
        channel = TerminalChannel()
        for user in ("official", "neighbour-official", "far-official"):
            talk = Talk(service, channel, user, FILES)
            talk.say("น้ำ 250 ลบ.ม.")
            talk.say("ถูกต้อง")
            talk.say("(photo bill.jpg)")
        for place in TOLD:
            complete(service, place, "2026-07")
        yield service


def _actor(service: Service, user: str) -> Actor:
    person = _person(service, user)
    with service.database.begin() as tx:
        return Actor(people.seats_of(tx, person), person)


def _person(service: Service, user: str) -> int:
    with service.database.begin() as tx:
        asked = select(conversations.c.person).where(conversations.c.user == user)
        return int(tx.execute(asked).scalar_one())


def _place(service: Service, place: str) -> Place:
    with service.database.begin() as tx:
        return people.get_place(tx, place)


def _client(service: Service, user: str) -> FlaskClient:
    session, now, person = secrets.token_urlsafe(), service.clock.now(), _person(service, user)
    with service.database.begin() as tx:
        tickets.issue(tx, "session", session, person, {}, now, timedelta(hours=1))
    client = create_app(service=service).test_client()
    client.set_cookie(COOKIE, session)
    return client


def _press(service: Service, user: str, action: str) -> str:
    talk = Talk(service, TerminalChannel(), user)
    talk.buttons = (Button("pressed", action),)
    return "\n".join(reply.whole_text for reply in talk.say("[pressed]"))


@pytest.mark.parametrize("place", TOLD)
@pytest.mark.parametrize("user", SEATS)
def test_place_page(service: Service, user: str, place: str) -> None:
    answer = _client(service, user).get(f"/console/place/{place}?month=2026-07")
    allowed = can(_actor(service, user), Action.SUMMARISE, _place(service, place))
    assert answer.status_code == (200 if allowed else 404)
    assert ("250" in answer.text) is allowed


@pytest.mark.parametrize("place", TOLD)
@pytest.mark.parametrize("user", SEATS)
def test_evidence(service: Service, user: str, place: str) -> None:
    with service.database.begin() as tx:
        number = tx.execute(
            select(evidence.c.attachment).where(evidence.c.place == place)
        ).scalar_one()
    answer = _client(service, user).get(f"/console/evidence/{number}")
    allowed = can(_actor(service, user), Action.SUMMARISE, _place(service, place))
    assert answer.status_code == (200 if allowed else 404)
    assert (answer.data[:2] == b"\xff\xd8") is allowed


@pytest.mark.parametrize("place", TOLD)
@pytest.mark.parametrize("user", SEATS)
@pytest.mark.parametrize("flow", ["review", "return", "items", "nudge", "reopen"])
def test_flows_of_the_chat(service: Service, user: str, place: str, flow: str) -> None:
    """A name is only ever said to whom may see the place; a question opens only for who decides."""
    needs = {
        "review": Action.SUMMARISE,
        "return": Action.REVIEW,
        "items": Action.ASSIGN,
        "nudge": Action.NUDGE,
        "reopen": Action.CLOSE,
    }
    here = _place(service, place)
    said = _press(service, user, f"menu:{flow}:{place}.2026-07")
    allowed = can(_actor(service, user), needs[flow], here)
    assert (here.name_th in said) is allowed
    _press(service, user, "menu:cancel")


@pytest.mark.parametrize("user", SEATS)
def test_download(service: Service, user: str) -> None:
    """The file holds every told place the person may export, and no other."""
    actor = _actor(service, user)
    allowed = {p for p in TOLD if can(actor, Action.EXPORT, _place(service, p))}
    replies = Talk(service, TerminalChannel(), user).say("ส่งออก")
    links = [button.link for reply in replies for button in reply.buttons if button.link]
    assert bool(links) is bool(allowed)
    for link in links:
        path = link.removeprefix(service.settings.base_url)
        answer = create_app(service=service).test_client().post(path, data={"format": "values.csv"})
        rows = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
        assert {row["place"] for row in rows} == allowed


@pytest.mark.parametrize("user", SEATS)
def test_page_to_tell_on(service: Service, user: str) -> None:
    answer = _client(service, user).get("/console/tell")
    tells = any(can(_actor(service, user), Action.TELL, _place(service, p)) for p in TOLD)
    assert answer.status_code == (200 if tells else 404)


@pytest.mark.parametrize("path", ["/console/", f"/console/place/{OWN}", "/console/tell"])
def test_pages_need_a_session(service: Service, path: str) -> None:
    client = create_app(service=service).test_client()
    client.set_cookie(COOKIE, secrets.token_urlsafe())
    answer = client.get(path)
    assert answer.status_code == 401
    assert "กะเฉด" not in answer.text
