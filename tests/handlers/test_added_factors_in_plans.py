"""What is worked out from an account knows the factors that were added to the tables."""

import json
from pathlib import Path

from bot.months import Month
from tests.handlers.accounts import filled, run

FACTORS = (
    "key,label,category,unit,kgco2e_printed,gwp_set,valid_from,source,confidence,scope,grade\n"
    "refrigerant_r32,R-32 of the plant,refrigerant,kg,680,AR5,2025-01-01,"
    "made up for this test,derived,21,H\n"
)
VALUES = (
    "place,month,activity,kind,quantity,unit\n21,2025-03,IPPU_REFRIG_AREA,refrigerant_r32,2,kg\n"
)


def test_indicators_and_inventory_weigh_gases_by_an_added_factor(
    database_url: str, tmp_path: Path
) -> None:
    """2 kg of R-32 at 680 kg CO2e each: the shipped tables do not know that version."""
    every_month = [("21", Month(2025, month), "AREA_FERRY", "", "10") for month in range(1, 13)]
    env = filled(database_url, every_month)
    for name, text, more in (("factors", FACTORS, ("--reason", "a test")), ("values", VALUES, ())):
        file = tmp_path / f"{name}.csv"
        file.write_text(text, encoding="utf-8")
        done = run(env, "load", name, str(file), "--apply", *more)
        assert done.exit_code == 0, done.output
    shown = run(env, "inventory", "--json", "--place", "21", "--year", "2025").output
    line = next(one for one in json.loads(shown)["lines"] if one["gpc_ref"] == "IV.2")
    assert line["factors"] == "refrigerant_r32@2025-01-01/21"
    assert line["t_co2e"] == 1.36
    assert run(env, "indicators", "--json", "--place", "21", "--year", "2025").exit_code == 0
