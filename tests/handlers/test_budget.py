"""The push budget with a real outbox: exact among many deliverers, given out by rank, warned of."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from bot.messages import Reply
from bot.schedule import TO_OFFICIALS, TO_OVERSEERS
from handlers import dry_run, quota
from handlers.channels.base import Delivery, Sent, TryLater
from handlers.deliver import deliver_one
from handlers.ringing import run_due_jobs
from handlers.service import Service
from handlers.terminal import TerminalChannel
from storage import notices, outbox, people
from storage.outbox import Letter
from storage.tables import notices as notices_table
from storage.tables import outbox as outbox_table
from tests.chats import add_figure, add_seat, service_at

DUE = "2026-08-10T09:00+07:00"
LIST = "2026-08-17T09:00+07:00"


class Line(TerminalChannel):
    """LINE without a network: a paid channel that remembers what was pushed, or is down."""

    name = "line"

    def __init__(self, *troubles: Exception) -> None:
        super().__init__()
        self.pushed: list[Delivery] = []
        self._troubles = list(troubles)
        self._lock = threading.Lock()

    def send(self, delivery: Delivery) -> Sent:
        with self._lock:
            if self._troubles:
                raise self._troubles.pop(0)
            self.pushed.append(delivery)
        return Sent("r1")


@contextmanager
def _paying(url: str, line: Line, monthly: int, now: str = DUE) -> Iterator[Service]:
    with service_at(now, url) as service:
        service.channels.update({"line": line, "terminal": TerminalChannel()})
        service.settings = replace(service.settings, push_budget_monthly=monthly, push_reserve=10)
        yield service


def _rows(service: Service, purpose: str = "") -> list[Any]:
    with service.database.begin() as tx:
        rows = tx.execute(select(outbox_table).order_by(outbox_table.c.key)).mappings()
        return [row for row in rows if not purpose or row["purpose"] == purpose]


def _deliver_all(service: Service) -> None:
    while deliver_one(service):
        pass


def _put(service: Service, count: int, purpose: str = "reminder") -> None:
    now = service.clock.now()
    with service.database.begin() as tx:
        for number in range(count):
            body = Reply(f"text {number}").to_json()
            user = f"U{purpose}{number}"
            outbox.put(
                tx, Letter(uuid4(), f"{purpose}{number}", "line", user, [body], purpose), now
            )


def test_many_deliverers_together_stay_within_the_budget(database_url: str) -> None:
    line = Line(TryLater("500"), TryLater("500"))  # a push that is tried again is counted once
    with _paying(database_url, line, 10) as one, _paying(database_url, line, 10) as two:
        _put(one, 40)
        threads = [
            threading.Thread(target=_deliver_all, args=(service,))
            for service in (one, two, one, two, one, two)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        one.clock.move_to(datetime.fromisoformat("2026-08-10T10:00+07:00"))
        _deliver_all(one)
        states = Counter(row["state"] for row in _rows(one, "reminder"))
    assert states == {"sent": 9, "held": 31}
    assert len({delivery.id for delivery in line.pushed}) == len(line.pushed) == 9


def test_month_begins_in_bangkok(sqlite_url: str) -> None:
    """31 August 20:00 in Bangkok is still August; half past midnight is September, not UTC's."""
    line = Line()
    with _paying(sqlite_url, line, 10, "2026-08-31T20:00+07:00") as service:
        _put(service, 12, "answer")
        _deliver_all(service)
        assert len(line.pushed) == 10
        service.clock.move_to(datetime.fromisoformat("2026-09-01T00:30+07:00"))
        _put(service, 3, "summary")
        _deliver_all(service)
    assert len(line.pushed) == 13


def test_few_pushes_go_to_those_who_told_nothing(sqlite_url: str) -> None:
    line = Line()
    places = ("210110", "210109", "210108", "210107")
    with _paying(sqlite_url, line, 2) as service:  # 10 % of 2 is none kept
        for place in places:
            add_seat(service, f"U{place}", "official", place, "line")
        for place in places[:2]:
            add_figure(service, place, "2026-07", "ORG_ELEC", "3000")
        add_seat(service, "free", "official", "210112")  # elsewhere than on LINE
        plan = dry_run.rows(service, TO_OFFICIALS)
        assert run_due_jobs(service) == 3
        _deliver_all(service)
        assert run_due_jobs(service) == 0
        held = [row["key"].split(":")[3] for row in _rows(service) if row["state"] == "held"]
    assert {one.user for one in line.pushed} == {"U210108", "U210107"}
    assert held == ["1", "2"]
    assert [row["person"] for row in plan if not row["sent"]] == [1, 2]
    assert {row["why"] for row in plan} == {
        f"{place} owes {14 if place in places[2:] else 13} of 14" for place in places[:2]
    } | {row["why"] for row in plan if row["person"] > 2}


