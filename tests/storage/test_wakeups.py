"""A worker in another process is woken by the commit, not by its poll."""

import threading
import time

from storage import wakeups
from storage.session import Database


def test_commit_wakes_a_listener_and_a_rollback_does_not(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    woken, stop = threading.Event(), threading.Event()
    thread = threading.Thread(target=wakeups.listen, args=(database, woken.set, stop))
    thread.start()
    assert woken.wait(5)  # once when it begins: something may have come before
    woken.clear()
    try:
        with database.engine.connect() as connection:
            wakeups.notify(connection)
            connection.rollback()
        assert not woken.wait(0.3)
        with database.begin() as tx:
            wakeups.notify(tx)
            assert not woken.wait(0.1)
        started = time.monotonic()
        assert woken.wait(5)
        assert time.monotonic() - started < wakeups.LISTEN_SECONDS
    finally:
        stop.set()
        thread.join(timeout=10)
        database.close()
    assert not thread.is_alive()


def test_sqlite_has_nothing_to_listen_to(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.begin() as tx:
        wakeups.notify(tx)
    wakeups.listen(database, lambda: None, threading.Event())
    database.close()
