"""Yearly facts of places: revisions are added, the last one of a place, year and fact holds."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import RowMapping, func, insert, select

from bot.plans.facts import Fact, FactKind
from storage.session import Transaction
from storage.tables import place_facts, places


def current(tx: Transaction, place_ids: Iterable[str]) -> list[Fact]:
    """What holds at these places, with what was taken back (no value)."""
    last = (
        select(func.max(place_facts.c.id).label("id"))
        .where(place_facts.c.place.in_(list(place_ids)))
        .group_by(place_facts.c.place, place_facts.c.year, place_facts.c.fact)
        .subquery()
    )
    rows = tx.execute(
        select(place_facts)
        .join(last, last.c.id == place_facts.c.id)
        .order_by(place_facts.c.place, place_facts.c.fact, place_facts.c.year)
    ).mappings()
    return [fact_of(row) for row in rows]


def revisions(tx: Transaction, place: str, year: int, kind: FactKind) -> list[Fact]:
    """Everything that was ever loaded of one fact, oldest first."""
    here = (place_facts.c.place == place, place_facts.c.year == year, place_facts.c.fact == kind)
    rows = tx.execute(select(place_facts).where(*here).order_by(place_facts.c.version)).mappings()
    return [fact_of(row) for row in rows]


def fact_of(row: RowMapping) -> Fact:
    return Fact(
        place=row["place"],
        year=row["year"],
        kind=FactKind(row["fact"]),
        value=row["value"],
        unit=row["unit"],
        source=row["source"],
        verified=row["verified"],
        version=row["version"],
    )


def hold(tx: Transaction, place_ids: Iterable[str]) -> None:
    """One loading at a time: whoever compares and writes keeps others of these places waiting."""
    ids = sorted(place_ids)
    statement = select(places.c.id).where(places.c.id.in_(ids)).order_by(places.c.id)
    tx.execute(statement.with_for_update())


def add(
    tx: Transaction, facts: Iterable[Fact], at: datetime, person: int | None, reason: str
) -> None:
    """New revisions; the version of each is the one it had, and one more."""
    rows = [
        {
            "place": fact.place,
            "year": fact.year,
            "fact": fact.kind.value,
            "version": fact.version + 1,
            "value": fact.value,
            "unit": fact.unit,
            "source": fact.source,
            "verified": fact.verified,
            "person": person,
            "recorded_at": at,
            "reason": reason,
        }
        for fact in facts
    ]
    if rows:
        tx.execute(insert(place_facts), rows)
