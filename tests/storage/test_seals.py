"""Seals: the same on both databases, and no change of anything sealed goes unnoticed."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Table, delete, insert, select, text, update

from bot.audit import Deed
from bot.months import Month
from storage import audit, seals, verifying
from storage.seals import SOURCES
from storage.session import Database, Transaction
from storage.tables import (
    added_factors,
    attachments,
    audit_events,
    evidence,
    factor_policies,
    figure_revisions,
    inbox,
    recalculations,
)
from storage.tables import seals as seals_table
from storage.verifying import Fault, Finding, verify

NOW = datetime(2026, 8, 3, 2, 0, 0, 123456, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
ALL = 18  # three rows of each history
CELL = {"place": "210110", "month": Month(2026, 7), "activity": "ORG_ELEC", "kind": ""}
ADDED = ("added_factors", "factor_policies", "recalculations")
TABLES = {**{name: source.table for name, source in SOURCES.items()}, "seals": seals_table}


def _revision(tx: Transaction, version: int, **more: Any) -> None:
    values = {
        **CELL,
        "version": version,
        "status": "reported",
        "quantity": Decimal("3456.5"),
        "told_unit": "หน่วย",
        "kg_co2e": Decimal("1641.8375"),
        "factors": "elec_grid@2026-01-01",
        "verified": True,
        "person": 1,
        "recorded_at": NOW,
        "reason": "told",
    }
    tx.execute(insert(figure_revisions).values({**values, **more}))


def _evidence(tx: Transaction, number: int, state: str = "kept") -> None:
    event = tx.execute(
        insert(inbox)
        .values(
            channel="line",
            event_id=f"E{number}",
            user="U1",
            occurred_at=NOW,
            received_at=NOW,
            reply_token="",
            raw=b"{}",
            state="done",
        )
        .returning(inbox.c.id)
    ).scalar_one()
    attachment = tx.execute(
        insert(attachments)
        .values(
            event=event,
            channel="line",
            reference=f"{number}",
            name="bill.jpg",
            state=state,
            sha256=f"{number:064x}" if state == "kept" else None,
            not_before=NOW,
            awaited_until=NOW,
            created_at=NOW,
        )
        .returning(attachments.c.id)
    ).scalar_one()
    row = {**CELL, "attachment": attachment, "version": 1, "attached_at": NOW}
    tx.execute(insert(evidence).values(**row))


def _factor(tx: Transaction, number: int) -> None:
    values = {
        "key": f"factor_{number}",
        "valid_from": date(2028, 1, 1),
        "edition": 1,
        "unit": "kWh",
        "label": "Grid electricity",
        "category": "electricity",
        "kgco2e_printed": Decimal("0.46820"),
        "co2_kg": Decimal("0.00000012345678"),
        "source": "TGO",
        "confidence": "derived",
        "grade": "H",
        "added_at": NOW,
        "reason": "a new edition",
    }
    tx.execute(insert(added_factors).values(**values))


def _policy(tx: Transaction, number: int) -> None:
    said = {"overlap": "newest", "reason": "a year of grace", "source": "TGO", "set_at": NOW}
    tx.execute(insert(factor_policies).values(key=f"factor_{number}", **said))


def _recalculation(tx: Transaction, finished_at: datetime | None = NOW) -> None:
    values = {
        "scope": "21",
        "first": Month(2026, 1),
        "last": Month(2026, 6),
        "activities": ["ORG_ELEC"],
        "reason": "corrected",
        "ordered_at": NOW,
        "newest_factor": 3,
        "newest_policy": 1,
        "done_up_to": ["210110", "2026-06"],
        "finished_at": finished_at,
        "old_totals": {"area": "1.5"},
        "new_totals": {"area": "1.25"},
        "explanation": {"changed": 2},
    }
    tx.execute(insert(recalculations).values(**values))


def _fill(tx: Transaction) -> None:
    for number in range(1, 4):
        audit.write(tx, Deed.JOINED, NOW, number, "210110", number, {"seat": number, "a": "ก"})
        _revision(tx, number)
        _evidence(tx, number)
        _factor(tx, number)
        _policy(tx, number)
        _recalculation(tx)


@pytest.fixture
def sealed(database: Database) -> Database:
    """Three rows of each history, all sealed, and the triggers gone: somebody with full rights."""
    with database.begin() as tx:
        _fill(tx)
        assert seals.seal_some(tx, NOW) == ALL
        _without_triggers(tx)
    return database


def _without_triggers(tx: Transaction) -> None:
    for table in ("audit_events", "figure_revisions", "seals", *ADDED):
        if tx.dialect.name == "sqlite":
            names = select(text("name")).select_from(text("sqlite_master"))
            names = names.where(text("type = 'trigger'"), text(f"tbl_name = '{table}'"))
            for name in tx.execute(names).scalars().all():
                tx.execute(text(f"DROP TRIGGER {name}"))
        else:
            tx.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))


def _found(database: Database, **more: Any) -> list[Finding]:
    return verify(database, LATER, **more).findings


# --- the chain ------------------------------------------------------------------------------------


def test_whole_chain_is_good_and_its_head_is_told(sealed: Database) -> None:
    verdict = verify(sealed, LATER)
    assert (verdict.ok, verdict.seals, verdict.head_number) == (True, ALL, ALL)
    with sealed.begin() as tx:
        head = seals.head(tx)
        assert head is not None
        assert verdict.head == head.hash
        assert seals.waiting(tx) == 0
        assert not seals.is_behind(tx)


def test_empty_chain_is_good(database: Database) -> None:
    verdict = verify(database, LATER)
    assert (verdict.ok, verdict.seals, verdict.head) == (True, 0, seals.FIRST)


def test_both_databases_give_the_same_hashes(sqlite_url: str, postgresql_url: str) -> None:
    heads = []
    for url in (sqlite_url, postgresql_url):
        database = Database(url)
        with database.begin() as tx:
            _fill(tx)
            seals.seal_some(tx, NOW)
            heads.append(seals.head(tx))
        database.close()
    assert heads[0] is not None
    assert heads[0] == heads[1]


def test_hash_can_be_worked_out_by_anybody(sealed: Database) -> None:
    """The form that docs/FORMATS.md promises, worked out here without the service's own code."""
    row = (
        '{"action":"joined","at":"2026-08-03T02:00:00.123456Z","details":{"a":"ก","seat":1},'
        '"event":1,"id":1,"person":1,"place":"210110","source":"audit_events"}'
    )
    content = hashlib.sha256(row.encode()).hexdigest()
    link = f"1 audit_events 1 2026-08-03T02:00:00.123456Z {content} {'0' * 64}"
    revision = (
        '{"activity":"ORG_ELEC","doubted":false,"factors":"elec_grid@2026-01-01","id":1,'
        '"kg_co2e":"1641.837500","kind":"","month":"2026-07","person":1,"place":"210110",'
        '"quantity":"3456.500000","questioned":"","reason":"told","recorded_at":"2026-08-03T02:00:00.123456Z",'
        '"source":"figure_revisions","status":"reported","told_unit":"หน่วย","verified":true,'
        '"version":1}'
    )
    file = {
        "id": 1,
        "attachment": 1,
        "sha256": f"{1:064x}",
        "place": "210110",
        "kind": "",
        "month": "2026-07",
        "activity": "ORG_ELEC",
        "version": 1,
        "source": "evidence",
        "attached_at": "2026-08-03T02:00:00.123456Z",
    }
    proof = json.dumps(file, sort_keys=True, separators=(",", ":"))
    with sealed.begin() as tx:
        rows = tx.execute(select(seals_table).order_by(seals_table.c.number)).mappings().all()
    by_row = {(row["source"], row["row"]): row for row in rows}
    assert by_row["audit_events", 1]["content_hash"] == content
    assert by_row["audit_events", 1]["hash"] == hashlib.sha256(link.encode()).hexdigest()
    for source, canonical in (("figure_revisions", revision), ("evidence", proof)):
        hashed = hashlib.sha256(canonical.encode()).hexdigest()
        assert by_row[source, 1]["content_hash"] == hashed


