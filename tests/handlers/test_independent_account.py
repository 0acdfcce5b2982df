"""Every total of a made-up province, from its CSV export alone, by a script of its own."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from bot.catalogue import Activity, Method, PlaceKind, catalogue
from bot.months import Month
from tests import independent_account
from tests.handlers.accounts import filled, run

PLACES = {
    "21": PlaceKind.PROVINCE,
    "2101": PlaceKind.DISTRICT,
    "2103": PlaceKind.DISTRICT,
    "210110": PlaceKind.TAMBON,
    "210102": PlaceKind.TAMBON,
    "210106": PlaceKind.TAMBON,
}
SHARE_TOLD = {PlaceKind.PROVINCE: 0.25, PlaceKind.DISTRICT: 0.1, PlaceKind.TAMBON: 0.5}
MONTHS = [Month(2024, 12) + ahead for ahead in range(20)]  # the last one, July 2026


def _made_up(seed: int) -> Iterator[tuple[str, Month, str, str, str]]:
    """Figures of every kind of activity, at every kind of place, some months and years."""
    random = Random(seed)
    for place, kind in PLACES.items():
        for activity in catalogue().activities.values():
            if activity.method is Method.PARAMETER or random.random() > SHARE_TOLD[kind]:
                continue
            for month in random.sample(MONTHS, random.randint(1, 4)):
                of_kind = random.choice([one.code for one in activity.kinds] or [""])
                yield place, month, activity.code, of_kind, _quantity(activity, random)


def _quantity(activity: Activity, random: Random) -> str:
    digits = 0 if activity.unit in ("head", "person", "vehicle") else random.choice((0, 1, 3, 6))
    return str(Decimal(repr(round(random.uniform(0, 5000), digits))))


@pytest.mark.parametrize("seed", [1, 2])
def test_every_total_follows_from_the_csv_alone(
    database_url: str, tmp_path: Path, seed: int
) -> None:
    env, file = filled(database_url, _made_up(seed)), tmp_path / "values.csv"
    span = ("--place", "21", "--from", "2024-01", "--to", "2026-12")
    assert run(env, "export", "values.csv", *span, "-o", str(file)).exit_code == 0
    figures = independent_account.read(file)
    assert len(figures) > 300
    for year, last in ((2025, "2025-12"), (2026, "2026-07")):
        done = run(env, "inventory", "--json", "--place", "21", "--year", str(year))
        found = json.loads(done.output, parse_float=Decimal)
        by_line = independent_account.lines(figures, year, last)
        said = {line["gpc_ref"]: line for line in found["lines"] if not line["notation"]}
        assert len(said) > 20
        for ref, line in said.items():
            assert line["t_co2e"] * 1000 == by_line.get(ref, Decimal(0)), (year, ref)
        for level, kg in independent_account.totals(by_line).items():
            assert found["totals"][level]["t_co2e"] * 1000 == kg, (year, level)
        assert found["left_out"]
