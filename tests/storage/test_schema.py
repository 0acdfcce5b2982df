"""The schema on both databases: up, down, the same as the tables, and history that stays."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from bot.months import Month
from storage import migrations
from storage.session import Database, DatabaseDown
from storage.tables import figure_revisions, leases
from storage.types import LARGEST, exact

REVISION = {
    "place": "210110",
    "month": Month(2026, 7),
    "activity": "ORG_ELEC",
    "kind": "",
    "version": 1,
    "status": "reported",
    "quantity": Decimal("12345.678901"),
    "recorded_at": datetime(2026, 8, 3, 2, 0, tzinfo=UTC),
    "reason": "told",
}


def test_migrations_go_up_down_and_up_again(empty_database_url: str) -> None:
    migrations.upgrade(empty_database_url)
    migrations.check(empty_database_url)
    migrations.downgrade(empty_database_url, "base")
    database = Database(empty_database_url)
    assert not migrations.is_current(database)
    migrations.upgrade(empty_database_url)
    assert migrations.is_current(database)
    database.close()


def test_revisions_cannot_be_changed_or_deleted(database: Database) -> None:
    with database.begin() as tx:
        tx.execute(insert(figure_revisions).values(**REVISION))
    for statement in (
        update(figure_revisions).values(quantity=Decimal(1)),
        delete(figure_revisions),
    ):
        with pytest.raises(DBAPIError, match="append-only"), database.begin() as tx:
            tx.execute(statement)
    with database.begin() as tx:
        kept = tx.execute(select(figure_revisions)).mappings().one()
    assert kept["quantity"] == Decimal("12345.678901")
    assert kept["month"] == Month(2026, 7)
    assert kept["recorded_at"] == REVISION["recorded_at"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.decimals(-LARGEST + 1, LARGEST - 1, places=6))
def test_decimals_come_back_exactly(database: Database, quantity: Decimal) -> None:
    """SQLite's own NUMERIC would lose the last digits of large figures."""
    version = [0]
    with database.begin() as tx:
        version[0] = len(tx.execute(select(figure_revisions.c.id)).all()) + 1
        row = {**REVISION, "quantity": quantity, "version": version[0]}
        tx.execute(insert(figure_revisions).values(**row))
        kept = tx.execute(
            select(figure_revisions.c.quantity).where(figure_revisions.c.version == version[0])
        ).scalar_one()
    assert kept == quantity


def test_too_large_a_quantity_is_refused() -> None:
    for quantity in (LARGEST, Decimal("NaN"), Decimal("Infinity")):
        with pytest.raises(ValueError, match="too large"):
            exact(quantity)


def test_naive_times_are_refused(database: Database) -> None:
    naive = datetime(2026, 8, 3, 9, 0)  # noqa: DTZ001 - the naive time is the test
    with pytest.raises(Exception, match="no time zone"), database.begin() as tx:
        tx.execute(insert(leases).values(name="a", holder="b", until=naive))


def test_database_that_is_not_there_is_down() -> None:
    database = Database("postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=2")
    with pytest.raises(DatabaseDown):
        database.ping()
    database.close()
