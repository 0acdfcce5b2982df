"""`load values` as an administrator uses it, on both databases."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.audit import Deed
from bot.catalogue import Frequency, catalogue
from bot.cells import Cell, CellKey, Status
from bot.changes import Recorded
from bot.emissions import Emission, Local, emission
from bot.emissions.quantities import kept
from bot.months import Month
from bot.reporting import PlaceMonth, State
from handlers import values_writing
from handlers.values_loading import Wanted, plan
from storage import audit, entries, months
from storage.session import Database
from storage.tables import audit_events, figure_revisions, notices, outbox
from tests.handlers.accounts import NOW, run, told
from tests.handlers.by_command import add, grid
from tests.handlers.loading import (
    counts,
    differences,
    export,
    load,
    only,
    service,
    stored,
    table,
    world,
)

JULY = Month(2026, 7)
ELEC = ("210110", "2026-07", "ORG_ELEC", "3000", "kWh")
DIESEL = ("210110", "2026-07", "ORG_DIESEL_VEH", "320", "ลิตร")


@pytest.fixture
def env(database_url: str) -> dict[str, str]:
    return world(database_url)


def _rows(env: dict[str, str], statement: Any) -> list[dict[str, Any]]:
    database = Database(env["DATABASE_URL"])
    with database.begin() as tx:
        found = [dict(row) for row in tx.execute(statement).mappings()]
    database.close()
    return found


def _move(env: dict[str, str], *to: State) -> None:
    """July of 210110 goes through these states."""
    database = Database(env["DATABASE_URL"])
    with database.begin() as tx:
        for state in to:
            months.move(tx, months.get(tx, "210110", JULY), state, NOW, None, is_complete=True)
    database.close()


def _month(env: dict[str, str]) -> PlaceMonth:
    database = Database(env["DATABASE_URL"])
    with database.begin() as tx:
        found = months.get(tx, "210110", JULY)
    database.close()
    return found


def test_differences_come_first_then_they_are_written_once(
    env: dict[str, str], tmp_path: Path
) -> None:
    file = table(tmp_path / "told.csv", ELEC, DIESEL)
    shown = load(env, file)
    assert shown.exit_code == 0
    assert "210110 2026-07: 2 new\n" in shown.output
    assert "nothing is written yet: add --apply" in shown.output
    assert stored(env) == []
    assert "2 figures written" in load(env, file, "--apply").output
    names = ("activity", "status", "quantity", "told_unit", "version", "person")
    assert only(stored(env), *names) == [
        ("ORG_DIESEL_VEH", "reported", 320, "litre", 1, None),
        ("ORG_ELEC", "reported", 3000, "kWh", 1, None),
    ]
    assert stored(env)[1]["kg_co2e"] == 3000 * Decimal("0.475")
    again = load(env, file, "--apply")
    assert (again.exit_code, "0 figures written" in again.output) == (0, True)
    assert counts(env, file) == {"same": 2}


def test_changed_figure_is_shown_old_and_new_and_keeps_its_history(
    env: dict[str, str], tmp_path: Path
) -> None:
    load(env, table(tmp_path / "first.csv", ELEC, DIESEL), "--apply")
    changed = table(tmp_path / "second.csv", (*ELEC[:3], "3.1", "MWh"), DIESEL)
    shown = load(env, changed, "--apply")
    assert "~ row 2 210110 2026-07 ORG_ELEC: 3000 kWh → 3100 kWh" in shown.output
    assert "0 new, 1 changed, 1 same" in shown.output
    (revision,) = _rows(env, select(figure_revisions).where(figure_revisions.c.version == 2))
    names = ("old_quantity", "quantity", "told_quantity", "told_unit", "kg_co2e")
    assert only([revision], *names) == [(3000, 3100, Decimal("3.1"), "MWh", Decimal("1472.5"))]


def test_file_and_row_stand_in_the_revision_and_the_audit_log(
    env: dict[str, str], tmp_path: Path
) -> None:
    columns = ("place", "month", "activity", "quantity", "unit", "note", "source")
    row = ("210110", "ก.ค. 69", "ORG_ELEC", "NE", "", "ไม่มีมิเตอร์", "letter 5")
    file = table(tmp_path / "told.csv", row, (*DIESEL, "", ""), columns=columns)
    sha256 = differences(env, file, "--apply")["file"]["sha256"]
    revisions = _rows(env, select(figure_revisions).order_by(figure_revisions.c.activity))
    assert only(revisions, "reason") == [
        (f"loaded {sha256[:12]} row 3",),
        (f"loaded {sha256[:12]} row 2: ไม่มีมิเตอร์; letter 5",),
    ]
    (entry,) = _rows(env, select(audit_events))
    assert (entry["action"], entry["place"], entry["person"]) == (Deed.LOADED, "210110", None)
    assert entry["details"] == {
        "file": sha256,
        "by": "cli",
        "first_row": 2,
        "last_row": 3,
        "new": 2,
        "changed": 0,
        "doubted": 0,
        "into_closed": [],
    }
    assert only(revisions, "recorded_at") == [(entry["at"],)] * 2


def test_doubted_figures_wait_for_a_word_and_are_stored_as_doubted(
    env: dict[str, str], tmp_path: Path
) -> None:
    columns = ("place", "month", "activity", "quantity", "unit")
    rows = [("210110", f"2026-0{month}", "ORG_ELEC", f"3{month}00", "kWh") for month in range(1, 7)]
    slip = ("210110", "2026-07", "ORG_ELEC", "36000", "kWh")
    file = table(tmp_path / "told.csv", *rows, slip, columns=columns)
    first = load(env, file, "--apply")
    assert first.exit_code == 1
    assert (
        "? + row 8 210110 2026-07 ORG_ELEC: nothing yet → 36000 kWh · Much more than usual. "
        "More than places like this usually have. Perhaps 3600?"
    ) in first.output
    assert "6 figures written\n1 doubted figures are not written" in first.output
    second = load(env, file, "--apply", "--accept-doubted")
    assert (second.exit_code, "1 figures written" in second.output) == (0, True)
    names = ("quantity", "doubted", "questioned")
    assert only(stored(env)[-1:], *names) == [(36000, True, "high")]


def test_nothing_is_written_while_a_row_is_bad(env: dict[str, str], tmp_path: Path) -> None:
    bad = ("210110", "2026-06", "ORG_ELEC", "12,34", "kWh")
    twice = ("210110", "2569-07", "ORG_ELEC", "3000", "หน่วย")
    file = table(tmp_path / "told.csv", ELEC, DIESEL, bad, twice)
    done = load(env, file, "--apply")
    assert done.exit_code == 1
    assert "BAD  row 4 quantity: '12,34' can be read in two ways" in done.output
    assert "210110 2026-07 ORG_ELEC stands in rows 2 and 5; keep one" in done.output
    assert "nothing is written: 3 bad rows; put them right, or add --skip-bad" in done.output
    assert stored(env) == []
    skipped = load(env, file, "--apply", "--skip-bad")
    assert (skipped.exit_code, "1 figures written" in skipped.output) == (1, True)
    assert only(stored(env), "activity") == [("ORG_DIESEL_VEH",)]


def test_closed_month_is_written_into_with_a_reason_only(
    env: dict[str, str], tmp_path: Path
) -> None:
    load(env, table(tmp_path / "told.csv", ELEC), "--apply")
    _move(env, State.SUBMITTED, State.CLOSED)
    file = table(tmp_path / "late.csv", ELEC, DIESEL)
    refused = load(env, file, "--apply")
    assert "BAD  row 3 month: 210110 2026-07 is closed; reopen it, or write" in refused.output
    alone = load(env, file, "--apply", "--into-closed")
    assert "--into-closed and --reason go together" in alone.output
    assert len(stored(env)) == 1
    done = load(env, file, "--apply", "--into-closed", "--reason", "audit of 2026")
    assert (done.exit_code, _month(env).state) == (0, State.CLOSED)
    reasons = only(_rows(env, select(figure_revisions)), "reason")
    assert reasons[-1][0].endswith(" row 3: closed month: audit of 2026")
    entry = _rows(env, select(audit_events).order_by(audit_events.c.id))[-1]
    assert (entry["details"]["new"], entry["details"]["into_closed"]) == (1, ["2026-07"])


def test_decided_month_is_looked_at_again_and_nobody_is_told(
    env: dict[str, str], tmp_path: Path
) -> None:
    load(env, table(tmp_path / "first.csv", ELEC), "--apply")
    assert _month(env).version == 0  # an open month stays as it is
    _move(env, State.SUBMITTED, State.APPROVED)
    load(env, table(tmp_path / "same.csv", ELEC), "--apply")
    assert _month(env).state is State.APPROVED
    load(env, table(tmp_path / "second.csv", (*ELEC[:3], "3100", "kWh")), "--apply")
    assert _month(env).state is State.OPEN  # not every item is told
    actions = only(_rows(env, select(audit_events).order_by(audit_events.c.id)), "action")
    assert actions == [("loaded",), ("incomplete again",), ("loaded",)]
    for silent in (notices, outbox):
        assert _rows(env, select(func.count().label("count")).select_from(silent)) == [{"count": 0}]


def test_stopped_on_the_way_a_second_run_writes_what_is_missing(
    env: dict[str, str], tmp_path: Path
) -> None:
    """A batch is written wholly or not at all; here the power goes after the first."""
    items = [code for code, one in catalogue().activities.items()
             if one.frequency is Frequency.MONTHLY and not one.kinds][:20]  # fmt: skip
    rows = [
        (place, Month(2023, 1) + ahead, code, 3000 + ahead, catalogue().activities[code].unit)
        for place in ("210110", "210102")
        for ahead in range(30)
        for code in items
    ]
    wanted = Wanted(accept_doubted=True)
    file, running = table(tmp_path / "told.csv", *rows), service(env)
    made = plan(running, file, wanted, print)

    def stop(words: str) -> None:
        assert words == "1,000 of 1,200 figures written"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        values_writing.carry_out(running, made, wanted, stop)
    assert len(stored(env)) == 1000
    assert counts(env, file, "--accept-doubted")["same"] == 1000
    assert "\n200 figures written" in load(env, file, "--apply", "--accept-doubted").output
    assert {row["version"] for row in stored(env)} == {1}
    running.database.close()


def test_what_somebody_wrote_meanwhile_is_not_written_over(
    env: dict[str, str], tmp_path: Path
) -> None:
    running, file = service(env), table(tmp_path / "told.csv", ELEC, DIESEL)
    made = plan(running, file, Wanted(), print)
    with running.database.begin() as tx:
        entries.record(tx, told("210110", JULY, "ORG_ELEC", "", "2900"), None, None, NOW)
    written = values_writing.carry_out(running, made, Wanted(), print)
    assert written.figures == 1
    (problem,) = written.meanwhile.named
    assert "210110 2026-07 ORG_ELEC was changed since the differences were shown" in problem.words
    assert only(stored(env), "quantity") == [(320,), (2900,)]
    made = plan(running, file, Wanted(), print)  # read again, it is a change that is shown
    assert made.total("changed") == 1
    _move(env, State.SUBMITTED, State.CLOSED)
    written = values_writing.carry_out(running, made, Wanted(), print)
    assert "was closed since the differences" in written.meanwhile.named[0].words
    running.database.close()


def test_our_own_export_loaded_again_changes_nothing(env: dict[str, str], tmp_path: Path) -> None:
    database = Database(env["DATABASE_URL"])
    with database.begin() as tx:
        key = CellKey("210110", JULY, "AREA_FERRY")
        entries.record_many(
            tx,
            [
                told("210110", JULY, "ORG_ELEC", "", "3000"),
                told("21", JULY, "IND_NG", "", "123456789012.123456"),
                Recorded(Cell(key, 1, Status.NOT_OCCURRING), None, "=ไม่มีท่าเรือ"),
                Recorded(Cell(CellKey("210110", JULY, "ORG_LPG"), 1, Status.LATER), None, "told"),
            ],
            None,
            NOW,
        )
    database.close()
    for name in ("values.csv", "values.xlsx"):
        export(env, tmp_path / name)
        found = differences(env, tmp_path / name)
        assert found["file"]["format"] == "values"
        assert (found["counts"]["same"], found["left_out"], found["differences"]) == (3, 1, [])


def test_account_moves_to_another_database(
    env: dict[str, str], sqlite_template: Path, tmp_path: Path
) -> None:
    """Told, doubted, spread, without a figure: all but who and when is the same there."""
    columns = ("place", "year", "month", "activity", "kind", "quantity", "unit", "spread", "note")
    rows = [
        ("210110", "", "2026-07", "ORG_ELEC", "", "3.5", "MWh", "", "@bill"),
        ("210110", "2567", "", "ORG_LPG", "", "120", "kg", "yes", ""),
        ("210110", "2567", "", "ORG_REFRIG", "R32", "1.5", "กก.", "yes", ""),
        ("210110", "", "2026-06", "ORG_ELEC", "", "35000", "kWh", "", ""),
        ("21", "2566", "", "IND_COAL", "", "1,200.5", "ton", "", "DIW"),
        ("210102", "2023", "", "LIV_SWINE", "", "NO", "", "", "ไม่มี"),
    ]
    file = table(tmp_path / "told.csv", *rows, columns=columns)
    assert load(env, file, "--apply", "--accept-doubted").exit_code == 0
    first = export(env, tmp_path / "values.csv")
    other_url = f"sqlite:///{tmp_path / 'other.db'}"
    (tmp_path / "other.db").write_bytes(sqlite_template.read_bytes())
    other = world(other_url)
    assert load(other, tmp_path / "values.csv", "--apply", "--accept-doubted").exit_code == 0
    (tmp_path / "there").mkdir()
    second = export(other, tmp_path / "there" / "values.csv")
    assert len(first) == 28
    for before, after in zip(first, second, strict=True):
        reasons = before.pop("reason"), after.pop("reason")
        assert before == after
        assert reasons[0].partition(": ")[2] == reasons[1].partition(": ")[2]


def test_past_years_run_through_the_inventory(env: dict[str, str], tmp_path: Path) -> None:
    """Heads counted for each of two years stand for every month of their own year."""
    columns = ("place", "year", "activity", "quantity", "unit")
    rows = [
        ("21", "2563", "LIV_SWINE", "100,000", "ตัว"),
        ("21", "2562", "LIV_SWINE", "50,000", "ตัว"),
    ]
    assert load(env, table(tmp_path / "t.csv", *rows, columns=columns), "--apply").exit_code == 0
    kilograms = {
        row["month"]: Decimal(row["kg_co2e"]) for row in export(env, tmp_path / "values.csv")
    }
    for year in (2019, 2020):
        done = run(env, "inventory", "--place", "21", "--year", str(year), "--json").output
        lines = {line["gpc_ref"]: line for line in json.loads(done, parse_float=Decimal)["lines"]}
        assert lines["V.1"]["t_co2e"] == 12 * kilograms[f"{year}-01"] / 1000


def test_parameters_of_the_same_file_count_from_their_month_on(
    env: dict[str, str], tmp_path: Path
) -> None:
    """Manure's nitrogen stands below the manure in the file, and is another one in 2025."""
    columns = ("place", "year", "activity", "quantity", "unit")
    rows = [
        ("21", "2567", "FERT_ORGANIC", "100000", "kg"),
        ("21", "2568", "FERT_ORGANIC", "100000", "kg"),
        ("21", "2568", "FERT_ORGANIC_N", "1.6", "%"),
        ("21", "2567", "FERT_ORGANIC_N", "0.8", "%"),
    ]
    file = table(tmp_path / "told.csv", *rows, columns=columns)
    done = load(env, file, "--apply", "--accept-doubted")
    assert done.exit_code == 0, done.output
    kilograms = {
        row["month"].year: row["kg_co2e"] for row in stored(env) if row["kg_co2e"] is not None
    }
    tables = catalogue()
    for year, share in ((2024, "0.8"), (2025, "1.6")):
        local = Local(("21",), {"FERT_ORGANIC_N": {"": Decimal(share)}})
        result = emission(
            tables,
            tables.activities["FERT_ORGANIC"],
            Decimal(100_000),
            Month(year, 12),
            local=local,
        )
        assert isinstance(result, Emission)
        assert kilograms[year] == kept(result.kg_co2e)
    assert kilograms[2025] > kilograms[2024]


