"""Notices: they ride on the next answer or go out alone in working hours, once, merged."""

import threading
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.riding import MOST_TOLD
from handlers.ringing import run_due_jobs
from handlers.service import Service
from handlers.terminal import Talk, TerminalChannel
from storage import notices, people
from storage.tables import notices as notices_table
from storage.tables import outbox
from tests.chats import add_seat, complete, service_at

MORNING = "2026-08-06T09:00+07:00"  # no job of the month is on this day
EVENING = "2026-08-06T19:00+07:00"
NAME = {"th": "องค์การบริหารส่วนตำบลกะเฉด", "en": "Kachet"}
APPROVED = {"place": "210110", "month": "2026-06", "name": NAME}


def _put(
    service: Service,
    key: str,
    kind: str = "approved",
    alone: bool = False,
    lasts: timedelta | None = None,
    **details: Any,
) -> None:
    now = service.clock.now()
    with service.database.begin() as tx:
        person = people.of_talk(tx, "terminal", "somchai")
        assert person is not None
        notices.put(
            tx,
            [person],
            kind,
            {**APPROVED, **details},
            key,
            now,
            push_after=now if alone else None,
            expires_at=now + lasts if lasts else None,
        )


def _told(service: Service) -> list[tuple[str, bool]]:
    with service.database.begin() as tx:
        rows = tx.execute(select(notices_table).order_by(notices_table.c.id)).mappings()
        return [(row["key"].partition(":")[0], row["told_at"] is not None) for row in rows]


def _unasked(service: Service) -> list[Any]:
    with service.database.begin() as tx:
        found = select(outbox).where(outbox.c.purpose.in_(("notice", "reminder", "alert")))
        return list(tx.execute(found.order_by(outbox.c.key)).mappings())


def test_notice_rides_behind_the_answer_once(database_url: str) -> None:
    with service_at(EVENING, database_url) as service:
        add_seat(service, "somchai", "official", "210110")
        _put(service, "one")
        talk = Talk(service, TerminalChannel(), "somchai")
        first, second = talk.say("ช่วยเหลือ"), talk.say("ช่วยเหลือ")
        with service.database.begin() as tx:
            told_in = tx.execute(select(notices_table.c.told_in)).scalar_one()
            answer = tx.execute(select(outbox.c.id).where(outbox.c.key == "answer:1")).scalar_one()
    assert len(first) == len(second) + 1
    assert "อนุมัติ" in first[-1].text
    assert told_in == answer


def test_several_notices_are_one_message_and_the_rest_waits(sqlite_url: str) -> None:
    with service_at(EVENING, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        for number in range(MOST_TOLD + 2):
            _put(service, f"n{number}", month=f"2026-0{number + 1}")
        talk = Talk(service, TerminalChannel(), "somchai")
        first, second = talk.say("ช่วยเหลือ"), talk.say("ช่วยเหลือ")
    assert len(first) == len(second) == 2
    assert first[-1].text.count("อนุมัติ") == MOST_TOLD
    assert first[-1].text.endswith("และอีก 2 เรื่อง จะแจ้งพร้อมคำตอบถัดไป")
    assert second[-1].text.count("อนุมัติ") == 2


def test_what_expired_or_nobody_knows_is_not_told(sqlite_url: str) -> None:
    with service_at(EVENING, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        _put(service, "old", lasts=timedelta(hours=1))
        _put(service, "unknown", kind="from a later version")
        service.clock.move_to(service.clock.now() + timedelta(hours=2))
        talk = Talk(service, TerminalChannel(), "somchai")
        assert len(talk.say("ช่วยเหลือ")) == 1
        assert _told(service) == [("old", False), ("unknown", False)]


def test_nudge_is_dropped_once_nothing_is_owed(sqlite_url: str) -> None:
    with service_at(MORNING, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        _put(service, "nudge", kind="nudge", alone=True, month="2026-07")
        complete(service, "210110", "2026-07")
        assert run_due_jobs(service) == 0
        assert _told(service) == [("nudge", True)]


def test_notice_goes_alone_in_working_hours_and_never_twice(database_url: str) -> None:
    with (
        service_at(EVENING, database_url) as service,
        service_at(EVENING, database_url) as other,
    ):
        add_seat(service, "somchai", "official", "210110")
        complete(service, "210110", "2026-07")
        _put(service, "one", alone=True)
        _put(service, "two", month="2026-05")  # goes along, though it would only ride
        assert run_due_jobs(service) == 0
        put: list[int] = []
        for hour in ("2026-08-07T07:00+07:00", "2026-08-07T08:31+07:00", "2026-08-07T08:33+07:00"):
            threads = []
            for one, holder in ((service, "one"), (other, "two")):
                one.clock.move_to(datetime.fromisoformat(hour))
                threads.append(
                    threading.Thread(target=lambda s=one, h=holder: put.append(run_due_jobs(s, h)))
                )
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        (letter,) = _unasked(service)
        talk = Talk(service, TerminalChannel(), "somchai")
        (told,) = talk.hear()
        assert len(talk.say("ช่วยเหลือ")) == 1
    assert sum(put) == 1
    assert letter["purpose"] == "notice"
    assert told.text.count("อนุมัติ") == 2


def test_notice_and_reminder_of_a_moment_are_one_letter(sqlite_url: str) -> None:
    with service_at("2026-08-10T09:00+07:00", sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        _put(service, "one", alone=True)
        assert run_due_jobs(service) == 1
        (told,) = Talk(service, TerminalChannel(), "somchai").hear()
        assert run_due_jobs(service) == 0
    assert "ส่งแล้ว 0 จาก 14 รายการ" in told.text
    assert "อนุมัติ" in told.text


def test_who_wants_no_reminders_hears_notices_with_an_answer_only(sqlite_url: str) -> None:
    with service_at(MORNING, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        talk = Talk(service, TerminalChannel(), "somchai")
        talk.say("หยุดเตือน")
        _put(service, "one", alone=True)
        assert run_due_jobs(service) == 0
        assert "อนุมัติ" in talk.say("ช่วยเหลือ")[-1].text


def test_nothing_rides_on_a_question_about_the_months_figures(sqlite_url: str) -> None:
    """What is owed is no aside while it is being told; a notice is."""
    with service_at(MORNING, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        talk = Talk(service, TerminalChannel(), "somchai")
        talk.say("เริ่ม")
        assert "ยังค้าง" not in talk.say("ยอดรวม")[-1].text
        _put(service, "one")
        assert "อนุมัติ" in talk.say("12,345")[-1].text
