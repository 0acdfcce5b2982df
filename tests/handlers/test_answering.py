"""Answering: everything of a message commits together, and one bad row never stops the line."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from bot.messages import Kind
from handlers.answer import answer_one
from handlers.terminal import Talk, TerminalChannel
from storage import inbox, outbox
from storage.inbox import NewEvent
from storage.tables import figure_revisions, figures
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from tests.chats import DEFAULT_NOW, add_invitation, add_seat, service_at


def test_figure_step_answer_and_inbox_mark_commit_together(database_url: str) -> None:
    """The outbox refuses to take the answer: then nothing else of the message is there either."""
    with service_at(DEFAULT_NOW, database_url) as service:
        add_seat(service, "somchai", "official", "210110")
        talk = Talk(service, TerminalChannel(), "somchai")
        talk.say("เริ่ม")
        event = NewEvent(
            "terminal",
            "E2",
            "somchai",
            service.clock.now(),
            {"kind": "text", "text": "3,456", "sent_at": service.clock.now().timestamp()},
        )
        with service.database.begin() as tx:
            inbox.keep(tx, [event], service.clock.now())
            tx.execute(text("ALTER TABLE outbox RENAME TO outbox_away"))
        assert answer_one(service)
        with service.database.begin() as tx:
            assert tx.execute(select(figures)).all() == []
            assert tx.execute(select(figure_revisions)).all() == []
            assert inbox.health(tx).waiting == 1
            tx.execute(text("ALTER TABLE outbox_away RENAME TO outbox"))
            tx.execute(inbox_table.update().values(retry_at=None))
        assert answer_one(service)
        with service.database.begin() as tx:
            assert tx.execute(select(figures.c.quantity)).scalar_one() == 3456
            assert inbox.health(tx).waiting == 0
        assert "บันทึกแล้ว" in talk.hear()[0].text


def test_message_that_cannot_be_handled_is_set_aside_with_an_apology(sqlite_url: str) -> None:
    with service_at(DEFAULT_NOW, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        talk = Talk(service, TerminalChannel(), "somchai")
        now = service.clock.now()
        broken = NewEvent("terminal", "E1", "somchai", now, {"kind": "no such kind", "sent_at": 0})
        with service.database.begin() as tx:
            inbox.keep(tx, [broken], now)
        for _ in range(inbox.MOST_ATTEMPTS):
            with service.database.begin() as tx:
                tx.execute(inbox_table.update().values(retry_at=None))
            assert answer_one(service)
        (apology,) = talk.hear()
        assert apology.text.startswith("ขออภัย")
        assert "ยอดรวม" in talk.say("ช่วยเหลือ")[0].text


def test_older_message_never_overwrites_a_newer_one_silently(sqlite_url: str) -> None:
    """The network brings Monday's message after Tuesday's: it is read back, not saved."""
    with service_at(DEFAULT_NOW, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        talk = Talk(service, TerminalChannel(), "somchai")
        talk.say("เริ่ม")
        late = service.clock.now() - timedelta(hours=20)
        event = NewEvent(
            "terminal", "late", "somchai", late, {"kind": "text", "text": "3,456", "sent_at": 1}
        )
        with service.database.begin() as tx:
            inbox.keep(tx, [event], service.clock.now())
        assert answer_one(service)
        assert talk.hear()[0].text.startswith("อ่านได้ว่า")
        with service.database.begin() as tx:
            assert tx.execute(select(figures)).all() == []


def test_pressing_twice_saves_once(sqlite_url: str) -> None:
    with service_at(DEFAULT_NOW, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        talk = Talk(service, TerminalChannel(), "somchai")
        talk.say("ดีเซล 320 ลิตร")
        yes = next(button for button in talk.buttons if button.label == "ถูกต้อง บันทึก")
        talk.say("[ถูกต้อง บันทึก]")
        talk.buttons = (yes,)
        again = talk.say("[ถูกต้อง บันทึก]")
        assert "ปุ่มนี้เป็นของคำถามก่อนหน้า" in again[0].text
        with service.database.begin() as tx:
            assert len(tx.execute(select(figure_revisions)).all()) == 1


def test_draft_is_there_a_month_later(sqlite_url: str) -> None:
    with service_at(DEFAULT_NOW, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        Talk(service, TerminalChannel(), "somchai").say("ดีเซล 320 ลิตร")
    with service_at("2026-09-15T09:00+07:00", sqlite_url) as service:
        talk = Talk(service, TerminalChannel(), "somchai")
        saved = talk.say("ใช่")
        assert "บันทึกแล้ว · ก.ค. 2569" in saved[0].text


def test_two_people_cannot_use_one_invitation(database_url: str) -> None:
    with service_at(DEFAULT_NOW, database_url) as service:
        add_invitation(service, "ABCDEFGHJKMNPQRS", "official", "210110")
        channel = TerminalChannel()
        first, second = Talk(service, channel, "one"), Talk(service, channel, "two")
        for talk in (first, second):
            assert "คำเชิญ" in talk.say("ABCD-EFGH-JKMN-PQRS")[0].text
        assert "เข้าร่วมแล้ว" in first.say("[รับทราบและเข้าร่วม]")[0].text
        assert "รหัสนี้ใช้ไม่ได้" in second.say("[รับทราบและเข้าร่วม]")[0].text


@pytest.mark.parametrize("kind", [Kind.UNFOLLOW, Kind.OTHER, Kind.UNSEND])
def test_what_needs_no_answer_gets_none(kind: Kind, sqlite_url: str) -> None:
    with service_at(DEFAULT_NOW, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        assert Talk(service, TerminalChannel(), "somchai").say(f"({kind})") == []
        with service.database.begin() as tx:
            assert tx.execute(select(outbox_table)).all() == []
            assert outbox.counts(tx) == {}
