"""Every figure again: what was told in the base unit, and its emissions by gas."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from typing import Any

from bot.verification.arithmetic import CONTEXT, NOTHING, days_in, number, stored
from bot.verification.factors import Tables, is_outside, is_removal, is_split, per_unit
from bot.verification.report import Report

Cell = Mapping[str, Any]
Masses = dict[str, Decimal]
GASES = ("co2", "ch4", "n2o", "biogenic_co2")


def check_cells(body: Mapping[str, Any], report: Report) -> None:
    """Compare every figure's base quantity and emissions with what follows from what was told."""
    tables = Tables(body)
    older = 0
    with localcontext(CONTEXT):
        for cell in body["cells"]:
            activity = tables.activities.get(cell["activity"])
            if activity is None or "quantity" not in cell:
                continue
            _check_quantity(cell, activity, report)
            if "factors" in cell:
                _check_masses(tables, cell, activity, report)
                older += _is_older(tables, cell, activity)
    if older:
        report.notes.append(
            f"{older} figures keep the factor of their time; no recalculation was ordered for them"
        )


def name_of(cell: Cell) -> str:
    kind = f"/{cell['kind']}" if cell.get("kind") else ""
    return f"{cell['place']} {cell['month']} {cell['activity']}{kind}"


def _check_quantity(cell: Cell, activity: Mapping[str, Any], report: Report) -> None:
    ratio = activity["base_per_unit"].get(cell.get("told_unit", ""))
    if ratio is not None and "told_quantity" in cell:
        base = stored(number(cell["told_quantity"]) * number(ratio))
        report.compare(f"{name_of(cell)} in {activity['unit']}", cell["quantity"], base)


def _check_masses(tables: Tables, cell: Cell, activity: Mapping[str, Any], report: Report) -> None:
    method = METHODS.get(activity["method"])
    if method is None:
        report.notes.append(f"{name_of(cell)}: method {activity['method']!r} is not known here")
        return
    for gas, kg in method(tables, cell, activity).items():
        column = f"kg_{gas}"
        report.compare(f"{name_of(cell)} {column}", cell.get(column), stored(kg))


def _is_older(tables: Tables, cell: Cell, activity: Mapping[str, Any]) -> bool:
    """Whether the tables would choose other versions today."""
    used = cell["factors"].split()
    scopes = tables.scopes(cell["place"])
    for version in used:
        now = tables.choose(tables.versions[version]["key"], cell["month"], scopes)
        if now is None or now["version"] != version:
            return True
    return False


def product(tables: Tables, cell: Cell, quantity: Decimal, divisor: int = 1) -> Masses:
    """kg by gas: the quantity times each factor, divided at the very end."""
    factors = [tables.versions[version] for version in cell["factors"].split()]
    emitting = [one for one in factors if not is_removal(one)]
    masses = {
        "co2e": sum(
            (quantity * per_unit(one) / divisor for one in emitting if not is_outside(one)),
            NOTHING,
        )
    }
    if all(is_split(one) for one in factors):
        for gas in GASES:
            masses[gas] = sum(
                (quantity * number(one.get(f"{gas}_kg")) / divisor for one in emitting), NOTHING
            )
    return masses


def _by_quantity(tables: Tables, cell: Cell, activity: Mapping[str, Any]) -> Masses:
    return product(tables, cell, number(cell["quantity"]) * number(activity["to_factor"]))


def _by_days(tables: Tables, cell: Cell, _activity: Mapping[str, Any]) -> Masses:
    return product(tables, cell, number(cell["quantity"]) * days_in(cell["month"]))


def _by_share_of_year(tables: Tables, cell: Cell, _activity: Mapping[str, Any]) -> Masses:
    return product(tables, cell, number(cell["quantity"]), 12)


def _by_nitrogen_share(tables: Tables, cell: Cell, _activity: Mapping[str, Any]) -> Masses:
    """What is spread × its told per cent of nitrogen × the factor per kg of nitrogen."""
    percent = number(json.loads(cell["parameters"])["nitrogen_percent"])
    return product(tables, cell, number(cell["quantity"]) * percent / 100)


Method = Callable[[Tables, Cell, Mapping[str, Any]], Masses]
METHODS: dict[str, Method] = {
    "quantity": _by_quantity,
    "days": _by_days,
    "year share": _by_share_of_year,
    "nitrogen share": _by_nitrogen_share,
}

__all__ = ["METHODS", "Cell", "Masses", "check_cells", "name_of", "product"]
