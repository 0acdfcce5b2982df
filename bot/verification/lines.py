"""An inventory again: every GPC line and the three totals, from the figures of the file."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from typing import Any

from bot.verification.arithmetic import CONTEXT, NOTHING
from bot.verification.entries import VALUED, Entry, counted, entries, weight
from bot.verification.factors import Tables, is_removal
from bot.verification.report import Report

UNVERIFIED = "from-memory-unverified"
LEVELS = ("basic", "basic+", "territorial")
COLUMNS = {
    "t_co2e": "co2e",
    "t_co2": "co2",
    "t_ch4": "ch4",
    "t_n2o": "n2o",
    "t_biogenic_co2": "biogenic_co2",
}


def check_inventory(body: Mapping[str, Any], stated: Mapping[str, Any], report: Report) -> None:
    """Compare one year's lines and totals with the sums of what counts in it."""
    tables = Tables(body)
    with localcontext(CONTEXT):
        found = entries(tables, body, stated["from"], stated["until"])
        kept, left_out = counted(tables, found)
        area = [one for one in kept if _ledger(tables, one) == "area" and one.status in VALUED]
        own = [one for one in kept if _ledger(tables, one) == "organisation"]
        year = stated["year"]
        for line in stated["lines"]:
            _check_line(tables, year, line, area, report)
        for level in LEVELS:
            refs = {ref for ref, line in tables.gpc_lines.items() if line[level]}
            inside = [one for one in area if _ref(tables, one) in refs]
            for column, gas in COLUMNS.items():
                total = _tonnes(inside, gas)
                report.compare(f"{year} {level} {column}", stated["totals"][level][column], total)
        for name, group in (("organisation", own), ("left_out", left_out)):
            said = sum((one["t_co2e"] for one in stated[name]), NOTHING)
            valued = [one for one in group if one.status in VALUED]
            report.compare(f"{year} {name} t_co2e", said, _tonnes(valued, "co2e"))


def _check_line(
    tables: Tables,
    year: int,
    line: Mapping[str, Any],
    area: Iterable[Entry],
    report: Report,
) -> None:
    ref = line["gpc_ref"]
    own = [one for one in area if _ref(tables, one) == ref]
    has_number = any(one.factors and not _is_unverified_removal(tables, one) for one in own)
    what = f"{year} {ref}"
    report.same(f"{what} has a number", line["t_co2e"] is not None, has_number)
    if not has_number:
        report.same(f"{what} has a notation key", bool(line["notation"]), True)
    for column, gas in COLUMNS.items():
        if line[column] is not None:
            report.compare(f"{what} {column}", line[column], _tonnes(own, gas))


def _is_unverified_removal(tables: Tables, entry: Entry) -> bool:
    """Whether it only takes CO2 up, at rates whose source is not known."""
    used = [tables.versions[version] for version in entry.factors]
    is_removing = all(is_removal(one) for one in used) and entry.quantity > NOTHING
    return is_removing and any(one["confidence"] == UNVERIFIED for one in used)


def _tonnes(found: Iterable[Entry], gas: str) -> Decimal:
    return sum((weight(one, gas) for one in found), NOTHING) / 1000


def _ledger(tables: Tables, entry: Entry) -> str:
    return str(tables.activities.get(entry.activity, {}).get("ledger", ""))


def _ref(tables: Tables, entry: Entry) -> str:
    return str(tables.activities[entry.activity]["gpc_ref"])
