"""Fetching: what the person hears of a file that comes, comes late, or never; nothing is lost."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.attachments import Content
from bot.months import Month
from bot.retention import Kept, lasts
from handlers.answer import answer_one
from handlers.channels.base import Never, TooLarge, TryLater
from handlers.clock import run_chores
from handlers.fetch import fetch_one
from handlers.files.limits import MOST_BYTES
from handlers.files.store import FileStore
from handlers.service import Service
from handlers.settings import Clock
from handlers.terminal import Talk, TerminalChannel
from storage import evidence
from storage.attachments import AWAITED, FETCH_LEASE, GIVE_UP_AFTER
from storage.tables import attachments, inbox
from tests.chats import DEFAULT_NOW, add_seat, service_at
from tests.clocks import stop_clock
from tests.handlers.files.making import (
    SECRET,
    corners,
    encoded,
    exif_with_place,
    pdf_of,
    png,
    saved,
)

DAY = timedelta(days=1)
PLACE, JULY = "210110", Month(2026, 7)
PHOTO = encoded(corners(), "JPEG", exif=exif_with_place())
ATTACHED = "แนบเป็นหลักฐานแล้ว"
ON_ITS_WAY = "ไฟล์กำลังส่งมา"
GONE = "รับไฟล์ไม่สำเร็จ"

Outcome = bytes | Exception | Callable[[], bytes]


class Host(TerminalChannel):
    """A platform whose content host does as it is told, then has nothing any more."""

    def __init__(self, *outcomes: Outcome) -> None:
        super().__init__()
        self.asked: list[Content] = []
        self.outcomes = list(outcomes)

    def fetch(self, content: Content, most_bytes: int) -> bytes:
        self.asked.append(content)
        assert most_bytes == MOST_BYTES
        outcome = self.outcomes.pop(0) if self.outcomes else Never("404")
        if isinstance(outcome, Exception):
            raise outcome
        return outcome if isinstance(outcome, bytes) else outcome()


class Desk:
    """An official who has just told a figure, with a service and a folder for files."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.service, self.folder = service, folder
        service.files = FileStore(str(folder))
        self.clock = stop_clock(service)
        add_seat(service, "somchai", "official", PLACE)
        self.host = Host()
        self.talk = Talk(service, self.host, "somchai")
        self.talk.say("น้ำ 250 ลบ.ม.")
        assert "บันทึกแล้ว" in self.talk.say("ถูกต้อง")[0].text

    def send(self, *outcomes: Outcome) -> list[str]:
        """Send a photo that the host gives in this way; the first lines of what is answered."""
        self.host.outcomes = list(outcomes)
        return self._heads(self.talk.say("(photo bill.jpg)"))

    def wait(self, span: timedelta) -> list[str]:
        """Let time pass, let the worker work; what the person hears."""
        self.clock.at += span
        while fetch_one(self.service) or answer_one(self.service):
            pass
        return self._heads(self.talk.hear())

    def _heads(self, replies: list[Any]) -> list[str]:
        return [reply.text for reply in replies]

    def row(self) -> dict[str, Any]:
        """The attachment sent last."""
        with self.service.database.begin() as tx:
            newest = select(attachments).order_by(attachments.c.id.desc()).limit(1)
            return dict(tx.execute(newest).mappings().one())

    def files(self) -> list[Path]:
        return [found for found in self.folder.rglob("*") if found.is_file()]

    def exhibits(self) -> list[evidence.Exhibit]:
        with self.service.database.begin() as tx:
            return evidence.of_place(tx, PLACE, JULY, JULY)


def _desk(database_url: str, folder: Path) -> Iterator[Desk]:
    with service_at(DEFAULT_NOW, database_url) as service:
        yield Desk(service, folder)


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    yield from _desk(sqlite_url, tmp_path / "files")


@pytest.fixture
def any_desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """The same on each database."""
    yield from _desk(database_url, tmp_path / "files")


# --- it comes -----------------------------------------------------------------------------------