def test_late_commit_is_sealed_too(database: Database) -> None:
    """Ids come out of order where a long transaction commits after a shorter one."""
    with database.begin() as tx:
        _revision(tx, 1, id=5)
        assert seals.seal_some(tx, NOW) == 1
    with database.begin() as tx:
        _revision(tx, 2, id=3)
        assert seals.is_behind(tx)
        assert seals.seal_some(tx, NOW) == 1
    assert verify(database, LATER).ok


def test_sealing_goes_in_batches_over_all_sources(database: Database) -> None:
    with database.begin() as tx:
        _fill(tx)
    done = []
    for _ in range(6):
        with database.begin() as tx:
            done.append(seals.seal_some(tx, NOW, most=4))
    assert done == [4, 4, 4, 4, 2, 0]
    assert verify(database, LATER, batch=2).seals == ALL


def test_a_factor_is_sealed_digit_for_digit(database: Database) -> None:
    """0.46820 is not 0.4682: the row says how it was written, and a rounded one is another."""
    with database.begin() as tx:
        _factor(tx, 1)
        seals.seal_some(tx, NOW)
        _without_triggers(tx)
    assert verify(database, LATER).ok
    with database.begin() as tx:
        tx.execute(update(added_factors).values(kgco2e_printed=Decimal("0.4682")))
    assert _found(database) == [Finding(Fault.CHANGED, 1, "added_factors", 1)]
    with database.begin() as tx:
        right = {"kgco2e_printed": Decimal("0.46820"), "co2_kg": Decimal("0.00000012345679")}
        tx.execute(update(added_factors).values(**right))
    assert _found(database) == [Finding(Fault.CHANGED, 1, "added_factors", 1)]


