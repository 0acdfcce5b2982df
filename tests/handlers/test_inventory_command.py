"""`inventory` and `notation` as an administrator uses them, on both databases."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from storage.session import Database
from storage.tables import audit_events
from tests.handlers.accounts import filled, run


@pytest.fixture
def env(database_url: str) -> dict[str, str]:
    return filled(database_url)


def _json(env: dict[str, str], *arguments: str) -> Any:
    done = run(env, "inventory", "--json", "--lang", "en", *arguments)
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
    assert found["organisation_by_scope"]["2"]["t_co2e"] == Decimal("1.425")


def test_grades_uncertainty_and_coverage_stand_beside_every_number(env: dict[str, str]) -> None:
    """Electricity: activity M (no evidence) ±5 %, factor M ±7 %: the root of 25 + 49 is 8.6 %."""
    found = _json(env, "--place", "21", "--year", "2026")
    line = next(line for line in found["lines"] if line["gpc_ref"] == "I.2.2")
    assert (line["activity_grade"], line["factor_grade"]) == ("M", "M")
    assert line["uncertainty_percent"] == Decimal("8.6")
    assert found["coverage"]["expected"] > found["coverage"]["answered"] > 0
    assumed = found["quality"]["basic"]["uncertainty"]["assumed"]
    assert {row["key"] for row in assumed} >= {"I scope 2", "III.2"}
    assert all(row["source"] for row in assumed)
    shown = run(env, "inventory", "--place", "21", "--year", "2026").output
    assert "[ข้อมูลกิจกรรม M ค่าการปล่อย M ±9%]" in shown
    assert "ความไม่แน่นอนตาม IPCC แนวทางที่ 1" in shown


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
    shown = run(env, "inventory", "--place", "21", "--year", "2026").output
    assert "บัญชีก๊าซเรือนกระจกของจังหวัดระยอง ปี 2569 ถึง ก.ค. 2569 (GPC 1.1)" in shown
    assert "* รวม BASIC: 477.72 ตัน CO2e" in shown
    assert "NE (ยังไม่มีผู้แจ้งตัวเลข)" in shown
    table = run(env, "inventory", "--place", "21", "--year", "2026", "--csv").output
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
    assert run(env, *state, "--key", "NE", "--reason", "สนามบินยังไม่ตอบ").exit_code == 0
    assert key() == ("NE", "สนามบินยังไม่ตอบ")
    assert run(env, *state, "--key", "none", "--reason", "ตอบแล้ว").exit_code == 0
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
    done = run(env, "inventory", *arguments)
    assert done.exit_code == 1
    assert words in done.output