def test_kept_bytes_are_those_whose_hash_is_shown(any_desk: Desk) -> None:
    (said,) = any_desk.send(PHOTO)
    assert said.startswith(ATTACHED)
    assert ON_ITS_WAY not in said
    (file,) = any_desk.files()
    body = file.read_bytes()
    assert SECRET.encode() in PHOTO
    assert SECRET.encode() not in body
    (exhibit,) = any_desk.exhibits()
    assert exhibit.sha256 == hashlib.sha256(body).hexdigest()
    assert (exhibit.state, exhibit.size_bytes, exhibit.path) == (
        "kept",
        len(body),
        str(file.relative_to(any_desk.folder)),
    )


def test_name_the_person_gave_is_nowhere_in_the_folder(desk: Desk) -> None:
    desk.send(PHOTO)
    assert "bill" in desk.row()["name"]
    assert not [path for path in desk.folder.rglob("*") if "bill" in path.name]


def test_of_a_table_the_hash_is_of_the_file_that_was_sent(desk: Desk) -> None:
    body = "รายการ,ปริมาณ\nไฟฟ้า,3456\n".encode()
    desk.send(body)
    row = desk.row()
    assert row["sha256"] == hashlib.sha256(body).hexdigest()
    assert (row["state"], row["path"], row["size_bytes"]) == ("kept", None, len(body))
    assert row["sheets"][0]["rows"][1] == ["ไฟฟ้า", "3456"]
    assert desk.files() == []


def test_document_is_kept_as_a_document(desk: Desk) -> None:
    desk.send(saved(pdf_of()))
    (file,) = desk.files()
    assert (file.suffix, desk.row()["media_type"]) == (".pdf", "application/pdf")


# --- it comes later -----------------------------------------------------------------------------


def test_file_that_comes_at_the_second_try_is_answered_once(desk: Desk) -> None:
    assert desk.send(TryLater("202"), PHOTO) == []
    assert desk.files() == []
    (said,) = desk.wait(timedelta(seconds=3))
    assert said.startswith(ATTACHED)
    assert ON_ITS_WAY not in said
    assert len(desk.host.asked) == 2
    assert desk.wait(timedelta(days=2)) == []


def test_after_twenty_seconds_the_person_hears_that_it_is_on_its_way(any_desk: Desk) -> None:
    desk = any_desk
    assert desk.send(TryLater("202"), TryLater("429"), PHOTO) == []
    assert desk.wait(timedelta(seconds=5)) == []
    (said,) = desk.wait(AWAITED)
    assert said.startswith(ATTACHED)
    (exhibit,) = desk.exhibits()
    assert exhibit.state == "kept"  # fetched at the third try, before the answer


def test_answer_says_so_and_the_file_stands_behind_the_figure_when_it_arrives(
    any_desk: Desk,
) -> None:
    desk = any_desk
    trouble = [TryLater("500") for _ in range(6)]
    assert desk.send(*trouble, PHOTO) == []
    (said,) = desk.wait(AWAITED)
    assert said.startswith(ATTACHED)
    assert ON_ITS_WAY in said
    (exhibit,) = desk.exhibits()
    assert (exhibit.state, exhibit.sha256) == ("wanted", "")
    for _ in range(6):
        assert desk.wait(timedelta(minutes=3)) == []
    (exhibit,) = desk.exhibits()
    (file,) = desk.files()
    assert exhibit.state == "kept"
    assert exhibit.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_other_people_do_not_wait_for_somebodys_file(desk: Desk) -> None:
    add_seat(desk.service, "malee", "official", "210109")
    assert desk.send(TryLater("202"), TryLater("202")) == []
    other = Talk(desk.service, desk.host, "malee")
    assert other.say("น้ำ 100 ลบ.ม.") != []
    assert desk.talk.say("ยอดรวม") == []  # behind the file, in the order things were said
    texts = desk.wait(AWAITED)
    assert len(texts) >= 2


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Never("404"), GONE),
        (TooLarge(), "ใหญ่เกินไป"),
        (b"MZ\x90\0", "ไม่รองรับไฟล์ชนิดนี้"),
        (PHOTO[:200], "เปิดไฟล์ไม่ได้"),
        (png(60_000, 60_000, 8, 2, b"", 0), "มากเกิน"),
    ],
    ids=["gone", "too large", "kind", "broken", "too much"],
)
@pytest.mark.parametrize("late", [False, True])
def test_file_that_comes_to_nothing_is_told_once(
    late: bool, outcome: Outcome, words: str, desk: Desk
) -> None:
    """In the answer; or, when that has been given already, by a letter of its own."""
    if late:
        assert desk.send(*[TryLater("500") for _ in range(6)], outcome) == []
        (answered,) = desk.wait(AWAITED)
        assert words not in answered
        heard = [said for _ in range(6) for said in desk.wait(timedelta(minutes=3))]
    else:
        heard = desk.send(outcome)
    assert words in heard[0]
    assert not [said for said in heard[1:] if words in said]
    assert desk.row()["state"] == "refused"
    assert desk.files() == []
    assert desk.wait(GIVE_UP_AFTER * 2) == []


