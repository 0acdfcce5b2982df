"""An inventory as rows and as JSON: tonnes, each line with why it says what it says."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.catalogue import Catalogue
from bot.emissions.quantities import Kg, Tonnes, tonnes
from bot.inventory import Inventory, Line
from bot.inventory.assessing import Assessor
from bot.inventory.judging import Judged
from bot.inventory.levels import Level, belongs
from bot.inventory.masses import Masses
from bot.inventory.sources import Source
from bot.text import Voice

COLUMNS = (
    *("gpc_ref", "sector", "subsector", "line", "scope", "counted", "notation", "reason"),
    *("t_co2e", "t_co2", "t_ch4", "t_n2o", "t_co2e_hfc", "t_co2e_pfc", "t_co2e_sf6"),
    *("t_co2e_nf3", "t_co2e_unsplit", "t_biogenic_co2", "t_removed_co2", "t_co2e_outside"),
    *("provisional", "verified", "months", "cells", "factors"),
    *("activity_grade", "factor_grade", "uncertainty_percent", "answered", "expected"),
)

Row = Mapping[str, str | Decimal | int | None]


def tonnes_of(masses: Masses) -> dict[str, Tonnes]:
    """Every mass in metric tonnes, by the column it goes to."""
    by_column: dict[str, Kg] = {
        "t_co2e": masses.co2e,
        "t_co2": masses.co2,
        "t_ch4": masses.ch4,
        "t_n2o": masses.n2o,
        "t_co2e_hfc": masses.hfc,
        "t_co2e_pfc": masses.pfc,
        "t_co2e_sf6": masses.sf6,
        "t_co2e_nf3": masses.nf3,
        "t_co2e_unsplit": masses.unsplit,
        "t_biogenic_co2": masses.biogenic_co2,
        "t_removed_co2": masses.removed_co2,
        "t_co2e_outside": masses.outside,
    }
    return {column: tonnes(mass) for column, mass in by_column.items()}


def rows(inventory: Inventory, judged: Judged, level: Level, t: Voice) -> Iterator[Row]:
    """One row a GPC line, all of them; `counted` says whether the level's total holds it."""
    for ref, line in inventory.lines.items():
        yield {**_row(line, level, t), **_judged(judged, ref)}


def _judged(judged: Judged, ref: str) -> Row:
    """Grades, uncertainty and coverage of a line, empty where there is nothing to judge."""
    assessed, covered = judged.lines[ref], judged.coverage.by_line.get(ref)
    percent = assessed.uncertainty.percent
    return {
        "activity_grade": assessed.activity.grade and assessed.activity.grade.value,
        "factor_grade": assessed.factor.grade and assessed.factor.grade.value,
        "uncertainty_percent": None if percent is None else round(percent, 1),
        "answered": covered.answered if covered else None,
        "expected": covered.expected if covered else None,
    }


def _row(line: Line, level: Level, t: Voice) -> Row:
    gpc, key = line.gpc, line.notation
    weights: dict[str, Decimal | None] = dict(tonnes_of(line.masses))
    if key:
        weights["t_co2e"] = None
    counted = line.counted
    return {
        "gpc_ref": gpc.ref,
        "sector": t(gpc.sector),
        "subsector": t(gpc.subsector),
        "line": t(gpc.line),
        "scope": gpc.scope,
        "counted": "yes" if belongs(gpc, level) else "no",
        "notation": key.key if key else "",
        "reason": t(key.reason) if key else "",
        **weights,
        "provisional": "yes" if line.is_provisional else "no",
        "verified": "no" if line.is_unverified else "yes",
        "months": len({month for one in counted for month in one.months}),
        "cells": sum(one.cells for one in line.sources),
        "factors": " ".join(dict.fromkeys(version for one in counted for version in one.factors)),
    }


def as_json(
    inventory: Inventory, judged: Judged, level: Level, catalogue: Catalogue, t: Voice
) -> dict[str, Any]:
    """The whole inventory; every mass in tonnes, digit for digit."""
    return {
        "standard": "GPC 1.1",
        "place": inventory.scope.id,
        "place_name": inventory.scope.name(t),
        "year": inventory.year,
        "from": str(inventory.first),
        "until": str(inventory.last),
        "level": level.value,
        "gwp_set": inventory.gwp_set or "as published",
        "total_t_co2e": tonnes(inventory.total(level).co2e),
        "coverage": judged.coverage.total.to_json(),
        "totals": {each.value: tonnes_of(inventory.total(each)) for each in Level},
        "quality": {each.value: judged.totals[each].to_json() for each in Level},
        "sectors": [
            {"sector": sector, "scope": scope, **tonnes_of(masses)}
            for (sector, scope), masses in inventory.by_sector(level).items()
        ],
        "lines": [
            {**row, "sources": [_source(catalogue, judged, one, t) for one in line.sources]}
            for row, line in zip(
                rows(inventory, judged, level, t), inventory.lines.values(), strict=True
            )
        ],
        "organisation": [_source(catalogue, judged, one, t) for one in inventory.organisation],
        "organisation_by_scope": {
            scope: tonnes_of(masses) for scope, masses in inventory.organisation_by_scope().items()
        },
        "organisation_quality": judged.organisation.to_json(),
        "left_out": [_source(catalogue, judged, one, t) for one in inventory.left_out],
    }


def _source(catalogue: Catalogue, judged: Judged, one: Source, t: Voice) -> dict[str, Any]:
    activity = catalogue.activities[one.activity]
    return {
        "activity": one.activity,
        "name": t(activity.label),
        "kind": one.kind or None,
        "gpc_ref": one.gpc_ref,
        "scope": catalogue.gpc_lines[one.gpc_ref].scope if one.gpc_ref else None,
        "basis": one.basis.value,
        "method": one.method,
        "provisional": one.is_provisional,
        "quantity": one.quantity,
        "unit": one.unit,
        **tonnes_of(one.masses),
        "t_co2e_unconverted": tonnes(one.unconverted),
        "months": [str(month) for month in one.months],
        "spread": one.is_spread,
        "t_co2e_by_month": {str(month): tonnes(kg) for month, kg in one.by_month},
        "cells": one.cells,
        "estimated": one.estimated,
        "doubted": one.doubted,
        "unverified": one.unverified,
        "factors": list(one.factors),
        "gwp_sets": list(one.gwp_sets),
        "not_counted": t(one.not_counted) if one.not_counted else None,
        "held_from": [str(month) for month in one.held_from],
        **(_assessed(judged.assessor, one) if one.masses.co2e else {}),
    }


def _assessed(assessor: Assessor, one: Source) -> dict[str, Any]:
    """How good a source is that weighs something."""
    grade = assessor.activity_grade(one).grade
    return {
        "activity_grade": grade and grade.value,
        "factor_grade": assessor.factor_grade(one).value,
        "uncertainty_percent": round(assessor.estimate(one).uncertainty.percent, 1),
    }
