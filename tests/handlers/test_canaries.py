"""Secrets: after a talk full of them, no audit entry and no log line holds one."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from flask.testing import FlaskClient
from sqlalchemy import text

from handlers.answer import answer_one
from handlers.app import create_app
from handlers.deliver import deliver_one
from handlers.retaining import retain, unlink_when_due
from handlers.sealing import seal_waiting
from handlers.service import Service
from handlers.settings import read_settings
from storage import audit, people
from storage.tables import inbox, outbox
from tests.chats import DEFAULT_NOW, add_invitation
from tests.handlers.channels.platforms import NOBODY
from tests.processes import LINE_SECRET, LINE_TOKEN

USER = "U00000000000000000000000canary001"
GROUP = "C00000000000000000000000canary002"
NAME = "นกขมิ้นเหลืองอ่อน"
CODE = "CANA-RYCA-NARY-CANA"
WRONG = "WRNG-CANA-RYCA-NARY"
TOKEN = "reply-token-canary"
MADE_UP = "made-up-canary-secret"
FORGED = "forged:canary:button"
KEY = "canary key for tests only, long enough to be taken"
CANARIES = [
    *(USER, GROUP, NAME, CODE, CODE.replace("-", ""), WRONG, WRONG.replace("-", "")),
    *(TOKEN, MADE_UP, FORGED, KEY, LINE_TOKEN, LINE_SECRET, "98,765", "canary"),
]


@pytest.fixture
def service(database_url: str, capsys: pytest.CaptureFixture[str]) -> Iterator[Service]:
    service = Service.start(
        read_settings(
            {
                "SECRET_KEY": KEY,
                "DATABASE_URL": database_url,
                "BOKCARBON_CLOCK": DEFAULT_NOW,
                "LINE_CHANNEL_SECRET": LINE_SECRET,
                "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
                "LINE_API_HOST": NOBODY,
            }
        )
    )
    with service.database.begin() as tx:
        people.write_places(tx, map(people.place_values, service.catalogue.places.values()))
    yield service
    service.database.close()
    structlog.reset_defaults()


class Line:
    """LINE's side: signed events of one person, and of a group."""

    def __init__(self, service: Service, client: FlaskClient) -> None:
        self._service, self._client, self._sent = service, client, 0

    def send(self, source: dict[str, Any] | None = None, **event: Any) -> None:
        self.post(source, **event)
        while answer_one(self._service):
            pass
        while deliver_one(self._service):
            pass

    def post(self, source: dict[str, Any] | None = None, **event: Any) -> None:
        self._sent += 1
        whole = {
            "type": "message",
            "mode": "active",
            "timestamp": 1785722400000 + self._sent * 1000,
            "source": source or {"type": "user", "userId": USER},
            "webhookEventId": f"E{self._sent}",
            "replyToken": TOKEN,
            **event,
        }
        body = json.dumps({"destination": "U1", "events": [whole]}).encode()
        digest = hmac.new(LINE_SECRET.encode(), body, hashlib.sha256).digest()
        headers = {"X-Line-Signature": base64.b64encode(digest).decode()}
        assert self._client.post("/webhook/line", data=body, headers=headers).status_code == 200

    def say(self, words: str) -> None:
        self.send(message={"type": "text", "id": str(self._sent), "text": words})

    def press(self, data: str) -> None:
        self.send(type="postback", postback={"data": data})

    def last(self) -> dict[str, Any]:
        """The last reply there is, with its buttons."""
        with self._service.database.begin() as tx:
            rows = tx.execute(outbox.select().order_by(outbox.c.sequence.desc())).mappings()
            return dict(next(iter(rows))["replies"][-1])


def test_no_entry_and_no_line_holds_a_secret(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    client = create_app(service=service).test_client()
    line = Line(service, client)
    add_invitation(service, CODE.replace("-", ""), "official", "210110")
    line.say(f"สวัสดี {NAME}")
    line.say(WRONG)
    line.say(f"เข้าร่วม {CODE}")
    line.press(line.last()["buttons"][0]["action"])
    line.say(f"เข้าร่วม {CODE}")  # used by now
    line.press(FORGED)
    line.press(f"menu:review:{NAME}.2026-07")
    line.say("เริ่ม")
    line.say("98,765")
    line.say("ใช่")
    line.send(type="unsend", unsend={"messageId": "1"}, replyToken="")
    line.send(
        source={"type": "group", "groupId": GROUP, "userId": USER},
        message={"type": "text", "id": "9", "text": CODE},
    )
    secrets = _links(service, client, line)
    _break(service, line)
    line.say("ลบข้อมูลของฉัน")
    line.say("ใช่")
    client.post("/webhook/line", data=NAME.encode(), headers={"X-Line-Signature": MADE_UP})
    seal_waiting(service)
    unlink_when_due(service)
    retain(service)

    with service.database.begin() as tx:
        entries = audit.latest(tx, 1_000)
    actions = {one.action for one in entries}
    assert actions >= {
        *("joined", "notice accepted", "code refused", "button refused", "denied"),
        *("message forgotten", "group refused", "link given", "link refused", "signed in"),
        *("access given", "erased", "retention run"),
    }
    lines = capsys.readouterr()
    logged = lines.err + lines.out
    assert "answer.failed" in logged  # what broke was logged
    assert "link.refused" in logged
    for canary in (*CANARIES, *secrets):
        assert canary not in str(entries)
        assert canary not in logged, canary


def _links(service: Service, client: FlaskClient, line: Line) -> list[str]:
    """Sign in and take the file by real links, and try made-up ones; the real links' secrets."""
    found = []
    for words in ("ภาพรวม", "ข้อมูลของฉัน"):
        line.say(words)
        link = next(one["link"] for one in line.last()["buttons"] if one["link"])
        found.append(link.rpartition("/")[2])
        path = link.removeprefix(service.settings.base_url)
        for call in (client.get, client.post, client.post):
            call(path)
    for page in ("enter", "download", "template", "mydata"):
        client.get(f"/console/{page}/{MADE_UP}")
    client.get("/console/place/200202")
    return found


def test_page_that_fails_logs_no_link(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    client = create_app(service=service).test_client()
    with service.database.begin() as tx:
        tx.execute(text("ALTER TABLE tickets RENAME TO tickets_away"))
    assert client.get(f"/console/enter/{MADE_UP}").status_code == 500
    lines = capsys.readouterr()
    assert '"web.failed"' in lines.err
    assert "console.enter" in lines.err
    assert MADE_UP not in lines.err + lines.out


def _break(service: Service, line: Line) -> None:
    """An answer that fails in the database, with the message's words among its parameters."""
    with service.database.begin() as tx:
        tx.execute(text("ALTER TABLE outbox RENAME TO outbox_away"))
    line.post(message={"type": "text", "id": "broken", "text": f"ช่วยเหลือ {NAME}"})
    assert answer_one(service)
    with service.database.begin() as tx:
        tx.execute(text("ALTER TABLE outbox_away RENAME TO outbox"))
        tx.execute(inbox.update().values(retry_at=None))