def test_file_that_never_comes_is_given_up_after_a_day_and_told_once(desk: Desk) -> None:
    assert desk.send(*[TryLater("500") for _ in range(200)]) == []
    (answered,) = desk.wait(AWAITED)
    assert ON_ITS_WAY in answered
    heard = [said for _ in range(30) for said in desk.wait(timedelta(hours=1))]
    assert len(heard) == 1
    assert heard[0].startswith(GONE)
    assert desk.row()["state"] == "refused"


def test_channel_that_is_off_gives_no_files(desk: Desk) -> None:
    assert desk.send(TryLater("500")) == []
    del desk.service.channels["terminal"]
    desk.wait(timedelta(seconds=3))
    assert (desk.row()["state"], desk.row()["trouble"]) == ("refused", "gone")


# --- our own trouble ----------------------------------------------------------------------------


def test_full_disk_loses_nothing(desk: Desk) -> None:
    (desk.folder.parent / "taken").write_text("a file where the folder should be")
    desk.service.files = FileStore(str(desk.folder.parent / "taken"))
    assert desk.send(PHOTO, PHOTO) == []
    assert desk.row()["state"] == "wanted"
    desk.service.files = FileStore(str(desk.folder))
    (said,) = desk.wait(timedelta(seconds=3))
    assert said.startswith(ATTACHED)
    assert len(desk.files()) == 1
    assert desk.exhibits()[0].state == "kept"


def test_mistake_of_our_own_is_tried_again_and_given_up_like_any_trouble(desk: Desk) -> None:
    assert desk.send(ZeroDivisionError(), PHOTO) == []
    (said,) = desk.wait(timedelta(seconds=3))
    assert said.startswith(ATTACHED)


def test_worker_that_dies_while_fetching_is_followed_by_another(desk: Desk) -> None:
    def die() -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.send(die, PHOTO)
    assert desk.wait(FETCH_LEASE - timedelta(seconds=5)) != []  # answered: on its way
    assert desk.files() == []
    desk.host.outcomes = [PHOTO]
    desk.wait(timedelta(seconds=6))
    assert len(desk.files()) == 1
    assert desk.exhibits()[0].state == "kept"


# --- unsent -------------------------------------------------------------------------------------


def test_unsent_file_is_deleted_and_is_evidence_of_nothing(any_desk: Desk) -> None:
    desk = any_desk
    desk.send(PHOTO)
    assert len(desk.files()) == 1
    desk.talk.say("(unsend)")
    assert desk.files() == []
    assert desk.exhibits() == []
    row = desk.row()
    assert (row["state"], row["path"], row["name"]) == ("deleted", None, "")
    with desk.service.database.begin() as tx:
        raw = tx.execute(select(inbox.c.raw).where(inbox.c.id == row["event"])).scalar_one()
    assert b"bill" not in raw


def test_table_that_was_unsent_leaves_no_rows_behind(desk: Desk) -> None:
    desk.send("รายการ,ปริมาณ\nไฟฟ้า,3456\n".encode())
    assert desk.row()["sheets"]
    desk.talk.say("(unsend)")
    assert (desk.row()["state"], desk.row()["sheets"]) == ("deleted", None)