def test_list_names_who_was_not_reminded(sqlite_url: str) -> None:
    line = Line()
    with _paying(sqlite_url, line, 0, "2026-08-14T09:00+07:00") as service:
        add_seat(service, "U1", "official", "210110", "line")
        add_seat(service, "malee", "coordinator", "2101")
        assert run_due_jobs(service) == 1  # the summary, free; no push for the last reminder
        service.clock.move_to(datetime.fromisoformat(LIST))
        run_due_jobs(service)
        (text,) = [
            row["replies"][0]["text"]
            for row in _rows(service)
            if row["key"].startswith("escalation")
        ]
    assert "ยังไม่ได้เตือน โควตาข้อความหมด (1): อบต.กะเฉด" in text


def test_summary_without_a_push_waits_as_a_word(sqlite_url: str) -> None:
    with _paying(sqlite_url, Line(), 0, LIST) as service:
        add_seat(service, "U1", "coordinator", "2101", "line")
        assert run_due_jobs(service) == 0
        with service.database.begin() as tx:
            waiting = notices.waiting(tx, [1], service.clock.now())
    assert [(one.kind, one.push_after) for one in waiting[1]] == [("summary", None)]


def test_letter_held_at_the_last_moment_gives_its_notices_back(sqlite_url: str) -> None:
    """The pushes were used by answers between the clock's plan and the sending."""
    line = Line()
    with _paying(sqlite_url, line, 3, "2026-08-06T09:00+07:00") as service:
        add_seat(service, "U1", "official", "210110", "line")
        now = service.clock.now()
        details = {"place": "210110", "month": "2026-06", "name": {"th": "กะเฉด"}, "reason": "ลองดู"}
        with service.database.begin() as tx:
            notices.put(tx, [1], "returned", details, "r", now, push_after=now)
        assert run_due_jobs(service) == 1
        with service.database.begin() as tx:
            tx.execute(update(outbox_table).values(not_before=now.replace(hour=10)))
        _put(service, 3, "answer")
        _deliver_all(service)
        service.clock.move_to(now.replace(hour=11))
        _deliver_all(service)
        assert run_due_jobs(service) == 0  # it only rides now
        with service.database.begin() as tx:
            (notice,) = notices.waiting(tx, [1], service.clock.now())[1]
    assert len(line.pushed) == 3
    assert (notice.kind, notice.push_after) == ("returned", None)


def test_administrators_are_warned_once_at_each_share(database_url: str) -> None:
    line = Line()
    with _paying(database_url, line, 10) as service:
        add_seat(service, "wichai", "admin", "21")  # told elsewhere than on LINE
        warned = []
        for used in range(1, 10):
            _put_one(service, used)
            _deliver_all(service)
            run_due_jobs(service)
            run_due_jobs(service)
            with service.database.begin() as tx:
                told = tx.execute(select(notices_table.c.details)).scalars().all()
            warned.append([one["share"] for one in told])
        alerts = _rows(service, "alert")
        texts = [row["replies"][0]["text"] for row in alerts]
    assert warned == [[]] * 6 + [[70]] * 2 + [[70, 90, 100]]
    assert len(alerts) == 2  # 90 and 100 came in one moment: one message
    assert any("70%" in text for text in texts)
    assert any("ใช้ครบ 9 ข้อความแล้ว" in text for text in texts)


def _put_one(service: Service, number: int) -> None:
    body = Reply("text").to_json()
    letter = Letter(uuid4(), f"one{number}", "line", f"U{number}", [body], "reminder")
    with service.database.begin() as tx:
        outbox.put(tx, letter, service.clock.now())


def test_warning_may_use_the_reserve(sqlite_url: str) -> None:
    line = Line()
    with _paying(sqlite_url, line, 10) as service:
        add_seat(service, "Uadmin", "admin", "21", "line")
        _put(service, 9)
        _deliver_all(service)
        assert run_due_jobs(service) == 1
        _deliver_all(service)
    assert line.pushed[-1].user == "Uadmin"
    assert len(line.pushed) == 10


def test_dry_run_tells_the_budget_and_writes_nothing(sqlite_url: str) -> None:
    with _paying(sqlite_url, Line(), 300) as service:
        add_seat(service, "U1", "official", "210110", "line")
        add_seat(service, "U2", "coordinator", "2101", "line")
        rows = [*dry_run.rows(service, TO_OFFICIALS), *dry_run.rows(service, TO_OVERSEERS)]
        assert [(row["job"], row["month"], row["person"], row["sent"]) for row in rows] == [
            ("due", "2026-07", 1, True),
            ("digest", "2026-07", 2, True),
        ]
        assert json.loads(json.dumps(rows)) == rows
        assert "0 sent, 0 queued, 270 of 270 left" in dry_run.budget_line(service)
        assert _rows(service) == []
        with service.database.begin() as tx:
            assert quota.budget_of(tx, service, "line", service.clock.now()).used == 0
            assert people.of_talk(tx, "line", "U1") == 1
