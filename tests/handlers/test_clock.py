"""The clock: each reminder once per person and month, on working days and hours only."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.months import Month
from bot.people import Role
from bot.reporting import PlaceMonth, State
from bot.schedule import TO_OFFICIALS, Calendar, Job, Rules
from handlers.deliver import deliver_one
from handlers.ringing import run_due_jobs
from handlers.service import Service
from handlers.terminal import Talk, TerminalChannel
from storage import months, people, rings, schedules
from storage.tables import outbox
from storage.tables import people as people_table
from tests.chats import add_figure, add_seat, complete, service_at
from tests.clocks import stop_clock

OPENING = "2026-08-03T09:00+07:00"
DUE = "2026-08-10T09:00+07:00"
AFTER = "2026-08-14T09:00+07:00"
LIST = "2026-08-17T09:00+07:00"


def _rows(service: Service) -> list[Any]:
    with service.database.begin() as tx:
        asked = select(outbox).where(outbox.c.purpose != "answer").order_by(outbox.c.key)
        return list(tx.execute(asked).mappings())


def _letters(service: Service) -> list[tuple[str, str]]:
    return [
        (row["key"], "\n".join(reply["text"] for reply in row["replies"]))
        for row in _rows(service)
        if row["replies"]
    ]


def _move(service: Service, moment: str) -> None:
    service.clock.move_to(datetime.fromisoformat(moment))


def also_official(service: Service, user: str, place: str) -> None:
    """A second seat for somebody who has one."""
    now, code = service.clock.now(), f"{user}{place}"
    with service.database.begin() as tx:
        people.invite(tx, place, Role.OFFICIAL, code, now)
        invitation = people.open_invitation(tx, now, code)
        person = people.of_talk(tx, "terminal", user)
        assert invitation is not None
        assert person is not None
        people.use_invitation(tx, invitation, person, now)


def test_reminder_goes_once_whatever_restarts_or_doubles(database_url: str) -> None:
    with service_at(OPENING, database_url) as service:
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
            threading.Thread(target=lambda s=s, h=h: put.append(run_due_jobs(s, h)))
            for s, h in ((one, "one"), (two, "two"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert put == [0, 0]
        ((key, text),) = _letters(one)
    assert key.startswith("opening:2026-07:")
    assert "เปิดรับข้อมูลเดือนกรกฎาคม 2569" in text
    assert "10 ส.ค. 2569" in text


def test_only_what_is_owed_is_asked_for(sqlite_url: str) -> None:
    with service_at(DUE, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        add_figure(service, "210110", "2026-07", "ORG_ELEC", "3000")
        assert run_due_jobs(service) == 1
        ((_, text),) = _letters(service)
    assert "ส่งแล้ว 1 จาก 14 รายการ" in text
    assert "ไฟฟ้าสำนักงาน" not in text
    assert "ไฟฟ้าสาธารณะ" in text


def test_nobody_who_is_done_or_does_not_want_it_is_reminded(sqlite_url: str) -> None:
    with service_at(DUE, sqlite_url) as service:
        add_seat(service, "done", "official", "210109")
        complete(service, "210109", "2026-07")
        channel = TerminalChannel()
        add_seat(service, "quiet", "official", "210110")
        Talk(service, channel, "quiet").say("หยุดเตือน")
        add_seat(service, "pausing", "official", "210108")
        Talk(service, channel, "pausing").say("พักเตือน 1 เดือน")
        add_seat(service, "blocked", "official", "210112")
        Talk(service, channel, "blocked").say("(unfollow)")
        assert run_due_jobs(service) == 0
        # a pause ends by itself
        _move(service, "2026-09-15T09:00+07:00")
        assert run_due_jobs(service) == 2
        assert {key.split(":")[0] for key, _ in _letters(service)} == {"after"}


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.CLOSED])
def test_month_that_was_received_or_closed_is_not_owed(state: State, sqlite_url: str) -> None:
    with service_at(DUE, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        _move_month(service, "210110", state)
        assert run_due_jobs(service) == 0


def test_returned_month_is_owed_with_its_reason(sqlite_url: str) -> None:
    with service_at(DUE, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        complete(service, "210110", "2026-07")
        _move_month(service, "210110", State.RETURNED, "ไฟฟ้าสูงกว่าบิล")
        assert run_due_jobs(service) == 1
        ((_, text),) = _letters(service)
    assert "ผู้ประสานงานส่งคืนให้แก้: ไฟฟ้าสูงกว่าบิล" in text


def _move_month(service: Service, place: str, to: State, reason: str = "") -> None:
    month, now = PlaceMonth(place, Month(2026, 7)), service.clock.now()
    with service.database.begin() as tx:
        if to in (State.RETURNED, State.APPROVED):
            months.move(tx, month, State.SUBMITTED, now, None)
            month = months.get(tx, place, month.month)
        months.move(tx, month, to, now, None, reason)


@pytest.mark.parametrize(
    "now",
    [
        "2026-08-10T07:00+07:00",
        "2026-08-10T08:29:59+07:00",
        "2026-08-10T16:30+07:00",
        "2026-08-09T10:00+07:00",  # a Sunday
        "2026-08-12T10:00+07:00",  # a holiday
    ],
)
def test_nothing_goes_at_night_or_on_a_day_off(now: str, sqlite_url: str) -> None:
    with service_at(now, sqlite_url) as service:
        stop_clock(service, now)
        add_seat(service, "somchai", "official", "210110")
        assert run_due_jobs(service) == 0


def test_several_offices_are_one_message(sqlite_url: str) -> None:
    with service_at(DUE, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        also_official(service, "somchai", "210109")
        complete(service, "210109", "2026-07")
        also_official(service, "somchai", "210112")
        assert run_due_jobs(service) == 1
        ((_, text),) = _letters(service)
    assert "• องค์การบริหารส่วนตำบลกะเฉด ก.ค. 2569: ค้าง 14 จาก 14 รายการ" in text
    assert "210109" not in text
    assert "เทศบาลตำบลเนินพระ" not in text
    assert text.count("•") == 2
    assert "และอีก 9 รายการ" in text


def test_official_who_coordinates_too_gets_one_letter(sqlite_url: str) -> None:
    """The weekly digest falls on the due day: the reminder and it are one push."""
    with service_at(DUE, sqlite_url) as service:
        add_seat(service, "malee", "coordinator", "2101")
        also_official(service, "malee", "210110")
        assert run_due_jobs(service) == 1
        ((key, text),) = _letters(service)
        whys = {row["key"].split(":")[0]: row["sent_as"] for row in _rows(service)}
    assert key.startswith("due:2026-07:2026-08-10:")
    assert "วันนี้ครบกำหนดส่งข้อมูลเดือนกรกฎาคม 2569" in text
    assert "อำเภอเมืองระยอง · กรกฎาคม 2569" in text
    assert whys == {"due": None, "digest": rings.MERGED}


def test_who_joins_after_the_opening_is_not_told_that_it_opened(sqlite_url: str) -> None:
    with service_at("2026-08-04T09:00+07:00", sqlite_url) as service:
        add_seat(service, "new", "official", "210110")
        assert run_due_jobs(service) == 0
        _move(service, "2026-08-05T09:00+07:00")
        assert run_due_jobs(service) == 1


def test_line_on_an_answer_saves_the_days_push(sqlite_url: str) -> None:
    with service_at("2026-08-10T08:00+07:00", sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        talk = Talk(service, TerminalChannel(), "somchai")
        add_figure(service, "210110", "2026-06", "ORG_ELEC", "3000")
        first, second = talk.say("ยอดรวม"), talk.say("ยอดรวม")
        _move(service, DUE)
        assert run_due_jobs(service) == 0
        assert [row["sent_as"] for row in _rows(service)] == [rings.RODE]
        _move(service, AFTER)
        assert run_due_jobs(service) == 1
        third = talk.say("ยอดรวม")[1:]
    assert first[-1].text == "ยังค้าง 14 รายการของ ก.ค. 2569 (กำหนด 10 ส.ค. 2569)"
    assert len(second) == len(first) - 1  # once a day
    assert all("ยังค้าง" not in reply.text for reply in third)  # pushed today already


def test_coordinator_gets_the_summary_after_the_due_day(sqlite_url: str) -> None:
    with service_at("2026-08-11T09:00+07:00", sqlite_url) as service:
        add_seat(service, "malee", "coordinator", "2101")
        add_seat(service, "somchai", "official", "210110")
        add_figure(service, "210110", "2026-07", "ORG_ELEC", "3000")
        assert run_due_jobs(service) == 1
        ((key, text),) = _letters(service)
        told = Talk(service, TerminalChannel(), "malee").hear()
    assert key.startswith("summary:2026-07:")
    assert "กำลังทยอยส่ง (1): อบต.กะเฉด" in text
    assert told[0].card is not None


def test_list_names_apart_who_cannot_be_reached_and_where_nobody_is(sqlite_url: str) -> None:
    with service_at(LIST, sqlite_url) as service:
        add_seat(service, "malee", "coordinator", "2101")
        add_seat(service, "somchai", "official", "210110")
        add_seat(service, "blocked", "official", "210109")
        Talk(service, TerminalChannel(), "blocked").say("(unfollow)")
        add_seat(service, "done", "official", "210112")
        complete(service, "210112", "2026-07")
        run_due_jobs(service)
        texts = [text for key, text in _letters(service) if key.startswith("escalation")]
        talk = Talk(service, TerminalChannel(), "malee")
        (said,) = talk.hear()
        nudged = talk.say("[ทวง อบต.กะเฉด]")
    assert len(texts) == 1
    lines = texts[0].splitlines()
    assert lines[0] == "อำเภอเมืองระยอง · กรกฎาคม 2569 ยังค้าง 14 แห่ง"
    assert "เตือนแล้ว ยังค้าง (1): อบต.กะเฉด" in lines
    assert "บัญชีถูกบล็อก โปรดโทรติดต่อ (1): ทต.เนินพระ" in lines
    assert any(line.startswith("ยังไม่มีผู้รับผิดชอบ (12): ") for line in lines)
    assert [button.label for button in said.buttons] == ["ทวงทั้งหมด", "ทวง อบต.กะเฉด"]
    assert "อบต.กะเฉด" in nudged[0].text


def test_list_goes_to_the_administrator_where_nobody_coordinates(sqlite_url: str) -> None:
    with service_at(LIST, sqlite_url) as service:
        add_seat(service, "wichai", "admin", "21")
        assert run_due_jobs(service) == 1
        _move(service, "2026-08-20T09:00+07:00")
        assert run_due_jobs(service) == 1
        assert [key.split(":")[0] for key, _ in _letters(service)] == ["close", "escalation"]
        add_seat(service, "malee", "coordinator", "21")
        run_due_jobs(service)
        closing = [text for key, text in _letters(service) if key.startswith("close")]
        (told, *_) = Talk(service, TerminalChannel(), "malee").hear()
    assert len(closing) == 2
    assert all("ปิดเดือนได้แล้ว" in text for text in closing)
    assert "ส่งครบ 0 จาก 69 แห่ง" in told.text  # the digest at the close, with card and picture
    assert told.card is not None
    assert told.picture is not None
    assert [button.action for button in told.buttons][:2] == [
        "menu:close:.2026-07",
        "menu:review:.2026-07",
    ]


def test_digest_comes_every_week_while_the_month_is_open(sqlite_url: str) -> None:
    days = ("08-03", "08-10", "08-11", "08-17", "08-20", "08-24", "08-31")
    with service_at(OPENING, sqlite_url) as service:
        add_seat(service, "malee", "coordinator", "2101")
        came = []
        for day in days:
            _move(service, f"2026-{day}T10:00+07:00")
            if run_due_jobs(service):
                came.append(day)
    # the opening's own Monday has nothing to tell yet; the list and the close tell it all
    assert came == ["08-10", "08-11", "08-17", "08-20"]


def test_province_has_its_own_days(sqlite_url: str) -> None:
    with service_at(DUE, sqlite_url) as service:
        add_seat(service, "rayong", "official", "210110")
        add_seat(service, "chonburi", "official", "200106")
        now = service.clock.now()
        with service.database.begin() as tx:
            schedules.set_rules(tx, "20", Rules(due_day=14), None, now)
            schedules.set_day(tx, "21", date(2026, 8, 10), False, "งานประจำปี")
        assert run_due_jobs(service) == 1  # before the 14th, in Chonburi
        _move(service, "2026-08-11T09:00+07:00")
        assert run_due_jobs(service) == 1
        keys = [key.rsplit(":", 1)[0].split(":")[:3] for key, _ in _letters(service)]
    assert keys[1] == ["due", "2026-07", "2026-08-11"]
    assert keys[0][0] == "before"


def test_letter_that_was_too_late_in_the_day_goes_the_next_morning(database_url: str) -> None:
    with service_at("2026-08-03T16:29:50+07:00", database_url) as service:
        channel = TerminalChannel()
        service.channels[channel.name] = channel
        add_seat(service, "somchai", "official", "210110")
        assert run_due_jobs(service) == 1
        _move(service, "2026-08-03T16:40+07:00")
        assert deliver_one(service)
        assert channel.take("somchai") == []
        assert run_due_jobs(service) == 0
        _move(service, "2026-08-04T08:31+07:00")
        assert run_due_jobs(service) == 1
        assert deliver_one(service)
        (told,) = channel.take("somchai")
        assert run_due_jobs(service) == 0
        (row,) = _rows(service)
    assert "เปิดรับข้อมูล" in told.text
    assert row["state"] == "sent"


@contextmanager
def _services(database_url: str, count: int) -> Iterator[list[Service]]:
    with ExitStack() as stack:
        yield [
            stack.enter_context(service_at("2026-08-01T08:00+07:00", database_url))
            for _ in range(count)
        ]


def test_months_of_several_clocks_that_fail_start_again_and_take_over(database_url: str) -> None:
    """Three processes, seconds off, some days all down: none missed, none double, none late."""
    chance = random.Random(20260801)
    calendar = Calendar()
    first, last = date(2026, 8, 1), date(2026, 10, 31)
    up: set[date] = set()
    with _services(database_url, 3) as services:
        channel = TerminalChannel()
        for service in services:
            service.channels[channel.name] = channel
        add_seat(services[0], "somchai", "official", "210110")
        add_seat(services[0], "somsri", "official", "210109")
        add_seat(services[0], "done", "official", "210112")
        for month in ("2026-07", "2026-08", "2026-09"):
            complete(services[0], "210112", month)
        day = first
        while day <= last:
            if chance.random() > 0.15:  # else a day on which nothing runs at all
                up.add(day)
                for hour in ("07:00", "08:30", "13:00", "20:00"):
                    _tick(services, chance, f"{day}T{hour}:05+07:00")
                    while deliver_one(services[0]):
                        pass
            day += timedelta(days=1)
        rows = [row for row in _rows(services[0]) if row["replies"]]
    rung = Counter(row["key"] for row in rows)
    assert set(rung.values()) == {1}
    for row in rows:
        for moment in (row["created_at"], row["sent_at"]):
            assert calendar.in_hours(moment.astimezone(services[0].clock.zone))
    expected = {
        rings.key_of(calendar.ring(job, month), person, "21")
        for month in (Month(2026, 7), Month(2026, 8), Month(2026, 9))
        for job in TO_OFFICIALS
        for person in (1, 2)
        if (window := calendar.window(job, month))
        and any(day in window and calendar.is_working_day(day) for day in up)
    }
    assert set(rung) == expected
    assert len(expected) == 20  # of 24: twice the days of a job were all out


def _tick(services: list[Service], chance: random.Random, moment: str) -> None:
    """Whoever is up ticks, all at once, and sees a time that is a few seconds off."""
    running = chance.sample(list(enumerate(services)), chance.randint(1, len(services)))
    threads = []
    for number, service in running:
        service.clock.move_to(
            datetime.fromisoformat(moment) + timedelta(seconds=chance.randint(-4, 4))
        )
        holder = f"{number}.{chance.randint(0, 2)}"  # a process that was started again
        threads.append(threading.Thread(target=run_due_jobs, args=(service, holder)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for service in services:
        service.clock.move_to(datetime.fromisoformat(moment))


def test_person_is_held_to_one_reminder_a_day(sqlite_url: str) -> None:
    """Reminded once today, whatever else comes due the same day."""
    with service_at(DUE, sqlite_url) as service:
        add_seat(service, "somchai", "official", "210110")
        with service.database.begin() as tx:
            tx.execute(update(people_table).values(reminded_at=service.clock.now()))
        assert run_due_jobs(service) == 0
        assert [row["sent_as"] for row in _rows(service)] == [rings.RODE]
        assert _rows(service)[0]["key"].startswith(Job.DUE.value)
