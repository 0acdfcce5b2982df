"""`load factors` and `factors`: what an administrator sees before and after adding a value."""

import csv
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from bot.catalogue import FOLDER
from handlers.service import Service
from storage.session import Database
from storage.tables import added_factors, audit_events, factor_policies
from tests.chats import DEFAULT_NOW, add_figure, service_at
from tests.handlers.by_command import GRID, add, done, file_of, grid, run


@contextmanager
def _told(url: str) -> Iterator[Service]:
    """Kachet and its neighbour have told May to July's electricity."""
    with service_at(DEFAULT_NOW, url) as service:
        for place in ("210110", "210109"):
            for month in ("2026-05", "2026-06", "2026-07"):
                add_figure(service, place, month, "ORG_ELEC", "1000")
        yield service


@pytest.fixture
def service(sqlite_url: str) -> Iterator[Service]:
    with _told(sqlite_url) as service:
        yield service


@pytest.fixture
def either(database_url: str) -> Iterator[Service]:
    """The same on each engine, for what the database itself does."""
    with _told(database_url) as service:
        yield service


def _url(service: Service) -> str:
    return service.settings.database_url


def _rows(service: Service, table: Any = added_factors) -> list[dict[str, Any]]:
    with service.database.begin() as tx:
        return [dict(row) for row in tx.execute(select(table)).mappings()]


# --- differences ----------------------------------------------------------------------------------


def test_differences_stand_side_by_side_before_anything_is_written(
    either: Service, tmp_path: Path
) -> None:
    file = file_of(
        tmp_path,
        grid("0.4682", "2026-06-01"),
        grid("0.21", "2026-07-01", scope="210110", grade="M", source="own solar roof, meter book"),
    )
    shown = done(_url(either), "load", "factors", file)
    assert shown.splitlines() == [
        "+ elec_grid@2026-06-01 · everywhere · from 2026-06-01 · 0.4682 kg CO2e per kWh · AR5 · "
        "grade M · verbatim-from-source · TGO EF CFO, a later edition, p.11",
        "    2026-06 on: 0.4682 kg CO2e (elec_grid@2026-06-01) instead of 0.475 kg CO2e "
        "(elec_grid@2026-01-01) · 3 figures told for it",
        "+ elec_grid@2026-07-01/210110 · 210110 · from 2026-07-01 · 0.21 kg CO2e per kWh · AR5 · "
        "grade M · verbatim-from-source · own solar roof, meter book",
        "    2026-07 on: 0.21 kg CO2e (elec_grid@2026-07-01/210110) instead of 0.475 kg CO2e "
        "(elec_grid@2026-01-01) · 1 figure told for it",
        "2 new values, 0 new policies, 0 rows unchanged",
        "figures told keep what they were counted with; bokcarbon recalculate counts them once "
        "more, by order",
        "nothing is written yet: add --apply and --reason TEXT",
    ]
    assert _rows(either) == []


def test_what_is_written_is_kept_digit_for_digit_with_its_reason(
    either: Service, tmp_path: Path
) -> None:
    row = grid("0.46820", "2028-01-01", co2_kg="0.00000000012345678901", valid_to="2028-12-31")
    assert "written" in add(_url(either), tmp_path, row, reason="edition of 2028")
    (kept,) = _rows(either)
    assert str(kept["kgco2e_printed"]) == "0.46820"
    assert f"{kept['co2_kg']:f}" == "0.00000000012345678901"
    assert (kept["valid_from"], kept["valid_to"]) == (date(2028, 1, 1), date(2028, 12, 31))
    assert (kept["reason"], kept["person"], kept["edition"]) == ("edition of 2028", None, 1)
    (deed,) = [row for row in _rows(either, audit_events) if row["action"] == "factor added"]
    assert deed["details"] == {"factor": "elec_grid@2028-01-01", "gwp_set": "AR5"}


