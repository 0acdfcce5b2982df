"""Deciding on months through the whole path: forged and stale buttons, other people's places."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table, select

from bot.messages import Button
from bot.months import Month
from bot.people import Role
from bot.reporting import State
from handlers.app import create_app
from handlers.clock import run_chores
from handlers.service import Service
from handlers.terminal import Talk, TerminalChannel
from storage import months, people
from storage.tables import (
    attachments,
    audit_events,
    evidence,
    figure_revisions,
    late_requests,
    notices,
    nudges,
    place_months,
)
from tests.chats import FILES, add_figure, add_seat, complete, service_at

PLACE, NEIGHBOUR, ELSEWHERE = "210110", "210109", "210301"
JULY = Month(2026, 7)
NOW = "2026-08-12T09:00+07:00"


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    with service_at(NOW, database_url) as service:
        add_seat(service, "malee", "coordinator", "2101")
        add_seat(service, "prasert", "coordinator", "2103")
        add_seat(service, "province", "coordinator", "21")
        add_seat(service, "wichai", "auditor", "21")
        add_seat(service, "somchai", "official", PLACE)
        add_seat(service, "wanna", "official", NEIGHBOUR)
        complete(service, PLACE, "2026-07")
        yield service


class People:
    """Everybody's talk with one service; `press` presses any button, shown or forged."""

    def __init__(self, service: Service) -> None:
        self._service, self._channel = service, TerminalChannel()
        self._talks: dict[str, Talk] = {}

    def say(self, user: str, text: str) -> str:
        talk = self._talks.setdefault(user, Talk(self._service, self._channel, user, FILES))
        return "\n".join(reply.whole_text for reply in talk.say(text))

    def press(self, user: str, action: str) -> str:
        talk = self._talks.setdefault(user, Talk(self._service, self._channel, user))
        talk.buttons = (Button("forged", action),)
        return self.say(user, "[forged]")

    def buttons(self, user: str) -> dict[str, str]:
        return {button.label: button.action for button in self._talks[user].buttons}


def _state(service: Service, place: str = PLACE) -> State:
    with service.database.begin() as tx:
        here = people.get_place(tx, place)
        return months.standing(tx, service.catalogue, here, JULY).month.state


def _rows(service: Service, table: Table) -> int:
    with service.database.begin() as tx:
        return len(tx.execute(select(table)).all())


FORGED = [
    f"menu:{flow}:{PLACE}.2026-07" for flow in ("approve", "return", "nudge", "reopen", "items")
] + [f"menu:approve:{PLACE}.2026-07.0-14", "menu:close:.2026-07", "menu:approve:.2026-07"]


@pytest.mark.parametrize("user", ["somchai", "wanna", "wichai", "stranger"])
def test_who_may_not_decide_changes_nothing(service: Service, user: str) -> None:
    everybody = People(service)
    said = "\n".join(everybody.press(user, action) for action in FORGED)
    assert _state(service) is State.SUBMITTED
    assert _rows(service, place_months) == 0
    assert _rows(service, notices) == 0
    assert _rows(service, nudges) == 0
    assert "กะเฉด" not in said or user == "wichai"


def test_not_yours_looks_like_not_there(service: Service) -> None:
    """Another district's coordinator hears the same about a real place and an invented one."""
    everybody = People(service)
    for flow in ("review", "approve", "return", "nudge", "reopen", "items"):
        theirs = everybody.press("prasert", f"menu:{flow}:{PLACE}.2026-07")
        nowhere = everybody.press("prasert", f"menu:{flow}:999999.2026-07")
        assert theirs.replace(PLACE, "") == nowhere.replace("999999", ""), flow
    typed = everybody.say("prasert", "ตรวจ กะเฉด")
    invented = everybody.say("prasert", "ตรวจ ไม่มีจริง")
    assert typed.replace("กะเฉด", "") == invented.replace("ไม่มีจริง", "")
    assert _state(service) is State.SUBMITTED


