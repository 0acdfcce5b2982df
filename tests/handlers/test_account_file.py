"""`export account.json` and `verify`: the file alone is enough to compute the account again."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import exact_json, verification
from bot.emissions import Local
from bot.months import Month
from tests.handlers.accounts import FIGURES, JULY, filled, run

ROOT = Path(__file__).parents[2]
NITROGEN = Local(parameters={"FERT_ORGANIC_N": {"": Decimal("1.7")}})
MORE = (
    *FIGURES,
    ("21", JULY, "AREA_LPG_HOME", "", "1000"),
    ("210110", JULY, "AREA_LPG_HOME", "", "300"),  # inside the province's own figure
    ("2101", JULY, "AREA_FERRY", "", "50.25"),
    ("210102", JULY, "AREA_FERRY", "", "7"),  # inside the district's
    ("210110", Month(2025, 6), "LIV_CATTLE", "", "33"),  # last year's census
    ("210110", JULY, "AREA_POP_SEPTIC", "", "4200"),
    ("210110", JULY, "ORG_REFRIG", "refrigerant_r22", "2"),
    ("210110", JULY, "ORG_REFRIG", "refrigerant_r410a", "1.5"),
    ("21", Month(2026, 3), "AREA_CHARCOAL", "", "900"),
    ("210110", Month(2026, 2), "ORG_DIESEL_VEH", "", "320.123456"),
    ("210110", Month(2026, 4), "ORG_DIESEL_VEH", "", "0"),
    ("210110", JULY, "FOREST_AREA", "removal_mangrove", "1234.5"),
    ("21", JULY, "IPPU_REPORTED", "ch4", "2.5"),
    ("21", JULY, "IPPU_REPORTED", "co2e", "71.25"),
    ("210110", JULY, "FERT_ORGANIC", "", "3333.3", NITROGEN),
    ("210110", JULY, "FERT_ORGANIC_N", "", "1.7"),
)


@pytest.fixture
def account(database_url: str, tmp_path: Path) -> Path:
    """The file of the made-up province, as the command writes it."""
    file = tmp_path / "account.json"
    env = filled(database_url, MORE)
    span = ("--place", "21", "--from", "2026-01", "--to", "2026-12")
    done = run(env, "export", "account.json", *span, "-o", str(file))
    assert done.exit_code == 0, done.output
    return file


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)


def test_account_agrees_with_the_standard_library_alone(account: Path) -> None:
    """Python's isolated mode, without site-packages: no library of ours can help."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv = ['', {str(account)!r}]"
    program += "; from bot.verification.__main__ import main; raise SystemExit(main())"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all agree, to the last decimal" in done.stdout


def test_account_holds_what_lasts_and_what_is_left_out(account: Path) -> None:
    body = _read(account)
    (found,) = body["inventories"]
    assert {one["activity"] for one in found["left_out"]} == {"AREA_LPG_HOME", "AREA_FERRY"}
    assert [one["month"] for one in body["censuses"]] == ["2025-06"]
    cattle = next(line for line in found["lines"] if line["gpc_ref"] == "V.1")
    assert cattle["provisional"] == "yes"
    cell = next(one for one in body["cells"] if one["activity"] == "ORG_ELEC")
    assert (cell["reason"], cell["recorded_at"]) == ("told", "2026-08-03T09:00:00+07:00")
    assert body["until"] == "2026-07"


def test_what_verify_says(account: Path) -> None:
    assert run({}, "verify", str(account)).exit_code == 0
    body = _read(account)
    body["cells"][0]["quantity"] += 1
    account.write_text(exact_json.dumps(body), encoding="utf-8")
    wrong = run({}, "verify", str(account))
    assert wrong.exit_code == 1
    assert "the file says" in wrong.output
    told = json.loads(run({}, "verify", "--json", str(account)).output)
    assert not told["agrees"]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": "bokcarbon-account/1"}', "{" * 9999])
def test_file_that_is_no_account_is_told_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text, encoding="utf-8")
    done = run({}, "verify", str(file))
    assert done.exit_code == 2
    assert len(done.output.splitlines()) == 1


@pytest.fixture(scope="module")
def sound(module_sqlite_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("account") / "account.json"
    env = filled(module_sqlite_url, MORE)
    span = ("--place", "21", "--from", "2026-01", "--to", "2026-12")
    assert run(env, "export", "account.json", *span, "-o", str(file)).exit_code == 0
    return file.read_text(encoding="utf-8")


CELL_NUMBERS = ("quantity", "told_quantity", "kg_co2e", "kg_ch4", "kg_n2o", "kg_co2")
LINE_NUMBERS = ("t_co2e", "t_co2", "t_ch4", "t_n2o", "t_biogenic_co2")


@settings(max_examples=60)
@given(data=st.data(), change=st.sampled_from([Decimal("0.000001"), Decimal(-1), Decimal(1000)]))
def test_any_number_that_was_changed_is_found(
    sound: str, data: st.DataObject, change: Decimal
) -> None:
    body = json.loads(sound, parse_float=Decimal, parse_int=Decimal)
    (found,) = body["inventories"]
    places = [
        *((one, name) for one in body["cells"] for name in CELL_NUMBERS if name in one),
        *((one, name) for one in found["lines"] for name in LINE_NUMBERS if one[name]),
        *((one, name) for one in found["totals"].values() for name in LINE_NUMBERS),
    ]
    where, name = data.draw(st.sampled_from(places))
    where[name] += change / 1000 if name.startswith("t_") else change
    assert not verification.verify(body).agrees


@settings(max_examples=30)
@given(data=st.data())
def test_figure_that_was_removed_is_found(sound: str, data: st.DataObject) -> None:
    body = json.loads(sound, parse_float=Decimal, parse_int=Decimal)
    counted = [one for one in body["cells"] if one.get("kg_co2e")]
    body["cells"].remove(data.draw(st.sampled_from(counted)))
    assert not verification.verify(body).agrees
