"""A plan as lines of text: what it rests on, its table by year, its measures, what to look at."""

from collections.abc import Iterator, Mapping, Sequence

from bot.emissions.quantities import Tonnes
from bot.inventory.levels import LEVEL_NAMES
from bot.plans.facts import FACT_NAMES
from bot.plans.measures import latest, potential
from bot.plans.names import (
    BAU_NAMES,
    STATUS_NAMES,
    TARGET_NAMES,
    TRIGGER_NAMES,
    amount,
    name_of,
)
from bot.plans.series import plain
from bot.plans.shapes import Bau, Interpolation, Measure, TargetKind
from bot.plans.targets import Path
from bot.plans.wedges import Row, Scenario
from bot.text import Voice, mark

BASE_YEAR = mark(
    "Base year %(year)s: %(total)s tCO2e, %(level)s. Recalculated where it changes by "
    "%(percent)s %% or more because of: %(triggers)s. Source: %(source)s"
)
BAU = mark("Business as usual %(version)s, %(method)s, to %(year)s. Source: %(source)s")
ELASTICITY = mark("Elasticity %(elasticity)s.")
BY_FACT = mark("Driver: %(fact)s.")
BY_GROWTH = mark("Driver: %(percent)s %% a year from %(year)s.")
TARGET = mark("Target %(code)s, %(name)s. Source: %(source)s")
MILESTONE = mark("  %(year)s: %(level)s tCO2e (%(words)s)")
SHORT_OF = mark("  %(year)s: the measures leave %(gap)s tCO2e above it")
REACHED = mark("  %(year)s: the measures reach it, with %(gap)s tCO2e to spare")
TABLE = mark("tCO2e a year")
YEAR, SAVED, REMAINING = mark("Year"), mark("Saved by measures"), mark("Remaining")
BAU_COLUMN, TARGET_COLUMN = mark("Business as usual"), mark("Target %(code)s")
STILL, ACTUAL, ABOVE = mark("Still missing"), mark("Inventory"), mark("Inventory over target")
MEASURES = mark("Measures")
MEASURE = mark(
    "%(code)s %(name)s · %(lines)s · %(owner)s · %(start)s–%(end)s · %(status)s · "
    "source: %(source)s"
)
POTENTIAL = mark("  potential %(year)s: %(saved)s tCO2e")
LINEAR = mark("  between the years: in a straight line")
STEP = mark("  between the years: as in the year before")
OVERLAP = mark("  overlap: %(words)s")
ACHIEVED = mark("  %(year)s: %(saved)s tCO2e saved")
DONE = mark("  %(year)s: %(percent)s %% done")
ACHIEVED_AND_DONE = mark("  %(year)s: %(saved)s tCO2e saved, %(percent)s %% done")
NO_PROGRESS = mark("  no progress is reported yet")
LOOK_AT = mark("To look at")


def lines(t: Voice, worked: Scenario, owners: Mapping[str, str]) -> list[str]:
    """`owners` are names of places."""
    findings = worked.findings
    return [
        _base_year(t, worked),
        *_bau(t, worked.plan.bau),
        *(line for path in worked.paths for line in _target(t, worked, path)),
        "",
        t(TABLE),
        *_table(t, worked),
        *(["", t(MEASURES)] if worked.plan.measures else []),
        *(line for one in worked.plan.measures for line in _measure(t, one, owners)),
        *(["", t(LOOK_AT)] if findings else []),
        *(f"! {finding.said(t)}" for finding in findings),
    ]


def _base_year(t: Voice, worked: Scenario) -> str:
    base = worked.plan.base_year
    return t(
        BASE_YEAR,
        year=t.year(base.year),
        total=amount(t, base.total),
        level=LEVEL_NAMES[base.level],
        percent=plain(base.threshold_percent),
        triggers=", ".join(t(TRIGGER_NAMES[trigger]) for trigger in base.triggers),
        source=base.source,
    )


