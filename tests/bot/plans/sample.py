"""The example of the documents, worked out; `python -m tests.bot.plans.sample` draws docs/plan.png.

The inventory's totals are made up here as everything else in it is.
"""

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.emissions.quantities import Tonnes
from bot.messages import Picture
from bot.plans.drivers import Pinned, pin
from bot.plans.fact_rows import read_facts
from bot.plans.facts import Fact
from bot.plans.picture import wedge_picture
from bot.plans.reading import plan_of, plan_of_toml
from bot.plans.shapes import Plan
from bot.plans.wedges import Scenario, scenario
from bot.text import voice

DOCS = Path(__file__).resolve().parents[3] / "docs"
FILE, PLAN, FACTS = DOCS / "plan.png", DOCS / "plan-example.toml", DOCS / "facts-example.csv"
ACTUALS = {2025: Tonnes(Decimal(4_800_000)), 2026: Tonnes(Decimal(4_791_000))}
NAMES = {"th": "จังหวัดระยอง", "en": "Rayong"}


def facts() -> tuple[Fact, ...]:
    with FACTS.open(encoding="utf-8", newline="") as source:
        table = read_facts(FACTS.name, enumerate(csv.DictReader(source), start=2), {"21"}, 2027)
    assert not table.troubles
    return table.facts


def plan() -> Plan:
    return plan_of_toml(PLAN.read_text(encoding="utf-8"))


def pinned() -> Pinned:
    found, missing = pin(plan(), facts(), {})
    assert not missing
    return found


def worked_out(actuals: Mapping[int, Tonnes] = ACTUALS) -> Scenario:
    return scenario(plan(), pinned(), actuals)


def picture(locale: str = "th") -> Picture:
    return wedge_picture(voice(locale), NAMES[locale], 1, worked_out())


def body(**changed: Any) -> dict[str, Any]:
    """A small plan: base year 2020 of 1,000 t, growing by a tenth a year to 2024."""
    made = {"source": "made up", "verified": True}
    small: dict[str, Any] = {
        "source": "made up",
        "uses_bau": "1",
        "base_year": {
            "year": 2020,
            "level": "basic+",
            "total_tco2e": "1000",
            "threshold_percent": "5",
            "triggers": ["structure", "method", "error"],
            **made,
        },
        "bau": [
            {
                "version": "1",
                "method": "population",
                "begins": 2020,
                "begins_tco2e": "1000",
                "until": 2024,
                "growth": [{"since": 2021, "percent": "10", **made}],
                **made,
            }
        ],
        "targets": [
            {
                "code": "T1",
                "name_th": "เป้า",
                "name_en": "goal",
                "kind": "below base year",
                "percent": {"2024": "20"},
                **made,
            }
        ],
        "measures": [measure()],
    }
    return {**small, **changed}


def measure(code: str = "M1", **changed: Any) -> dict[str, Any]:
    """What saves 10 t in 2021, 40 t in 2024, in a straight line."""
    whole: dict[str, Any] = {
        "code": code,
        "name_th": f"มาตรการ {code}",
        "name_en": f"measure {code}",
        "lines": ["I.2.2"],
        "owner": "21",
        "start": 2021,
        "end": 2024,
        "potential_tco2e": {"2021": "10", "2024": "40"},
        "interpolation": "linear",
        "status": "going on",
        "source": "made up",
        "verified": True,
    }
    return {**whole, **changed}


def small(**changed: Any) -> Plan:
    return plan_of(body(**changed))


if __name__ == "__main__":
    from handlers.pictures import png

    FILE.write_bytes(png(picture()))