def test_the_same_file_twice_adds_nothing_and_another_value_is_an_edition(
    service: Service, tmp_path: Path
) -> None:
    add(_url(service), tmp_path, grid("0.46", "2028-01-01"))
    again = add(_url(service), tmp_path, grid("0.46", "2028-01-01"))
    assert again == "0 new values, 0 new policies, 1 rows unchanged\n"
    add(_url(service), tmp_path, grid("0.455", "2028-01-01"))
    assert [(row["edition"], str(row["kgco2e_printed"])) for row in _rows(service)] == [
        (1, "0.46"),
        (2, "0.455"),
    ]


def test_a_slip_of_the_point_is_asked_about(service: Service, tmp_path: Path) -> None:
    for value, words in (("4.75", "10.0 times more"), ("0.0475", "10.0 times less"), ("0.4", "")):
        file = file_of(tmp_path, grid(value, "2027-01-01"))
        shown = done(_url(service), "load", "factors", file)
        assert (f" — {words}: is it right?" in shown) is bool(words)
        assert ("is it right?" in shown) is bool(words)


def test_a_workbook_says_the_same_as_a_csv(service: Service, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    row = grid("", "")
    sheet.append([*row, "notes"])
    long = "measured at the substation " * 30
    cells = {**row, "kgco2e_printed": 0.4682, "valid_from": date(2028, 1, 1)}
    sheet.append([*cells.values(), long])
    path = tmp_path / "factors.xlsx"
    book.save(path)
    done(_url(service), "load", "factors", str(path), "--apply", "--reason", "a new edition")
    (kept,) = _rows(service)
    assert (kept["kgco2e_printed"], kept["valid_from"]) == (Decimal("0.4682"), date(2028, 1, 1))
    assert kept["notes"] == long.strip()  # sources and notes are not cut as chat files are


def test_rows_of_the_shipped_table_can_be_given_back_with_a_new_day(
    service: Service, tmp_path: Path
) -> None:
    """An administrator copies the row, changes its value, its day and its source."""
    with (FOLDER / "factors.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["valid_from"] and not row["valid_to"]]
    changed = [{**row, "valid_from": "2029-01-01"} for row in rows]
    planned = done(_url(service), "load", "factors", file_of(tmp_path, *changed))
    assert f"{len(rows)} new values" in planned
    assert len(rows) > 20


# --- refusals -------------------------------------------------------------------------------------

BAD = {
    "unknown key": ({"key": "elec_gird"}, "row 3: label: elec_gird is a new key"),
    "no source": ({"source": ""}, "row 3: source: write the document"),
    "comma": ({"kgco2e_printed": "0,47"}, "row 3: kgco2e_printed: '0,47' is no number"),
    "words": ({"kgco2e_printed": "0.47 kg"}, "row 3: kgco2e_printed: '0.47 kg' is no number"),
    "no value": ({"kgco2e_printed": ""}, "row 3: kgco2e_printed: write a value here"),
    "tonnes per MWh": ({"unit": "MWh"}, "row 3: unit: elec_grid is per kWh; convert the value"),
    "no unit": ({"unit": ""}, "row 3: unit: elec_grid is per kWh"),
    "Buddhist year": ({"valid_from": "2571-01-01"}, "valid_from: 2571-01-01 is no year of the "),
    "no date": ({"valid_from": "1 Jan 2028"}, "row 3: valid_from: '1 Jan 2028' is no date"),
    "no day": ({"valid_from": ""}, "row 3: valid_from: write the first day it holds"),
    "unknown place": ({"scope": "999999"}, "row 3: scope: there is no place '999999'"),
    "unknown set": ({"gwp_set": "AR7"}, "row 3: gwp_set: write AR4, AR5 or AR6"),
    "other set": ({"gwp_set": "AR6"}, "row 3: gwp_set: write AR5: elec_grid is kept so"),
    "grade": ({"grade": "A"}, "row 3: grade: 'A' is not known; write one of: H, M, L"),
    "not sure how sure": ({"confidence": ""}, "row 3: confidence: write one of: verbatim-from-"),
    "overlap": ({"overlap": "both"}, "row 3: overlap: 'both' is not known; write one of: newest"),
    "same again": ({"kgco2e_printed": "0.3", "valid_from": "2028-01-01"}, "stand in row 2"),
    "overlapping": (
        {"key": "diesel_onroad", "unit": "litre", "valid_from": "2025-01-01"},
        "row 3: valid_from: diesel_onroad@2022-04-01 holds until 2026-02-03",
    ),
}


def test_every_bad_row_is_named_and_nothing_of_the_file_is_written(
    service: Service, tmp_path: Path
) -> None:
    """With the row, the column, and what to write; the good row beside it waits too."""
    for row, words in BAD.values():
        bad = {**grid("0.4", "2028-02-01"), **row}
        file = file_of(tmp_path, grid("0.46", "2028-01-01"), bad)
        result = run(_url(service), "load", "factors", file, "--apply", "--reason", "x")
        assert result.exit_code == 1
        assert words in result.output, (words, result.output)
        assert result.output.endswith("nothing is written\n")
    both = file_of(tmp_path, grid("x", "2028-01-01", unit="MWh"), grid("1", "", grade="Z"))
    listed = run(_url(service), "load", "factors", both).output.splitlines()
    assert [line.partition(": ")[2].split(":")[0:2] for line in listed[:-1]] == [
        ["row 2", " kgco2e_printed"],
        ["row 2", " unit"],
        ["row 3", " grade"],
        ["row 3", " valid_from"],
    ]
    assert _rows(service) == []
    assert not [row for row in _rows(service, audit_events) if row["action"] == "factor added"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the column key is missing"),
        ("key,value\n", "the column source is missing"),
        ("key,source,value\n", "there is no column 'value'"),
        ("key,source,key\n", "the column key stands twice"),
        ("key,source\na,b,c\n", "'c': it has no heading in row 1"),
    ],
)
def test_a_file_of_something_else_says_which_columns_there_are(
    text: str, words: str, module_sqlite_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text)
    result = run(module_sqlite_url, "load", "factors", str(path))
    assert (result.exit_code, words in result.output) == (1, True), result.output


def test_writing_needs_a_reason(module_sqlite_url: str, tmp_path: Path) -> None:
    file = file_of(tmp_path, grid("0.46", "2028-01-01"))
    result = run(module_sqlite_url, "load", "factors", file, "--apply", "--reason", " ")
    assert (result.exit_code, "--apply needs --reason" in result.output) == (1, True)


# --- policies -------------------------------------------------------------------------------------


def test_a_policy_alone_says_which_months_it_changes(service: Service, tmp_path: Path) -> None:
    rule = {"key": "elec_grid", "overlap": "oldest", "source": "TGO letter of 30 Nov 2025"}
    add_figure(service, "210110", "2026-02", "ORG_ELEC", "1000")
    written = add(_url(service), tmp_path, rule, reason="the year of grace is used")
    assert "+ elec_grid: where two values are in force the oldest counts" in written
    assert "2026-01 to 2026-03: 0.4999 kg CO2e (elec_grid@2022-04-01) instead of" in written
    assert "1 figure told for it" in written
    (kept,) = _rows(service, factor_policies)
    assert (kept["overlap"], kept["reason"]) == ("oldest", "the year of grace is used")
    shown = done(_url(service), "factors", "elec_grid", "--month", "2026-02")
    assert "→ elec_grid@2022-04-01" in shown
    assert "overlap: the oldest counts · the year of grace is used · TGO letter" in shown
    again = add(_url(service), tmp_path, rule, reason="once more")
    assert again == "0 new values, 0 new policies, 1 rows unchanged\n"


def test_an_overlapping_value_is_taken_with_its_policy(service: Service, tmp_path: Path) -> None:
    row = {**grid("2.7", "2025-01-01"), "key": "diesel_onroad", "unit": "litre"}
    assert "1 new values, 1 new policies" in add(
        _url(service), tmp_path, {**row, "overlap": "newest"}
    )
    (found,) = (json.loads(done(_url(service), "factors", "diesel_onroad", "--json"))["overlap"],)
    assert (found["overlap"], found["reason"]) == ("newest", "a new edition")
    assert found["set_at"].startswith("2026-08-03")


# --- showing --------------------------------------------------------------------------------------


def test_factors_say_which_value_holds_where_and_when(either: Service, tmp_path: Path) -> None:
    url = _url(either)
    add(url, tmp_path, grid("0.21", "2026-07-01", scope="210110"), grid("0.46", "2028-01-01"))
    holds = {
        (place, month): json.loads(
            done(url, "factors", "elec_grid", "--month", month, *place, "--json")
        )["holds"]
        for place in (("--place", "210110"), ("--place", "210109"), ())
        for month in ("2026-06", "2026-07", "2028-01")
    }
    assert list(holds.values()) == [
        *("elec_grid@2026-01-01", *["elec_grid@2026-07-01/210110"] * 2),
        *(*["elec_grid@2026-01-01"] * 2, "elec_grid@2028-01-01") * 2,
    ]
    body = json.loads(done(url, "factors", "elec_grid", "--place", "210110", "--json"))
    own = next(value for value in body["values"] if value["holds"])
    assert (own["scope"], own["grade"], own["kgco2e_printed"]) == ("210110", "H", "0.21")
    assert (own["source"], own["added"]["reason"]) == (GRID["source"], "a new edition")
    first = body["values"][0]
    assert (first["version"], first["added"]) == ("elec_grid@2022-04-01", None)
    text = done(url, "factors", "elec_grid", "--place", "210110")
    assert "→ elec_grid@2026-07-01/210110 · 210110 · 2026-07-01 · 0.21 kg CO2e per kWh" in text
    assert "added 2026-08-03: a new edition" in text
    every = json.loads(done(url, "factors", "--json"))
    assert len(every) > 200
    assert done(url, "factors").count("\n") == len(every)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("elec_gird",), "there is no factor 'elec_gird'"),
        (("--month", "July"), "write it as 2026-07"),
        (("--place", "999999"), "there is no place '999999'"),
    ],
)
def test_what_is_not_there_is_said(
    arguments: tuple[str, ...], words: str, module_sqlite_url: str
) -> None:
    result = run(module_sqlite_url, "factors", *arguments)
    assert (result.exit_code, words in result.output) == (1, True)


