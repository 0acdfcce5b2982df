"""Inbox and outbox on both databases: once, in order, one conversation at a time."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from storage import inbox, leases, outbox
from storage.inbox import MOST_ATTEMPTS, NewEvent
from storage.outbox import Letter
from storage.session import Database

NOW = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def _event(number: int, user: str = "U1", at: datetime = NOW) -> NewEvent:
    return NewEvent("line", f"E{number}", user, at, {"number": number})


def _letter(key: str, user: str = "U1", purpose: str = "answer") -> Letter:
    return Letter(uuid4(), key, "line", user, [{"text": key}], purpose)


def _keep(database: Database, *events: NewEvent) -> int:
    with database.begin() as tx:
        return inbox.keep(tx, events, NOW)


def _answer_all(database: Database) -> list[int]:
    """Take everything that waits, in the order it is given out."""
    taken: list[int] = []
    while True:
        with database.begin() as tx:
            waiting = inbox.take_oldest(tx, NOW)
            if waiting is None:
                return taken
            taken.append(waiting.raw["number"])
            inbox.mark_done(tx, waiting, NOW)


def test_event_is_kept_once(database: Database) -> None:
    assert _keep(database, _event(1), _event(2), _event(1)) == 2
    assert _keep(database, _event(2)) == 0
    assert _answer_all(database) == [1, 2]
    assert _keep(database, _event(1)) == 0
    assert _answer_all(database) == []


def test_conversation_is_answered_in_the_order_things_happened(database: Database) -> None:
    _keep(database, _event(2, at=NOW + SECOND), _event(1, at=NOW), _event(3, at=NOW + 2 * SECOND))
    assert _answer_all(database) == [1, 2, 3]


def test_rolled_back_event_is_given_out_again(database: Database) -> None:
    _keep(database, _event(1))

    def fail_after_taking() -> None:
        with database.begin() as tx:
            assert inbox.take_oldest(tx, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_taking()
    assert _answer_all(database) == [1]


def test_fifth_failure_sets_the_event_aside(database: Database) -> None:
    _keep(database, _event(1), _event(2))
    now = NOW
    for attempt in range(1, MOST_ATTEMPTS + 1):
        now += timedelta(minutes=5)
        with database.begin() as tx:
            waiting = inbox.take_oldest(tx, now)
        assert waiting is not None
        assert waiting.raw["number"] == 1
        with database.begin() as tx:
            assert inbox.mark_failed(tx, waiting, "boom", now) is (attempt == MOST_ATTEMPTS)
    with database.begin() as tx:
        health = inbox.health(tx)
    assert (health.waiting, health.parked) == (1, 1)
    assert _answer_all(database) == [2]


def test_failed_event_holds_its_own_conversation_only(database: Database) -> None:
    _keep(database, _event(1), _event(2), _event(3, user="U2"))
    with database.begin() as tx:
        waiting = inbox.take_oldest(tx, NOW)
    assert waiting is not None
    with database.begin() as tx:
        inbox.mark_failed(tx, waiting, "boom", NOW)
    assert _answer_all(database) == [3]


def test_many_workers_answer_each_event_once_and_in_order(database: Database) -> None:
    users, each = 6, 8
    _keep(
        database,
        *(
            _event(number * users + user, f"U{user}", NOW + number * SECOND)
            for number in range(each)
            for user in range(users)
        ),
    )
    taken: list[int] = []
    lock = threading.Lock()

    def work() -> None:
        idle = 0
        while idle < 50:
            with database.begin() as tx:
                waiting = inbox.take_oldest(tx, NOW)
                if waiting is None:
                    idle += 1
                    continue
                with lock:
                    taken.append(waiting.raw["number"])
                inbox.mark_done(tx, waiting, NOW)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(users * each))
    for user in range(users):
        own = [number for number in taken if number % users == user]
        assert own == sorted(own)


def test_letter_is_put_once_per_key(database: Database) -> None:
    with database.begin() as tx:
        assert outbox.put(tx, _letter("answer:1"), NOW)
        assert not outbox.put(tx, _letter("answer:1"), NOW)
        assert outbox.has_key(tx, "answer:1")


def test_letters_of_one_conversation_go_one_after_the_other(database: Database) -> None:
    with database.begin() as tx:
        for key in ("a", "b"):
            outbox.put(tx, _letter(key), NOW)
        outbox.put(tx, _letter("c", user="U2"), NOW)
    with database.begin() as tx:
        first, other, none = (outbox.claim(tx, NOW) for _ in range(3))
    assert first is not None
    assert other is not None
    assert none is None
    assert [first.replies[0]["text"], other.replies[0]["text"]] == ["a", "c"]
    with database.begin() as tx:
        outbox.mark_sent(tx, first.id, "reply", "r1", NOW)
        second = outbox.claim(tx, NOW)
    assert second is not None
    assert second.replies[0]["text"] == "b"


def test_dead_sender_gives_its_letter_back(database: Database) -> None:
    with database.begin() as tx:
        outbox.put(tx, _letter("a"), NOW)
        assert outbox.claim(tx, NOW)
    with database.begin() as tx:
        assert outbox.claim(tx, NOW + outbox.LEASE) is None
        again = outbox.claim(tx, NOW + outbox.LEASE + SECOND)
    assert again is not None
    assert again.attempts == 2


def test_letter_waits_longer_and_is_given_up_in_the_end(database: Database) -> None:
    with database.begin() as tx:
        outbox.put(tx, _letter("a"), NOW)
    now = NOW
    for attempt in range(1, outbox.MOST_ATTEMPTS + 1):
        with database.begin() as tx:
            letter = outbox.claim(tx, now)
            assert letter is not None, attempt
            outbox.try_later(tx, letter, "500", now, timedelta(minutes=1))
            assert outbox.claim(tx, now) is None
        now += timedelta(minutes=2)
    with database.begin() as tx:
        assert outbox.claim(tx, now) is None
        assert outbox.counts(tx) == {"dead": 1}


def test_back_off_doubles_with_jitter_up_to_its_limit() -> None:
    waits = [outbox.back_off(attempt, 1.0) for attempt in range(30)]
    assert waits[1] == 2 * waits[0]
    assert max(waits) == outbox.LONGEST_RETRY
    assert outbox.back_off(3, 0.0) == outbox.back_off(3, 1.0) / 2


def test_one_leader_at_a_time(database: Database) -> None:
    lasts = timedelta(seconds=30)
    with database.begin() as tx:
        assert leases.hold(tx, "clock", "one", NOW, lasts)
        assert not leases.hold(tx, "clock", "two", NOW, lasts)
        assert leases.hold(tx, "clock", "one", NOW + SECOND, lasts)
        assert not leases.hold(tx, "clock", "two", NOW + lasts, lasts)
        assert leases.hold(tx, "clock", "two", NOW + lasts + 2 * SECOND, lasts)
