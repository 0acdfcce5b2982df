"""Recalculating by order: old sums stay visible, nothing told changes, a killed run goes on."""

import csv
import io
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, Table, delete, event, select, update
from sqlalchemy.exc import DBAPIError

from bot import rehearsal
from bot.catalogue import PlaceKind, catalogue
from bot.cells import CellKey
from bot.drafts import Draft, recorded_at
from bot.emissions import Emission, emission
from bot.emissions.local import ANYWHERE, Local, scopes_of
from bot.months import Month, months_between
from bot.reporting import State
from handlers.app import create_app
from handlers.console.access import COOKIE
from handlers.console.pages import export
from handlers.sealing import seal_waiting
from handlers.service import Service
from handlers.terminal import Talk, TerminalChannel
from storage import (
    entries,
    factors,
    migrations,
    months,
    people,
    recalculation_batches,
    sessions,
    situations,
)
from storage.session import Transaction
from storage.tables import (
    audit_events,
    conversations,
    figure_revisions,
    figures,
    place_months,
    recalculations,
)
from storage.verifying import verify
from tests.chats import DEFAULT_NOW, FILES, add_figure, add_seat, complete, service_at
from tests.handlers.by_command import add, done, grid, run

KACHET, NEIGHBOUR, ELSEWHERE = "210110", "210109", "200202"
MAY, JUNE, JULY = Month(2026, 5), Month(2026, 6), Month(2026, 7)
SPAN = ("--from", "2026-05", "--to", "2026-07")
ORDER = ("recalculate", "--place", "21", *SPAN)
APPLY = (*ORDER, "--reason", "the grid's value was put right", "--apply")
CELL = ("place", "month", "activity", "kind", "version")
PARTS = (KACHET, "2026-07", "ORG_ELEC")


@contextmanager
def _told(url: str) -> Iterator[Service]:
    """Two places of Rayong and one of Chonburi told three months; then the grid is put right."""
    with service_at(DEFAULT_NOW, url) as service:
        for place in (KACHET, NEIGHBOUR, ELSEWHERE):
            for month in ("2026-05", "2026-06", "2026-07"):
                add_figure(service, place, month, "ORG_ELEC", "1000")
                add_figure(service, place, month, "ORG_DIESEL_VEH", "100")
        yield service


@pytest.fixture
def service(sqlite_url: str) -> Iterator[Service]:
    with _told(sqlite_url) as service:
        yield service


@pytest.fixture
def either(database_url: str) -> Iterator[Service]:
    """The same on each engine."""
    with _told(database_url) as service:
        yield service


def _put_right(service: Service, folder: Path, *more: dict[str, str]) -> str:
    """The grid's value of January 2026 is 0.5 now, not 0.475; the service's address."""
    add(_url(service), folder, grid("0.5", "2026-01-01"), *more)
    return _url(service)


def _url(service: Service) -> str:
    return service.settings.database_url


def _rows(service: Service, table: Table = figures) -> list[dict[str, Any]]:
    with service.database.begin() as tx:
        keys = list(table.primary_key.columns)
        return [dict(row) for row in tx.execute(select(table).order_by(*keys)).mappings()]


def _say(service: Service, user: str, text: str) -> str:
    replies = Talk(service, TerminalChannel(), user, FILES).say(text)
    return "\n".join(reply.whole_text for reply in replies)


# --- the order ------------------------------------------------------------------------------------


def test_a_dry_run_names_old_new_and_every_cause(service: Service, tmp_path: Path) -> None:
    url = _put_right(service, tmp_path, grid("0.2", "2026-07-01", scope=KACHET))
    assert done(url, *ORDER).splitlines() == [
        "organisation: 4,494.203478 → 4,344.203478 kg CO2e (-150)",
        "area: 0 → 0 kg CO2e (0)",
        "  organisation I.2.2: 2,850 → 2,700 kg CO2e (-150)",
        "  organisation II.1.1: 1,644.203478 → 1,644.203478 kg CO2e (0)",
        "because of ORG_ELEC: elec_grid@2026-01-01 → elec_grid@2026-01-01+2: 5 figures, "
        "2026-05–2026-07, 2,375 → 2,500 kg CO2e (+125)",
        "because of ORG_ELEC: elec_grid@2026-01-01 → elec_grid@2026-07-01/210110: 1 figures, "
        "2026-07, 475 → 200 kg CO2e (-275)",
        "12 figures looked at, 6 come to something else",
        "nothing is written yet: add --apply",
    ]
    assert _rows(service, recalculations) == []
    assert {row["version"] for row in _rows(service)} == {1}