def _bau(t: Voice, bau: Bau) -> Iterator[str]:
    yield t(
        BAU,
        version=bau.version,
        method=t(BAU_NAMES[bau.method]),
        year=t.year(bau.until),
        source=bau.source,
    )
    if bau.fact:
        yield "  " + t(BY_FACT, fact=t(FACT_NAMES[bau.fact]))
    for rate in bau.growth:
        yield "  " + t(BY_GROWTH, percent=plain(rate.percent), year=t.year(rate.since))
    if bau.elasticity != 1:
        yield "  " + t(ELASTICITY, elasticity=plain(bau.elasticity))


def _target(t: Voice, worked: Scenario, path: Path) -> Iterator[str]:
    target = path.target
    yield t(TARGET, code=target.code, name=name_of(t, target), source=target.source)
    for year, level in path.milestones.items():
        told = target.milestones[year]
        words = t(TARGET_NAMES[target.kind], percent=plain(told))
        if target.kind is TargetKind.LEVEL:
            words = t(TARGET_NAMES[target.kind])
        yield t(MILESTONE, year=t.year(year), level=amount(t, level), words=words)
        short = worked.row(year).short_of(target.code)
        if short is not None:
            said = SHORT_OF if short > 0 else REACHED
            yield t(said, year=t.year(year), gap=amount(t, Tonnes(abs(short))))


def _table(t: Voice, worked: Scenario) -> Iterator[str]:
    codes = [measure.code for measure in worked.plan.measures]
    paths = [path.target.code for path in worked.paths]
    first = paths[0] if paths else ""
    heading = [t(YEAR), t(BAU_COLUMN), *codes, t(SAVED), t(REMAINING)]
    heading += [t(TARGET_COLUMN, code=code) for code in paths]
    heading += [t(STILL), t(ACTUAL), t(ABOVE)] if first else [t(ACTUAL)]
    yield " | ".join(heading)
    for row in worked.rows:
        yield " | ".join(_cells(t, row, codes, paths, first))


def _cells(
    t: Voice, row: Row, codes: Sequence[str], paths: Sequence[str], first: str
) -> Iterator[str]:
    yield str(t.year(row.year))
    yield amount(t, row.bau)
    yield from (amount(t, row.wedges[code]) for code in codes)
    yield amount(t, row.saved)
    yield amount(t, row.remaining)
    yield from (amount(t, row.targets.get(code)) for code in paths)
    if first:
        yield amount(t, row.short_of(first))
    yield amount(t, row.actual)
    if first:
        yield amount(t, row.above(first))


def _measure(t: Voice, measure: Measure, owners: Mapping[str, str]) -> Iterator[str]:
    yield t(
        MEASURE,
        code=measure.code,
        name=name_of(t, measure),
        lines=", ".join(measure.lines),
        owner=owners.get(measure.owner, measure.owner),
        start=t.year(measure.start),
        end=t.year(measure.end),
        status=t(STATUS_NAMES[measure.status]),
        source=measure.source,
    )
    for year in measure.potential:
        yield t(POTENTIAL, year=t.year(year), saved=amount(t, potential(measure, year)))
    if len(measure.potential) > 1:
        yield t(LINEAR if measure.interpolation is Interpolation.LINEAR else STEP)
    if measure.overlap:
        yield t(OVERLAP, words=measure.overlap)
    yield from _progress(t, measure)


def _progress(t: Voice, measure: Measure) -> Iterator[str]:
    if latest(measure) is None:
        yield t(NO_PROGRESS)
    for report in measure.progress:
        values = {"year": t.year(report.year)}
        done = "" if report.done_percent is None else plain(report.done_percent)
        if report.achieved is None:
            line = t(DONE, percent=done, **values)
        elif not done:
            line = t(ACHIEVED, saved=amount(t, report.achieved), **values)
        else:
            saved = amount(t, report.achieved)
            line = t(ACHIEVED_AND_DONE, saved=saved, percent=done, **values)
        yield f"{line} · {report.note}" if report.note else line
