"""A GPC inventory: every line of one place and year, from the figures that were told.

Global Protocol for Community-Scale Greenhouse Gas Inventories, version 1.1. Facts in, lines out:
nothing here reads a database, and the same account comes from running totals, from the figures
themselves, or from an exported file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.catalogue import Catalogue, GpcLine, Ledger
from bot.emissions.factors import AS_PUBLISHED
from bot.emissions.tallies import Tally
from bot.inventory.counted import Counted
from bot.inventory.levels import Level, belongs
from bot.inventory.masses import Masses, total
from bot.inventory.notation import Notation, Stated, notation
from bot.inventory.ranks import resolve
from bot.inventory.sources import Source, sources
from bot.inventory.weighing import Scales
from bot.months import Month, months_between
from bot.people import Place


@dataclass(frozen=True, slots=True)
class Facts:
    """What one inventory is made of: the months from `first` to `last`, all of them over.

    `entries` are the tallies of the year's months, what is held over, and the finals in place of
    what they replace. `reasons` are the words that came with figures that are no quantity, by
    activity; `stated` what was stated for a line.
    """

    scope: Place
    first: Month
    last: Month
    entries: tuple[Counted, ...]
    reasons: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stated: Mapping[str, Stated] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One GPC line; `notation` where it has no number."""

    gpc: GpcLine
    sources: tuple[Source, ...]
    notation: Notation | None
    said: tuple[Tally, ...] = ()  # figures that are no quantity: NO, NE, IE, C

    @property
    def counted(self) -> tuple[Source, ...]:
        return tuple(one for one in self.sources if not one.not_counted)

    @property
    def masses(self) -> Masses:
        return total(one.masses for one in self.sources)

    @property
    def is_provisional(self) -> bool:
        return any(one.is_provisional for one in self.counted)

    @property
    def is_unverified(self) -> bool:
        return any(one.unverified for one in self.counted)


@dataclass(frozen=True, slots=True)
class Inventory:
    """Every line of the area, and apart from them what organisations use themselves."""

    scope: Place
    first: Month
    last: Month
    gwp_set: str
    lines: Mapping[str, Line]
    organisation: tuple[Source, ...]
    left_out: tuple[Source, ...]  # parts of a whole that was told too

    def organisation_by_scope(self) -> Mapping[str, Masses]:
        """What organisations use themselves, by scope 1, 2 and 3: a ledger of its own."""
        sums: dict[str, Masses] = {}
        for one in self.organisation:
            line = self.lines.get(one.gpc_ref)
            if line is not None:
                scope = line.gpc.scope
                sums[scope] = sums.get(scope, Masses()) + one.masses
        return dict(sorted(sums.items()))

    @property
    def year(self) -> int:
        return self.first.year

    def total(self, level: Level) -> Masses:
        """The level's total: its lines and no others."""
        return total(line.masses for line in self.lines.values() if belongs(line.gpc, level))

    def by_sector(self, level: Level) -> Mapping[tuple[str, str], Masses]:
        """Sector code and scope → masses, of the level's lines."""
        sums: dict[tuple[str, str], Masses] = {}
        for line in self.lines.values():
            if belongs(line.gpc, level):
                key = line.gpc.sector_code, line.gpc.scope
                sums[key] = sums.get(key, Masses()) + line.masses
        return sums


def inventory(catalogue: Catalogue, facts: Facts, gwp_set: str = AS_PUBLISHED) -> Inventory:
    """Every line of `facts.scope` for its months, under one set of GWPs."""
    scales = Scales(catalogue, gwp_set)
    resolved = resolve(catalogue, facts.entries)
    span = months_between(facts.first, facts.last)
    found = sources(catalogue, scales, resolved.counted, span)
    said = _said(catalogue, resolved.counted)
    return Inventory(
        scope=facts.scope,
        first=facts.first,
        last=facts.last,
        gwp_set=gwp_set,
        lines={
            ref: _line(catalogue, facts, line, found, said)
            for ref, line in catalogue.gpc_lines.items()
        },
        organisation=tuple(one for one in found if one.ledger is Ledger.ORGANISATION),
        left_out=sources(catalogue, scales, resolved.left_out, span),
    )


def _line(
    catalogue: Catalogue,
    facts: Facts,
    line: GpcLine,
    found: Iterable[Source],
    said: Mapping[str, Sequence[Tally]],
) -> Line:
    own = tuple(one for one in found if one.gpc_ref == line.ref and one.ledger is Ledger.AREA)
    spoken = said.get(line.ref, ())
    reasons = dict.fromkeys(
        reason for tally in spoken for reason in facts.reasons.get(tally.key.activity, ())
    )
    key = notation(line, own, spoken, facts.stated.get(line.ref), tuple(reasons))
    return Line(line, own, key, tuple(spoken))


def _said(catalogue: Catalogue, entries: Iterable[Counted]) -> dict[str, list[Tally]]:
    """The area's figures that are an answer but no quantity, by GPC line."""
    said: dict[str, list[Tally]] = {}
    for one in entries:
        key = one.tally.key
        activity = catalogue.activities.get(key.activity)
        if activity is None or activity.ledger is not Ledger.AREA or not activity.gpc_ref:
            continue
        if key.status.answered and not key.status.valued:
            said.setdefault(activity.gpc_ref, []).append(one.tally)
    return said
