"""The clock: each reminder once per person and month, on working days and hours only."""

import threading
from typing import Any

import pytest
from sqlalchemy import select

from handlers.ringing import run_due_jobs
from handlers.terminal import Talk, TerminalChannel
from storage.tables import outbox
from tests.chats import add_figure, add_seat, service_at


def _letters(service: Any) -> list[tuple[str, str]]:
    with service.database.begin() as tx:
        rows = tx.execute(select(outbox.c.key, outbox.c.replies).order_by(outbox.c.key)).all()
    return [
        (key, replies[0]["text"])
        for key, replies in rows
        if replies and not key.startswith("answer")
    ]


def test_reminder_goes_once_whatever_restarts_or_doubles(database_url: str) -> None:
    with service_at("2026-08-03T09:00+07:00", database_url) as service:
        add_seat(service, "somchai", "official", "210110")
        add_seat(service, "malee", "coordinator", "21")
        assert run_due_jobs(service) == 1
        assert run_due_jobs(service) == 0
    put: list[int] = []
    with (
        service_at("2026-08-03T10:00+07:00", database_url) as one,
        service_at("2026-08-03T10:00+07:00", database_url) as two,
    ):
        threads = [
            threading.Thread(target=lambda s=service: put.append(run_due_jobs(s)))
            for service in (one, two)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(put) == 0
        ((key, text),) = _letters(one)
    assert key.startswith("opening:2026-07:")
    assert "เปิดรับข้อมูลเดือนกรกฎาคม 2569" in text
    assert "10 ส.ค. 2569" in text


def test_only_what_is_owed_is_asked_for(sqlite_url: str) -> None:
    with service_at("2026-08-10T09:00+07:00", sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        add_figure(service, "210110", "2026-07", "ORG_ELEC", "3000")
        assert run_due_jobs(service) == 1
        ((_, text),) = _letters(service)
    assert "ส่งแล้ว 1 จาก 14 รายการ" in text
    assert "ไฟฟ้าสำนักงาน" not in text
    assert "ไฟฟ้าสาธารณะ" in text


def test_nobody_who_is_done_or_does_not_want_it_is_reminded(sqlite_url: str) -> None:
    with service_at("2026-08-10T09:00+07:00", sqlite_url) as service:
        add_seat(service, "done", "official", "210109")
        for code in service.catalogue.asked_of(service.catalogue.places["210109"].kind):
            add_figure(service, "210109", "2026-07", code, "100")
        channel = TerminalChannel()
        add_seat(service, "quiet", "official", "210110")
        Talk(service, channel, "quiet").say("หยุดเตือน")
        add_seat(service, "blocked", "official", "210112")
        Talk(service, channel, "blocked").say("(unfollow)")
        assert run_due_jobs(service) == 0


@pytest.mark.parametrize(
    "now", ["2026-08-10T07:00+07:00", "2026-08-10T20:00+07:00", "2026-08-09T10:00+07:00"]
)
def test_nothing_goes_at_night_or_on_a_sunday(now: str, sqlite_url: str) -> None:
    with service_at(now, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        assert run_due_jobs(service) == 0


def test_coordinator_gets_the_summary_after_the_due_day(sqlite_url: str) -> None:
    with service_at("2026-08-11T09:00+07:00", sqlite_url) as service:
        add_seat(service, "malee", "coordinator", "2101")
        add_seat(service, "somchai", "official", "210110")
        add_figure(service, "210110", "2026-07", "ORG_ELEC", "3000")
        assert run_due_jobs(service) == 1
        ((key, text),) = _letters(service)
        told = Talk(service, TerminalChannel(), "malee").hear()
    assert key.startswith("summary:2026-07:")
    assert "กำลังทยอยส่ง (1): องค์การบริหารส่วนตำบลกะเฉด" in text
    assert told[0].card is not None
    assert told[0].card.rows[1][1] == "1 / 218"
