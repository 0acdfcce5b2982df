"""Waking workers in other processes: PostgreSQL's NOTIFY, sent with the commit that brings work.

SQLite has no such call: there the processes of one machine poll, which is the net everywhere.
"""

import threading
from collections.abc import Callable

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.session import Database, Transaction

CHANNEL = "bokcarbon_inbox"
LISTEN_SECONDS = 1.0  # how often the listener looks whether it should stop
RECONNECT_SECONDS = 2.0


def notify(tx: Transaction) -> None:
    """Wake the listeners when this transaction commits, and not before."""
    if tx.dialect.name == "postgresql":
        tx.execute(text(f"NOTIFY {CHANNEL}"))


def listen(database: Database, wake: Callable[[], None], stop: threading.Event) -> None:
    """Call `wake` at every notification until `stop`; a lost connection is made anew."""
    if database.is_sqlite:
        return
    while not stop.is_set():
        try:
            _listen_once(database, wake, stop)
        except (psycopg.Error, DBAPIError):  # polling goes on meanwhile
            stop.wait(RECONNECT_SECONDS)


def _listen_once(database: Database, wake: Callable[[], None], stop: threading.Event) -> None:
    connection = database.engine.raw_connection()
    try:
        driver = connection.driver_connection
        if not isinstance(driver, psycopg.Connection):
            raise TypeError("only PostgreSQL listens")
        driver.autocommit = True
        driver.execute(f"LISTEN {CHANNEL}")
        wake()
        while not stop.is_set():
            for _ in driver.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                wake()
    finally:
        connection.invalidate()
