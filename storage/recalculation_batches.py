"""Doing a recalculation batch by batch: months of places in order, each figure looked at once.

Each batch is a transaction of its own that also writes how far it came: a run that is killed goes
on there, and nothing is done twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, or_, select

from bot.audit import Deed
from bot.catalogue import Catalogue
from bot.cells import Cell, CellKey
from bot.emissions import Local
from bot.emissions.local import local_of
from bot.people import Place
from bot.recalculating import Counted, Explanation, Recalculated, recalculated
from bot.reporting import State
from storage import audit, entries, recalculations
from storage.cells import cell_of
from storage.entries import StaleSituation
from storage.people import place_of
from storage.recalculations import Asked, At, Order
from storage.session import Transaction
from storage.tables import figures, place_months, places
from storage.types import exact

A_BATCH = 20  # months of places, of some thirty figures each
MOST_TRIES = 5  # while people write the same figure
SETTLED = (State.APPROVED, State.CLOSED)


class CannotRecalculate(Exception):
    """A figure comes to more than a column can keep; the text says which."""


def look(
    tx: Transaction, catalogue: Catalogue, asked: Asked, after: At | None, seen: Explanation
) -> At | None:
    """Take one batch into `seen` and write nothing; where it ended, or None when all is seen."""
    batch = _next_batch(tx, catalogue, asked, after)
    for cell in batch.cells:
        result = _anew(catalogue, batch, cell, 0)
        if result:
            _account(seen, catalogue, batch, result)
    return batch.end


def carry_on(
    tx: Transaction, catalogue: Catalogue, asked: Asked, number: int, at: datetime
) -> Order:
    """Do one batch of an order, or finish it when none is left; the order as it then is."""
    this = recalculations.hold(tx, number)
    if this.finished_at is not None:
        return this
    batch = _next_batch(tx, catalogue, asked, this.done_up_to)
    seen, changed = this.explanation, []
    for cell in batch.cells:
        result = _write_anew(tx, catalogue, batch, cell, number, at)
        if result and _account(seen, catalogue, batch, result):
            changed.append(result.change.cell.key)
    _audit_places(tx, batch, changed, number, at)
    if batch.end:
        return recalculations.note(tx, number, batch.end, seen)
    return recalculations.finish(tx, asked, number, seen, at)


@dataclass(slots=True)
class _Batch:
    """Figures of some months of places, with what their places bring to them."""

    cells: list["_Kept"]
    end: At | None
    places: Mapping[str, Place]
    settings: Mapping[str, Sequence[Cell]]  # figures that are parameters, by place
    states: Mapping[At, State]
    locals: dict[At, Local] = field(default_factory=dict)
    settled: set[At] = field(default_factory=set)

    def local(self, catalogue: Catalogue, at: At) -> Local:
        if at not in self.locals:
            place, month = at
            own = self.settings.get(place, ())
            self.locals[at] = local_of(catalogue, self.places[place], own, month)
        return self.locals[at]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A current figure, and what it comes to by its row."""

    cell: Cell
    told_version: int
    values: Mapping[str, Any]

    @classmethod
    def of(cls, row: RowMapping) -> "_Kept":
        return cls(cell_of(row), row["told_version"] or row["version"], dict(row))


def _next_batch(tx: Transaction, catalogue: Catalogue, asked: Asked, after: At | None) -> _Batch:
    wanted = _months(tx, asked, after)
    if not wanted:
        return _Batch([], None, {}, {}, {})
    first, last = wanted[0], wanted[-1]
    rows = tx.execute(
        select(figures)
        .join(places, places.c.id == figures.c.place)
        .where(*asked.where(), _from(first), _up_to(last))
        .order_by(figures.c.place, figures.c.month, figures.c.activity, figures.c.kind)
    ).mappings()
    cells = [_Kept.of(row) for row in rows]
    ids = sorted({place for place, _ in wanted})
    return _Batch(
        cells,
        last,
        {row["id"]: place_of(row) for row in _of_places(tx, ids)},
        _settings(tx, catalogue, ids),
        _states(tx, asked, ids),
    )


def _months(tx: Transaction, asked: Asked, after: At | None) -> list[At]:
    """The next months of places that have figures."""
    statement = (
        select(figures.c.place, figures.c.month)
        .join(places, places.c.id == figures.c.place)
        .where(*asked.where())
        .distinct()
        .order_by(figures.c.place, figures.c.month)
        .limit(A_BATCH)
    )
    if after:
        statement = statement.where(_beyond(after))
    return [(place, month) for place, month in tx.execute(statement)]


def _beyond(at: At) -> ColumnElement[bool]:
    """After a place's month; the plain bound lets the key's order be used."""
    place, month = at
    later = or_(figures.c.place > place, figures.c.month > month)
    return and_(figures.c.place >= place, later)


