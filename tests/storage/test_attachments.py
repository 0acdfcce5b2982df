"""Attachments and evidence on both databases: waited for, fetched once, kept, forgotten."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, true

from bot.attachments import CSV, Content, Sheet, Trouble
from bot.catalogue import catalogue
from bot.cells import CellKey
from bot.months import Month
from storage import attachments, evidence, inbox, people
from storage.attachments import AWAITED, FETCH_LEASE, GIVE_UP_AFTER, Claimed, KeptFile
from storage.inbox import NewEvent
from storage.session import Database, Transaction
from storage.tables import attachments as attachments_table
from storage.tables import evidence as evidence_table
from storage.tables import places

NOW = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PICTURE = KeptFile("image/jpeg", 1_234, "a" * 64, "9f/9f3a.jpg")
PLACE, NEIGHBOUR = "210110", "210109"
JULY = Month(2026, 7)
ELECTRICITY = CellKey(PLACE, JULY, "ORG_ELEC")
DIESEL = CellKey(PLACE, JULY, "ORG_DIESEL")


def _event(
    number: int, user: str = "U1", file: str = "", at: datetime = NOW, name: str = "bill.jpg"
) -> NewEvent:
    content = Content(file, name, 2_138) if file else None
    return NewEvent("line", f"E{number}", user, at, {"number": number}, content=content)


def _keep(database: Database, *events: NewEvent) -> None:
    with database.begin() as tx:
        inbox.keep(tx, events, NOW)


def _answer_all(database: Database, now: datetime) -> list[int]:
    """Take and answer everything that is given out at this moment."""
    taken: list[int] = []
    while True:
        with database.begin() as tx:
            waiting = inbox.take_oldest(tx, now)
            if waiting is None:
                return taken
            taken.append(waiting.raw["number"])
            inbox.mark_done(tx, waiting, now)


def _claim(database: Database, now: datetime = NOW) -> Claimed:
    with database.begin() as tx:
        claimed = attachments.claim(tx, now)
    assert claimed is not None
    return claimed


def _nothing_due(database: Database, now: datetime = NOW) -> bool:
    with database.begin() as tx:
        return attachments.claim(tx, now) is None


def _row(database: Database) -> dict[str, object]:
    """The only attachment, as it is written down."""
    with database.begin() as tx:
        return dict(tx.execute(select(attachments_table)).mappings().one())


# --- a message waits for its file ---------------------------------------------------------------


def test_message_waits_for_its_file_and_later_ones_of_its_talk_wait_behind(
    database: Database,
) -> None:
    _keep(
        database,
        _event(1, file="f1"),
        _event(2, at=NOW + SECOND),
        _event(3, user="U2", at=NOW + SECOND),
        _event(4, user="U2", at=NOW + 2 * SECOND),
    )
    assert _answer_all(database, NOW + 3 * SECOND) == [3, 4]
    assert _answer_all(database, NOW + AWAITED - SECOND) == []
    assert _answer_all(database, NOW + AWAITED) == [1, 2]


def test_file_that_is_kept_is_waited_for_no_longer(database: Database) -> None:
    _keep(database, _event(1, file="f1"), _event(2, at=NOW + SECOND))
    claimed = _claim(database)
    assert _answer_all(database, NOW + SECOND) == []  # being fetched is not yet there
    with database.begin() as tx:
        assert attachments.mark_kept(tx, claimed, PICTURE, NOW)
    assert _answer_all(database, NOW + SECOND) == [1, 2]


def test_file_that_is_refused_is_waited_for_no_longer(database: Database) -> None:
    _keep(database, _event(1, file="f1"))
    claimed = _claim(database)
    with database.begin() as tx:
        assert attachments.mark_refused(tx, claimed, Trouble.KIND, NOW)
    assert _answer_all(database, NOW + SECOND) == [1]


def test_message_before_the_file_does_not_wait(database: Database) -> None:
    _keep(database, _event(1), _event(2, file="f1", at=NOW + SECOND))
    assert _answer_all(database, NOW + 2 * SECOND) == [1]


def test_same_event_twice_wants_its_file_once(database: Database) -> None:
    _keep(database, _event(1, file="f1"))
    _keep(database, _event(1, file="f1"), _event(2, file="f2"))
    assert [_claim(database).content.reference for _ in range(2)] == ["f1", "f2"]
    assert _nothing_due(database)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("บิล ก.ค..pdf", "บิล ก.ค..pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\somchai\\july.xlsx", "july.xlsx"),
        ("a\u202efdp.exe\0\n", "afdp.exe"),
        ("x" * 500, "x" * attachments.LONGEST_NAME),
        ("", ""),
    ],
)
def test_name_is_kept_as_it_may_be_shown(database: Database, sent: str, shown: str) -> None:
    _keep(database, _event(1, file="f1", name=sent))
    claimed = _claim(database)
    assert claimed.content == Content("f1", shown, 2_138)


@pytest.mark.parametrize(
    ("told", "kept"),
    [(None, None), (0, 0), (-1, 0), (2**31 - 1, 2**31 - 1), (2**62, attachments.LARGEST_SIZE)],
)
def test_size_that_no_file_has_does_not_cost_the_message(
    database: Database, told: int | None, kept: int | None
) -> None:
    sized = NewEvent("line", "E1", "U1", NOW, {"number": 1}, content=Content("f1", "", told))
    _keep(database, sized)
    assert _claim(database).content.size_bytes == kept


# --- claiming -----------------------------------------------------------------------------------


def test_claim_is_one_workers_alone_until_its_lease_runs_out(database: Database) -> None:
    _keep(database, _event(1, file="f1"))
    first = _claim(database)
    assert _nothing_due(database, NOW + FETCH_LEASE - SECOND)
    second = _claim(database, NOW + FETCH_LEASE)
    assert (first.id, first.attempts, second.id, second.attempts) == (second.id, 1, first.id, 2)


def test_many_workers_fetch_each_file_once(database: Database) -> None:
    _keep(database, *(_event(number, f"U{number}", f"f{number}") for number in range(30)))
    taken: list[str] = []
    lock = threading.Lock()

    def work() -> None:
        while True:
            with database.begin() as tx:
                claimed = attachments.claim(tx, NOW)
            if claimed is None:
                return
            with lock:
                taken.append(claimed.content.reference)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(f"f{number}" for number in range(30))


def test_oldest_wish_is_claimed_first(database: Database) -> None:
    _keep(database, _event(1, file="f1"), _event(2, file="f2"))
    later = _claim(database)
    with database.begin() as tx:
        attachments.try_later(tx, later, NOW)
    assert _claim(database, NOW + timedelta(minutes=1)).content.reference == "f2"
    assert _claim(database, NOW + timedelta(minutes=1)).content.reference == "f1"


# --- later, and never ---------------------------------------------------------------------------


def test_fetch_is_tried_again_ever_later_and_given_up_after_a_day(database: Database) -> None:
    _keep(database, _event(1, file="f1"))
    now, waits = NOW, []
    while True:
        claimed = _claim(database, now)
        with database.begin() as tx:
            if not attachments.try_later(tx, claimed, now):
                break
            due = tx.execute(select(attachments_table.c.not_before)).scalar_one()
        assert _nothing_due(database, due - SECOND)
        waits.append(due - now)
        now = due
    assert waits[:4] == [attachments.FIRST_RETRY * 2**number for number in range(4)]
    assert waits == sorted(waits)
    assert max(waits) == attachments.LONGEST_RETRY
    assert GIVE_UP_AFTER < now - NOW < GIVE_UP_AFTER + timedelta(hours=2)
    row = _row(database)
    assert (row["state"], row["trouble"]) == ("refused", "gone")
    assert _nothing_due(database, now + GIVE_UP_AFTER)


def test_given_up_is_waited_for_no_longer(database: Database) -> None:
    _keep(database, _event(1, file="f1"))
    late = NOW + GIVE_UP_AFTER + SECOND
    claimed = _claim(database, late)
    with database.begin() as tx:
        assert not attachments.try_later(tx, claimed, late)
    with database.begin() as tx:
        found = attachments.of_event(tx, _row_event(tx))
    assert found is not None
    assert found.trouble is Trouble.GONE


def _row_event(tx: Transaction) -> int:
    return int(tx.execute(select(attachments_table.c.event)).scalar_one())


def test_kept_file_comes_as_it_was_kept(database: Database) -> None:
    sheets = (Sheet("ก.ค.", (("ไฟฟ้า", Decimal("3456.70")), (), ("", Decimal(0)))),)
    _keep(database, _event(1, file="f1"))
    claimed = _claim(database)
    with database.begin() as tx:
        on_its_way = attachments.of_event(tx, _row_event(tx))
        attachments.mark_kept(tx, claimed, KeptFile(CSV, 99, "b" * 64, "", sheets), NOW)
        kept = attachments.of_event(tx, _row_event(tx))
    assert on_its_way is not None
    assert kept is not None
    assert on_its_way.on_its_way
    assert not kept.on_its_way
    assert (kept.name, kept.media_type, kept.sha256, kept.sheets) == (
        "bill.jpg",
        CSV,
        "b" * 64,
        sheets,
    )
    assert _nothing_due(database, NOW + GIVE_UP_AFTER)


# --- unsent -------------------------------------------------------------------------------------

Settle = Callable[[Transaction, Claimed], bool]


@pytest.mark.parametrize(
    "settle",
    [
        lambda tx, claimed: attachments.mark_kept(tx, claimed, PICTURE, NOW),
        lambda tx, claimed: attachments.mark_refused(tx, claimed, Trouble.GONE, NOW),
    ],
    ids=["kept", "refused"],
)
def test_what_was_unsent_while_it_was_fetched_stays_unwanted(
    database: Database, settle: Settle
) -> None:
    _keep(database, _event(1, file="f1"))
    claimed = _claim(database)
    with database.begin() as tx:
        attachments.unwant(tx, [claimed.id], NOW + SECOND)
        assert not settle(tx, claimed)
    row = _row(database)
    assert (row["state"], row["path"], row["sha256"]) == ("unwanted", None, None)


def test_unsent_while_it_is_tried_again_is_not_put_off(database: Database) -> None:
    _keep(database, _event(1, file="f1"))
    claimed = _claim(database)
    with database.begin() as tx:
        attachments.unwant(tx, [claimed.id], NOW + SECOND)
        attachments.try_later(tx, claimed, NOW + timedelta(hours=1))
    assert _claim(database, NOW + SECOND).state == "unwanted"


def test_unwanted_file_is_claimed_to_be_deleted_until_it_is(database: Database) -> None:
    _keep(database, _event(1, file="f1"))
    kept = _claim(database)
    with database.begin() as tx:
        attachments.mark_kept(tx, kept, PICTURE, NOW)
        attachments.unwant(tx, [kept.id], NOW)
    first = _claim(database)
    assert (first.state, first.path) == ("unwanted", "9f/9f3a.jpg")
    assert _nothing_due(database)
    again = _claim(database, NOW + FETCH_LEASE)  # the first worker died
    with database.begin() as tx:
        attachments.mark_deleted(tx, again, NOW)
    row = _row(database)
    assert (row["state"], row["path"], row["name"], row["sheets"]) == ("deleted", None, "", None)
    assert row["sha256"] == PICTURE.sha256  # that there was this file stays known
    assert _nothing_due(database, NOW + GIVE_UP_AFTER)


def test_refused_and_deleted_files_cannot_be_unwanted_again(database: Database) -> None:
    _keep(database, _event(1, file="f1"))
    claimed = _claim(database)
    with database.begin() as tx:
        attachments.mark_refused(tx, claimed, Trouble.KIND, NOW)
        assert attachments.ids_of(tx, _row_event(tx)) == ()
        attachments.unwant(tx, [claimed.id], NOW)
    assert _row(database)["state"] == "refused"


# --- whose it is --------------------------------------------------------------------------------


def test_attachment_is_its_senders_alone(database: Database) -> None:
    _keep(database, _event(1, file="f1"), _event(2, user="U2", file="f2"))
    mine = _claim(database)
    with database.begin() as tx:
        assert attachments.sent_by(tx, mine.id, "line", "U1") is not None
        assert attachments.sent_by(tx, mine.id, "line", "U2") is None
        assert attachments.sent_by(tx, mine.id, "telegram", "U1") is None
        assert attachments.sent_by(tx, 999, "line", "U1") is None
        attachments.unwant(tx, [mine.id], NOW)
        assert attachments.sent_by(tx, mine.id, "line", "U1") is None


def test_sender_is_told_only_after_the_answer(database: Database) -> None:
    _keep(database, _event(1, file="f1"))
    claimed = _claim(database)
    with database.begin() as tx:
        assert attachments.answered_sender(tx, claimed.id) is None
    assert _answer_all(database, NOW + AWAITED) == [1]
    with database.begin() as tx:
        assert attachments.answered_sender(tx, claimed.id) == ("line", "U1")


# --- evidence -----------------------------------------------------------------------------------


@pytest.fixture
def kept(database: Database) -> list[int]:
    """Two kept pictures with hashes of a's and b's."""
    with database.begin() as tx:
        people.write_places(tx, map(people.place_values, catalogue().places.values()))
    _keep(database, _event(1, file="f1"), _event(2, user="U2", file="f2"))
    ids = []
    for letter in "ab":
        claimed = _claim(database)
        ids.append(claimed.id)
        with database.begin() as tx:
            file = KeptFile("image/png", 5, letter * 64, f"{letter}.png")
            attachments.mark_kept(tx, claimed, file, NOW)
    return ids


def _behind(tx: Transaction, place: str = PLACE) -> list[tuple[int, str, int]]:
    standing = evidence.of_place(tx, place, JULY, JULY)
    return [(one.attachment, one.key.activity, one.version) for one in standing]


def test_evidence_stands_once_however_often_it_is_attached(
    database: Database, kept: list[int]
) -> None:
    with database.begin() as tx:
        for version in (1, 2):
            evidence.attach(tx, kept[0], ELECTRICITY, version, None, NOW)
        evidence.attach(tx, kept[0], DIESEL, 1, None, NOW)
        evidence.attach(tx, kept[1], ELECTRICITY, 2, None, NOW)
        assert _behind(tx) == [
            (kept[0], "ORG_ELEC", 1),
            (kept[0], "ORG_DIESEL", 1),
            (kept[1], "ORG_ELEC", 2),
        ]
        assert _behind(tx, NEIGHBOUR) == []
        of_first = [one.key for one in evidence.of_attachment(tx, kept[0])]
        assert of_first == [ELECTRICITY, DIESEL]


def test_withdrawn_evidence_stands_no_more_and_stays_written_down(
    database: Database, kept: list[int]
) -> None:
    with database.begin() as tx:
        for key in (ELECTRICITY, DIESEL):
            evidence.attach(tx, kept[0], key, 1, None, NOW)
            evidence.attach(tx, kept[1], key, 1, None, NOW)
        evidence.withdraw(tx, [kept[0]], [ELECTRICITY], NOW)
        assert _behind(tx) == [
            (kept[1], "ORG_ELEC", 1),
            (kept[0], "ORG_DIESEL", 1),
            (kept[1], "ORG_DIESEL", 1),
        ]
        evidence.withdraw(tx, kept, None, NOW + SECOND)
        assert _behind(tx) == []
        withdrawn = tx.execute(select(evidence_table.c.withdrawn_at)).scalars().all()
        assert sorted(withdrawn) == [NOW, *[NOW + SECOND] * 3]
        evidence.attach(tx, kept[0], ELECTRICITY, 3, None, NOW)
        assert _behind(tx) == [(kept[0], "ORG_ELEC", 3)]


def test_withdrawing_from_no_figure_withdraws_nothing(database: Database, kept: list[int]) -> None:
    with database.begin() as tx:
        evidence.attach(tx, kept[0], ELECTRICITY, 1, None, NOW)
        evidence.withdraw(tx, [kept[0]], [], NOW)
        evidence.withdraw(tx, [], None, NOW)
        assert _behind(tx) == [(kept[0], "ORG_ELEC", 1)]


def test_hashes_are_of_kept_files_that_still_stand(database: Database, kept: list[int]) -> None:
    _keep(database, _event(3, user="U3", file="f3"))
    on_its_way = _claim(database)
    cell = (PLACE, JULY, "ORG_ELEC", "")
    with database.begin() as tx:
        for attachment in (*kept, on_its_way.id):
            evidence.attach(tx, attachment, ELECTRICITY, 1, None, NOW)
        evidence.attach(tx, kept[0], DIESEL, 1, None, NOW)
        found = evidence.hashes_in(tx, true(), JULY, JULY)
        assert found == {
            cell: ("a" * 64, "b" * 64),
            (PLACE, JULY, "ORG_DIESEL", ""): ("a" * 64,),
        }
        evidence.withdraw(tx, [kept[0]], None, NOW)
        assert evidence.hashes_in(tx, true(), JULY, JULY) == {cell: ("b" * 64,)}
        assert evidence.hashes_in(tx, true(), JULY + 1, JULY + 1) == {}
        somewhere_else = places.c.id == NEIGHBOUR
        assert evidence.hashes_in(tx, somewhere_else, JULY, JULY) == {}


def test_page_sees_what_became_of_a_file(database: Database, kept: list[int]) -> None:
    with database.begin() as tx:
        evidence.attach(tx, kept[0], ELECTRICITY, 1, None, NOW)
        (shown,) = evidence.of_place(tx, PLACE, JULY, JULY)
        assert (shown.state, shown.path, shown.sha256) == ("kept", "a.png", "a" * 64)
        attachments.unwant(tx, kept, NOW)
    with database.begin() as tx:
        (unwanted,) = evidence.of_place(tx, PLACE, JULY, JULY)
        claimed = attachments.claim(tx, NOW)
        assert claimed is not None
        attachments.mark_deleted(tx, claimed, NOW)
        (deleted,) = evidence.of_place(tx, PLACE, JULY, JULY)
    assert (unwanted.state, deleted.state, deleted.path) == ("unwanted", "deleted", "")