def test_the_order_does_what_the_dry_run_said_and_keeps_the_old_total(
    either: Service, tmp_path: Path
) -> None:
    url = _put_right(either, tmp_path)
    planned = json.loads(done(url, *ORDER, "--json"))
    before = _rows(either)
    written = json.loads(done(url, *APPLY, "--json"))
    for part in ("totals", "lines", "causes", "looked_at", "changed", "settled_months"):
        assert written[part] == planned[part]
    assert written["totals"]["organisation"] == {
        "old_kg": "4494.203478",
        "new_kg": "4644.203478",
        "difference_kg": "150.000000",
    }
    assert json.loads(done(url, *ORDER, "--json"))["changed"] == 0
    (listed,) = json.loads(done(url, "recalculations", "--json"))
    assert listed == written
    assert done(url, "recalculations", "--place", KACHET).startswith("order 1 · 2026-08-03T09:00")
    assert done(url, "recalculations", "--place", ELSEWHERE) == ""
    after = _rows(either)
    untouched = {"kg_co2e", "factors", "version", "told_version", "recorded_at"}
    for old, new in zip(before, after, strict=True):
        is_here = old["place"] != ELSEWHERE and old["activity"] == "ORG_ELEC"
        assert (new["version"], new["told_version"]) == ((2, 1) if is_here else (1, None))
        assert new["kg_co2e"] == (Decimal(500) if is_here else old["kg_co2e"])
        assert all(new[name] == old[name] for name in old.keys() - untouched)
    revisions = [row for row in _rows(either, figure_revisions) if row["version"] == 2]
    assert {(row["reason"], row["person"]) for row in revisions} == {
        ("recalculated, order 1", None)
    }
    assert {row["old_quantity"] for row in revisions} == {Decimal(1000)}
    seal_waiting(either)
    assert verify(either.database, either.clock.now() + timedelta(hours=1)).ok
    for change in (update(recalculations).values(reason="x"), delete(recalculations)):
        with pytest.raises(DBAPIError, match="append-only"), either.database.begin() as tx:
            tx.execute(change)


def test_only_what_is_ordered_is_counted_anew(service: Service, tmp_path: Path) -> None:
    add_figure(service, KACHET, "2026-07", "ORG_ELEC_STREET", "1000")
    url = _put_right(service, tmp_path)
    june = ("--from", "2026-06", "--to", "2026-07", "--activity", "ORG_ELEC_STREET")
    order = ("recalculate", "--place", KACHET, *june, "--reason", "x", "--apply")
    assert "1 figures looked at, 1 come to something else" in done(url, *order)
    changed = [row for row in _rows(service) if row["version"] == 2]
    assert [row["activity"] for row in changed] == ["ORG_ELEC_STREET"]
    (listed,) = json.loads(done(url, "recalculations", "--json"))
    assert (listed["place"], listed["activities"]) == (KACHET, ["ORG_ELEC_STREET"])


WRONG = {
    ("--place", "999999", *SPAN): "there is no place '999999'",
    ("--place", "21", "--from", "2026-07", "--to", "2026-05"): "is before --from 2026-07",
    ("--place", "21", "--from", "July", "--to", "2026-05"): "write it as 2026-07",
    ("--place", "21", *SPAN, "--activity", "ORG_ELEK"): "there is no activity 'ORG_ELEK'",
    ("--place", "21", *SPAN, "--apply"): "--apply needs --reason",
}


def test_a_wrong_order_is_one_line(service: Service) -> None:
    for arguments, words in WRONG.items():
        result = run(_url(service), "recalculate", *arguments)
        assert (result.exit_code, words in result.output) == (1, True), result.output
        assert result.output.count("\n") == 1


