"""The plan's document: read strictly, every mistake named with its key, stored without a loss."""

import json
from typing import Any

import pytest

from bot.plans.blocks import WrongDocument
from bot.plans.differences import differences
from bot.plans.reading import plan_of, plan_of_toml
from bot.plans.writing import body_of
from tests.bot.plans import sample


def _reasons(body: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(WrongDocument) as caught:
        plan_of(body)
    return caught.value.reasons


def test_example_is_read_and_comes_back_from_its_stored_body() -> None:
    plan = sample.plan()
    stored = json.loads(json.dumps(body_of(plan)))
    assert plan_of(stored) == plan
    assert body_of(plan_of(stored)) == stored


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"colour": "green"},
            "colour is not a key of a plan: take it out; known here are source, ",
        ),
        ({"source": ""}, "source is missing: write where it is published, or who decided it"),
        ({"uses_bau": "9"}, "uses_bau is '9': write the version of one of the [[bau]]"),
        ({"base_year": 5}, "base_year is 5: write a table [base_year]"),
        ({"measures": [5]}, "measures is [5]: write tables [[measures]]"),
    ],
)
def test_key_at_the_top_is_named(change: dict[str, Any], reason: str) -> None:
    assert any(one.startswith(reason) for one in _reasons(sample.body(**change)))


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("year", 2563, "base_year.year is 2563: write the Common Era year, 2020"),
        ("year", "soon", "base_year.year is 'soon': write a Common Era year such as 2030"),
        ("year", True, "base_year.year is True: write a Common Era year such as 2030"),
        (
            "level",
            "BASIC",
            'base_year.level is \'BASIC\': write "basic" or "basic+" or "territorial"',
        ),
        ("total_tco2e", "1,000", "base_year.total_tco2e is '1,000': write tonnes of CO2e such as"),
        ("total_tco2e", True, "base_year.total_tco2e is True: write tonnes of CO2e such as 1234.5"),
        ("total_tco2e", "-1", "base_year.total_tco2e is -1: write 0 or more"),
        ("total_tco2e", "NaN", "base_year.total_tco2e is 'NaN': write tonnes of CO2e such as"),
        ("threshold_percent", "101", "base_year.threshold_percent is 101: write 0 or more, 100 at"),
        ("triggers", ["growth"], "base_year.triggers holds 'growth': write some of"),
        ("verified", "yes", "base_year.verified is 'yes': write true or false, without quotes"),
        ("source", None, "base_year.source is missing: write where it is published"),
        ("note", "x", "base_year.note is not a key of a plan: take it out; known here are year, "),
    ],
)
def test_key_of_the_base_year_is_named(key: str, value: object, reason: str) -> None:
    base = {**sample.body()["base_year"], key: value}
    if value is None:
        del base[key]
    found = _reasons(sample.body(base_year=base))
    assert [one for one in found if one.startswith(reason)] == [found[0]]


def test_all_that_is_wrong_is_said_at_once_with_its_place() -> None:
    body = sample.body()
    body["base_year"]["level"] = "all"
    body["measures"][0]["potential_tco2e"] = {"2564": "10 t"}
    body["targets"][0]["percent"] = {}
    assert [one.split(" is ")[0] for one in _reasons(body)] == [
        "base_year.level",
        "targets[1].percent",
        "measures[1].potential_tco2e.2564",
        "measures[1].potential_tco2e.2564",
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"start": 2023, "end": 2022}, "measure 'M1': end is 2022: write a year not before start"),
        (
            {"start": 2020},
            "measure 'M1': potential_tco2e has no 2020: write what it saves at start",
        ),
        ({"end": 2023}, "measure 'M1': 2024 lies outside 2021 to 2023: take it out or move them"),
        (
            {"progress": [{"year": 2019, "done_percent": 1, "source": "x"}]},
            "measure 'M1': 2019 lies",
        ),
    ],
)
def test_measure_has_to_fit_together(change: dict[str, Any], reason: str) -> None:
    found = _reasons(sample.body(measures=[sample.measure(**change)]))
    assert any(one.startswith(reason) for one in found)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"until": 2020}, "bau '1': until is 2020: write a year after 2020"),
        (
            {"begins_tco2e": "999"},
            "bau '1' begins with 999 in 2020, the base year says 1000 in 2020",
        ),
        ({"begins": 2019}, "bau '1': growth begins in 2021: write 2020"),
        (
            {"until": 2023},
            "target 'T1': 2024 lies after 2023, where bau '1' ends: write until = 2024",
        ),
    ],
)
def test_baseline_has_to_fit_together(change: dict[str, Any], reason: str) -> None:
    found = _reasons(sample.body(bau=[{**sample.body()["bau"][0], **change}]))
    assert any(one.startswith(reason) for one in found)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"fact": "population_projected"},
            "bau[1].fact and growth both stand there: write fact = ",
        ),
        ({"growth": None}, "bau[1].fact is missing: write fact = one of population_estimated or "),
        (
            {"growth": None, "fact": "area"},
            "bau[1].fact is area: write one of population_estimated",
        ),
        (
            {"method": "linear trend"},
            "bau[1].history_tco2e is missing: write tonnes of CO2e such as",
        ),
        (
            {"method": "guess"},
            'bau[1].method is \'guess\': write "population" or "GPP" or "linear ',
        ),
    ],
)
def test_driver_of_a_baseline_is_named(change: dict[str, Any], reason: str) -> None:
    bau = {
        key: one for key, one in {**sample.body()["bau"][0], **change}.items() if one is not None
    }
    assert any(one.startswith(reason) for one in _reasons(sample.body(bau=[bau])))


def test_codes_are_each_ones_own() -> None:
    found = _reasons(sample.body(measures=[sample.measure(), sample.measure()]))
    assert "measures.code 'M1' stands there twice: give each its own" in found


def test_file_that_is_no_toml_says_where_to_look() -> None:
    with pytest.raises(WrongDocument, match=r"see docs/FORMATS\.md"):
        plan_of_toml("base_year = [")


def test_bare_numbers_and_those_in_quotes_are_the_same_and_exact() -> None:
    text = sample.PLAN.read_text(encoding="utf-8")
    bare = text.replace("4_800_000", "4800000.123456")
    quoted = text.replace("4_800_000", '"4800000.123456"')
    assert plan_of_toml(bare) == plan_of_toml(quoted)
    assert str(plan_of_toml(bare).base_year.total) == "4800000.123456"


def test_differences_name_the_key_with_old_and_new() -> None:
    old = body_of(sample.small())
    new = body_of(sample.small(measures=[sample.measure(status="done"), sample.measure("M2")]))
    lines = differences(old, new)
    assert "~ measures[M1].status: going on → done" in lines
    assert "+ measures[M2].potential_tco2e.2021: 10" in lines
    assert differences(old, old) == []