def test_file_that_arrives_after_it_was_unsent_is_not_kept(any_desk: Desk) -> None:
    desk = any_desk

    def unsent_meanwhile() -> bytes:
        desk.talk.say("(unsend)")
        return PHOTO

    assert desk.send(*[TryLater("500") for _ in range(6)], unsent_meanwhile) == []
    desk.wait(AWAITED)
    for _ in range(8):
        desk.wait(timedelta(minutes=3))
    assert desk.host.outcomes == []
    assert desk.files() == []
    assert (desk.row()["state"], desk.row()["sha256"]) == ("deleted", None)


def test_nobody_is_asked_to_send_again_what_they_unsent(desk: Desk) -> None:
    def unsent_meanwhile() -> bytes:
        desk.talk.say("(unsend)")
        raise Never("404")  # as LINE answers then

    assert desk.send(*[TryLater("500") for _ in range(6)], unsent_meanwhile) == []
    desk.wait(AWAITED)
    heard = [said for _ in range(8) for said in desk.wait(timedelta(minutes=3))]
    assert desk.host.outcomes == []
    assert not [said for said in heard if GONE in said]
    assert desk.row()["state"] == "deleted"


def test_deleting_that_fails_is_tried_again(desk: Desk) -> None:
    desk.send(PHOTO)
    (file,) = desk.files()
    body = file.read_bytes()
    file.unlink()
    file.mkdir()  # a thing that cannot be deleted as a file
    with pytest.raises(OSError, match=file.name):
        desk.talk.say("(unsend)")
    assert desk.row()["state"] == "unwanted"
    file.rmdir()
    file.write_bytes(body)
    desk.wait(FETCH_LEASE + timedelta(seconds=1))
    assert desk.files() == []
    assert desk.row()["state"] == "deleted"


def test_nobody_else_can_press_the_buttons_under_a_file(desk: Desk) -> None:
    desk.send(PHOTO)
    take_out = next(button for button in desk.talk.buttons if "drop" in button.action)
    add_seat(desk.service, "malee", "official", "210109")
    other = Talk(desk.service, desk.host, "malee")
    other.say("น้ำ 100 ลบ.ม.")
    other.say("ถูกต้อง")
    other.buttons = (take_out,)
    other.say(f"[{take_out.label}]")
    assert len(desk.exhibits()) == 1
    desk.talk.say(f"[{take_out.label}]")
    assert desk.exhibits() == []


def test_nothing_of_a_stranger_is_fetched_or_kept(sqlite_url: str) -> None:
    host = Host(PHOTO)
    with service_at(DEFAULT_NOW, sqlite_url) as service:
        replies = Talk(service, host, "stranger").say("(photo bill.jpg)")
        assert "รหัสเชิญ" in replies[0].text
        assert host.asked == []
        with service.database.begin() as tx:
            (row,) = tx.execute(select(attachments)).mappings()
        assert (row["state"], row["path"]) == ("refused", None)


def test_a_picture_of_no_figure_is_let_go_after_a_month(sqlite_url: str) -> None:
    with service_at(DEFAULT_NOW, sqlite_url) as service:
        add_seat(service, "somchai", "official", PLACE)
        talk = Talk(service, Host(PHOTO, PHOTO), "somchai")
        talk.say("ไฟ 3,456 หน่วย")
        talk.say("ใช่")
        talk.say("(photo bill.jpg)")  # stands behind the figure
        talk.say("(photo bill.jpg)")
        talk.say("[เอาออก]")
        run_chores(service)
        assert _states(service) == ["kept", "kept"]
        service.clock = Clock(service.clock.zone, service.clock.now() + lasts(Kept.FILES) + DAY)
        run_chores(service)
        while fetch_one(service):
            pass
        assert _states(service) == ["kept", "deleted"]


def _states(service: Service) -> list[str]:
    with service.database.begin() as tx:
        return list(tx.execute(select(attachments.c.state).order_by(attachments.c.id)).scalars())