def test_every_figure_comes_to_what_it_would_be_told_as(service: Service, tmp_path: Path) -> None:
    """A year of made-up figures, some factors of places and districts: one by one."""
    places = {KACHET: PlaceKind.TAMBON, "2194": PlaceKind.CITY, "O21": PlaceKind.PAO}
    told = list(
        rehearsal.figures(
            catalogue(), places, months_between(Month(2025, 1), Month(2025, 9)), Random(7)
        )
    )
    with service.database.begin() as tx:
        entries.record_many(tx, told, None, service.clock.now())
    url = _put_right(
        service,
        tmp_path,
        grid("0.33", "2025-03-15", scope="2101"),
        grid("0.44", "2025-06-01", scope="21", valid_to="2025-07-10"),
    )
    span = ("--from", "2025-01", "--to", "2025-12")
    done(url, "recalculate", "--place", "21", *span, "--reason", "x", "--apply")
    with service.database.begin() as tx:
        tables = factors.current(tx, service.catalogue)
        local = {place: Local(scopes_of(people.get_place(tx, place))) for place in places}
    seen = set()
    for row in _rows(service):
        if row["month"].year != 2025 or row["quantity"] is None:
            continue
        activity = tables.activities[row["activity"]]
        result = emission(
            tables, activity, row["quantity"], row["month"], row["kind"], local=local[row["place"]]
        )
        if isinstance(result, Emission):
            assert abs(row["kg_co2e"] - result.kg_co2e) <= Decimal("0.0000005")
            assert row["factors"] == result.factors
            seen.add(row["factors"])
    assert {"elec_grid@2025-03-15/2101", "elec_grid@2025-06-01/21", "elec_grid@2022-04-01"} < seen


# --- months keep their states ---------------------------------------------------------------------


def test_closed_and_approved_months_stay_so_and_the_log_shows_it(
    either: Service, tmp_path: Path
) -> None:
    with either.database.begin() as tx:
        for month, states in (
            (MAY, (State.SUBMITTED, State.APPROVED)),
            (JUNE, (State.SUBMITTED, State.APPROVED, State.CLOSED)),
        ):
            for state in states:
                before = months.get(tx, KACHET, month)
                months.move(tx, before, state, either.clock.now(), None, is_complete=True)
    before_rows = _rows(either, place_months)
    url = _put_right(either, tmp_path)
    text = done(url, *APPLY)
    assert "6 come to something else; 1 approved, 1 closed months among them stay so" in text
    assert _rows(either, place_months) == before_rows
    deeds = [(row["action"], row["place"], row["details"]) for row in _rows(either, audit_events)]
    own = {"order": 1, "figures": 3, "first": "2026-05", "last": "2026-07"}
    totals = {"organisation": "4494.203478", "area": "0"}
    assert [one for one in deeds if one[0].startswith("recalc")] == [
        (
            "recalculation ordered",
            "21",
            {"order": 1, "first": "2026-05", "last": "2026-07", "activities": []},
        ),
        ("recalculated", NEIGHBOUR, own),
        ("recalculated", KACHET, {**own, "approved": ["2026-05"], "closed": ["2026-06"]}),
        (
            "recalculation finished",
            "21",
            {
                "order": 1,
                "looked_at": 12,
                "changed": 6,
                "old_kg": totals,
                "new_kg": {**totals, "organisation": "4644.203478"},
            },
        ),
    ]


def test_a_month_told_in_time_stays_told_in_time(service: Service, tmp_path: Path) -> None:
    """A complete month without a row is as old as its last telling, not as its recalculation."""
    complete(service, KACHET, "2026-07")
    told_last = service.clock.now() + timedelta(hours=1)
    with service.database.begin() as tx:
        _correct(tx, service, told_last)
    done(_put_right(service, tmp_path), *APPLY)
    assert _row(service)["recorded_at"] < told_last  # by the clock the command started with
    with service.database.begin() as tx:
        found = months.standing(tx, service.catalogue, people.get_place(tx, KACHET), JULY)
    assert found.month.state is State.SUBMITTED
    assert found.month.completed_at == told_last


# --- people go on ---------------------------------------------------------------------------------


def test_undo_correct_and_evidence_see_through_a_recalculation(
    service: Service, tmp_path: Path
) -> None:
    add_seat(service, "somchai", "official", KACHET)
    add_seat(service, "malee", "coordinator", "21")
    _say(service, "somchai", "แก้ไข ไฟ 1,200 หน่วย")
    _say(service, "somchai", "ถูกต้อง")
    _say(service, "somchai", "(photo bill.jpg)")
    url = _put_right(service, tmp_path)
    done(url, *APPLY)
    assert _row(service)["kg_co2e"] == 600
    page = _page(service, "malee")
    assert "คำนวณใหม่ตามคำสั่งที่ 1" in page
    assert "SHA-256" in page
    assert "ส่งเมื่อแก้ไขครั้งที่" not in page  # the bill is still of what it was sent for
    line = next(line for line in _exported(service) if "1200" in line)
    teller, message = next(
        (row["person"], row["told_event"])
        for row in _rows(service, figure_revisions)
        if row["person"] and row["activity"] == "ORG_ELEC"
    )
    assert f'"recalculated, order 1",{teller},{message},' in line  # who told it, not what counted
    assert "1,000" in _say(service, "somchai", "ย้อนกลับ")
    assert _row(service)["quantity"] == 1000
    assert (_row(service)["version"], _row(service)["told_version"]) == (4, None)
    assert _row(service)["kg_co2e"] == 500  # by the value that holds now
    _say(service, "somchai", "แก้ไข ไฟ 1,100 หน่วย")
    assert "0.5500 ตัน" in _say(service, "somchai", "ถูกต้อง")
    assert _row(service)["version"] == 5


