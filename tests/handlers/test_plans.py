"""`load facts`, `load plan`, `plan` and `indicators` as a province uses them, on both databases."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from bot.catalogue import catalogue
from bot.months import Month
from bot.plans.facts import FactKind
from handlers.cli import main
from storage import people, place_facts
from storage.session import Database
from storage.tables import audit_events, figures, plans
from storage.tables import place_facts as facts_table
from tests.bot.plans import sample

NOW = "2027-02-03T09:00+07:00"
HEADING = "place,year,fact,value,unit,source,verified"
Run = Callable[..., Result]
# What is refused, read or drawn without the database's help is tried on one of them.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def run(database: Database, database_url: str) -> Run:
    with database.begin() as tx:
        known = [catalogue().places[place] for place in ("20", "21", "2101", "210110")]
        people.write_places(tx, map(people.place_values, known))
    env = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "BOKCARBON_CLOCK": NOW,
    }

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(main, arguments, env=env)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def planned(run: Run) -> Run:
    assert run("load", "facts", str(sample.FACTS), "--apply").exit_code == 0
    assert run("load", "plan", str(sample.PLAN), "--place", "21", "--apply").exit_code == 0
    return run


def _facts(folder: Path, *rows: str) -> str:
    path = folder / "facts.csv"
    path.write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
    return str(path)


def _plan(folder: Path, *changes: tuple[str, str]) -> str:
    text = sample.PLAN.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def _deeds(database: Database, action: str) -> list[dict[str, Any]]:
    with database.begin() as tx:
        asked = select(audit_events).where(audit_events.c.action == action)
        return [dict(row) for row in tx.execute(asked.order_by(audit_events.c.id)).mappings()]


def _figure(database: Database, activity: str, month: Month, quantity: str, kg: str = "0") -> None:
    with database.begin() as tx:
        tx.execute(
            insert(figures).values(
                place="21",
                month=month,
                activity=activity,
                version=1,
                status="reported",
                quantity=Decimal(quantity),
                kg_co2e=Decimal(kg),
                recorded_at=datetime(2027, 1, 5, tzinfo=UTC),
            )
        )


# --- load facts -----------------------------------------------------------------------------------


def test_facts_show_their_differences_before_they_are_written(
    run: Run, database: Database, tmp_path: Path
) -> None:
    file = _facts(tmp_path, "21,2569,population_registered,778500,person,DOPA (made up),yes")
    shown = run("load", "facts", file)
    assert shown.stdout.splitlines() == [
        "2569 is a Buddhist year: taken as 2026 (1 rows)",
        "+ 21 2026 population_registered: 778500 person (DOPA (made up); verified)",
        "1 new, 0 changed, 0 unchanged",
        "nothing is written yet: add --apply",
    ]
    assert _deeds(database, "facts loaded") == []
    assert run("load", "facts", file, "--apply").stdout.endswith("written\n")
    assert run("load", "facts", file, "--apply").stdout.splitlines()[1:] == [
        "0 new, 0 changed, 1 unchanged"
    ]
    (deed,) = _deeds(database, "facts loaded")
    assert (deed["place"], deed["details"]["facts"]) == ("21", 1)
    assert len(deed["details"]["sha256"]) == 64


def test_changed_fact_is_a_revision_with_its_reason(
    run: Run, database: Database, tmp_path: Path
) -> None:
    row = "21,2026,population_registered,%s,person,made up,no"
    run("load", "facts", _facts(tmp_path, row % "778500"), "--apply")
    changed = _facts(tmp_path, row % "778501")
    refused = run("load", "facts", changed, "--apply")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "loaded facts change: add --reason; nothing is written\n",
    )
    applied = run("load", "facts", changed, "--apply", "--reason", "DOPA corrected it")
    assert "~ 21 2026 population_registered: 778500 person (made up; not verified) → 778501" in (
        applied.stdout
    )
    back = _facts(tmp_path, row % "withdrawn")
    assert run("load", "facts", back, "--apply", "--reason", "wrong year").exit_code == 0
    with database.begin() as tx:
        kept = place_facts.revisions(tx, "21", 2026, FactKind.POPULATION_REGISTERED)
        (holds,) = place_facts.current(tx, ["21"])
        reasons = tx.execute(select(facts_table.c.reason).order_by(facts_table.c.id)).scalars()
        assert list(reasons) == ["loaded", "DOPA corrected it", "wrong year"]
    assert [(fact.version, fact.value) for fact in kept] == [(1, 778500), (2, 778501), (3, None)]
    assert holds == kept[-1]


@ON_SQLITE
def test_one_bad_row_and_nothing_is_written(run: Run, database: Database, tmp_path: Path) -> None:
    good = "21,2026,population_registered,778500,person,made up,no"
    file = _facts(tmp_path, good, "21,2026,gpp_current,many,baht,,no", "", "99,26,x,1,person,y,no")
    refused = run("load", "facts", file, "--apply")
    assert refused.exit_code == 1
    assert refused.stderr.splitlines() == [
        "facts.csv: row 3: unit is 'baht'; gpp_current is told in million_baht",
        "facts.csv: row 3: value is 'many'; write a number such as 751343 or 1234.5",
        "facts.csv: row 3: source is empty; write where the figure is published",
        "facts.csv: row 5: place is '99'; write the code of a loaded place, such as 21",
        "facts.csv: row 5: year is '26'; write a year such as 2023 or 2566",
        "facts.csv: row 5: fact is 'x'; write one of "
        "population_registered, population_estimated, population_projected, gpp_current, "
        "gpp_real, gpp_projected, area",
        "nothing is written",
    ]
    with database.begin() as tx:
        assert place_facts.current(tx, ["21"]) == []


@ON_SQLITE
def test_facts_from_a_workbook_with_codes_as_numbers(run: Run, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("รหัส", "ปี", "รายการ", "ค่า", "หน่วย", "ที่มา"))
    sheet.append((21, 2569, "area", 3552.5, "km2", "made up"))
    book.save(tmp_path / "facts.xlsx")
    shown = run("load", "facts", str(tmp_path / "facts.xlsx"))
    assert "+ 21 2026 area: 3552.5 km2 (made up; not verified)" in shown.stdout


@ON_SQLITE
def test_files_that_are_no_table_of_facts_are_refused(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("place,year\n21,2026\n")
    refused = run("load", "facts", str(wrong))
    assert refused.stderr == (
        "wrong.csv: row 1: write the columns place, year, fact, value, unit, source\n"
    )
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK nothing")
    assert "broken.xlsx: cannot be opened" in run("load", "facts", str(broken)).stderr
    file = _facts(tmp_path, "21,2026,area,withdrawn,km2,made up,no")
    assert "21 2026 area is not loaded" in run("load", "facts", file).stderr


def test_database_itself_refuses_to_change_facts_and_plans(
    planned: Run, database: Database
) -> None:
    for statement in (
        update(facts_table).values(value=Decimal(1)),
        delete(facts_table),
        update(plans).values(reason="other"),
        delete(plans),
    ):
        with pytest.raises(DBAPIError, match="append-only"), database.begin() as tx:
            tx.execute(statement)


# --- load plan ------------------------------------------------------------------------------------


def test_plan_shows_its_keys_its_facts_and_what_to_look_at(run: Run) -> None:
    run("load", "facts", str(sample.FACTS), "--apply")
    shown = run("load", "plan", str(sample.PLAN), "--place", "21").stdout.splitlines()
    assert "+ base_year.total_tco2e: 4800000" in shown
    assert "+ measures[M4].potential_tco2e.2028: 90000" in shown
    assert (
        "+ facts.bau:1.2030: population_projected 806000 person (made up for this example; "
        "not verified)"
    ) in shown
    assert shown[-2].startswith("! Not verified: made up for this example (base year, ")
    assert shown[-1] == "nothing is written yet: add --apply"
    assert run("plan", "--place", "21").stderr == "21 has no plan: see load plan\n"


@ON_SQLITE
def test_plan_without_its_facts_is_refused(run: Run) -> None:
    refused = run("load", "plan", str(sample.PLAN), "--place", "21", "--apply")
    assert refused.exit_code == 1
    assert refused.stderr.splitlines() == [
        "plan-example.toml: bau:1 needs population_projected from 2025 to 2035; none of them is "
        "loaded: load facts of the other years, or let the plan end earlier",
        "nothing is written",
    ]


@ON_SQLITE
def test_every_mistake_of_a_plan_is_named_and_nothing_is_written(
    planned: Run, database: Database, tmp_path: Path
) -> None:
    file = _plan(
        tmp_path,
        ('level = "basic+"', 'level = "all"'),
        ('status = "going on" #', 'colour = 1\nstatus = "going on" #'),
        ("2030 = 20,", "2573 = 20,"),
    )
    refused = planned("load", "plan", file, "--place", "21", "--apply", "--reason", "new")
    assert refused.exit_code == 1
    assert [line.split(": ")[1].split(" is ")[0] for line in refused.stderr.splitlines()[:3]] == [
        "base_year.level",
        "targets[1].percent.2573",
        "measures[1].colour",
    ]
    assert refused.stderr.endswith("nothing is written\n")
    assert len(_deeds(database, "plan loaded")) == 1
    other = planned("load", "plan", str(sample.PLAN), "--place", "20")
    assert (
        "measure 'M1': owner is '21': write the code of this place or of one that" in other.stderr
    )
    assert planned("load", "plan", str(sample.PLAN), "--place", "99").stderr == (
        "there is no place '99': see load places\n"
    )


@ON_SQLITE
def test_new_version_keeps_the_old_and_its_baseline(planned: Run, tmp_path: Path) -> None:
    again = planned("load", "plan", str(sample.PLAN), "--place", "21", "--apply")
    assert again.stdout.splitlines()[-1] == "no differences"
    moved = (("begins_tco2e = 4_800_000", "begins_tco2e = 5_100_000"),)
    recalculated = ("total_tco2e = 4_800_000", "total_tco2e = 5_100_000")
    refused = planned("load", "plan", _plan(tmp_path, *moved), "--place", "21", "--apply")
    assert "bau '1' begins with 5100000 in 2025, the base year says 4800000" in refused.stderr
    file = _plan(tmp_path, recalculated)
    refused = planned("load", "plan", file, "--place", "21", "--apply", "--reason", "x")
    assert "bau '1' begins with 4800000 in 2025, the base year says 5100000" in refused.stderr


SECOND_BAU = """[[bau]]
version = "2"
method = "population"
begins = 2025
begins_tco2e = 5_100_000
until = 2035
fact = "population_projected"
source = "made up for this example"

