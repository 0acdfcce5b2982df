"""A plan as the body that is stored: the keys of its file, numbers as text, exact."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.plans.series import plain
from bot.plans.shapes import Bau, Growth, Measure, Plan, Progress, Target, TargetKind


def body_of(plan: Plan) -> dict[str, Any]:
    """`reading.plan_of` gives the same plan again."""
    base = plan.base_year
    because = {"changed_because": base.changed_because.value} if base.changed_because else {}
    return {
        "source": plan.source,
        "uses_bau": plan.uses_bau,
        "base_year": {
            "year": base.year,
            "level": base.level.value,
            "total_tco2e": plain(base.total),
            "threshold_percent": plain(base.threshold_percent),
            "triggers": [trigger.value for trigger in base.triggers],
            **because,
            **_stated(base),
        },
        "bau": [bau_body(bau) for bau in plan.baus],
        "targets": [_target(target) for target in plan.targets],
        "measures": [_measure(measure) for measure in plan.measures],
    }


def bau_body(bau: Bau) -> dict[str, Any]:
    body: dict[str, Any] = {
        "version": bau.version,
        "method": bau.method.value,
        "begins": bau.begins,
        "begins_tco2e": plain(bau.total),
        "until": bau.until,
        **_stated(bau),
    }
    if bau.history is not None:
        return {**body, "history_tco2e": _by_year(bau.history)}
    driver = (
        {"fact": bau.fact.value} if bau.fact else {"growth": [_growth(rate) for rate in bau.growth]}
    )
    return {**body, **driver, "elasticity": plain(bau.elasticity)}


def _growth(rate: Growth) -> dict[str, Any]:
    return {"since": rate.since, "percent": plain(rate.percent), **_stated(rate)}


def _target(target: Target) -> dict[str, Any]:
    key = "tco2e" if target.kind is TargetKind.LEVEL else "percent"
    return {
        "code": target.code,
        "name_th": target.name_th,
        "name_en": target.name_en,
        "kind": target.kind.value,
        key: _by_year(target.milestones),
        **({"fact": target.fact.value} if target.fact else {}),
        **_stated(target),
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "code": measure.code,
        "name_th": measure.name_th,
        "name_en": measure.name_en,
        "lines": list(measure.lines),
        "owner": measure.owner,
        "start": measure.start,
        "end": measure.end,
        "potential_tco2e": _by_year(measure.potential),
        "interpolation": measure.interpolation.value,
        "status": measure.status.value,
        "overlap": measure.overlap,
        "progress": [_progress(report) for report in measure.progress],
        **_stated(measure),
    }


def _progress(report: Progress) -> dict[str, Any]:
    achieved, done = report.achieved, report.done_percent
    return {
        "year": report.year,
        **({} if achieved is None else {"achieved_tco2e": plain(achieved)}),
        **({} if done is None else {"done_percent": plain(done)}),
        "note": report.note,
        **_stated(report),
    }


def _stated(what: Any) -> dict[str, Any]:
    return {"source": what.source, "verified": what.verified}


def _by_year(numbers: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(year): plain(number) for year, number in numbers.items()}