def test_added_factors_count_and_a_recalculation_keeps_where_a_figure_is_from(
    env: dict[str, str], tmp_path: Path
) -> None:
    columns = ("place", "year", "activity", "quantity", "unit")
    year = table(tmp_path / "y.csv", ("21", "2567", "IND_COAL", "5", "ton"), columns=columns)
    load(env, table(tmp_path / "first.csv", ELEC), "--apply")
    load(env, year, "--apply")
    add(env["DATABASE_URL"], tmp_path, grid("0.21", "2026-07-01", scope="210110"))
    load(env, table(tmp_path / "second.csv", (*ELEC[:3], "3100", "kWh")), "--apply")
    assert stored(env)[-1]["kg_co2e"] == 3100 * Decimal("0.21")
    add(env["DATABASE_URL"], tmp_path, grid("0.31", "2026-07-01", scope="210110"))
    span = ("--from", "2020-01", "--to", "2026-07", "--reason", "new roof")
    assert run(env, "recalculate", "--place", "21", *span, "--apply").exit_code == 0
    assert stored(env)[-1]["kg_co2e"] == 3100 * Decimal("0.31")
    assert counts(env, tmp_path / "second.csv") == {"same": 1}
    month = table(tmp_path / "m.csv", ("21", "2024-03", "IND_COAL", "1", "ton"))
    assert "2024-12 holds the whole year already" in load(env, month).output


def test_audit_log_shows_what_was_loaded(env: dict[str, str], tmp_path: Path) -> None:
    load(env, table(tmp_path / "told.csv", ELEC), "--apply")
    shown = run(env, "audit", "show", "--place", "210110").output
    assert "service · loaded · 210110 · by=cli" in shown
    database = Database(env["DATABASE_URL"])
    with database.begin() as tx:
        assert [one.action for one in audit.latest(tx, 9)] == ["loaded"]
    database.close()