# --- history --------------------------------------------------------------------------------------


def test_added_rows_stay_as_they_are(either: Service, tmp_path: Path) -> None:
    rule = {"key": "elec_grid", "overlap": "oldest", "source": "TGO"}
    add(_url(either), tmp_path, grid("0.46", "2028-01-01"), rule)
    for table in (added_factors, factor_policies):
        for change in (update(table).values(reason="x"), delete(table)):
            with pytest.raises(DBAPIError, match="append-only"), either.database.begin() as tx:
                tx.execute(change)


def test_doctor_says_how_many_there_are_and_when_one_does_not_fit_any_more(
    sqlite_url: str, tmp_path: Path
) -> None:
    """A release whose tables count a factor in another unit must not be served with the old."""
    add(sqlite_url, tmp_path, grid("0.46", "2028-01-01"))
    assert "added factors: 1 added, 0 policies" in run(sqlite_url, "doctor").output
    shutil.copy(sqlite_url.removeprefix("sqlite:///"), tmp_path / "later.db")
    later = Database(f"sqlite:///{tmp_path}/later.db")
    with later.begin() as tx:
        for act in ("update", "delete"):
            tx.exec_driver_sql(f"DROP TRIGGER added_factors_no_{act}")
        tx.execute(update(added_factors).values(unit="MWh"))
    later.close()
    found = run(f"sqlite:///{tmp_path}/later.db", "doctor").output
    assert (
        "BAD  added factors: added factors: elec_grid@2028-01-01: unit: elec_grid is per" in found
    )
    served = run(f"sqlite:///{tmp_path}/later.db", "worker")
    assert (served.exit_code, "elec_grid is per kWh" in served.output) == (1, True)
