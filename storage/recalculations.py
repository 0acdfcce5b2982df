"""Orders to recalculate: figures once more, by the factors that held when it was ordered.

What the figures came to before stays in their revisions, and in the order's row for ever.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, insert, or_, select, text, update

from bot.audit import Deed
from bot.catalogue import Ledger
from bot.emissions.local import scopes_of
from bot.months import Month
from bot.people import NATION, Place
from bot.recalculating import Explanation
from storage import audit
from storage.factors import Newest
from storage.session import Transaction
from storage.tables import figures, places, recalculations
from storage.totals import in_scope

At = tuple[str, Month]
"""A place's month."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be recalculated: a place and all below it, a span, some activities or all."""

    scope: Place
    first: Month
    last: Month
    activities: tuple[str, ...] = ()

    def where(self) -> list[ColumnElement[bool]]:
        here = [in_scope(self.scope), figures.c.month.between(self.first, self.last)]
        return [*here, figures.c.activity.in_(self.activities)] if self.activities else here


@dataclass(frozen=True, slots=True)
class Order:
    """An order as its row has it. `newest`: the factors that held when it was given."""

    id: int
    scope: str
    first: Month
    last: Month
    activities: tuple[str, ...]
    reason: str
    person: int | None
    ordered_at: datetime
    newest: Newest
    done_up_to: At | None
    finished_at: datetime | None
    explanation: Explanation


def order(tx: Transaction, asked: Asked, reason: str, newest: Newest, at: datetime) -> Order:
    """Give an order, or take up the one for the same that was begun and not finished."""
    if tx.dialect.name != "sqlite":  # two who order the same get one order
        tx.execute(text("LOCK TABLE recalculations IN SHARE ROW EXCLUSIVE MODE"))
    begun = _unfinished(tx, asked)
    if begun:
        return begun
    made = tx.execute(
        insert(recalculations)
        .values(
            scope=asked.scope.id,
            first=asked.first,
            last=asked.last,
            activities=list(asked.activities),
            reason=reason,
            ordered_at=at,
            newest_factor=newest.factor,
            newest_policy=newest.policy,
            **_sums(Explanation()),
        )
        .returning(*recalculations.c)
    )
    given = _order(made.mappings().one())
    details = {
        "order": given.id,
        "first": str(asked.first),
        "last": str(asked.last),
        "activities": list(asked.activities),
    }
    audit.write(tx, Deed.RECALCULATION_ORDERED, at, place=_audited(asked.scope), details=details)
    return given


def _unfinished(tx: Transaction, asked: Asked) -> Order | None:
    rows = tx.execute(
        select(recalculations)
        .where(recalculations.c.scope == asked.scope.id, recalculations.c.finished_at.is_(None))
        .where(recalculations.c.first == asked.first, recalculations.c.last == asked.last)
        .order_by(recalculations.c.id)
    ).mappings()
    found = (_order(row) for row in rows)
    return next((one for one in found if one.activities == asked.activities), None)


def orders(tx: Transaction, scope: Place | None = None) -> list[Order]:
    """Every order, the oldest first; where a `scope` is given, those that concern it."""
    statement = select(recalculations).order_by(recalculations.c.id)
    if scope is not None:
        inside = select(places.c.id).where(in_scope(scope))
        around = {*scopes_of(scope), NATION.id}
        statement = statement.where(
            or_(recalculations.c.scope.in_(around), recalculations.c.scope.in_(inside))
        )
    return [_order(row) for row in tx.execute(statement).mappings()]


def hold(tx: Transaction, number: int) -> Order:
    """An order, and nobody else does any of it until this transaction ends."""
    statement = select(recalculations).where(recalculations.c.id == number)
    return _order(tx.execute(statement.with_for_update()).mappings().one())


def note(tx: Transaction, number: int, done_up_to: At, seen: Explanation) -> Order:
    """How far an order came, and what it comes to so far."""
    place, month = done_up_to
    return _update(tx, number, {"done_up_to": [place, str(month)], **_sums(seen)})


def finish(tx: Transaction, asked: Asked, number: int, seen: Explanation, at: datetime) -> Order:
    """All is looked at: from now on the row stays as it is."""
    finished = _update(tx, number, {"finished_at": at, **_sums(seen)})
    details = {
        "order": number,
        "looked_at": seen.looked_at,
        "changed": seen.changed,
        "old_kg": {one.value: f"{seen.total(one).old:f}" for one in Ledger},
        "new_kg": {one.value: f"{seen.total(one).new:f}" for one in Ledger},
    }
    audit.write(tx, Deed.RECALCULATION_FINISHED, at, place=_audited(asked.scope), details=details)
    return finished


def _update(tx: Transaction, number: int, values: dict[str, Any]) -> Order:
    changed = update(recalculations).where(recalculations.c.id == number).values(**values)
    return _order(tx.execute(changed.returning(*recalculations.c)).mappings().one())


def _order(row: RowMapping) -> Order:
    done = row["done_up_to"]
    return Order(
        id=row["id"],
        scope=row["scope"],
        first=row["first"],
        last=row["last"],
        activities=tuple(row["activities"]),
        reason=row["reason"],
        person=row["person"],
        ordered_at=row["ordered_at"],
        newest=Newest(row["newest_factor"], row["newest_policy"]),
        done_up_to=(done[0], Month.parse(done[1])) if done else None,
        finished_at=row["finished_at"],
        explanation=Explanation.from_json(row["explanation"]),
    )


def _sums(explanation: Explanation) -> dict[str, Any]:
    totals = {ledger.value: explanation.total(ledger) for ledger in Ledger}
    return {
        "old_totals": {name: f"{total.old:f}" for name, total in totals.items()},
        "new_totals": {name: f"{total.new:f}" for name, total in totals.items()},
        "explanation": explanation.to_json(),
    }


def _audited(scope: Place) -> str | None:
    """The nation is no place of the log: what is done everywhere is done at none."""
    return scope.id if scope.province else None