def test_what_is_behind_a_number_reads_on(service: Service, tmp_path: Path) -> None:
    """Why, the inventory and the exported account go by what is added, before and after."""
    add_seat(service, "somchai", "official", KACHET)
    _say(service, "somchai", "แก้ไข ไฟ 1,200 หน่วย")
    _say(service, "somchai", "ถูกต้อง")
    add_figure(service, KACHET, "2026-07", "AREA_ELEC_RES", "1000")
    url = _put_right(service, tmp_path, grid("0.2", "2026-07-01", scope=KACHET, source="roof"))
    assert "7 figures keep the factor of their time" in _verified(service, tmp_path)
    assert _line_of_inventory(url, "I.1.2") == Decimal("0.475")
    done(url, *APPLY)
    said = _say(service, "somchai", "ทำไม ไฟ")
    for words in (
        "1,200 หน่วย (kWh) × 0.2 = 240.000 กก. CO2e",
        "elec_grid@2026-07-01/210110",
        "แหล่งที่มา: roof",
        "แจ้งโดยเจ้าของแชตนี้ เมื่อ 3 ส.ค. 2569",
        "ฉบับที่ 3 · คำนวณใหม่ตามคำสั่งที่ 1",
    ):
        assert words in said, said
    why = ("why", "--place", KACHET, "--from", "2026-07", "--activity", "ORG_ELEC", "--json")
    one = json.loads(done(url, *why))
    assert (one["version"], one["reason"]) == (3, "recalculated, order 1")
    assert one["person"] is not None
    assert one["message"] is not None
    assert one["factors"][0]["source"] == "roof"
    assert _line_of_inventory(url, "I.1.2") == Decimal("0.2")
    assert "keep the factor" not in _verified(service, tmp_path)


def _verified(service: Service, folder: Path) -> str:
    """What an auditor is told who computes the exported account again."""
    file = str(folder / "account.json")
    done(_url(service), "export", "account.json", "--place", "21", *SPAN, "-o", file)
    return done(_url(service), "verify", file)


def _line_of_inventory(url: str, ref: str) -> Decimal:
    """Tonnes of a line of Kachet's year."""
    told = done(url, "inventory", "--place", KACHET, "--year", "2026", "--csv")
    row = next(row for row in csv.DictReader(io.StringIO(told)) if row["gpc_ref"] == ref)
    return Decimal(row["t_co2e"])


def _row(service: Service) -> dict[str, Any]:
    return next(
        row for row in _rows(service) if (row["place"], str(row["month"]), row["activity"]) == PARTS
    )


def _exported(service: Service) -> list[str]:
    with service.database.begin() as tx:
        here = people.get_place(tx, KACHET)
    return b"".join(export(service, "values.csv", here, MAY, JULY, "th")).decode().splitlines()


def _page(service: Service, user: str) -> str:
    """The place's page of the console, as this person sees it."""
    session, now = secrets.token_urlsafe(), service.clock.now()
    with service.database.begin() as tx:
        asked = select(conversations.c.person).where(conversations.c.user == user)
        person = tx.execute(asked).scalar_one()
        sessions.open_session(tx, session, person, now, timedelta(hours=1))
    client = create_app(service=service).test_client()
    client.set_cookie(COOKIE, session)
    return client.get(f"/console/place/{KACHET}?month=2026-07").text


def test_a_figure_told_while_it_is_recalculated_is_read_again(
    postgresql_url: str, tmp_path: Path
) -> None:
    """Somebody's correction commits between the reading and the writing of a batch."""
    with _told(postgresql_url) as service:
        url = _put_right(service, tmp_path)
        written: list[bool] = []

        def correct(*arguments: object) -> None:
            if "UPDATE figures" in str(arguments[2]) and not written:
                written.append(True)
                with service.database.begin() as tx:
                    _correct(tx, service, service.clock.now())

        with _listening("before_cursor_execute", correct):
            done(url, *APPLY)
        row = _row(service)
        assert (row["quantity"], row["kg_co2e"], row["version"]) == (Decimal(1500), 750, 2)
        (listed,) = json.loads(done(url, "recalculations", "--json"))
        assert listed["changed"] == 5  # theirs was counted by the new value already
        assert listed["totals"]["organisation"]["difference_kg"] == "125.000000"