[[targets]]"""


def _second(folder: Path, because: str = 'changed_because = "method"') -> str:
    return _plan(
        folder,
        ("\ntotal_tco2e = 4_800_000", f"\n{because}\ntotal_tco2e = 5_100_000"),
        ('uses_bau = "1"', 'uses_bau = "2"'),
        ("[[targets]]", SECOND_BAU),
    )


def test_recalculated_base_year_is_held_against_the_policy_and_old_totals_stay(
    planned: Run, database: Database, tmp_path: Path
) -> None:
    without = planned("load", "plan", _second(tmp_path, because=""), "--place", "21", "--apply")
    assert "base_year.total_tco2e was 4800000: write changed_because" in without.stderr
    file = _second(tmp_path)
    assert "add --reason" in planned("load", "plan", file, "--place", "21", "--apply").stderr
    done = planned("load", "plan", file, "--place", "21", "--apply", "--reason", "new factors")
    assert (
        "! the base year's total changes by 6.25 %; the policy's threshold is 5 %: to be "
        "recalculated"
    ) in done.stdout
    assert done.stdout.endswith("written as version 2\n")
    shown = json.loads(planned("plan", "--place", "21", "--json").stdout)
    assert [one["reason"] for one in shown["versions"]] == ["loaded", "new factors"]
    assert (shown["version"], shown["years"][0]["bau_tco2e"]) == (2, 5100000)
    assert {
        "finding": "recalculated",
        "old": 4800000,
        "new": 5100000,
        "version": 1,
        "trigger": "a change of method or data",
    } in shown["findings"]
    first = json.loads(planned("plan", "--place", "21", "--version", "1", "--json").stdout)
    assert (first["version"], first["years"][0]["bau_tco2e"]) == (1, 4800000)
    assert not [one for one in first["findings"] if one["finding"] == "recalculated"]
    assert [deed["details"]["version"] for deed in _deeds(database, "plan loaded")] == [1, 2]
    assert "there are 1 to 2" in planned("plan", "--place", "21", "--version", "7").stderr


def test_revised_facts_move_no_stored_baseline_and_are_said(planned: Run, tmp_path: Path) -> None:
    before = json.loads(planned("plan", "--place", "21", "--json").stdout)
    row = "21,2035,population_projected,900000,person,another forecast,no"
    planned("load", "facts", _facts(tmp_path, row), "--apply", "--reason", "newer")
    after = json.loads(planned("plan", "--place", "21", "--json").stdout)
    assert after["years"] == before["years"]
    assert [one["finding"] for one in after["findings"]] == ["unverified", "facts_moved"]
    same = planned("load", "plan", str(sample.PLAN), "--place", "21", "--apply")
    assert same.stdout.splitlines()[-1] == "no differences"
    second = _second(tmp_path)
    planned("load", "plan", second, "--place", "21", "--apply", "--reason", "newer facts")
    newest = json.loads(planned("plan", "--place", "21", "--json").stdout)
    assert newest["facts"]["bau:1"][-1]["value"] == "829000"
    assert newest["facts"]["bau:2"][-1]["value"] == "900000"


# --- plan -----------------------------------------------------------------------------------------


@ON_SQLITE
def test_plan_in_text_with_its_picture(planned: Run, tmp_path: Path) -> None:
    target = tmp_path / "plan.png"
    thai = planned("plan", "--place", "21", "--picture", str(target)).stdout
    assert thai.startswith("แผนของจังหวัดระยอง ฉบับที่ 1 จาก 1 (3 ก.พ. 2570): loaded\n")
    assert "2573 | 5,011,399 | 260,000 |" in thai
    assert thai.rstrip().splitlines()[-1].startswith(f"{target}: จังหวัดระยอง: แผนถึงปี 2578")
    assert target.read_bytes().startswith(b"\x89PNG")
    english = planned("plan", "--place", "21", "--lang", "en").stdout
    assert "Plan of Rayong, version 1 of 1 (3 Feb 2027): loaded" in english
    nowhere = planned("plan", "--place", "21", "--picture", str(tmp_path / "no" / "a.png"))
    assert (nowhere.exit_code, "cannot be written" in nowhere.stderr) == (1, True)


def test_inventory_stands_beside_the_plan_in_whole_years_only(
    planned: Run, database: Database
) -> None:
    for number in range(1, 13):
        _figure(database, "AREA_ELEC_RES", Month(2026, number), "1", kg="400000000.5")
    _figure(database, "AREA_ELEC_RES", Month(2027, 1), "1", kg="1")
    shown = json.loads(
        planned("plan", "--place", "21", "--json").stdout, parse_float=Decimal, parse_int=Decimal
    )
    rows = {int(row["year"]): row for row in shown["years"]}
    assert rows[2026]["actual_tco2e"] == Decimal("4800000.006")
    assert (
        rows[2026]["above_tco2e"]["T1"]
        == Decimal("4800000.006") - (rows[2026]["targets_tco2e"]["T1"])
    )
    assert rows[2027]["actual_tco2e"] is None
    assert {"finding": "unfinished", "year": 2027, "months": 1} in shown["findings"]
    text = planned("plan", "--place", "21", "--lang", "en").stdout
    assert "! 2027 has figures for 1 of 12 months: no total is shown for it." in text


@ON_SQLITE
def test_plan_is_held_against_totals_of_its_own_level_only(
    run: Run, database: Database, tmp_path: Path
) -> None:
    """Bought power (I.1.2) is in BASIC+ and not in the territorial total."""
    run("load", "facts", str(sample.FACTS), "--apply")
    file = _plan(tmp_path, ('level = "basic+" #', 'level = "territorial" #'))
    run("load", "plan", file, "--place", "21", "--apply")
    for number in range(1, 13):
        _figure(database, "AREA_ELEC_RES", Month(2026, number), "1", kg="5000")
        _figure(database, "AREA_LPG_HOME", Month(2026, number), "1", kg="250")
    shown = json.loads(run("plan", "--place", "21", "--json").stdout)
    assert [row["actual_tco2e"] for row in shown["years"]][:3] == [None, 3, None]
    assert {"finding": "covered", "year": 2026, "answered": 24, "expected": 372} in (
        shown["findings"]
    )


@ON_SQLITE
def test_plan_of_nothing_but_a_base_year_and_a_baseline(run: Run, tmp_path: Path) -> None:
    run("load", "facts", str(sample.FACTS), "--apply")
    bare = sample.PLAN.read_text(encoding="utf-8").partition("[[targets]]")[0]
    (tmp_path / "bare.toml").write_text(bare, encoding="utf-8")
    done = run("load", "plan", str(tmp_path / "bare.toml"), "--place", "21", "--apply")
    assert done.exit_code == 0
    shown = run("plan", "--place", "21", "--lang", "en", "--picture", str(tmp_path / "a.png"))
    assert "2035 | 5,154,404 | 0 | 5,154,404 | –" in shown.stdout


# --- indicators -----------------------------------------------------------------------------------


def test_indicators_with_values_and_reasons(planned: Run, database: Database) -> None:
    for number in range(1, 13):
        _figure(database, "AREA_ELEC_RES", Month(2026, number), "1", kg="324375000")
    _figure(database, "WASTE_GENERATED", Month(2026, 1), "24133.5")
    _figure(database, "BURN_CANE", Month(2026, 1), "22200")
    body = json.loads(
        planned("indicators", "--place", "21", "--year", "2026", "--json").stdout,
        parse_float=Decimal,
        parse_int=Decimal,
    )
    found = {one["indicator"]: one for one in body["indicators"]}
    assert found["ghg_per_head_basic_plus"]["value"] == 5
    assert found["ghg_per_head_estimated_basic_plus"]["value"] == Decimal("3.707143")
    assert found["ghg_per_gpp_basic_plus"]["value"] == Decimal("3.707143")
    assert found["waste_per_head_day"]["value"] == 1
    assert found["waste_per_head_day"]["whole"] is False
    assert found["burnt_share"]["value"] is None  # rice is asked of every tambon and not told
    assert found["burnt_share"]["numerator"]["quantity"] is None
    assert found["ghg_per_head_basic"]["value"] == 5
    assert found["ghg_per_head_territorial"]["value"] == 0  # bought power is not in that total
    assert found["coverage"]["numerator"]["quantity"] == 12
    (total,) = found["ghg_per_head_basic_plus"]["numerator"]["parts"]
    assert (total["answered"], total["expected"]) == (12, 372)
    assert found["ghg_per_head_basic_plus"]["denominator"]["parts"][0]["verified"] is False


def test_catalogues_population_is_usable_and_said(run: Run, database: Database) -> None:
    for number in range(1, 13):
        _figure(database, "AREA_ELEC_RES", Month(2021, number), "1", kg="62611.916667")
    text = run("indicators", "--place", "21", "--year", "2021", "--lang", "en").stdout
    assert "Emissions per registered head, BASIC+: 0.001 tCO2e a head" in text
    assert (
        "divided by: registered population of 2021: 751,343 people (DOPA registration, 31 Dec "
        "2021 (table of places))"
    ) in text
    other = run("indicators", "--place", "21", "--year", "2022", "--lang", "en").stdout
    assert "BASIC+: no value: there is no total of the level BASIC+ for the whole of 2022" in other


@ON_SQLITE
def test_year_of_the_wrong_era_is_refused(run: Run) -> None:
    refused = run("indicators", "--place", "21", "--year", "2569")
    assert refused.stderr == "2569 is a Buddhist year: write --year 2026\n"
    assert "write a year from 1990" in run("indicators", "--place", "21", "--year", "26").stderr
    assert "there is no place" in run("indicators", "--place", "99", "--year", "2026").stderr
