"""`bokcarbon checks`: the year's findings and its coverage, as text and as JSON."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from click.testing import CliRunner, Result

from bot.catalogue import catalogue
from bot.cells import CellKey, Status
from bot.drafts import Draft, recorded_at
from bot.emissions.local import ANYWHERE
from bot.months import Month
from handlers.cli import main
from storage import entries, people
from storage.session import Database

NOW = "2026-08-03T09:00+07:00"
SAVED_AT = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
PLACE = "210110"


@pytest.fixture
def env(sqlite_url: str) -> dict[str, str]:
    """Kachet told seven months of water, all alike, and more LPG than its whole province buys."""
    database = Database(sqlite_url)
    with database.begin() as tx:
        people.write_places(tx, map(people.place_values, catalogue().places.values()))
        figures = [("ORG_WATER", PLACE, number, "140") for number in range(1, 8)]
        figures += [("ORG_LPG", PLACE, 7, "900"), ("AREA_LPG_HOME", "21", 7, "500")]
        for activity, place, number, quantity in figures:
            month, told = Month(2026, number), Decimal(quantity)
            unit = catalogue().activities[activity].unit
            draft = Draft(activity, month, Status.REPORTED, told, told, unit)
            key = CellKey(place, month, activity)
            change = recorded_at(catalogue(), key, None, draft, "told", ANYWHERE)
            entries.record(tx, replace(change), None, None, SAVED_AT)
    database.close()
    return {
        "DATABASE_URL": sqlite_url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "BOKCARBON_CLOCK": NOW,
    }


def _run(env: dict[str, str], *arguments: str) -> Result:
    result = CliRunner().invoke(main, ("checks", *arguments), env=env)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_findings_are_told_in_thai_the_gravest_first(env: dict[str, str]) -> None:
    result = _run(env, "--place", "21", "--year", "2026")
    assert result.exit_code == 0
    coverage, first, second = result.output.splitlines()
    assert coverage == "จังหวัดระยอง · 2026: 7 จาก 7 เดือน ครบ 0% ของตัวเลขที่ต้องแจ้ง"
    assert first.startswith("wrong จังหวัดระยอง ก.ค. 2569: หน่วยงานใช้เอง")
    assert second == (
        "look  องค์การบริหารส่วนตำบลกะเฉด น้ำประปาที่ใช้: 140 ลูกบาศก์เมตร เท่ากันทุกเดือนที่แจ้ง"
        " ม.ค. 2569 ถึง ก.ค. 2569 (7 เดือน) ถูกต้องหรือไม่"
    )


def test_a_place_alone_is_not_held_against_its_provinces_sales(env: dict[str, str]) -> None:
    result = _run(env, "--place", PLACE, "--year", "2026", "--lang", "en")
    coverage, only = result.output.splitlines()
    # 14 items × 7 months that are over = 98; eight are told
    assert coverage.endswith("2026: 7 of 7 months, 8% of the expected figures")
    assert only.startswith("look ")


def test_json_holds_numbers_and_words_in_every_language(env: dict[str, str]) -> None:
    body = json.loads(_run(env, "--place", "21", "--year", "2026", "--json").output)
    assert (body["place"], body["year"]) == ("21", 2026)
    assert (body["coverage"]["months_told"], body["coverage"]["answered"]) == (7, 9)
    assert "210109" in body["coverage"]["silent"]
    assert PLACE not in body["coverage"]["silent"]
    first = body["findings"][0]
    assert (first["code"], first["weight"], first["place"]) == ("own_above_area", "wrong", "21")
    assert first["numbers"] == {"own": "900", "area": "500"}
    assert first["words"]["en"].startswith("Rayong")
    assert first["words"]["th"].startswith("จังหวัดระยอง")


def test_the_nation_is_checked_province_by_province(env: dict[str, str]) -> None:
    body = json.loads(_run(env, "--place", "TH", "--year", "2026", "--json").output)
    assert [(one["code"], one["place"]) for one in body["findings"]] == [
        *(("own_above_area", "21"), ("repeated", PLACE))
    ]


def test_a_year_without_figures_has_no_findings(env: dict[str, str]) -> None:
    result = _run(env, "--place", "21", "--year", "2025", "--lang", "en")
    assert result.output == "Rayong · 2025: 0 of 12 months, 0% of the expected figures\n"


def test_what_is_wrong_is_said_in_one_line(env: dict[str, str]) -> None:
    unknown = _run(env, "--place", "999999", "--year", "2026")
    assert (unknown.exit_code, unknown.output) == (
        1,
        "there is no place '999999': see load places\n",
    )
    buddhist = _run(env, "--place", "21", "--year", "2569")
    assert buddhist.exit_code == 1
    assert buddhist.output == (
        "the year is 2569; write it in the Common Era, such as 2026 for 2569\n"
    )