def _correct(tx: Transaction, service: Service, at: datetime) -> None:
    """Kachet's electricity of July is 1,500 now, by what holds at the moment."""
    tables = factors.current(tx, service.catalogue)
    key = CellKey(KACHET, JULY, "ORG_ELEC")
    before = situations.place_cells(tx, KACHET, JULY)[key]
    told = Draft.of_cell(before).fixed(Decimal(1500), "kWh")
    change = recorded_at(tables, key, before, told, "told", ANYWHERE)
    entries.record(tx, change, None, None, at)


# --- killed ---------------------------------------------------------------------------------------


class Killed(Exception):
    """The process is gone."""


@contextmanager
def _listening(name: str, act: Any) -> Iterator[None]:
    event.listen(Engine, name, act)
    try:
        yield
    finally:
        event.remove(Engine, name, act)


@contextmanager
def _killed_at(name: str, number: int) -> Iterator[None]:
    """The `number`-th statement, or commit, of the command never happens."""
    left = [number]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    with _listening(name, count):
        yield


def _outcome(service: Service) -> tuple[Any, ...]:
    """Everything a recalculation leaves behind, without moments and its number.

    A number given to what was rolled back is not given again.
    """
    (order,) = _rows(service, recalculations)
    ours = f"recalculated, order {order['id']}"
    revisions = sorted(
        (
            {**row, "id": None, "recorded_at": None, "reason": row["reason"] == ours}
            for row in _rows(service, figure_revisions)
        ),
        key=lambda row: [str(row[name]) for name in CELL],
    )
    kept = {name: order[name] for name in ("old_totals", "new_totals", "explanation", "reason")}
    deeds = [
        (row["action"], row["place"], {**row["details"], "order": None})
        for row in _rows(service, audit_events)
        if row["details"].get("order") == order["id"]
    ]
    return revisions, kept, deeds


def test_a_run_killed_before_a_commit_goes_on_where_it_stopped(
    either: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalculation_batches, "A_BATCH", 2)
    _kill_again_and_again(either, tmp_path, "commit", 1)


def test_a_run_killed_at_a_statement_goes_on_where_it_stopped(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalculation_batches, "A_BATCH", 2)
    _kill_again_and_again(service, tmp_path, "before_cursor_execute", 5)


def _kill_again_and_again(service: Service, folder: Path, name: str, step: int) -> None:
    """Each time a little later; in the end it is as if it never was."""
    url = _put_right(service, folder)
    kills = 0
    while True:
        try:
            with _killed_at(name, kills * step + 1):
                done(url, *APPLY)
        except Killed:
            kills += 1
        else:
            break
    assert kills >= 3
    with _told_like(folder) as undisturbed:
        done(_url(undisturbed), *APPLY)
        wanted = _outcome(undisturbed)
    for found, expected in zip(_outcome(service), wanted, strict=True):
        assert found == expected


@contextmanager
def _told_like(folder: Path) -> Iterator[Service]:
    url = f"sqlite:///{folder}/undisturbed.db"
    migrations.upgrade(url)
    with _told(url) as other:
        _put_right(other, folder)
        yield other


def test_what_is_left_is_done_by_the_factors_of_the_order(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One order, one set of factors; a newer value waits for the next order."""
    monkeypatch.setattr(recalculation_batches, "A_BATCH", 2)
    url = _put_right(service, tmp_path)
    with pytest.raises(Killed), _killed_at("commit", 5):
        done(url, *APPLY)
    assert "not finished: it goes on where it stopped" in done(url, "recalculations")
    add(url, tmp_path, grid("0.6", "2026-01-01"))
    result = json.loads(done(url, *APPLY, "--json"))
    assert result["order"] == 1
    assert {row["new"] for row in result["causes"]} == {"elec_grid@2026-01-01+2"}
    again = json.loads(done(url, *APPLY, "--json"))
    assert (again["order"], again["changed"]) == (2, 6)
    assert again["totals"]["organisation"]["old_kg"] == result["totals"]["organisation"]["new_kg"]


def test_a_figure_beyond_what_can_be_kept_stops_the_order_by_name(
    service: Service, tmp_path: Path
) -> None:
    add(_url(service), tmp_path, grid("999999999999", "2026-01-01"))
    result = run(_url(service), *APPLY)
    assert result.exit_code == 1
    assert "210109 2026-05 ORG_ELEC: " in result.output
    assert {row["version"] for row in _rows(service)} == {1}