def test_a_decision_is_about_what_was_shown(service: Service) -> None:
    """The official corrects a figure after the coordinator has looked: nothing is approved."""
    everybody = People(service)
    everybody.say("malee", "ตรวจ กะเฉด")
    approve = everybody.buttons("malee")["อนุมัติ"]
    everybody.say("somchai", "ดีเซล 120 ลิตร")
    everybody.say("somchai", "ใช่")
    said = everybody.press("malee", approve)
    assert "ข้อมูลเปลี่ยนไป" in said
    assert "ดีเซลรถหน่วยงาน: 120 ลิตร" in said
    assert _state(service) is State.SUBMITTED
    assert "อนุมัติแล้ว" in everybody.press("malee", everybody.buttons("malee")["อนุมัติ"])
    assert _state(service) is State.APPROVED


def test_two_coordinators_decide_once(service: Service) -> None:
    everybody = People(service)
    for user in ("malee", "province"):
        everybody.say(user, "ตรวจ กะเฉด")
    buttons = {user: everybody.buttons(user) for user in ("malee", "province")}
    everybody.press("malee", buttons["malee"]["อนุมัติ"])
    said = everybody.press("province", buttons["province"]["ส่งกลับ"])
    assert "ข้อมูลเปลี่ยนไป" in said
    assert _state(service) is State.APPROVED


def test_a_correction_after_the_approval_goes_up_again(service: Service) -> None:
    everybody = People(service)
    everybody.say("malee", "ตรวจ กะเฉด")
    everybody.press("malee", everybody.buttons("malee")["อนุมัติ"])
    everybody.say("somchai", "ดีเซล 120 ลิตร")
    said = everybody.say("somchai", "ใช่")
    assert "ส่ง ก.ค. 2569 ให้ผู้ประสานงานตรวจอีกครั้งแล้ว" in said
    assert _state(service) is State.SUBMITTED
    with service.database.begin() as tx:
        kinds = [row.kind for row in tx.execute(select(notices).order_by(notices.c.id))]
        deeds = [row.action for row in tx.execute(select(audit_events).order_by(audit_events.c.id))]
    assert kinds == ["approved", "resubmitted"]
    assert [deed for deed in deeds if deed in ("approved", "submitted")] == [
        "approved",
        "submitted",
    ]


def test_an_undo_takes_a_month_out_of_the_queue(service: Service) -> None:
    everybody = People(service)
    complete(service, NEIGHBOUR, "2026-07")
    everybody.say("wanna", "ดีเซล 120 ลิตร")
    everybody.say("wanna", "ใช่")
    assert _state(service, NEIGHBOUR) is State.SUBMITTED
    add_figure(service, NEIGHBOUR, "2026-06", "ORG_DIESEL_VEH", "110")
    everybody.say("wanna", "เลิกทำ")
    assert _state(service, NEIGHBOUR) is State.SUBMITTED  # back to the figure from before


def test_late_figures_wait_for_their_own_coordinator(service: Service) -> None:
    everybody = People(service)
    everybody.say("province", "ปิดเดือน")
    everybody.say("province", "ใช่")
    assert _state(service) is State.CLOSED
    everybody.say("somchai", "ดีเซล 120 ลิตร")
    everybody.say("somchai", "ใช่")
    with service.database.begin() as tx:
        number = tx.execute(select(late_requests.c.id)).scalar_one()
    for stranger in ("prasert", "wanna", "wichai", "somchai"):
        everybody.press(stranger, f"menu:late:yes:{number}")
    with service.database.begin() as tx:
        assert tx.execute(select(late_requests.c.state)).scalar_one() == "waiting"
    assert "รับแล้ว" in everybody.press("malee", f"menu:late:yes:{number}")
    assert "ไม่ได้รอพิจารณาแล้ว" in everybody.press("malee", f"menu:late:no:{number}")
    totals = everybody.say("somchai", "ความคืบหน้า")
    assert "ดีเซลรถหน่วยงาน: 120 ลิตร" in totals


