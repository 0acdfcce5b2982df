"""A plan out of its file (TOML) or its stored body (JSON): the same keys, the same checks."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.emissions.quantities import Tonnes
from bot.inventory.levels import Level
from bot.plans.blocks import Block, WrongDocument
from bot.plans.facts import GPP, PEOPLE, FactKind
from bot.plans.fitting import misfits
from bot.plans.shapes import (
    BaseYear,
    Bau,
    BauMethod,
    Growth,
    Interpolation,
    Measure,
    Plan,
    Progress,
    Status,
    Target,
    TargetKind,
    Trigger,
)

SOURCE = "write where it is published, or who decided it and when"
PERCENT = "write a percentage such as 20"
TONNES = "write tonnes of CO2e such as 1234.5"
CODE = "write a short code such as M1: letters, digits, - and _"
ZERO, HUNDRED = Decimal(0), Decimal(100)
LEAST_HISTORY = 3  # a trend of two years is a line through two points and shows nothing
DRIVERS = {BauMethod.POPULATION: PEOPLE, BauMethod.GPP: GPP}
_CODE = re.compile(r"[A-Za-z0-9ก-๙][A-Za-z0-9ก-๙_.-]{0,15}")


def plan_of_toml(text: str) -> Plan:
    """Raises `WrongDocument` with every reason."""
    try:
        body = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise WrongDocument([f"the file is not TOML ({error}): see docs/FORMATS.md"]) from error
    return plan_of(body)


def plan_of(body: Mapping[str, Any]) -> Plan:
    """Raises `WrongDocument` with every reason."""
    reasons: list[str] = []
    plan = _plan(Block(body, "", reasons))
    if not reasons:
        reasons += misfits(plan)
    if reasons:
        raise WrongDocument(reasons)
    return plan


def _plan(top: Block) -> Plan:
    base = _base_year(top.block("base_year", "write a table [base_year]"))
    plan = Plan(
        source=top.text("source", SOURCE),
        base_year=base,
        baus=tuple(map(_bau, top.blocks("bau", "write tables [[bau]]"))),
        uses_bau=top.text("uses_bau", "write the version of the [[bau]] that holds, in quotes"),
        targets=tuple(map(_target, top.blocks("targets", "write tables [[targets]]"))),
        measures=tuple(map(_measure, top.blocks("measures", "write tables [[measures]]"))),
    )
    top.done("source, base_year, bau, uses_bau, targets, measures")
    return plan


def _base_year(block: Block) -> BaseYear:
    because = block.has("changed_because")
    base = BaseYear(
        year=block.year("year"),
        level=block.choice("level", Level),
        total=Tonnes(block.number("total_tco2e", TONNES, low=ZERO)),
        threshold_percent=block.number("threshold_percent", PERCENT, ZERO, HUNDRED),
        triggers=block.choices(
            "triggers", Trigger, 'write some of ["structure", "method", "error"]'
        ),
        source=block.text("source", SOURCE),
        verified=block.flag("verified", default=False),
        changed_because=block.choice("changed_because", Trigger) if because else None,
    )
    block.done(
        "year, level, total_tco2e, threshold_percent, triggers, source, verified, changed_because"
    )
    return base


def _bau(block: Block) -> Bau:
    method = block.choice("method", BauMethod)
    bau = Bau(
        version=_code(block, "version"),
        method=method,
        begins=block.year("begins"),
        total=Tonnes(block.number("begins_tco2e", TONNES, low=ZERO)),
        until=block.year("until"),
        source=block.text("source", SOURCE),
        verified=block.flag("verified", default=False),
        **(_driver(block, method) if method in DRIVERS else _history(block)),
    )
    own = "fact or growth, elasticity" if method in DRIVERS else "history_tco2e"
    block.done(f"version, method, begins, begins_tco2e, until, source, verified, {own}")
    return bau


def _driver(block: Block, method: BauMethod) -> dict[str, Any]:
    """A loaded fact, or rates; never both."""
    told = [key for key in ("fact", "growth") if block.has(key)]
    if len(told) != 1:
        kinds = " or ".join(sorted(DRIVERS[method]))
        block.wrong(
            "fact",
            "and growth both stand there" if told else "is missing",
            f"write fact = one of {kinds}, or tables [[bau.growth]] with since, percent, source",
        )
    fact = block.choice("fact", FactKind) if block.has("fact") else None
    if fact is not None and fact not in DRIVERS[method]:
        block.wrong(
            "fact", f"is {fact.value}", f"write one of {', '.join(sorted(DRIVERS[method]))}"
        )
    growth = tuple(map(_growth, block.blocks("growth", "write tables [[bau.growth]]")))
    least = Decimal("0.000001")
    elasticity = block.number("elasticity", "write a number such as 0.8", least, default=Decimal(1))
    return {"fact": fact, "growth": growth, "elasticity": elasticity}


def _growth(block: Block) -> Growth:
    rate = Growth(
        since=block.year("since"),
        percent=block.number("percent", "write percent a year such as 1.2", -HUNDRED, HUNDRED),
        source=block.text("source", SOURCE),
        verified=block.flag("verified", default=False),
    )
    block.done("since, percent, source, verified")
    return rate


def _history(block: Block) -> dict[str, Any]:
    told = block.by_year("history_tco2e", TONNES, low=ZERO)
    if len(told) < LEAST_HISTORY:
        block.wrong("history_tco2e", "has too few years", f"write {LEAST_HISTORY} years or more")
    return {"history": {year: Tonnes(total) for year, total in told.items()}}


def _target(block: Block) -> Target:
    kind = block.choice("kind", TargetKind)
    intensity = kind is TargetKind.BELOW_INTENSITY
    if kind is TargetKind.LEVEL:
        milestones = block.by_year("tco2e", "write { 2035 = 1234.5 }", low=ZERO)
    else:
        milestones = block.by_year("percent", "write { 2030 = 20 }", ZERO, HUNDRED)
    target = Target(
        code=_code(block, "code"),
        name_th=block.text("name_th", "write its Thai name"),
        name_en=block.text("name_en", "write its English name"),
        kind=kind,
        milestones=milestones,
        source=block.text("source", SOURCE),
        verified=block.flag("verified", default=False),
        fact=block.choice("fact", FactKind) if intensity else None,
    )
    if target.fact and target.fact not in GPP:
        block.wrong("fact", f"is {target.fact.value}", f"write one of {', '.join(sorted(GPP))}")
    own = "tco2e" if kind is TargetKind.LEVEL else "percent, fact" if intensity else "percent"
    block.done(f"code, name_th, name_en, kind, {own}, source, verified")
    return target


def _measure(block: Block) -> Measure:
    potential = block.by_year("potential_tco2e", "write { 2027 = 100, 2030 = 500 }", low=ZERO)
    measure = Measure(
        code=_code(block, "code"),
        name_th=block.text("name_th", "write its Thai name"),
        name_en=block.text("name_en", "write its English name"),
        lines=block.texts("lines", 'write the GPC lines it acts on, such as ["III.1.1"]'),
        owner=block.text("owner", "write the code of the place that carries it out, in quotes"),
        start=block.year("start"),
        end=block.year("end"),
        potential={year: Tonnes(saved) for year, saved in potential.items()},
        interpolation=block.choice("interpolation", Interpolation),
        status=block.choice("status", Status),
        source=block.text("source", SOURCE),
        verified=block.flag("verified", default=False),
        progress=tuple(map(_progress, block.blocks("progress", "write [[measures.progress]]"))),
        overlap=block.text("overlap", "write how nothing is counted twice", default=""),
    )
    block.done(
        "code, name_th, name_en, lines, owner, start, end, potential_tco2e, interpolation, "
        "status, source, verified, progress, overlap"
    )
    return measure


def _progress(block: Block) -> Progress:
    told = [key for key in ("achieved_tco2e", "done_percent") if block.has(key)]
    if not told:
        block.wrong("achieved_tco2e", "is missing", f"{TONNES}, or done_percent")
    report = Progress(
        year=block.year("year"),
        achieved=Tonnes(block.number("achieved_tco2e", TONNES, ZERO))
        if told[:1] == ["achieved_tco2e"]
        else None,
        done_percent=block.number("done_percent", PERCENT, ZERO, HUNDRED)
        if "done_percent" in told
        else None,
        source=block.text("source", SOURCE),
        note=block.text("note", "write a note", default=""),
        verified=block.flag("verified", default=False),
    )
    block.done("year, achieved_tco2e, done_percent, source, note, verified")
    return report


def _code(block: Block, key: str) -> str:
    text = block.text(key, CODE)
    if text and not _CODE.fullmatch(text):
        block.wrong(key, f"is {text!r}", CODE)
    return text