def _from(at: At) -> ColumnElement[bool]:
    place, month = at
    later = or_(figures.c.place > place, figures.c.month >= month)
    return and_(figures.c.place >= place, later)


def _up_to(at: At) -> ColumnElement[bool]:
    place, month = at
    earlier = or_(figures.c.place < place, figures.c.month <= month)
    return and_(figures.c.place <= place, earlier)


def _of_places(tx: Transaction, ids: Sequence[str]) -> Sequence[RowMapping]:
    return tx.execute(select(places).where(places.c.id.in_(ids))).mappings().all()


def _settings(tx: Transaction, catalogue: Catalogue, ids: Sequence[str]) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    rows = tx.execute(
        select(figures).where(
            figures.c.place.in_(ids), figures.c.activity.in_(sorted(catalogue.parameters))
        )
    ).mappings()
    for row in rows:
        found.setdefault(row["place"], []).append(cell_of(row))
    return found


def _states(tx: Transaction, asked: Asked, ids: Sequence[str]) -> dict[At, State]:
    rows = tx.execute(
        select(place_months.c.place, place_months.c.month, place_months.c.state)
        .where(place_months.c.place.in_(ids))
        .where(place_months.c.month.between(asked.first, asked.last))
    )
    return {(place, month): State(state) for place, month, state in rows}


# --- one figure -----------------------------------------------------------------------------------


def _anew(catalogue: Catalogue, batch: _Batch, kept: _Kept, number: int) -> Recalculated | None:
    """What a figure comes to now, beside what it came to."""
    key = kept.cell.key
    local = batch.local(catalogue, (key.place, key.month))
    change = recalculated(catalogue, kept.cell, kept.told_version, number, local)
    if change is None:
        return None
    try:
        values = entries.emission_values(change)
        new = {name: _rounded(value) for name, value in values.items()}
    except ValueError as error:
        words = f"{key.place} {key.month} {key.activity} {key.kind}".strip()
        raise CannotRecalculate(f"{words}: {error}") from error
    is_changed = any(kept.values[name] != value for name, value in new.items())
    return Recalculated(change, _counted(kept.values), _counted(new), is_changed)


def _write_anew(
    tx: Transaction, catalogue: Catalogue, batch: _Batch, kept: _Kept, number: int, at: datetime
) -> Recalculated | None:
    """Write it where it differs; a figure somebody has changed meanwhile is read again."""
    for _ in range(MOST_TRIES):
        result = _anew(catalogue, batch, kept, number)
        if result is None or not result.is_changed:
            return result
        try:
            entries.recalculate(tx, result.change, at)
        except StaleSituation:
            kept = _read_again(tx, kept.cell.key)
        else:
            return result
    raise StaleSituation


def _read_again(tx: Transaction, key: CellKey) -> _Kept:
    row = tx.execute(
        select(figures).where(
            figures.c.place == key.place,
            figures.c.month == key.month,
            figures.c.activity == key.activity,
            figures.c.kind == key.kind,
        )
    )
    return _Kept.of(row.mappings().one())


def _rounded(value: Any) -> Any:
    return exact(value) if isinstance(value, Decimal) else value


def _counted(values: Mapping[str, Any]) -> Counted:
    return Counted(
        kg=values["kg_co2e"],
        factors=values["factors"],
        parameters=values["parameters"],
        not_counted=values["not_counted"],
    )


def _account(seen: Explanation, catalogue: Catalogue, batch: _Batch, result: Recalculated) -> bool:
    """Take a figure into the sums; whether it changes."""
    seen.look(catalogue, result)
    if not result.is_changed:
        return False
    key = result.change.cell.key
    at = key.place, key.month
    state = batch.states.get(at)
    if state is not None and state in SETTLED and at not in batch.settled:
        batch.settled.add(at)
        seen.settle(state.value)
    return True


# --- the audit log --------------------------------------------------------------------------------


def _audit_places(
    tx: Transaction, batch: _Batch, changed: Sequence[CellKey], number: int, at: datetime
) -> None:
    """Each place's own entry: its months stand as they are, and what they come to has changed."""
    for place in dict.fromkeys(key.place for key in changed):
        months = [key.month for key in changed if key.place == place]
        details: dict[str, Any] = {
            "order": number,
            "figures": len(months),
            "first": str(min(months)),
            "last": str(max(months)),
        }
        for state, settled in _settled(batch, place):
            details[state.value] = settled
        audit.write(tx, Deed.RECALCULATED, at, place=place, details=details)


def _settled(batch: _Batch, place: str) -> Iterator[tuple[State, list[str]]]:
    for state in SETTLED:
        months = sorted(
            month for at, month in batch.settled if at == place and batch.states[at, month] is state
        )
        if months:
            yield state, [str(month) for month in months]
