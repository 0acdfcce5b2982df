"""Personal data: told before it is kept, seen on request, erased on request; the figures stay."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from bot.flows.join import NOTICE_VERSION
from handlers.answer import answer_one
from handlers.app import create_app
from handlers.deliver import deliver_one
from handlers.retaining import unlink_when_due
from handlers.sealing import seal_waiting
from handlers.service import Service
from handlers.settings import Clock
from handlers.terminal import Talk, TerminalChannel
from storage import audit, erasure, inbox, outbox
from storage.inbox import NewEvent
from storage.outbox import Letter
from storage.session import Transaction
from storage.tables import attachments as attachments_table
from storage.tables import (
    data_requests,
    figure_revisions,
    metadata,
    notices,
    people,
    seat_holders,
    tickets,
)
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from storage.verifying import verify
from tests.chats import DEFAULT_NOW, FILES, add_invitation, add_seat, service_at
from tests.handlers.channels.platforms import channel, sample, samples

USER = "Uterminal4711"
GONE = "ลบแล้ว"


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    with service_at(DEFAULT_NOW, database_url) as service:
        yield service


@pytest.fixture
def client(service: Service) -> FlaskClient:
    return create_app(service=service).test_client()


def _everything(service: Service) -> dict[str, str]:
    """Every row of every table, as text."""
    with service.database.begin() as tx:
        return {
            table.name: str([tuple(row) for row in tx.execute(select(table))])
            for table in metadata.sorted_tables
        }


def _holding(service: Service, text: str) -> list[str]:
    return [name for name, rows in _everything(service).items() if text in rows]


def _actions(service: Service) -> list[str]:
    with service.database.begin() as tx:
        return [one.action for one in audit.latest(tx, 1_000)]


def _later(service: Service, **by: int) -> None:
    service.clock = Clock(service.clock.zone, service.clock.now() + timedelta(**by))


def _joined(service: Service, user: str = USER) -> Talk:
    add_invitation(service, "ABCDEFGHJKMNPQRS", "official", "210110")
    talk = Talk(service, TerminalChannel(), user, FILES)
    talk.say("ABCD-EFGH-JKMN-PQRS")
    talk.say("[รับทราบและเข้าร่วม]")
    return talk


# --- the notice -----------------------------------------------------------------------------------


def test_nothing_but_the_message_is_kept_before_the_notice_is_accepted(service: Service) -> None:
    add_invitation(service, "ABCDEFGHJKMNPQRS", "official", "210110")
    talk = Talk(service, TerminalChannel(), USER)
    (offer,) = talk.say("ABCD-EFGH-JKMN-PQRS")
    for told in ("ผู้ดูแล", "เก็บ", "ผู้เห็น", "180 วัน", "สิทธิ", "ข้อมูลของฉัน", "ไม่ต้องขอความยินยอม"):
        assert told in offer.text
    assert len(offer.text) < 600  # a phone's screen
    assert set(_holding(service, USER)) == {"conversations", "inbox", "outbox"}
    assert _everything(service)["people"] == "[]"
    talk.say("[รับทราบและเข้าร่วม]")
    with service.database.begin() as tx:
        (person,) = tx.execute(select(people)).mappings()
    assert person["notice_version"] == NOTICE_VERSION
    assert _actions(service)[:2] == ["notice accepted", "joined"]


def test_newer_notice_is_told_once_beside_an_answer(service: Service) -> None:
    talk = _joined(service)
    with service.database.begin() as tx:
        tx.execute(update(people).values(notice_version="2025-01"))
    first = [reply.text for reply in talk.say("ภาษา")]
    assert first[0].startswith("ประกาศฉบับใหม่")
    assert "สิทธิ" in first[0]
    assert len(first) == 2
    assert len(talk.say("ภาษา")) == 1
    assert _actions(service)[-1] == "notice told"
    with service.database.begin() as tx:
        assert tx.execute(select(people.c.notice_version)).scalar_one() == NOTICE_VERSION


# --- access ---------------------------------------------------------------------------------------


def _tell_and_chat(talk: Talk) -> None:
    talk.say("เริ่ม")
    talk.say("3,456")
    talk.say("ขอบคุณมาก ดวงใจ")


def _file_link(service: Service, talk: Talk) -> str:
    (reply,) = talk.say("ข้อมูลของฉัน")
    link = next(button.link for button in reply.buttons if button.link)
    return link.removeprefix(service.settings.base_url)


def test_everything_is_given_once_by_a_link(service: Service, client: FlaskClient) -> None:
    talk = _joined(service)
    _tell_and_chat(talk)
    path = _file_link(service, talk)
    assert client.get(path).status_code == 200
    with service.database.begin() as tx:
        (asked,) = tx.execute(select(data_requests)).mappings()
    assert (asked["kind"], asked["done_at"]) == ("access", None)
    assert asked["due_at"] - asked["asked_at"] == timedelta(days=30)
    answer = client.post(path)
    known = json.loads(answer.get_data())
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert known["chats"][0]["user"] == USER
    assert known["person"]["notice_version"] == NOTICE_VERSION
    assert [(one["place"], one["role"]) for one in known["seats"]] == [("210110", "official")]
    assert "ขอบคุณมาก ดวงใจ" in [one["raw"].get("text") for one in known["messages"]]
    assert [one["quantity"] for one in known["figures"]] == ["3456.000000"]
    assert any("บันทึกแล้ว" in one["replies"][0]["text"] for one in known["answers"])
    assert "joined" in [one["action"] for one in known["deeds"]]
    with service.database.begin() as tx:
        (asked,) = tx.execute(select(data_requests)).mappings()
    assert asked["done_at"] is not None
    assert _actions(service)[-1] == "access given"
    assert client.get(path).status_code == client.post(path).status_code == 410
    assert _actions(service)[-2:] == ["link refused"] * 2


def test_nobody_gets_what_is_kept_about_somebody_else(
    service: Service, client: FlaskClient
) -> None:
    _tell_and_chat(_joined(service))
    add_seat(service, "malee", "coordinator", "21")
    path = _file_link(service, Talk(service, TerminalChannel(), "malee"))
    body = client.post(path).get_data(as_text=True)
    assert USER not in body
    assert "ดวงใจ" not in body
    assert "malee" in body


def test_stranger_hears_what_is_kept_of_strangers(service: Service) -> None:
    (reply,) = Talk(service, TerminalChannel(), "stranger").say("ข้อมูลของฉัน")
    assert "30 วัน" in reply.text
    assert reply.buttons == ()


def test_who_has_left_the_seat_keeps_the_rights(service: Service, client: FlaskClient) -> None:
    talk = _joined(service)
    _tell_and_chat(talk)
    with service.database.begin() as tx:
        tx.execute(update(seat_holders).values(until=service.clock.now()))
    assert client.post(_file_link(service, talk)).status_code == 200
    talk.say("ลบข้อมูลของฉัน")
    assert talk.say("ใช่")[0].text.startswith(GONE)
    assert _holding(service, "ดวงใจ") == []


# --- erasure --------------------------------------------------------------------------------------


def test_person_is_gone_and_the_figure_stays(service: Service, client: FlaskClient) -> None:
    add_seat(service, "malee", "coordinator", "2101")
    talk = _joined(service)
    _tell_and_chat(talk)
    talk.say("(photo bill.jpg)")  # stands behind the figure before
    (reply,) = talk.say("ภาพรวม")
    link = next(button.link for button in reply.buttons if button.link)
    client.post(link.removeprefix(service.settings.base_url))
    assert client.get("/console/tell").status_code == 200
    seal_waiting(service)

    talk.say("ลบข้อมูลของฉัน")
    (goodbye,) = talk.say("[ยืนยัน ลบ]")
    assert goodbye.text.startswith(GONE)
    assert _holding(service, USER) == ["outbox"]  # the goodbye itself
    _later(service, minutes=11)
    assert unlink_when_due(service) == 1
    assert _holding(service, USER) == []
    assert _holding(service, "ดวงใจ") == []

    with service.database.begin() as tx:
        (figure,) = tx.execute(select(figure_revisions)).mappings()
        raw = tx.execute(
            select(inbox_table.c.raw).where(inbox_table.c.id == figure["event"])
        ).scalar_one()
        (request,) = tx.execute(select(data_requests)).mappings()
        told = tx.execute(select(notices)).mappings().all()
        person = figure["person"]
        holding = tx.execute(select(seat_holders).where(seat_holders.c.person == person)).one()
        erased = tx.execute(select(people.c.erased_at).where(people.c.id == person)).scalar_one()
        left = tx.execute(select(tickets).where(tickets.c.person == person)).all()
    assert figure["quantity"] == 3456
    assert json.loads(raw)["text"] == "3,456"  # the official record, by nobody
    assert (request["kind"], request["done_at"]) == ("erasure", request["asked_at"])
    assert [one["kind"] for one in told][-1] == "seat_empty"
    assert person not in [one["person"] for one in told]
    assert None not in (holding.until, erased)
    assert left == []
    assert client.get("/console/tell").status_code == 401
    assert _actions(service)[-1] == "erased"
    seal_waiting(service)
    assert verify(service.database, service.clock.now() + timedelta(hours=1)).ok


def test_evidence_of_a_figure_stays_and_other_files_go(service: Service) -> None:
    talk = _joined(service)
    talk.say("เริ่ม")
    talk.say("3,456")
    talk.say("(photo bill.jpg)")  # stands behind the figure
    talk.say("(photo bill.jpg)")
    talk.say("[เอาออก]")
    with service.database.begin() as tx:
        before = tx.execute(select(attachments_table.c.id, attachments_table.c.state)).all()
    assert [state for _, state in before] == ["kept", "kept"]
    talk.say("ลบข้อมูลของฉัน")
    talk.say("ใช่")
    with service.database.begin() as tx:
        after = tx.execute(select(attachments_table)).mappings().all()
    assert {row["id"] for row in after if row["state"] == "kept"} == {1}
    assert {row["name"] for row in after} == {""}


def test_writing_again_begins_as_a_stranger(service: Service) -> None:
    talk = _joined(service)
    talk.say("ลบข้อมูลของฉัน")
    talk.say("ใช่")
    (welcome,) = talk.say("ไฟ 320 หน่วย")
    assert "รหัสเชิญ" in welcome.text
    add_invitation(service, "BBBBBBBBBBBBBBBB", "official", "210110")
    (offer,) = talk.say("BBBB-BBBB-BBBB-BBBB")
    assert "ก่อนเข้าร่วม" in offer.text
    talk.say("[รับทราบและเข้าร่วม]")
    with service.database.begin() as tx:
        assert len(tx.execute(select(people)).all()) == 2
    _later(service, minutes=11)
    unlink_when_due(service)
    with service.database.begin() as tx:  # what came after is the new person's
        users = tx.execute(select(inbox_table.c.user).order_by(inbox_table.c.id)).scalars().all()
    assert users[-3:] == [USER] * 3


def test_all_chats_of_a_person_are_forgotten(service: Service) -> None:
    talk = _joined(service)
    with service.database.begin() as tx:
        inbox.lock_conversation(tx, "line", "Uline4711")
        values = {"channel": "line", "user": "Uline4711"}
        conversations = metadata.tables["conversations"]
        tx.execute(update(conversations).filter_by(**values).values(person=1))
        inbox.keep(tx, [_line_event(service)], service.clock.now())
        tx.execute(update(inbox_table).where(inbox_table.c.channel == "line").values(state="done"))
    talk.say("ลบข้อมูลของฉัน")
    talk.say("ใช่")
    assert _holding(service, "Uline4711") == []
    assert _holding(service, "ความลับ") == []


def _line_event(service: Service) -> NewEvent:
    raw = {
        "type": "message",
        "source": {"type": "user", "userId": "Uline4711"},
        "message": {"type": "text", "text": "ความลับ"},
    }
    return NewEvent("line", "E1", "Uline4711", service.clock.now(), raw, "token", "77")


def test_menu_that_is_shown_is_taken_away_before_the_chat_is_forgotten(service: Service) -> None:
    talk = _joined(service)
    conversations = metadata.tables["conversations"]
    with service.database.begin() as tx:
        tx.execute(update(conversations).values(menu="richmenu-official"))
    talk.say("ลบข้อมูลของฉัน")
    talk.say("ใช่")
    _later(service, minutes=11)
    unlink_when_due(service)
    with service.database.begin() as tx:
        (row,) = tx.execute(select(conversations)).mappings()
        assert (row["user"], row["person"], row["step"]) == (USER, None, None)
        tx.execute(update(conversations).values(menu=None))  # as handlers/menus.py does
    _later(service, minutes=11)
    unlink_when_due(service)
    assert _holding(service, USER) == []


def test_what_waits_to_be_sent_is_not_sent_any_more(service: Service) -> None:
    talk = _joined(service)
    now = service.clock.now()
    reminder = Letter(uuid4(), "opening:2026-07:1", "terminal", USER, [{"text": "x"}], "reminder")
    talk.say("ลบข้อมูลของฉัน")
    with service.database.begin() as tx:
        outbox.put(tx, reminder, now + timedelta(hours=1))
    assert talk.say("ใช่")[0].text.startswith(GONE)
    _later(service, hours=2)
    assert not deliver_one(service)
    with service.database.begin() as tx:
        states = dict(tx.execute(select(outbox_table.c.key, outbox_table.c.state)).all())
    assert states["opening:2026-07:1"] == "dead"


def test_letter_that_is_being_sent_is_not_queued_again(service: Service) -> None:
    talk = _joined(service)
    letter = Letter(uuid4(), "opening:2026-07:1", "terminal", USER, [{"text": "x"}], "reminder")
    with service.database.begin() as tx:
        outbox.put(tx, letter, service.clock.now())
        claimed = outbox.claim(tx, service.clock.now())
        assert claimed is not None
        erasure.erase(tx, 1, None, service.clock.now())
    with service.database.begin() as tx:
        outbox.try_later(tx, claimed, "busy", service.clock.now(), timedelta(0))
        state = select(outbox_table.c.state).where(outbox_table.c.key == letter.key)
        assert tx.execute(state).scalar_one() == "dead"
    del talk


def test_message_that_came_meanwhile_is_a_strangers(service: Service) -> None:
    """It was sent right after the yes and waits still while the yes is answered."""
    talk = _joined(service)
    talk.say("ลบข้อมูลของฉัน")
    now = service.clock.now()
    with service.database.begin() as tx:
        for number, words in enumerate(("ใช่", "ไฟ 320 หน่วย")):
            raw = {"kind": "text", "text": words, "sent_at": now.timestamp()}
            at = now + timedelta(seconds=number)
            inbox.keep(tx, [NewEvent("terminal", f"E{number}", USER, at, raw)], now)
    while answer_one(service):
        pass
    goodbye, welcome = talk.hear()
    assert goodbye.text.startswith(GONE)
    assert "รหัสเชิญ" in welcome.text


@pytest.mark.parametrize("words", ["ไม่", "no", "ไว้ก่อน", "ไฟ 320 หน่วย", "ยกเลิก", "(sticker)"])
def test_only_a_plain_yes_erases(service: Service, words: str) -> None:
    talk = _joined(service)
    talk.say("ลบข้อมูลของฉัน")
    assert talk.say(words)[0].text == "ไม่ได้ลบข้อมูลใด"
    with service.database.begin() as tx:
        assert tx.execute(select(people.c.erased_at)).scalar_one() is None
    assert _holding(service, USER) != []


def test_yes_to_a_figure_is_no_yes_to_being_erased(service: Service) -> None:
    """The old question's button is stale once something else was said."""
    talk = _joined(service)
    talk.say("ลบข้อมูลของฉัน")
    old = talk.buttons
    talk.say("ดีเซล 320 ลิตร")
    talk.say("ใช่")
    talk.buttons = old
    talk.say("[ยืนยัน ลบ]")
    with service.database.begin() as tx:
        assert tx.execute(select(people.c.erased_at)).scalar_one() is None
        assert len(tx.execute(select(figure_revisions)).all()) == 1


