"""Writing what a file changes, in batches: each is whole, and what is missing can be loaded again.

Nobody is told: whoever loads past years is at the keyboard, and officials owe nothing for them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby, islice
from typing import Any

from bot.audit import Deed
from bot.cells import CellKey
from bot.loading import revising
from bot.loading.comparing import Compared, Kept, Sort
from bot.loading.lines import Column, Problem
from bot.loading.revising import Source
from bot.months import Month
from handlers.service import Service
from handlers.values_loading import Found, Plan, Say, Wanted
from storage import audit, factors, loading, months, people
from storage.entries import StaleSituation
from storage.session import Transaction

A_BATCH = 1_000  # revisions in one transaction: a second of holding their places
MOST_TRIES = 3
CHANGED_MEANWHILE = "was changed since the differences were shown; load the file again"
CLOSED_MEANWHILE = "was closed since the differences were shown; load the file again"


@dataclass
class Written:
    """What became of it. `meanwhile`: cells somebody else wrote since the differences."""

    figures: int = 0
    doubted: int = 0  # left out
    meanwhile: Found = field(default_factory=Found)


@dataclass(frozen=True, slots=True)
class _Batch:
    """What one transaction did, counted only once it is committed."""

    figures: int
    meanwhile: tuple[Problem, ...]


def carry_out(service: Service, made: Plan, wanted: Wanted, say: Say) -> Written:
    """Write every difference that is wanted. Stopped on the way, a second run writes the rest."""
    written = Written()
    source = Source(made.sha256, wanted.reason if wanted.into_closed else "")
    if made.bad.count and not wanted.skip_bad:
        return written
    total = made.total("new") + made.total("changed")
    for batch in _batches(made.differences):
        taken = [one for one in batch if wanted.takes(one)]
        done = _written(service, taken, source, wanted)
        written.doubted += len(batch) - len(taken)
        written.figures += done.figures
        written.meanwhile.add(done.meanwhile)
        if total > A_BATCH:
            say(f"{written.figures:,} of {total:,} figures written")
    return written


def _batches(items: Iterable[Compared]) -> Iterator[list[Compared]]:
    left = iter(items)
    while batch := list(islice(left, A_BATCH)):
        yield batch


def _written(service: Service, batch: Sequence[Compared], source: Source, wanted: Wanted) -> _Batch:
    """One transaction; once more on fresh facts where somebody was quicker in the midst of it."""
    for _ in range(MOST_TRIES - 1):
        try:
            return _write(service, batch, source, wanted)
        except StaleSituation:
            continue
    return _write(service, batch, source, wanted)


def _write(service: Service, batch: Sequence[Compared], source: Source, wanted: Wanted) -> _Batch:
    now, figures, meanwhile = service.clock.now(), 0, []
    with service.database.begin() as tx:
        months.hold(tx, {one.told.key.place for one in batch})
        for place, of_place in groupby(batch, lambda one: one.told.key.place):
            fresh, stale = _sorted_out(service, tx, place, list(of_place), wanted)
            _write_place(service, tx, place, fresh, source, now)
            figures += len(fresh.items)
            meanwhile += stale
    return _Batch(figures, tuple(meanwhile))


@dataclass(frozen=True, slots=True)
class _Fresh:
    """The differences of a place that still hold, beside all it has."""

    items: Sequence[Compared]
    kept: Mapping[CellKey, Kept]


def _sorted_out(
    service: Service, tx: Transaction, place: str, items: Sequence[Compared], wanted: Wanted
) -> tuple[_Fresh, list[Problem]]:
    """A figure is written over what was shown, or not at all."""
    first, last = (edge(one.told.key.month for one in items) for edge in (min, max))
    kept = loading.kept(tx, place, first, last, service.catalogue.parameters)
    closed = loading.closed_months(tx, place, first)
    fresh, stale = [], []
    for one in items:
        now = kept.get(one.told.key)
        if (now.cell.version if now else None) != (one.before.version if one.before else None):
            stale.append(_meanwhile(one, CHANGED_MEANWHILE))
        elif one.told.key.month in closed and not wanted.into_closed:
            stale.append(_meanwhile(one, CLOSED_MEANWHILE))
        else:
            fresh.append(replace(one, into_closed=one.told.key.month in closed))
    return _Fresh(fresh, kept), stale


def _meanwhile(one: Compared, words: str) -> Problem:
    key = one.told.key
    cell = " ".join(filter(None, (key.place, str(key.month), key.activity, key.kind)))
    return Problem(one.told.row, Column.QUANTITY, f"{cell} {words}", key.place, str(key.month))


def _write_place(
    service: Service,
    tx: Transaction,
    place_id: str,
    fresh: _Fresh,
    source: Source,
    now: datetime,
) -> None:
    """A place's revisions, its months after them, and one entry of the audit log."""
    if not fresh.items:
        return
    catalogue, place = factors.current(tx, service.catalogue), people.get_place(tx, place_id)
    cells = (one.cell for one in fresh.kept.values())
    steering = revising.steering_cells(catalogue, cells, fresh.items)
    changes = [revising.recorded(catalogue, place, steering, one, source) for one in fresh.items]
    loading.write(tx, changes, now)
    loading.follow(tx, catalogue, place, {one.told.key.month for one in fresh.items}, now)
    audit.write(tx, Deed.LOADED, now, place=place_id, details=_details(fresh.items, source))


def _details(items: Sequence[Compared], source: Source) -> dict[str, Any]:
    """Codes and numbers only: which file, which of its rows, how many, and by whom."""
    rows = [one.told.row for one in items]
    details: dict[str, Any] = {
        "file": source.sha256,
        "by": "cli",
        "first_row": min(rows),
        "last_row": max(rows),
        "new": sum(one.sort is Sort.NEW for one in items),
        "changed": sum(one.sort is Sort.CHANGED for one in items),
        "doubted": sum(bool(one.doubts) for one in items),
    }
    closed: set[Month] = {one.told.key.month for one in items if one.into_closed}
    return {**details, "into_closed": [str(month) for month in sorted(closed)]}
