"""Plans of places: whole documents, one version after the other; none is ever changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select

from bot.plans.drivers import Pinned, pinned_body, pinned_of
from bot.plans.reading import plan_of
from bot.plans.shapes import Plan
from bot.plans.writing import body_of
from storage.session import Transaction
from storage.tables import places, plans


@dataclass(frozen=True, slots=True)
class Kept:
    """One stored version with the facts it was pinned to."""

    place: str
    version: int
    plan: Plan
    pinned: Pinned
    recorded_at: datetime
    reason: str
    source: str


def versions(tx: Transaction, place: str) -> list[Kept]:
    """Every version, oldest first; the last one holds."""
    rows = tx.execute(select(plans).where(plans.c.place == place).order_by(plans.c.version))
    return [_kept(row) for row in rows.mappings()]


def _kept(row: RowMapping) -> Kept:
    return Kept(
        place=row["place"],
        version=row["version"],
        plan=plan_of(row["body"]["plan"]),
        pinned=pinned_of(row["body"]["facts"]),
        recorded_at=row["recorded_at"],
        reason=row["reason"],
        source=row["source"],
    )


def whole_body(plan: Plan, pinned: Pinned) -> dict[str, Any]:
    return {"plan": body_of(plan), "facts": pinned_body(pinned)}


def hold(tx: Transaction, place: str) -> None:
    """One loading at a time."""
    tx.execute(select(places.c.id).where(places.c.id == place).with_for_update())


def add(
    tx: Transaction,
    place: str,
    version: int,
    body: Mapping[str, Any],
    at: datetime,
    person: int | None,
    reason: str,
) -> None:
    tx.execute(
        insert(plans).values(
            place=place,
            version=version,
            body=dict(body),
            person=person,
            recorded_at=at,
            reason=reason,
            source=body["plan"]["source"],
        )
    )