def test_a_late_figure_is_the_officials_own(service: Service) -> None:
    """Accepted above, told below: the revision names the official and the message."""
    everybody = People(service)
    everybody.say("province", "ปิดเดือน")
    everybody.say("province", "ใช่")
    everybody.say("somchai", "(photo bill.jpg) ดีเซล 120 ลิตร")
    everybody.say("somchai", "ใช่")
    assert _rows(service, evidence) == 0
    everybody.say("malee", "คำขอ")
    everybody.press("malee", everybody.buttons("malee")["รับ"])
    with service.database.begin() as tx:
        row = (
            tx.execute(select(figure_revisions).order_by(figure_revisions.c.id.desc()).limit(1))
            .mappings()
            .one()
        )
        official = people.holders(tx, PLACE, Role.OFFICIAL)
    assert [row["person"]] == official
    assert row["event"] is not None
    assert row["reason"] == "late, accepted above"
    with service.database.begin() as tx:
        shown = tx.execute(select(evidence)).mappings().one()
    assert (shown["place"], shown["version"]) == (PLACE, row["version"])


def test_a_bill_waits_as_long_as_its_late_figure(database_url: str) -> None:
    """Unused pictures go after thirty days; one that a decision is waited for does not."""
    with service_at(NOW, database_url) as service:
        add_seat(service, "malee", "coordinator", "2101")
        add_seat(service, "somchai", "official", PLACE)
        complete(service, PLACE, "2026-07")
        everybody = People(service)
        everybody.say("malee", "ปิดเดือน")
        everybody.say("malee", "ใช่")
        everybody.say("somchai", "(photo bill.jpg) ดีเซล 120 ลิตร")
        everybody.say("somchai", "ใช่")
    for now, answer, state in (
        ("2026-10-12T09:00+07:00", "คำขอ", "kept"),
        ("2026-10-14T09:00+07:00", "[ไม่รับ]", "unwanted"),
    ):
        with service_at(now, database_url) as service:
            everybody = People(service)
            everybody.say("malee", "คำขอ")
            everybody.say("malee", answer)
            run_chores(service)
            with service.database.begin() as tx:
                assert tx.execute(select(attachments.c.state)).scalar_one() == state


def test_a_nudge_is_not_repeated_by_anybody_within_three_days(database_url: str) -> None:
    for now, nudged in (
        ("2026-08-11T09:00+07:00", 1),
        ("2026-08-14T08:30+07:00", 1),
        ("2026-08-14T09:30+07:00", 2),
    ):
        with service_at(now, database_url) as service:
            if now.startswith("2026-08-11"):
                add_seat(service, "malee", "coordinator", "2101")
                add_seat(service, "province", "coordinator", "21")
                add_seat(service, "somchai", "official", PLACE)
            everybody = People(service)
            everybody.say("malee", "เตือน กะเฉด")
            everybody.press("province", f"menu:nudge:{PLACE}.2026-07")
            assert _rows(service, nudges) == nudged
            assert _rows(service, notices) == nudged


def test_a_complete_month_that_is_asked_more_is_open_until_it_is_told(service: Service) -> None:
    everybody = People(service)
    everybody.say("malee", "รายการ กะเฉด")
    everybody.say("malee", "เพิ่ม ปุ๋ยยูเรีย")
    assert "เรียบร้อย" in everybody.say("malee", "ใช่")
    assert _state(service) is State.OPEN
    assert "ส่งแล้ว 14 จาก 15 รายการ" in everybody.say("somchai", "ความคืบหน้า")
    everybody.say("malee", "รายการ กะเฉด")
    everybody.say("malee", "ตัด ปุ๋ยยูเรีย")
    everybody.say("malee", "ใช่")
    assert _state(service) is State.SUBMITTED
    assert "เดือนก่อนหน้านั้นคงเดิม" in everybody.say("malee", "รายการ กะเฉด มิ.ย. 69")


def test_the_overview_page_shows_what_was_decided(service: Service) -> None:
    everybody = People(service)
    everybody.say("malee", "ตรวจ กะเฉด")
    everybody.press("malee", everybody.buttons("malee")["อนุมัติ"])
    link = next(
        button.link
        for reply in Talk(service, TerminalChannel(), "malee").say("ภาพรวม")
        for button in reply.buttons
        if button.link
    )
    client = create_app(service=service).test_client()
    client.post(link.removeprefix(service.settings.base_url))
    page = client.get("/console/").text
    row = page[page.index("องค์การบริหารส่วนตำบลกะเฉด") :]
    assert '<span class="state approved">อนุมัติแล้ว</span>' in row[: row.index("</tr>")]