def test_a_recalculation_is_sealed_once_it_is_finished(database: Database) -> None:
    with database.begin() as tx:
        _recalculation(tx, finished_at=None)
        assert seals.seal_some(tx, NOW) == 0
    assert verify(database, LATER).ok
    with database.begin() as tx:
        tx.execute(update(recalculations).values(finished_at=NOW))
        assert seals.seal_some(tx, NOW) == 1
    assert verify(database, LATER).ok


def test_evidence_waits_for_its_file_and_survives_its_withdrawal(database: Database) -> None:
    with database.begin() as tx:
        _evidence(tx, 1, state="wanted")
        assert seals.seal_some(tx, NOW) == 0
    assert verify(database, LATER).ok  # it waits rightly
    with database.begin() as tx:
        tx.execute(update(attachments).values(state="kept", sha256="a" * 64))
        assert seals.seal_some(tx, NOW) == 1
        tx.execute(update(evidence).values(withdrawn_at=LATER))
        tx.execute(update(attachments).values(state="deleted", path=None, name=""))
    assert verify(database, LATER).ok
    with database.begin() as tx:
        tx.execute(update(attachments).values(sha256="b" * 64))
    assert _found(database) == [Finding(Fault.CHANGED, 1, "evidence", 1)]


@pytest.mark.parametrize("name", SOURCES)
def test_every_column_is_sealed_or_known_to_change(name: str) -> None:
    """A new column has to be decided about: what is left out can be changed without a trace."""
    source = SOURCES[name]
    left_out = {"withdrawn_at"} if name == "evidence" else set()
    added = {"sha256"} if name == "evidence" else set()
    assert set(source.columns) == {column.name for column in source.table.c} - left_out | added


# --- tampering ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOURCES)
def test_removed_row_is_found(sealed: Database, name: str) -> None:
    table = TABLES[name]
    with sealed.begin() as tx:
        tx.execute(delete(table).where(table.c.id == 2))
    ((fault, source, row),) = [(one.fault, one.source, one.row) for one in _found(sealed)]
    assert (fault, source, row) == (Fault.REMOVED, name, 2)


@pytest.mark.parametrize("name", SOURCES)
def test_row_never_sealed_is_found_after_a_minute(sealed: Database, name: str) -> None:
    add: dict[str, Callable[[Transaction], None]] = {
        "audit_events": lambda tx: audit.write(tx, Deed.JOINED, NOW),
        "figure_revisions": lambda tx: _revision(tx, 4),
        "evidence": lambda tx: _evidence(tx, 4),
        "added_factors": lambda tx: _factor(tx, 4),
        "factor_policies": lambda tx: _policy(tx, 4),
        "recalculations": _recalculation,
    }
    with sealed.begin() as tx:
        add[name](tx)
        assert seals.waiting(tx) == 1
    assert verify(sealed, NOW + timedelta(seconds=30)).ok
    assert _found(sealed) == [Finding(Fault.UNSEALED, None, name, 4)]


def test_removed_seals_are_found(sealed: Database) -> None:
    with sealed.begin() as tx:
        tx.execute(delete(seals_table).where(seals_table.c.number == 4))
    assert [(one.fault, one.seal) for one in _found(sealed)] == [
        (Fault.GAP, 5),
        (Fault.UNSEALED, None),
    ]


def test_row_removed_together_with_its_seal_is_found(sealed: Database) -> None:
    with sealed.begin() as tx:
        tx.execute(delete(audit_events).where(audit_events.c.id == 2))
        tx.execute(delete(seals_table).where(seals_table.c.number == 2))
    assert [(one.fault, one.seal) for one in _found(sealed)] == [(Fault.GAP, 3)]


def test_forged_seal_breaks_the_chain(sealed: Database) -> None:
    """A row changed and its seal made to fit: the next seal does not follow any more."""
    with sealed.begin() as tx:
        tx.execute(update(audit_events).where(audit_events.c.id == 2).values(person=9))
        content = seals.contents(tx, "audit_events", [2])[2]
        row = tx.execute(select(seals_table).where(seals_table.c.number == 2)).mappings().one()
        forged = seals.link_hash(2, "audit_events", 2, NOW, content, row["previous_hash"])
        tx.execute(
            update(seals_table)
            .where(seals_table.c.number == 2)
            .values(content_hash=content, hash=forged)
        )
    assert [(one.fault, one.seal) for one in _found(sealed)] == [(Fault.BROKEN, 3)]


