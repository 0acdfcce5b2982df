"""What is refused is refused in the same words, changes nothing, and stands in the audit log."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from bot.messages import Button
from handlers.app import create_app
from handlers.console import refusing
from handlers.console.access import COOKIE
from handlers.service import Service
from handlers.terminal import Talk, TerminalChannel
from storage import audit
from storage.audit import Entry
from storage.tables import figures, invitations, seat_holders, tickets
from tests.chats import DEFAULT_NOW, add_invitation, add_seat, service_at

GOOD = "ABCD-EFGH-JKMN-PQRS"
BAD_CODE = "รหัสนี้ใช้ไม่ได้"
EXPIRED = "ปุ่มนี้เป็นของคำถามก่อนหน้า"


@pytest.fixture
def service(sqlite_url: str) -> Iterator[Service]:
    with service_at(DEFAULT_NOW, sqlite_url) as service:
        yield service


@pytest.fixture
def client(service: Service) -> FlaskClient:
    return create_app(service=service).test_client()


def _entries(service: Service, action: str = "") -> list[Entry]:
    with service.database.begin() as tx:
        found = audit.latest(tx, 1_000)
    return [one for one in found if not action or one.action == action]


def _whys(service: Service, action: str) -> list[Any]:
    return [one.details["why"] for one in _entries(service, action)]


def _link(service: Service, user: str, word: str) -> str:
    (reply,) = Talk(service, TerminalChannel(), user).say(word)
    link = next(button.link for button in reply.buttons if button.link)
    return link.removeprefix(service.settings.base_url)


# --- codes ----------------------------------------------------------------------------------------


def test_every_code_that_fails_fails_in_the_same_words(service: Service) -> None:
    add_invitation(service, "ABCDEFGHJKMNPQRS", "official", "210110")
    add_invitation(service, "PPPPPPPPPPPPPPPP", "official", "210109")
    with service.database.begin() as tx:  # the second is out of date
        late = update(invitations).where(invitations.c.seat == 2)
        tx.execute(late.values(expires_at=service.clock.now() - timedelta(seconds=1)))
    add_seat(service, "malee", "coordinator", "21")
    somchai = Talk(service, TerminalChannel(), "somchai")
    somchai.say(GOOD)
    somchai.say("[รับทราบและเข้าร่วม]")
    said = set()
    for user in ("somchai", "malee", "stranger"):
        for code in (GOOD, "AAAA-AAAA-AAAA-AAAA", "PPPP-PPPP-PPPP-PPPP"):
            reply = Talk(service, TerminalChannel(), user).say(code)[0]  # a notice may ride
            said.add(reply.text)
    assert len(said) == 1
    assert said.pop().startswith(BAD_CODE)
    assert _whys(service, "code refused") == ["no such code"] * 9
    with service.database.begin() as tx:
        assert len(tx.execute(select(seat_holders)).all()) == 2


def test_guessing_is_stopped_and_logged(service: Service) -> None:
    talk = Talk(service, TerminalChannel(), "stranger")
    for letter in "ABCDEF":
        talk.say(f"{letter * 4}-{letter * 4}-{letter * 4}-{letter * 4}")
    assert _whys(service, "code refused") == ["no such code"] * 5 + ["too many"]


def test_invitation_taken_meanwhile_is_refused(service: Service) -> None:
    add_invitation(service, "ABCDEFGHJKMNPQRS", "official", "210110")
    channel = TerminalChannel()
    one, two = (Talk(service, channel, user) for user in ("one", "two"))
    for talk in (one, two):
        talk.say(GOOD)
    one.say("[รับทราบและเข้าร่วม]")
    assert two.say("[รับทราบและเข้าร่วม]")[0].text.startswith(BAD_CODE)
    assert _whys(service, "code refused") == ["gone since offered"]
    assert [(one.action, one.place, one.person) for one in _entries(service)[:2]] == [
        ("notice accepted", None, 1),
        ("joined", "210110", 1),
    ]
    assert _entries(service, "joined")[0].details["role"] == "official"


# --- buttons --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "why"),
    [
        ("record:abcdefgh:yes", "stale"),
        ("record::yes", "unknown"),
        ("menu:no such thing", "unknown"),
        ("admin:abcdefgh:yes", "unknown"),
        ("'; DROP TABLE figures; --", "unknown"),
        ("", "unknown"),
    ],
)
def test_forged_and_stale_buttons_get_the_same_words(
    service: Service, action: str, why: str
) -> None:
    add_seat(service, "somchai", "official", "210110")
    talk = Talk(service, TerminalChannel(), "somchai")
    talk.buttons = (Button("press", action),)
    (reply,) = talk.say("[press]")
    assert reply.text.startswith(EXPIRED)
    assert _whys(service, "button refused") == [why]
    with service.database.begin() as tx:
        assert tx.execute(select(figures)).all() == []


def test_button_of_somebody_without_a_seat_is_refused(service: Service) -> None:
    talk = Talk(service, TerminalChannel(), "stranger")
    talk.buttons = (Button("press", "record:abcdefgh:yes"),)
    talk.say("[press]")
    assert _whys(service, "button refused") == ["no seat"]


def test_somebody_elses_place_is_denied_as_if_it_were_not_there(service: Service) -> None:
    add_seat(service, "malee", "coordinator", "2101")
    talk = Talk(service, TerminalChannel(), "malee")
    said = []
    for place in ("200202", "999999"):
        talk.buttons = (Button("press", f"menu:review:{place}.2026-07"),)
        said += [reply.text.replace(place, "") for reply in talk.say("[press]")]
    assert len(set(said)) == 1
    assert [one.details for one in _entries(service, "denied")] == [{"action": "summarise"}] * 2


@pytest.mark.parametrize(
    ("words", "action"), [("อนุมัติ", "review"), ("ส่งออก", "export"), ("ปิดเดือน", "close")]
)
def test_what_is_for_others_is_denied_and_logged(service: Service, words: str, action: str) -> None:
    add_seat(service, "somchai", "official", "210110")
    Talk(service, TerminalChannel(), "somchai").say(words)
    assert [one.details["action"] for one in _entries(service, "denied")] == [action]


# --- links ----------------------------------------------------------------------------------------


def test_link_signs_in_once_and_its_replay_is_logged(service: Service, client: FlaskClient) -> None:
    add_seat(service, "malee", "coordinator", "21")
    path = _link(service, "malee", "ภาพรวม")
    (given,) = _entries(service, "link given")
    assert given.details == {"purpose": "console", "minutes": 10}
    assert [client.get(path).status_code for _ in range(3)] == [200] * 3  # looking uses nothing
    assert client.post(path).status_code == 303
    pages = [client.get(path), client.post(path), client.post("/console/enter/made-up")]
    assert [page.status_code for page in pages] == [410] * 3
    assert len({page.get_data() for page in pages}) == 1
    assert [(one.details["why"], one.person) for one in _entries(service, "link refused")] == [
        *[("used", 1), ("used", 1)],
        ("unknown", None),
    ]
    assert [one.person for one in _entries(service, "signed in")] == [1]


@pytest.mark.parametrize("word", ["ภาพรวม", "ส่งออก"])
def test_link_is_dead_after_ten_minutes(service: Service, client: FlaskClient, word: str) -> None:
    add_seat(service, "wichai", "admin", "21")
    path = _link(service, "wichai", word)
    with service.database.begin() as tx:
        issued = tx.execute(select(tickets)).mappings().one()
        assert issued["expires_at"] - issued["created_at"] == timedelta(minutes=10)
        tx.execute(update(tickets).values(expires_at=service.clock.now()))
    assert client.get(path).status_code == 410
    assert client.post(path, data={"format": "values.csv"}).status_code == 410
    assert _whys(service, "link refused") == ["too old"] * 2


@pytest.mark.parametrize("path", ["enter", "download", "template"])
def test_made_up_links_look_like_old_ones(service: Service, client: FlaskClient, path: str) -> None:
    for call in (client.get, client.post):
        data = {"format": "values.csv" if path == "download" else "template.csv"}
        assert call(f"/console/{path}/made-up", data=data).status_code == 410
    assert _whys(service, "link refused") == ["unknown"] * 2


def test_flood_of_made_up_links_does_not_fill_the_log(
    service: Service, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusing, "MOST_UNKNOWN", 3)
    add_seat(service, "malee", "coordinator", "21")
    path = _link(service, "malee", "ภาพรวม")
    for number in range(6):
        assert client.get(f"/console/enter/{number}").status_code == 410
    assert len(_entries(service, "link refused")) == 3
    client.post(path)
    client.post(path)  # a link that was ours is logged whatever else goes on
    assert _whys(service, "link refused")[3:] == ["used"]


def test_sign_in_ends_the_browsers_older_session(service: Service, client: FlaskClient) -> None:
    add_seat(service, "malee", "coordinator", "21")
    client.post(_link(service, "malee", "ภาพรวม"))
    first = client.get_cookie(COOKIE)
    client.post(_link(service, "malee", "ภาพรวม"))
    second = client.get_cookie(COOKIE)
    assert first is not None
    assert second is not None
    assert first.value != second.value
    assert client.get("/console/").status_code == 200
    client.set_cookie(COOKIE, first.value)
    assert client.get("/console/").status_code == 401


@pytest.mark.parametrize("change", ["left", "taken"])
def test_session_dies_when_the_seats_change(
    service: Service, client: FlaskClient, change: str
) -> None:
    add_seat(service, "malee", "coordinator", "21")
    client.post(_link(service, "malee", "ภาพรวม"))
    assert client.get("/console/").status_code == 200
    with service.database.begin() as tx:
        if change == "left":
            tx.execute(update(seat_holders).values(until=service.clock.now()))
        else:
            more = {"seat": 1, "person": 1, "since": service.clock.now()}
            tx.execute(seat_holders.insert().values(**more))
    assert client.get("/console/").status_code == 401
    assert client.get("/console/place/210110").status_code == 401


def test_page_of_another_province_is_denied_and_logged(
    service: Service, client: FlaskClient
) -> None:
    add_seat(service, "malee", "coordinator", "21")
    client.post(_link(service, "malee", "ภาพรวม"))
    elsewhere = client.get("/console/place/200202")
    nowhere = client.get("/console/place/999999")
    assert (elsewhere.status_code, elsewhere.get_data()) == (404, nowhere.get_data())
    (entry,) = _entries(service, "denied")
    assert (entry.person, entry.place, entry.details["where"]) == (1, "200202", "console")


def test_export_is_logged_and_refused_once_the_seat_is_left(
    service: Service, client: FlaskClient
) -> None:
    add_seat(service, "wichai", "admin", "21")
    first, second = (_link(service, "wichai", "ส่งออก") for _ in range(2))
    assert client.post(first, data={"format": "values.csv"}).status_code == 200
    (entry,) = _entries(service, "exported")
    assert (entry.person, entry.place) == (1, "21")
    assert entry.details == {"first": "2026-01", "last": "2026-07", "format": "values.csv"}
    with service.database.begin() as tx:
        tx.execute(update(seat_holders).values(until=service.clock.now()))
    assert client.post(second, data={"format": "values.csv"}).status_code == 404
    assert client.post(second, data={"format": "values.csv"}).status_code == 410
    assert len(_entries(service, "exported")) == 1
    assert [one.details["action"] for one in _entries(service, "denied")] == ["export"]


def test_forgotten_message_is_logged(service: Service) -> None:
    add_seat(service, "somchai", "official", "210110")
    talk = Talk(service, TerminalChannel(), "somchai")
    talk.say("สวัสดี")
    talk.say("(unsend)")
    (entry,) = _entries(service, "message forgotten")
    assert entry.details == {"message": 1, "files": 0}