# --- what a kept message may still say ------------------------------------------------------------

NAMES = ("สมชาย", "somchai", "U4af4980629d1b7c29f5ae1b0c7d3e881", "5012345678")
ALL = [(name, path) for name in ("line", "telegram") for path in samples(name)]


@pytest.mark.parametrize(("name", "path"), ALL, ids=lambda one: getattr(one, "stem", one))
def test_message_without_its_person_still_says_what_was_told(name: str, path: Any) -> None:
    body = sample(path)["body"]
    adapter = channel(name)
    for raw in body["events"] if name == "line" else [body]:
        before = _text(adapter, raw)
        bare = erasure.without_person(raw, NAMES[2] if name == "line" else NAMES[3])
        said = json.dumps(bare, ensure_ascii=False)
        assert not [one for one in NAMES if one in said]
        assert "token" not in said.lower()
        if before and isinstance(raw, dict):
            assert _text(adapter, bare) == before


def _text(adapter: Any, raw: Any) -> str:
    message = adapter.read(raw) if isinstance(raw, dict) else None
    return message.text + message.action if message else ""


def test_erasing_needs_no_figure_and_no_chat(service: Service) -> None:
    """Somebody whose only chat is gone already."""

    def person(tx: Transaction) -> int:
        row = {"locale": "th", "created_at": service.clock.now()}
        made = people.insert().values(**row).returning(people.c.id)
        return int(tx.execute(made).scalar_one())

    with service.database.begin() as tx:
        erasure.erase(tx, person(tx), None, service.clock.now())
        assert tx.execute(select(people.c.erased_at)).scalar_one() is not None
