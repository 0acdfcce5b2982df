"""Factors that were added, and the catalogue with them: the one every figure is counted by.

An answer learns the newest row's number with its situation, so that a value somebody has just added
counts with the next message in every process; the merged catalogue is kept as long as nothing new
comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Label, RowMapping, func, insert, select, text

from bot.catalogue import (
    Catalogue,
    Confidence,
    Factor,
    Grade,
    Overlap,
    OverlapPolicy,
    with_factors,
)
from storage.session import Transaction
from storage.tables import added_factors, factor_policies


class Newest(NamedTuple):
    """How far the added rows go: their highest numbers. Rows are only ever added."""

    factor: int
    policy: int


NOTHING_ADDED = Newest(0, 0)


@dataclass(frozen=True, slots=True)
class AddedFactor:
    """A value with who added it, when and why."""

    id: int
    factor: Factor
    person: int | None
    added_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SetPolicy:
    id: int
    policy: OverlapPolicy
    person: int | None
    set_at: datetime


@dataclass(frozen=True, slots=True)
class _Kept:
    newest: Newest
    base: Catalogue
    merged: Catalogue


_KEPT: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()  # by database


def newest_columns() -> tuple[Label[Any], Label[Any]]:
    """How far the added rows go, as columns of another statement (read by `newest_of`)."""
    return (
        select(func.max(added_factors.c.id)).scalar_subquery().label("newest_factor"),
        select(func.max(factor_policies.c.id)).scalar_subquery().label("newest_policy"),
    )


def newest_of(row: RowMapping) -> Newest:
    return Newest(row["newest_factor"] or 0, row["newest_policy"] or 0)


def newest(tx: Transaction) -> Newest:
    return newest_of(tx.execute(select(*newest_columns())).mappings().one())


def current(tx: Transaction, catalogue: Catalogue) -> Catalogue:
    """The catalogue with all that is added to it by now."""
    return at(tx, catalogue, newest(tx))


def at(tx: Transaction, catalogue: Catalogue, wanted: Newest) -> Catalogue:
    """The same where it is known how far the rows go; they are read only when there are new ones.

    CatalogueError when a row does not fit the shipped tables any more.
    """
    if wanted == NOTHING_ADDED:
        return catalogue
    kept = _KEPT.get(tx.engine)
    if kept is None or kept.newest != wanted or kept.base is not catalogue:
        rows, policies = added(tx), policies_set(tx)
        reached = Newest(_last(rows), _last(policies))  # a row may have come since
        kept = _KEPT[tx.engine] = _Kept(reached, catalogue, _merged(catalogue, rows, policies))
    return kept.merged


def as_of(tx: Transaction, catalogue: Catalogue, then: Newest) -> Catalogue:
    """The catalogue with what was added up to `then`, whatever has come since."""
    rows = [one for one in added(tx) if one.id <= then.factor]
    return _merged(catalogue, rows, [one for one in policies_set(tx) if one.id <= then.policy])


def _merged(
    catalogue: Catalogue, rows: Sequence[AddedFactor], policies: Sequence[SetPolicy]
) -> Catalogue:
    return with_factors(catalogue, [one.factor for one in rows], [one.policy for one in policies])


def _last(rows: Sequence[AddedFactor] | Sequence[SetPolicy]) -> int:
    return max((one.id for one in rows), default=0)


def added(tx: Transaction) -> list[AddedFactor]:
    """Every value that was ever added, in the order it came."""
    rows = tx.execute(select(added_factors).order_by(added_factors.c.id)).mappings()
    return [
        AddedFactor(row["id"], _factor(row), row["person"], row["added_at"], row["reason"])
        for row in rows
    ]


def policies_set(tx: Transaction) -> list[SetPolicy]:
    """Every policy that was ever set, in order; of a key the last counts."""
    rows = tx.execute(select(factor_policies).order_by(factor_policies.c.id)).mappings()
    return [SetPolicy(row["id"], _policy(row), row["person"], row["set_at"]) for row in rows]


def hold(tx: Transaction) -> None:
    """Let nobody else add until this transaction ends, so that numbers are given in order."""
    if tx.dialect.name != "sqlite":  # which has one writer anyhow
        tx.execute(text("LOCK TABLE added_factors, factor_policies IN SHARE ROW EXCLUSIVE MODE"))


def add(
    tx: Transaction,
    factors: Sequence[Factor],
    policies: Sequence[OverlapPolicy],
    person: int | None,
    now: datetime,
    reason: str,
) -> None:
    """Write values and policies; the caller `hold`s the tables and has checked what it writes."""
    if factors:
        said = {"person": person, "added_at": now, "reason": reason}
        tx.execute(insert(added_factors), [{**_values(one), **said} for one in factors])
    if policies:
        tx.execute(
            insert(factor_policies),
            [
                {
                    "key": one.key,
                    "overlap": one.overlap.value,
                    "reason": one.reason,
                    "source": one.source,
                    "person": person,
                    "set_at": now,
                }
                for one in policies
            ],
        )


PLAIN = (
    *("key", "scope", "valid_from", "valid_to", "edition", "unit", "label", "category"),
    *("parameter", "kgco2e_printed", "kgco2e_exact", "co2_kg", "ch4_kg", "n2o_kg"),
    *("biogenic_co2_kg", "gwp_set", "gwp_ch4_used", "source", "notes"),
)
"""The columns that a factor names and keeps as they are."""


def _values(factor: Factor) -> dict[str, Any]:
    return {
        **{name: getattr(factor, name) for name in PLAIN},
        "confidence": factor.confidence.value,
        "grade": factor.grade.value if factor.grade else None,
    }


def _factor(row: RowMapping) -> Factor:
    return Factor(
        **{name: row[name] for name in PLAIN},
        confidence=Confidence(row["confidence"]),
        grade=Grade(row["grade"]) if row["grade"] else None,
    )


def _policy(row: RowMapping) -> OverlapPolicy:
    return OverlapPolicy(row["key"], Overlap(row["overlap"]), row["reason"], row["source"])