def test_witness_finds_a_chain_made_anew(sealed: Database) -> None:
    """Everything after the change is sealed anew: only the hash somebody wrote down tells."""
    before = verify(sealed, LATER)
    witness = (before.head_number, before.head)
    assert verify(sealed, LATER, witness=witness).ok
    with sealed.begin() as tx:
        tx.execute(update(figure_revisions).where(figure_revisions.c.id == 1).values(person=9))
        tx.execute(delete(seals_table))
        seals.seal_some(tx, NOW)
    assert verify(sealed, LATER).ok
    assert _found(sealed, witness=witness) == [Finding(Fault.WITNESS, ALL)]
    with sealed.begin() as tx:
        tx.execute(delete(seals_table).where(seals_table.c.number > 3))
    assert Finding(Fault.WITNESS, ALL) in _found(sealed, witness=witness)


def test_many_findings_are_counted_and_the_first_are_named(
    sealed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "MOST_FINDINGS", 2)
    with sealed.begin() as tx:
        tx.execute(delete(figure_revisions))
    verdict = verify(sealed, LATER)
    assert (verdict.found, len(verdict.findings), verdict.ok) == (3, 2, False)


def _columns() -> list[tuple[Table, Column[Any]]]:
    """Every sealed column, and every column of the seals."""
    found = []
    for source in SOURCES.values():
        for name in source.columns:
            table = attachments if name == "sha256" else source.table
            found.append((table, table.c[name]))
    return found + [(seals_table, column) for column in seals_table.c]


def _other(column: Column[Any], data: st.DataObject) -> Any:
    """Something else that the column can hold."""
    kind = column.type.__class__.__name__
    if column.name == "attachment":
        return data.draw(st.integers(1, 3))
    if column.name == "overlap":
        return data.draw(st.sampled_from(["newest", "oldest"]))
    if column.nullable and column.name != "sha256" and data.draw(st.booleans()):
        return None
    micro = st.integers(-(10**15), 10**15).map(lambda n: Decimal(n).scaleb(-6))
    longest = min(getattr(column.type, "length", None) or 12, 12)
    texts = st.text('abcกขค019 "\\{}', min_size=1, max_size=longest)
    values: dict[str, st.SearchStrategy[Any]] = {
        "ExactDecimal": micro,
        # The bounds are naive because the strategy beside them gives the zone.
        "Moment": st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        "MonthNumber": st.builds(Month, st.integers(1900, 2200), st.integers(1, 12)),
        "Boolean": st.booleans(),
        "JSON": st.dictionaries(
            st.text("abก", max_size=3), st.integers() | st.text("xyฮ", max_size=3), max_size=3
        ),
        "String": texts,
        "Text": texts,
        "DecimalText": st.decimals(-1000, 1000, places=12),
        "Date": st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    }
    return data.draw(values.get(kind, st.integers(100, 10**9)))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_change_of_anything_sealed_is_found(sealed: Database, data: st.DataObject) -> None:
    table, column = data.draw(st.sampled_from(_columns()))
    key = next(iter(table.primary_key.columns))
    with sealed.begin() as tx:
        row = data.draw(st.sampled_from(tx.execute(select(key).order_by(key)).scalars().all()))
        before = tx.execute(select(column).where(key == row)).scalar()
    value = _other(column, data)
    if value == before:
        return
    with sealed.begin() as tx:
        tx.execute(update(table).where(key == row).values({column.name: value}))
    assert not verify(sealed, LATER).ok, (table.name, column.name, before, value)
    with sealed.begin() as tx:  # put right again: the fixture serves many examples
        now = value if column is key else row
        tx.execute(update(table).where(key == now).values({column.name: before}))
    assert verify(sealed, LATER).ok


@pytest.mark.parametrize(
    ("table", "column", "garbage"),
    [
        ("added_factors", "valid_from", "'soon'"),
        ("figure_revisions", "month", "202699"),
        ("figure_revisions", "quantity", "'many'"),
        ("figure_revisions", "recorded_at", "'yesterday'"),
        ("audit_events", "details", "'{'"),
        ("seals", "sealed_at", "'yesterday'"),
    ],
)
def test_value_that_makes_no_sense_is_found(
    sqlite_url: str, table: str, column: str, garbage: str
) -> None:
    """SQLite takes anything anywhere; verifying goes on past it, and blames no neighbour."""
    database = Database(sqlite_url)
    with database.begin() as tx:
        _fill(tx)
        seals.seal_some(tx, NOW)
        _without_triggers(tx)
        key = "number" if table == "seals" else "id"
        tx.execute(text(f"UPDATE {table} SET {column} = {garbage} WHERE {key} = 2"))
    found = verify(database, LATER)
    assert found.seals == ALL
    assert len(found.findings) == 1
    database.close()
