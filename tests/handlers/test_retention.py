"""Retention: what is old enough is forgotten, what is official stays, and every run is proved."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.retention import PERIODS, Kept, lasts
from bot.text import voice
from handlers.clock import run_chores
from handlers.retaining import retain, retain_when_due
from handlers.service import Service
from handlers.settings import Clock
from handlers.terminal import Talk, TerminalChannel
from storage import audit, notices, retention, tickets
from storage.retention import FORGET
from storage.tables import conversations, figure_revisions, inbox, invitations, outbox
from storage.tables import notices as notices_table
from storage.tables import tickets as tickets_table
from tests.chats import DEFAULT_NOW, add_invitation, add_seat, service_at

PRIVACY = Path(__file__).parents[2] / "docs" / "PRIVACY.md"
DAY = timedelta(days=1)


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    with service_at(DEFAULT_NOW, database_url) as service:
        yield service


def _after(service: Service, days: int) -> dict[str, int]:
    service.clock = Clock(service.clock.zone, service.clock.now() + days * DAY)
    return retain(service)


def _raws(service: Service) -> list[str]:
    with service.database.begin() as tx:
        return [
            raw.decode() for raw in tx.execute(select(inbox.c.raw).order_by(inbox.c.id)).scalars()
        ]


def _talk(service: Service, user: str = "somchai") -> Talk:
    add_seat(service, user, "official", "210110")
    talk = Talk(service, TerminalChannel(), user)
    talk.say("เริ่ม")
    talk.say("3,456")
    talk.say("ดีเซล 320 ลิตร")
    talk.say("ใช่")
    talk.say("ขอบคุณมาก ดวงใจ")
    return talk


def test_words_go_after_half_a_year_and_what_told_a_figure_stays(service: Service) -> None:
    _talk(service)
    assert _after(service, 179)["talk"] == 0
    assert _after(service, 2)["talk"] == 2
    start, told, read, yes, thanks = _raws(service)
    assert start == thanks == '{"forgotten": true}'
    assert "3,456" in told
    assert "ดีเซล 320 ลิตร" in read  # told by it, saved by the yes
    assert "ใช่" in yes
    assert _after(service, 1)["talk"] == 0


def test_answers_are_blanked_and_their_rows_stay(service: Service) -> None:
    _talk(service)
    with service.database.begin() as tx:
        before = tx.execute(select(func.count()).select_from(outbox)).scalar_one()
    assert _after(service, 181)["answers"] == before
    with service.database.begin() as tx:
        rows = tx.execute(select(outbox.c.replies, outbox.c.reply_token, outbox.c.state)).all()
    assert [tuple(row) for row in rows] == [([], "", "sent")] * before
    assert _after(service, 1)["answers"] == 0


def test_strangers_are_forgotten_after_a_month_whole(service: Service) -> None:
    Talk(service, TerminalChannel(), "Ustranger").say("ความลับ")
    Talk(service, TerminalChannel(), "Cgroup").say("(group)")
    _talk(service)
    assert _after(service, 29)["strangers"] == 0
    assert _after(service, 2)["strangers"] == 2 + 2 + 2  # messages, answers, conversations
    with service.database.begin() as tx:
        everything = str(
            [
                tx.execute(select(table)).all()
                for table in (inbox, outbox, conversations, figure_revisions)
            ]
        )
        left = tx.execute(select(conversations.c.user)).scalars().all()
    assert left == ["somchai"]
    for gone in ("Ustranger", "ความลับ", "Cgroup"):
        assert gone not in everything
    assert "ขอบคุณมาก ดวงใจ" in "".join(_raws(service))  # of a person, for half a year
    assert _after(service, 1)["strangers"] == 0


def test_who_joined_meanwhile_is_no_stranger(service: Service) -> None:
    add_invitation(service, "ABCDEFGHJKMNPQRS", "official", "210110")
    talk = Talk(service, TerminalChannel(), "somchai")
    talk.say("สวัสดี ดวงใจ")
    talk.say("ABCD-EFGH-JKMN-PQRS")
    talk.say("[รับทราบและเข้าร่วม]")
    assert _after(service, 31)["strangers"] == 0
    assert "ดวงใจ" in _raws(service)[0]


def test_erased_peoples_figures_are_not_taken_for_strangers(service: Service) -> None:
    talk = _talk(service)
    talk.say("ลบข้อมูลของฉัน")
    talk.say("ใช่")
    _after(service, 200)
    with service.database.begin() as tx:
        users = set(tx.execute(select(inbox.c.user)).scalars())
    assert users == {"erased:1"}
    assert any("3,456" in raw for raw in _raws(service))


def test_links_codes_and_notices_go_in_their_time(service: Service) -> None:
    add_invitation(service, "ABCDEFGHJKMNPQRS", "official", "210109")
    add_seat(service, "somchai", "official", "210110")
    now = service.clock.now()
    with service.database.begin() as tx:
        tickets.issue(tx, "console", "secret", 1, {}, now, timedelta(minutes=10))
        notices.put(tx, [1], "approved", {}, "told", now)
        notices.put(tx, [1], "approved", {}, "waits", now)
        told = update(notices_table).where(notices_table.c.key == "told:1")
        tx.execute(told.values(told_at=now))
    early = _after(service, 89)
    assert (early["links"], early["codes"]) == (0, 0)
    late = _after(service, 9)  # a code is good for a week
    assert (late["links"], late["codes"], late["notices"]) == (1, 2, 0)
    assert _after(service, 100)["notices"] == 1
    with service.database.begin() as tx:
        assert tx.execute(select(tickets_table)).all() == []
        assert tx.execute(select(notices_table.c.key)).scalars().all() == ["waits:1"]
        hashes = tx.execute(select(invitations.c.code_hash)).scalars().all()
    assert sorted(hashes) == ["gone:1", "gone:2"]


def test_every_run_is_proved_and_comes_once_a_day(service: Service) -> None:
    assert retain_when_due(service)
    assert not retain_when_due(service)
    service.clock = Clock(service.clock.zone, service.clock.now() + DAY)
    assert retain_when_due(service)
    with service.database.begin() as tx:
        runs = [one for one in audit.latest(tx, 10) if one.action == "retention run"]
    assert [set(run.details) for run in runs] == [{kept.value for kept in FORGET}] * 2
    assert all(run.person is None for run in runs)


def test_long_backlog_goes_in_batches(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    talk = _talk(service)
    for name in ("ดวงใจ", "มานี", "ชูใจ", "ปิติ", "วีระ"):
        talk.say(f"ขอบคุณมาก {name}")
    assert _after(service, 181)["talk"] == 7
    assert sum("forgotten" in raw for raw in _raws(service)) == 7


def test_message_still_waiting_is_not_forgotten(service: Service) -> None:
    add_seat(service, "somchai", "official", "210110")
    Talk(service, TerminalChannel(), "somchai").say("สวัสดี")
    with service.database.begin() as tx:
        tx.execute(update(inbox).values(state="new"))
    assert _after(service, 181)["talk"] == 0


# --- the table ------------------------------------------------------------------------------------


def test_every_period_with_days_has_its_job() -> None:
    by_chores = {Kept.FILES}  # handlers/clock.py lets unused files go
    assert {period.kept for period in PERIODS if period.days} == set(FORGET) | by_chores
    with pytest.raises(LookupError):
        lasts(Kept.FIGURES)


def test_files_chore_keeps_the_tables_time(sqlite_url: str) -> None:
    with service_at(DEFAULT_NOW, sqlite_url) as service:
        assert "unused files" in run_chores(service)


@pytest.mark.parametrize("language", ["th", "en"])
def test_document_holds_the_same_table(language: str) -> None:
    """docs/PRIVACY.md is the record of processing: what is kept, why, how long."""
    text = PRIVACY.read_text(encoding="utf-8")
    for row in _rows(language):
        assert row in text


def _rows(language: str) -> list[str]:
    t: Any = voice(language)
    stays = {"th": "ไม่ลบ", "en": "kept"}[language]
    days = {"th": "%s วัน", "en": "%s days"}[language]
    return [
        f"| {t(period.what)} | {t(period.why)} | {days % period.days if period.days else stays} |"
        for period in PERIODS
    ]
