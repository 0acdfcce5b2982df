"""Factors added to the shipped tables: dated, sourced, and checked as strictly as those.

The shipped rows stay as they are. An added value takes over from its first day; where the value
before it names no last day, it ends the day before. Where it names one, two are in force at once,
and a policy has to say which of them counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise

from bot.catalogue.facts import GWP_SETS
from bot.catalogue.reading_tables import CatalogueError
from bot.catalogue.shapes import Catalogue, Factor, OverlapPolicy

KEY = re.compile(r"[a-z][a-z0-9_]{1,63}")
GASES = ("co2_kg", "ch4_kg", "n2o_kg", "biogenic_co2_kg")
CO2E = ("kgco2e_printed", "kgco2e_exact")
A_DAY = timedelta(days=1)

Known = Mapping[str, Sequence[Factor]]


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a row cannot be taken: in which column, and what to write there."""

    column: str
    words: str


def with_factors(
    catalogue: Catalogue, rows: Sequence[Factor], policies: Sequence[OverlapPolicy] = ()
) -> Catalogue:
    """The catalogue with added factors and policies (of a key the last counts).

    CatalogueError names the row that does not fit. A row that a later release ships under the same
    version gives way to the added one, which is the one that figures name.
    """
    known: dict[str, tuple[Factor, ...]] = dict(catalogue.factors)
    added: set[tuple[str, str]] = set()
    for row in rows:
        misfit = next(misfits(known, row), None)
        if misfit or (row.version, row.gwp_set) in added:
            words = f"{misfit.column}: {misfit.words}" if misfit else "stands twice"
            raise CatalogueError(f"added factors: {row.version}: {words}")
        added.add((row.version, row.gwp_set))
        others = [one for one in known.get(row.key, ()) if not _is_same(one, row)]
        known[row.key] = (*others, _composed(row, catalogue.factors.get(row.key, ())))
    overlaps = {**catalogue.overlaps, **{policy.key: policy for policy in policies}}
    for key in sorted(overlaps.keys() - known.keys()):
        raise CatalogueError(f"overlap policies: there is no factor {key}")
    for key in sorted({row.key for row in rows}):
        known[key] = ended(known[key])
        for older, newer in () if key in overlaps else overlapping(known[key]):
            raise CatalogueError(f"added factors: {newer.version}: {overlap_words(older, newer)}")
    return replace(catalogue, factors=known, overlaps=overlaps)


def together(
    catalogue: Catalogue, rows: Iterable[Factor], policies: Iterable[OverlapPolicy]
) -> Catalogue:
    """The same as it was written: nothing is checked, and no value ends by its successor."""
    known = dict(catalogue.factors)
    for row in rows:
        others = [one for one in known.get(row.key, ()) if not _is_same(one, row)]
        known[row.key] = (*others, row)
    overlaps = {**catalogue.overlaps, **{policy.key: policy for policy in policies}}
    return replace(catalogue, factors=known, overlaps=overlaps)


def misfits(known: Known, row: Factor) -> Iterator[Misfit]:
    """What is wrong with a row by itself and beside the values of its key."""
    values = known.get(row.key, ())
    yield from _plain_misfits(row)
    yield from _misfits_of_new(row) if not values else _misfits_beside(row, values)


def _plain_misfits(row: Factor) -> Iterator[Misfit]:
    if row.valid_from is None:
        yield Misfit("valid_from", "write the first day it holds, such as 2027-01-01")
    elif row.valid_to and row.valid_to < row.valid_from:
        yield Misfit("valid_to", f"it ends before it begins; write a day after {row.valid_from}")
    if not row.source:
        yield Misfit("source", "write the document, its date and page")
    if row.gwp_set not in GWP_SETS:
        yield Misfit("gwp_set", "write AR4, AR5 or AR6, or leave it empty")
    if not has_value(row):
        yield Misfit("kgco2e_printed", "write a value here, or in parameter")


def has_value(row: Factor) -> bool:
    """Whether any of the columns for values is filled."""
    return any(getattr(row, name) is not None for name in ("parameter", *CO2E, *GASES))


def _misfits_of_new(row: Factor) -> Iterator[Misfit]:
    """A key nobody knows yet says what it is and what it is counted in."""
    if not KEY.fullmatch(row.key):
        yield Misfit("key", "write a known key; a new one in small letters, digits and _")
    for column in ("unit", "label", "category"):
        if not getattr(row, column):
            yield Misfit(column, f"{row.key} is a new key: write its {column}")


