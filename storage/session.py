"""Connecting, and the transaction every write runs in: one schema on SQLite and PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

Transaction = Connection

_SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # an acknowledged event survives a power cut
    "busy_timeout=10000",
    "foreign_keys=ON",
)


READ_ONLY = "bokcarbon_read_only"


class DatabaseDown(Exception):
    """The database cannot be reached or is too busy: the same work may succeed later."""


class Database:
    """One engine a process. `begin()` is a transaction that commits or leaves no trace."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url)
        # SQLite has one writer, and its own waiting is sleeping: threads queue here instead.
        self._turn: AbstractContextManager[Any] = (
            threading.RLock() if self.is_sqlite else nullcontext()
        )

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        try:
            with self._turn, self.engine.begin() as connection:
                yield connection
        except (OperationalError, DBAPIError) as error:
            if isinstance(error, OperationalError) or error.connection_invalidated:
                raise DatabaseDown(type(error.orig).__name__) from error
            raise

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        """A transaction that only reads, and sees the database as it is now until it ends.

        It waits for no writer and no writer waits for it, however long it reads.
        """
        options: dict[str, Any] = (
            {READ_ONLY: True}
            if self.is_sqlite
            else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        try:
            connected = self.engine.connect().execution_options(**options)
            with connected as connection, connection.begin():
                yield connection
        except (OperationalError, DBAPIError) as error:
            if isinstance(error, OperationalError) or error.connection_invalidated:
                raise DatabaseDown(type(error.orig).__name__) from error
            raise

    def ping(self) -> None:
        """Raises `DatabaseDown` when nothing answers."""
        with self.begin() as tx:
            tx.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in _SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    # The driver's own lazy BEGIN would let two readers overwrite each other's updates.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get(READ_ONLY)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _postgresql(url: str) -> Engine:
    return create_engine(
        url,
        pool_size=10,
        max_overflow=10,
        pool_pre_ping=True,
        hide_parameters=True,  # an error may end up in a log or on a screen
        connect_args={
            "options": "-c statement_timeout=60000 -c lock_timeout=10000 -c timezone=UTC",
            "application_name": "bokcarbon",
        },
    )
