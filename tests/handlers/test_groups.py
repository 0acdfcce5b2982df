"""Groups, from the signed webhook to the outbox: nothing is read or shown, once an hour."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from handlers.answer import answer_one
from handlers.app import create_app
from handlers.service import Service
from handlers.settings import read_settings
from storage import audit, people
from storage.tables import conversations, figures, inbox, invitations, outbox
from tests.chats import DEFAULT_NOW, add_figure, add_invitation, add_seat
from tests.handlers.channels.platforms import NOBODY, PAYLOADS, SEALS, packed, sample
from tests.processes import LINE_SECRET, LINE_TOKEN, TELEGRAM_SECRET, TELEGRAM_TOKEN

CODE = "ABCD-EFGH-JKMN-PQRS"
WORDS = "รับข้อมูลในแชตส่วนตัวเท่านั้น"
USERS = {"line": "U4af4980629d1b7c29f5ae1b0c7d3e881", "telegram": "5012345678"}
CALLS = {
    "line": ["group_joined", "group_called"],
    "telegram": ["group_added", "group_command", "group_code", "group_press"],
}
TALK = {"line": ["group_talk"], "telegram": ["group", "group_promoted", "group_removed"]}


def _service(url: str, now: str) -> Service:
    return Service.start(
        read_settings(
            {
                "SECRET_KEY": "for tests only, long enough to be taken",
                "DATABASE_URL": url,
                "BOKCARBON_CLOCK": now,
                "LINE_CHANNEL_SECRET": LINE_SECRET,
                "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
                "LINE_API_HOST": NOBODY,
                "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN,
                "TELEGRAM_SECRET_TOKEN": TELEGRAM_SECRET,
                "TELEGRAM_API_HOST": NOBODY,
            }
        )
    )


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    """Somchai of Kachet has joined and told; the code of a colleague's seat still waits."""
    service = _service(database_url, DEFAULT_NOW)
    with service.database.begin() as tx:
        rows = service.catalogue.places.values()
        people.write_places(tx, map(people.place_values, rows))
    for channel, user in USERS.items():
        add_seat(service, user, "official", "210110", channel)
    add_figure(service, "210110", "2026-06", "ORG_ELEC", "98765")
    add_invitation(service, CODE.replace("-", ""), "official", "210109")
    yield service
    service.database.close()


def _post(service: Service, name: str, stem: str, **ids: Any) -> None:
    client: FlaskClient = create_app(service=service).test_client()
    body = copy.deepcopy(sample(PAYLOADS / name / f"{stem}.json")["body"])
    body.update(ids)
    packed_body = packed(body)
    sent = client.post(f"/webhook/{name}", data=packed_body, headers=dict(SEALS[name](packed_body)))
    assert sent.status_code == 200
    while answer_one(service):
        pass


def _said(service: Service) -> list[tuple[str, str]]:
    with service.database.begin() as tx:
        rows = tx.execute(select(outbox.c.user, outbox.c.replies).order_by(outbox.c.created_at))
        return [(user, reply["text"]) for user, replies in rows for reply in replies]


def _refused(service: Service) -> int:
    with service.database.begin() as tx:
        return sum(one.action == "group refused" for one in audit.latest(tx, 100))


@pytest.mark.parametrize(
    ("name", "stem"), [(name, stem) for name, stems in CALLS.items() for stem in stems]
)
def test_whatever_is_asked_in_a_group_gets_the_same_few_words(
    service: Service, name: str, stem: str
) -> None:
    _post(service, name, stem)
    said = _said(service)
    assert len({text for _, text in said}) == 1
    assert len({user for user, _ in said}) == len(said)  # once a group
    assert said[0][1].startswith(WORDS)
    assert _refused(service) >= len(said)
    with service.database.begin() as tx:
        assert tx.execute(select(invitations.c.used_at)).scalars().all()[-1] is None
        assert len(tx.execute(select(figures)).all()) == 1
        for user, _ in said:
            (row,) = tx.execute(select(conversations).where(conversations.c.user == user)).all()
            assert row.person is None
        kept = b"".join(tx.execute(select(inbox.c.raw)).scalars())
    for secret in (CODE, USERS[name], "สมชาย", "ไฟ", "totals", "98765"):
        assert secret.encode() not in kept


@pytest.mark.parametrize(
    ("name", "stem"), [(name, stem) for name, stems in TALK.items() for stem in stems]
)
def test_talk_among_people_is_left_alone(service: Service, name: str, stem: str) -> None:
    _post(service, name, stem)
    assert (_said(service), _refused(service)) == ([], 0)
    with service.database.begin() as tx:
        assert tx.execute(select(inbox)).all() == []


def test_group_is_answered_once_an_hour(service: Service, database_url: str) -> None:
    for number in range(3):
        _post(service, "telegram", "group_command", update_id=number + 1)
    assert (len(_said(service)), _refused(service)) == (1, 3)
    for minutes, answers in (("09:59", 1), ("10:02", 2)):
        later = _service(database_url, f"2026-08-03T{minutes}+07:00")
        _post(later, "telegram", "group_command", update_id=int(minutes[:2]) * 100)
        assert len(_said(later)) == answers
        later.database.close()
