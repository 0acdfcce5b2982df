"""`why`: a total opened into its figures, each with what it was made from."""

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.handlers.accounts import filled, run


@pytest.fixture
def env(database_url: str) -> dict[str, str]:
    return filled(database_url)


def _figures(env: dict[str, str], *arguments: str) -> list[dict[str, Any]]:
    done = run(env, "why", "--json", "--lang", "en", *arguments)
    assert done.exit_code == 0, done.output
    return [json.loads(line, parse_float=Decimal) for line in done.output.splitlines()]


def test_figures_behind_a_line_add_up_to_it(env: dict[str, str]) -> None:
    behind = _figures(
        env, "--place", "21", "--from", "2026-01", "--to", "2026-07", "--ref", "III.2.1"
    )
    assert [one["place"] for one in behind] == ["210102", "210110"]
    shown = run(env, "inventory", "--json", "--place", "21", "--year", "2026").output
    lines = json.loads(shown, parse_float=Decimal)["lines"]
    line = next(one for one in lines if one["gpc_ref"] == "III.2.1")
    assert sum(one["kg_co2e"] for one in behind) == line["t_co2e"] * 1000


def test_figure_is_shown_from_what_was_told_to_its_source(env: dict[str, str]) -> None:
    (one,) = _figures(env, "--place", "210110", "--from", "2026-07", "--activity", "WASTE_COMPOST")
    (factor,) = one["factors"]
    assert (one["told_quantity"], one["unit"]) == (10, "tonne")
    assert (factor["quantity"], factor["unit"]) == (10_000, "kg")
    assert factor["kg_co2e_per_unit"] == Decimal("0.1756")
    assert factor["source"]
    assert factor["quantity"] * factor["kg_co2e_per_unit"] == one["kg_co2e"]
    assert (one["reason"], one["version"], one["evidence"]) == ("told", 1, [])


def test_words_for_people_end_with_the_sum(env: dict[str, str]) -> None:
    shown = run(env, "why", "--place", "210110", "--from", "2026-07").output
    assert "10,000 กิโลกรัม × 0.1756 = 1,756.000 กก. CO2e" in shown
    assert shown.splitlines()[-1] == "3 ตัวเลข รวม 3.181 ตัน CO2e"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--place", "21", "--from", "July"), "'July' is not a month; write it as 2026-07"),
        (("--place", "99", "--from", "2026-07"), "there is no place '99': see load places"),
        (("--place", "21", "--from", "2026-07", "--ref", "X"), "there is no GPC line 'X'"),
        (("--place", "21", "--from", "2026-07", "--activity", "X"), "there is no activity 'X'"),
    ],
)
def test_wrong_question_is_told_what_to_write(
    env: dict[str, str], arguments: tuple[str, ...], words: str
) -> None:
    done = run(env, "why", *arguments)
    assert done.exit_code == 1
    assert words in done.output
