"""Loading factors: the file beside what holds now, what it would change, and writing it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.audit import Deed
from bot.catalogue import Catalogue, Factor, with_factors
from bot.catalogue.adding import together
from bot.emissions.factor_changes import LONG_AGO, Segment, in_force, segments, value_of
from bot.emissions.factor_grades import factor_grade
from bot.emissions.local import scopes_of
from bot.months import Month
from bot.people import Place
from handlers.factor_files import FactorFile, read_file
from handlers.service import Service
from storage import audit, factor_uses, factors, people
from storage.session import Transaction

UNUSUAL = 3  # times more or less than before: said, for it may be a slip

Versions = tuple[str, str]
"""What a month was counted with before, and would be counted with after."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes for one key in one scope: new values, and month by month what gives way."""

    key: str
    scope: str
    values: tuple[Factor, ...]
    overlap: str  # the new policy; empty: none
    changes: tuple[tuple[Segment, int], ...]  # with how many figures told there

    def lines(self) -> Iterator[str]:
        where = self.scope or "everywhere"
        for value in self.values:
            grade = factor_grade(value).value
            until = f" to {value.valid_to}" if value.valid_to else ""
            yield (
                f"+ {value.version} · {where} · from {value.valid_from}{until} · "
                f"{number(value)} per {value.unit} · {value.gwp_set or 'no GWP set'} · "
                f"grade {grade} · {value.confidence.value} · {value.source}"
            )
        if self.overlap:
            yield f"+ {self.key}: where two values are in force the {self.overlap} counts"
        for segment, told in self.changes:
            yield f"    {_span(segment)}: {_instead(segment)} · {_told(told)}"
        if not self.changes:
            yield "    changes no month"


@dataclass(frozen=True, slots=True)
class Plan:
    file: FactorFile
    differences: tuple[Difference, ...] = ()

    def summary(self) -> str:
        return (
            f"{len(self.file.factors)} new values, {len(self.file.policies)} new policies, "
            f"{self.file.unchanged} rows unchanged"
        )


def plan(service: Service, path: Path) -> Plan:
    """Read the file and compare it with what holds; nothing is written."""
    with service.database.begin() as tx:
        return _plan(tx, service, path)


def carry_out(service: Service, path: Path, reason: str) -> Plan:
    """Compare once more and write, in one transaction: all of it, or nothing where a row is bad."""
    with service.database.begin() as tx:
        factors.hold(tx)
        planned = _plan(tx, service, path)
        if not planned.file.troubles:
            _write(tx, service, planned.file, reason)
    return planned


def _write(tx: Transaction, service: Service, file: FactorFile, reason: str) -> None:
    now = service.clock.now()
    policies = [replace(one, reason=reason) for one in file.policies]
    factors.add(tx, file.factors, policies, None, now, reason)
    for one in file.factors:
        named = {"factor": one.version, "gwp_set": one.gwp_set}
        audit.write(tx, Deed.FACTOR_ADDED, now, place=one.scope or None, details=named)
    for policy in policies:
        ruled = {"factor": policy.key, "overlap": policy.overlap.value}
        audit.write(tx, Deed.OVERLAP_SET, now, details=ruled)


def _plan(tx: Transaction, service: Service, path: Path) -> Plan:
    places = {place.id: place for place in people.places_of(tx)}
    rows = [one.factor for one in factors.added(tx)]
    policies = [one.policy for one in factors.policies_set(tx)]
    base = service.catalogue
    file = read_file(path, together(base, rows, policies), places)
    if file.troubles:
        return Plan(file)
    before = with_factors(base, rows, policies)
    after = with_factors(base, [*rows, *file.factors], [*policies, *file.policies])
    return Plan(file, tuple(_differences(tx, before, after, file, places)))


def _differences(
    tx: Transaction,
    before: Catalogue,
    after: Catalogue,
    file: FactorFile,
    places: Mapping[str, Place],
) -> Iterator[Difference]:
    ruled = {one.key: one.overlap.value for one in file.policies}
    concerned = {(key, "") for key in ruled} | {(one.key, one.scope) for one in file.factors}
    told = {key: _told_months(tx, before, after, key) for key in {key for key, _ in concerned}}
    for key, scope in sorted(concerned):
        scopes = scopes_of(places[scope]) if scope else ()
        changed = (one for one in segments(before, after, key, scopes) if _concerns(one, scope))
        yield Difference(
            key=key,
            scope=scope,
            values=tuple(one for one in file.factors if (one.key, one.scope) == (key, scope)),
            overlap="" if scope else ruled.get(key, ""),
            changes=tuple((one, _figures(one, told[key])) for one in changed),
        )


def _concerns(segment: Segment, scope: str) -> bool:
    """Whether a value of this very scope comes or goes: others are told under their own."""
    sides = [one.scope for one in (segment.old, segment.new) if one]
    return segment.is_change and (scope in sides or not scope)


Told = dict[Versions, dict[Month, int]]


def _told_months(tx: Transaction, before: Catalogue, after: Catalogue, key: str) -> Told:
    """How many figures would be counted with another value, month by month."""
    found: Told = defaultdict(lambda: defaultdict(int))
    for use in factor_uses.uses(tx, after, key):
        old = in_force(before, key, use.month, use.scopes)
        new = in_force(after, key, use.month, use.scopes)
        found[_version(old), _version(new)][use.month] += use.figures
    return found


def _figures(segment: Segment, told: Told) -> int:
    months = told.get((_version(segment.old), _version(segment.new)), {})
    last = segment.last
    return sum(
        count
        for month, count in months.items()
        if month >= segment.first and (last is None or month <= last)
    )


def _version(factor: Factor | None) -> str:
    return factor.version if factor else ""


def _span(segment: Segment) -> str:
    if segment.last is None:
        return "always" if segment.first == LONG_AGO else f"{segment.first} on"
    if segment.first == LONG_AGO:
        return f"up to {segment.last}"
    if segment.first == segment.last:
        return str(segment.first)
    return f"{segment.first} to {segment.last}"


def _instead(segment: Segment) -> str:
    old, new = segment.old, segment.new
    said = f"{number(new)} ({new.version})" if new else "no value any more"
    was = f"{number(old)} ({old.version})" if old else "none"
    return f"{said} instead of {was}{_slip(old, new)}"


def _slip(old: Factor | None, new: Factor | None) -> str:
    before, after = (value_of(one) if one else None for one in (old, new))
    if not before or not after or before * after < 0:
        return ""
    times, way = max((after / before, "more"), (before / after, "less"))
    return f" — {times:.1f} times {way}: is it right?" if times >= UNUSUAL else ""


def _told(figures: int) -> str:
    words = "1 figure told" if figures == 1 else f"{figures} figures told"
    return f"{words} for it" if figures else "no figure told for it yet"


def number(factor: Factor) -> str:
    """A factor's one number; kilograms of its gases where it has no other."""
    value = value_of(factor)
    if value is not None:
        return f"{value:f}" if factor.parameter == value else f"{value:f} kg CO2e"
    gases = {"CO2": factor.co2_kg, "CH4": factor.ch4_kg, "N2O": factor.n2o_kg}
    return ", ".join(f"{kg:f} kg {gas}" for gas, kg in gases.items() if kg is not None)


def troubles(planned: Plan) -> Sequence[str]:
    """Every bad row in a line, and that nothing is written."""
    return [*planned.file.troubles, "nothing is written"] if planned.file.troubles else []
