"""The sources behind a line: one activity and kind, told, held or final, over the year.

A source is what an eCRF_3 sheet has one row for, and what an auditor opens next.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from bot.catalogue import Activity, Catalogue, Frequency, Ledger, Method
from bot.emissions.quantities import Kg, kept
from bot.inventory.counted import Basis, Counted
from bot.inventory.masses import Masses, total
from bot.inventory.weighing import Scales
from bot.months import Month

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Source:
    """`quantity` in the activity's base unit, summed over the months; masses in kg.

    `by_month` adds up to `masses.co2e`; where `is_spread`, a year's one amount is shown in equal
    parts over the months, whichever month it was told in.
    `cells` are figures somebody told; `estimated`, `doubted` and `unverified` how many of them are.
    `not_counted` says why a source weighs nothing although it was told.
    """

    activity: str
    kind: str
    gpc_ref: str
    ledger: Ledger
    basis: Basis
    method: str
    is_provisional: bool
    unit: str
    quantity: Decimal
    masses: Masses
    unconverted: Kg
    months: tuple[Month, ...]
    by_month: tuple[tuple[Month, Kg], ...]
    is_spread: bool
    cells: int
    estimated: int
    doubted: int
    unverified: int
    factors: tuple[str, ...]
    gwp_sets: tuple[str, ...]
    not_counted: str = ""
    held_from: tuple[Month, ...] = ()

    @property
    def is_unverified_removal(self) -> bool:
        """Whether it only takes CO2 up, at a rate whose source is not known."""
        return bool(self.masses.removed_co2 and self.unverified and not self.masses.co2e)


def sources(
    catalogue: Catalogue, scales: Scales, entries: Iterable[Counted], span: Sequence[Month]
) -> tuple[Source, ...]:
    """Entries with a value, put together by source, in the catalogue's order.

    `span` are the months of the inventory.
    """
    order = {code: place for place, code in enumerate(catalogue.activities)}
    valued = [
        one for one in entries if one.tally.key.status.valued and one.tally.key.activity in order
    ]
    valued.sort(key=lambda one: (order[one.tally.key.activity], *_group(one)))
    return tuple(
        _source(catalogue.activities[key[0]], scales, list(group), span)
        for key, group in groupby(valued, key=_group)
    )


def _group(one: Counted) -> tuple[str, str, str, str, bool, str]:
    key = one.tally.key
    return (
        key.activity,
        key.kind,
        one.basis.value,
        one.method,
        one.is_provisional,
        key.not_counted,
    )


def _source(
    activity: Activity, scales: Scales, entries: list[Counted], span: Sequence[Month]
) -> Source:
    first = entries[0]
    weighed = [scales.weigh(one) for one in entries]
    tallies = [one.tally for one in entries]
    by_month: dict[Month, Kg] = {}
    for tally, one in zip(tallies, weighed, strict=True):
        before = by_month.get(tally.key.month, NOTHING)
        by_month[tally.key.month] = Kg(before + one.masses.co2e)
    is_spread = activity.frequency is Frequency.YEARLY and activity.method is Method.QUANTITY
    return Source(
        activity=activity.code,
        kind=first.tally.key.kind,
        gpc_ref=activity.gpc_ref,
        ledger=activity.ledger,
        basis=first.basis,
        method=first.method or activity.method.value,
        is_provisional=first.is_provisional,
        unit=activity.unit,
        quantity=sum((tally.quantity for tally in tallies), NOTHING),
        masses=total(one.masses for one in weighed),
        unconverted=Kg(sum((one.unconverted for one in weighed), NOTHING)),
        months=tuple(sorted(by_month)),
        by_month=_spread(by_month, span) if is_spread else tuple(sorted(by_month.items())),
        is_spread=is_spread,
        cells=sum(tally.cells for tally in tallies),
        estimated=sum(tally.cells for tally in tallies if tally.key.status.value == "estimated"),
        doubted=sum(tally.doubted for tally in tallies),
        unverified=sum(tally.unverified for tally in tallies),
        factors=tuple(sorted({one for tally in tallies for one in tally.key.factors.split()})),
        gwp_sets=tuple(sorted({tally.key.gwp_set for tally in tallies} - {""})),
        not_counted=first.tally.key.not_counted,
        held_from=tuple(sorted({one.held_from for one in entries if one.held_from})),
    )


def _spread(told: Mapping[Month, Kg], span: Sequence[Month]) -> tuple[tuple[Month, Kg], ...]:
    """A year's amount in equal parts, what rounding leaves over in the last."""
    whole = sum(told.values(), NOTHING)
    part = kept(whole / len(span))
    parts = [part] * (len(span) - 1)
    return tuple(zip(span, map(Kg, [*parts, whole - sum(parts, NOTHING)]), strict=True))
