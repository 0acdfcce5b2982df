"""Notation keys stated for whole lines of a place's inventory. Added, never changed."""

from datetime import datetime

from sqlalchemy import insert, select

from bot.inventory.notation import Stated
from storage.session import Transaction
from storage.tables import line_notations


def stated(tx: Transaction, place: str, year: int) -> dict[str, Stated]:
    """What holds for a place's lines in a year: of each line the latest word that has begun."""
    rows = tx.execute(
        select(line_notations)
        .where(line_notations.c.place == place, line_notations.c.from_year <= year)
        .order_by(line_notations.c.from_year, line_notations.c.id)
    ).mappings()
    latest = {
        row["ref"]: Stated(row["ref"], row["key"], row["reason"], row["from_year"]) for row in rows
    }
    return {ref: one for ref, one in latest.items() if one.key}


def state(tx: Transaction, place: str, one: Stated, person: int | None, at: datetime) -> None:
    """Add what is stated; an empty key takes back what was."""
    tx.execute(
        insert(line_notations).values(
            place=place,
            ref=one.ref,
            from_year=one.year,
            key=one.key,
            reason=one.reason,
            person=person,
            stated_at=at,
        )
    )