def _misfits_beside(row: Factor, values: Sequence[Factor]) -> Iterator[Misfit]:
    """A value of a known key is per the same unit, of the same sort and under the same GWP sets."""
    first = values[0]
    if row.unit != first.unit:
        yield Misfit("unit", f"{row.key} is per {first.unit}; convert the value and write that")
    sets = sorted({one.gwp_set for one in values})
    if row.gwp_set not in sets and row.gwp_set in GWP_SETS:
        kept = " or ".join(sets) if any(sets) else ""
        words = f"write {kept}" if kept else "leave it empty"
        yield Misfit("gwp_set", f"{words}: {row.key} is kept so")
    if all(_is_co2e(one) for one in values) and not _is_co2e(row):
        yield Misfit("kgco2e_printed", f"{row.key} is kg CO2e per {first.unit}: write that")
    if all(one.parameter is not None for one in values) and row.parameter is None:
        yield Misfit("parameter", f"{row.key} is a number of a formula: write it here")
    yield from _misfits_of_sign(row, values)


def _misfits_of_sign(row: Factor, values: Sequence[Factor]) -> Iterator[Misfit]:
    """What is let out is above 0; what trees take up is below, and says so by its gas."""
    takes_up = any(one.co2_kg is not None and one.co2_kg < 0 for one in values)
    if takes_up and (row.co2_kg is None or row.co2_kg >= 0):
        yield Misfit("co2_kg", f"{row.key} takes CO2 up: write it with a minus")
    for name in () if takes_up else (*CO2E, *GASES):
        number = getattr(row, name)
        if number is not None and number < 0:
            yield Misfit(name, "write it without a minus")


def _is_co2e(row: Factor) -> bool:
    return any(getattr(row, name) is not None for name in CO2E)


def _is_same(one: Factor, other: Factor) -> bool:
    return (one.version, one.gwp_set) == (other.version, other.gwp_set)


def _composed(row: Factor, values: Sequence[Factor]) -> Factor:
    """Which gases a blend is made of does not change with its CO2e."""
    return replace(row, components=values[0].components) if values else row


def _side(row: Factor) -> tuple[str, str]:
    """Only values of one scope and GWP set follow each other."""
    return row.scope, row.gwp_set


def _order(row: Factor) -> tuple[str, str, date, int]:
    return *_side(row), row.valid_from or date.min, row.edition


def ended(values: Iterable[Factor]) -> tuple[Factor, ...]:
    """The values of one key in order; an open one ends the day before its successor begins."""
    closed: list[Factor] = []
    for _, group in groupby(sorted(values, key=_order), key=_side):
        side = list(group)
        starts = sorted({one.valid_from or date.min for one in side})
        following = dict(pairwise(starts))
        for one in side:
            after = following.get(one.valid_from or date.min)
            is_open = after is not None and one.valid_to is None
            closed.append(replace(one, valid_to=after - A_DAY) if is_open and after else one)
    return tuple(closed)


def overlapping(values: Iterable[Factor]) -> Iterator[tuple[Factor, Factor]]:
    """Each value of one key with the next that begins before its last day."""
    for _, group in groupby(sorted(values, key=_order), key=_side):
        latest = {one.valid_from: one for one in group}  # of one date the highest edition
        for older, newer in pairwise(latest.values()):
            if older.valid_to and newer.valid_from and older.valid_to >= newer.valid_from:
                yield older, newer


def overlap_words(older: Factor, newer: Factor) -> str:
    """What to do about two values that are both in force for a while."""
    return (
        f"{older.version} holds until {older.valid_to}, and {newer.version} begins before; "
        "move a date, or write newest or oldest in overlap"
    )


def next_edition(values: Iterable[Factor], row: Factor) -> int:
    """1 for the first value of a date; one more for every value that puts an earlier one right."""
    same = [
        one.edition
        for one in values
        if _side(one) == _side(row) and one.valid_from == row.valid_from
    ]
    return max(same, default=0) + 1


SAID = (
    *("valid_to", "unit", "parameter", *CO2E, *GASES, "source", "confidence", "grade"),
    *("notes", "label"),
)
"""What makes a value another one than the one of the same day before it."""


def same_value(values: Iterable[Factor], row: Factor) -> bool:
    """Whether the last value of this day says the same already."""
    same = [one for one in values if _side(one) == _side(row) and one.valid_from == row.valid_from]
    last = max(same, key=lambda one: one.edition, default=None)
    return last is not None and all(getattr(last, name) == getattr(row, name) for name in SAID)
