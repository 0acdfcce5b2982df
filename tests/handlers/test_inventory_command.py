"""`inventory` and `notation` as an administrator uses them, on both databases."""

import csv
import io
import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.catalogue import catalogue
from bot.cells import Cell, CellKey, Status
from bot.changes import Recorded
from bot.drafts import new_cell
from bot.emissions import emission
from bot.months import Month
from handlers.cli import main
from storage import entries, people
from storage.session import Database
from storage.tables import audit_events

AUGUST = "2026-08-03T09:00+07:00"
NOW = datetime.fromisoformat(AUGUST)
JULY = Month(2026, 7)
FIGURES = (
    ("21", JULY, "AREA_ELEC_SMALL", "", "1000000"),
    ("210110", JULY, "WASTE_COMPOST", "", "10"),
    ("210102", JULY, "WASTE_COMPOST", "", "5.5"),
    ("200106", JULY, "WASTE_COMPOST", "", "100"),  # in Chon Buri
    ("210110", JULY, "ORG_ELEC", "", "3000"),
    ("210110", Month(2026, 1), "LIV_SWINE", "", "120"),
    ("210110", Month(2026, 9), "WASTE_COMPOST", "", "999"),  # not over yet
)


@pytest.fixture
def env(database_url: str) -> dict[str, str]:
    database = Database(database_url)
    with database.begin() as tx:
        people.write_places(tx, map(people.place_values, catalogue().places.values()))
        entries.record_many(tx, [_told(*row) for row in FIGURES], None, NOW)
        silent = Cell(CellKey("210110", JULY, "AREA_FERRY"), 1, Status.NOT_OCCURRING)
        entries.record_many(tx, [Recorded(silent, None, "ไม่มีท่าเรือ", None)], None, NOW)
    database.close()
    return {
        "DATABASE_URL": database_url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "BOKCARBON_CLOCK": AUGUST,
    }


def _told(place: str, month: Month, activity: str, kind: str, quantity: str) -> Recorded:
    tables, amount = catalogue(), Decimal(quantity)
    known = tables.activities[activity]
    result = emission(tables, known, amount, month, kind)
    key = CellKey(place, month, activity, kind)
    cell = new_cell(key, 1, Status.REPORTED, amount, amount, known.unit, False, result)
    return Recorded(cell, None, "told", result)


def _run(env: dict[str, str], *arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, env=env)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def _json(env: dict[str, str], *arguments: str) -> Any:
    done = _run(env, "inventory", "--json", "--lang", "en", *arguments)
    assert done.exit_code == 0, done.output
    return json.loads(done.output, parse_float=Decimal)


def test_inventory_adds_a_province_up_and_tells_every_line(env: dict[str, str]) -> None:
    """Electricity 475,000 kg; compost 15.5 t × 175.6 kg = 2,721.8 kg; pigs 7 months × 2,240 kg.

    August is not over, so a figure told ahead for September is not in it yet.
    """
    found = _json(env, "--place", "21", "--year", "2026", "--level", "basic+")
    assert found["until"] == "2026-07"
    assert len(found["lines"]) == 53
    assert found["total_t_co2e"] == Decimal("475") + Decimal("2.7218") + Decimal("15.68")
    assert found["totals"]["basic"]["t_co2e"] == Decimal("477.7218")
    lines = {line["gpc_ref"]: line for line in found["lines"]}
    bases = {source["basis"]: source["cells"] for source in lines["V.1"]["sources"]}
    assert bases == {"told": 1, "held": 0}
    assert (lines["II.3.1"]["notation"], lines["II.3.1"]["reason"]) == ("NO", "ไม่มีท่าเรือ")
    assert lines["I.2.3"]["notation"] == "IE"
    assert [own["activity"] for own in found["organisation"]] == ["ORG_ELEC"]


def test_places_roll_up_to_district_province_and_nation(env: dict[str, str]) -> None:
    def compost(place: str) -> Decimal:
        found = _json(env, "--place", place, "--year", "2026")
        lines = {line["gpc_ref"]: line["t_co2e"] for line in found["lines"]}
        return Decimal(lines["III.2.1"])

    own, district, province, nation = map(compost, ("210110", "2101", "21", "TH"))
    assert own == Decimal("1.756")
    assert district == province == Decimal("2.7218")
    assert nation == Decimal("2.7218") + Decimal("17.56")


def test_table_for_people_and_rows_for_a_spreadsheet(env: dict[str, str]) -> None:
    shown = _run(env, "inventory", "--place", "21", "--year", "2026").output
    assert "บัญชีก๊าซเรือนกระจกของจังหวัดระยอง ปี 2569 ถึง ก.ค. 2569 (GPC 1.1)" in shown
    assert "* รวม BASIC: 477.72 ตัน CO2e" in shown
    assert "NE (ยังไม่มีผู้แจ้งตัวเลข)" in shown
    table = _run(env, "inventory", "--place", "21", "--year", "2026", "--csv").output
    rows = {row["gpc_ref"]: row for row in csv.DictReader(io.StringIO(table))}
    assert len(rows) == 53
    assert (rows["III.2.1"]["t_co2e"], rows["III.2.1"]["counted"]) == ("2.7218", "yes")
    assert (rows["V.1"]["t_co2e"], rows["V.1"]["counted"]) == ("15.68", "no")
    assert (rows["I.1.1"]["t_co2e"], rows["I.1.1"]["notation"]) == ("", "NE")


def test_gwp_set_on_request(env: dict[str, str]) -> None:
    """Compost 15.5 t: CH4 62 kg × 27.9, N2O 3.72 kg × 273."""
    found = _json(env, "--place", "21", "--year", "2026", "--gwp", "AR6")
    line = next(line for line in found["lines"] if line["gpc_ref"] == "III.2.1")
    assert line["t_co2e"] == (62 * Decimal("27.9") + Decimal("3.72") * 273) / 1000


def test_key_is_stated_with_its_reason_and_taken_back(env: dict[str, str]) -> None:
    def key() -> tuple[str, str]:
        found = _json(env, "--place", "21", "--year", "2026")
        line = next(line for line in found["lines"] if line["gpc_ref"] == "II.4.1")
        return line["notation"], line["reason"]

    usual = key()
    state = ("notation", "--place", "21", "--ref", "II.4.1", "--from-year", "2026")
    assert _run(env, *state, "--key", "NE", "--reason", "สนามบินยังไม่ตอบ").exit_code == 0
    assert key() == ("NE", "สนามบินยังไม่ตอบ")
    assert _run(env, *state, "--key", "none", "--reason", "ตอบแล้ว").exit_code == 0
    assert key() == usual
    database = Database(env["DATABASE_URL"])
    with database.begin() as tx:
        deeds = tx.execute(select(audit_events.c.details)).scalars().all()
    database.close()
    assert [deed["key"] for deed in deeds] == ["NE", ""]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--place", "99", "--year", "2026"), "there is no place '99': see load places"),
        (("--place", "21", "--year", "2569"), "the year is 2569; write it in the Common Era"),
        (("--place", "21", "--year", "2027"), "2027 has no month that is over yet"),
    ],
)
def test_wrong_question_is_told_what_to_write(
    env: dict[str, str], arguments: tuple[str, ...], words: str
) -> None:
    done = _run(env, "inventory", *arguments)
    assert done.exit_code == 1
    assert words in done.output
