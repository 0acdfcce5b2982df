"""A plan worked out, for programs: everything the text says, numbers to the gram."""

from decimal import Decimal
from typing import Any

from bot.plans.drivers import Pinned, pinned_body
from bot.plans.findings import Finding, Words
from bot.plans.measures import latest
from bot.plans.series import plain
from bot.plans.wedges import Row, Scenario
from bot.plans.writing import body_of


def plan_json(worked: Scenario, pinned: Pinned) -> dict[str, Any]:
    return {
        "plan": body_of(worked.plan),
        "facts": pinned_body(pinned),
        "years": [_row(row) for row in worked.rows],
        "targets": {
            path.target.code: {
                str(year): {
                    "level_tco2e": _short(level),
                    "short_of_tco2e": _short(worked.row(year).short_of(path.target.code)),
                }
                for year, level in path.milestones.items()
            }
            for path in worked.paths
        },
        "measures": {
            one.code: {
                "status": one.status.value,
                "achieved_tco2e": _short(report.achieved) if report else None,
                "done_percent": _short(report.done_percent) if report else None,
                "reported_for": report.year if report else None,
            }
            for one in worked.plan.measures
            for report in [latest(one)]
        },
        "findings": [finding_json(finding) for finding in worked.findings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    return {"finding": finding.code, **{key: _value(one) for key, one in finding.values.items()}}


def _row(row: Row) -> dict[str, Any]:
    return {
        "year": row.year,
        "bau_tco2e": _short(row.bau),
        "wedges_tco2e": {code: _short(saved) for code, saved in row.wedges.items()},
        "saved_tco2e": _short(row.saved),
        "remaining_tco2e": _short(row.remaining),
        "targets_tco2e": {code: _short(level) for code, level in row.targets.items()},
        "short_of_tco2e": {code: _short(row.short_of(code)) for code in row.targets},
        "actual_tco2e": _short(row.actual),
        "above_tco2e": {code: _short(row.above(code)) for code in row.targets},
    }


def _short(number: Decimal | None) -> Decimal | None:
    """The same number without zeros that say nothing."""
    return None if number is None else Decimal(plain(number))


def _value(value: Any) -> Any:
    match value:
        case Decimal():
            return _short(value)
        case str() | int():
            return value
        case _:
            return [_words(one) for one in value]


def _words(words: Words) -> str:
    return words.english % {"code": words.code} if words.code else words.english
