"""The facts a plan rests on, pinned into its version: what is loaded later changes no old plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.plans.facts import Fact, FactKind
from bot.plans.series import between, plain
from bot.plans.shapes import Bau, Plan, Target

Pinned = Mapping[str, tuple[Fact, ...]]


@dataclass(frozen=True, slots=True)
class Need:
    """One series of facts that one part of a plan needs, from a year to a year."""

    name: str
    kind: FactKind
    first: int
    last: int


def bau_name(bau: Bau) -> str:
    return f"bau:{bau.version}"


def target_name(target: Target) -> str:
    return f"target:{target.code}"


def needs(plan: Plan) -> list[Need]:
    base = plan.base_year.year
    of_baus = [
        Need(bau_name(bau), bau.fact, bau.begins, bau.until) for bau in plan.baus if bau.fact
    ]
    of_targets = [
        Need(target_name(target), target.fact, base, max(target.milestones))
        for target in plan.targets
        if target.fact
    ]
    return [*of_baus, *of_targets]


def pin(
    plan: Plan, facts: Iterable[Fact], before: Pinned
) -> tuple[dict[str, tuple[Fact, ...]], list[str]]:
    """The facts of every need, and what is missing. A baseline keeps those it was pinned with."""
    known = list(facts)
    pinned: dict[str, tuple[Fact, ...]] = {}
    missing: list[str] = []
    for need in needs(plan):
        if need.name.startswith("bau:") and need.name in before:
            pinned[need.name] = before[need.name]
            continue
        series = _spanning(need, [fact for fact in known if fact.kind is need.kind])
        missing += _trouble(need, series)
        pinned[need.name] = tuple(series)
    return pinned, missing


def _spanning(need: Need, series: Sequence[Fact]) -> list[Fact]:
    """From the last year not after the first needed one to the first not before the last."""
    years = sorted(fact.year for fact in series)
    first = max((year for year in years if year <= need.first), default=need.first)
    last = min((year for year in years if year >= need.last), default=need.last)
    return sorted(
        (fact for fact in series if first <= fact.year <= last), key=lambda fact: fact.year
    )


def _trouble(need: Need, series: Sequence[Fact]) -> list[str]:
    years = [fact.year for fact in series]
    wanted = f"{need.name} needs {need.kind} from {need.first} to {need.last}"
    if not years or years[0] > need.first or years[-1] < need.last:
        loaded = f"loaded are {years[0]} to {years[-1]}" if years else "none of them is loaded"
        return [f"{wanted}; {loaded}: load facts of the other years, or let the plan end earlier"]
    units = sorted({fact.unit for fact in series})
    if len(units) > 1:
        return [
            f"{wanted} in one unit; loaded are {', '.join(units)}: load facts at one year's prices"
        ]
    return []


def moved(plan: Plan, pinned: Pinned, facts: Iterable[Fact]) -> list[str]:
    """The parts in use whose facts were revised since they were pinned."""
    now = {fact.key: fact for fact in facts}
    in_use = {bau_name(plan.bau), *(target_name(target) for target in plan.targets)}
    return [
        name
        for name, series in pinned.items()
        if name in in_use
        and any(fact.key not in now or not now[fact.key].says_the_same(fact) for fact in series)
    ]


def driver(series: Sequence[Fact], year: int) -> Decimal:
    """The pinned value of a year; `pin` saw to it that there is one."""
    points = {fact.year: fact.value for fact in series if fact.value is not None}
    value = between(points, year)
    if value is None:
        raise LookupError(f"no value of {year} was pinned")
    return value


# --- as they are stored ---------------------------------------------------------------------------


def pinned_body(pinned: Pinned) -> dict[str, Any]:
    return {name: [_fact_body(fact) for fact in series] for name, series in pinned.items()}


def pinned_lines(pinned: Pinned) -> dict[str, dict[str, str]]:
    """One line a fact, to show how one version differs from another."""
    return {
        name: {
            str(fact.year): f"{fact.kind} {plain(fact.value or Decimal(0))} {fact.unit} "
            f"({fact.source}; {'verified' if fact.verified else 'not verified'})"
            for fact in series
        }
        for name, series in pinned.items()
    }


def pinned_of(body: Mapping[str, Any]) -> dict[str, tuple[Fact, ...]]:
    return {name: tuple(_fact(one) for one in series) for name, series in body.items()}


def _fact_body(fact: Fact) -> dict[str, Any]:
    return {
        "place": fact.place,
        "year": fact.year,
        "fact": fact.kind.value,
        "value": plain(fact.value or Decimal(0)),
        "unit": fact.unit,
        "source": fact.source,
        "verified": fact.verified,
        "version": fact.version,
    }


def _fact(body: Mapping[str, Any]) -> Fact:
    return Fact(
        place=body["place"],
        year=body["year"],
        kind=FactKind(body["fact"]),
        value=Decimal(body["value"]),
        unit=body["unit"],
        source=body["source"],
        verified=body["verified"],
        version=body["version"],
    )
