"""Seals: a chain of hashes over all that is history, so that a later change shows.

Sealed are the audit log, the revisions of figures, what stands behind them (the evidence row and
the SHA-256 of its kept file), the factors and policies that were added, and every recalculation
once it is finished. Each seal holds the hash of one row's content
and the hash of the seal before it; whoever wrote down a seal's number and hash can show later that
nothing before it was changed. `docs/FORMATS.md` gives the exact form.

Rows are sealed by a job in the background, seconds after they are written, so that no answer waits
for its turn in one chain. The price: until then somebody with the database's own rights could
change a row without a trace in the chain (the triggers refuse it to everybody else).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Text,
    exists,
    func,
    insert,
    select,
    type_coerce,
)

from bot.months import Month
from storage.attachments import WANTED
from storage.session import Transaction
from storage.tables import (
    added_factors,
    attachments,
    audit_events,
    evidence,
    factor_policies,
    figure_revisions,
    recalculations,
    seals,
)
from storage.types import DecimalText, exact

FIRST = "0" * 64  # what stands before the first seal
BATCH = 1_000
# Ids are given out in order but committed out of order: so far back a late one is looked for.
LOOK_BACK = 100_000
ENCODED = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Source:
    """One sealed history: which of its columns are sealed, and from when a row can be."""

    table: Table
    columns: tuple[str, ...]
    written: str  # the column that says when

    @property
    def name(self) -> str:
        return self.table.name

    def rows(self) -> Select[Any]:
        """Its rows with what is sealed of them, as far as it will not change any more."""
        statement = select(*(self._column(name) for name in self.columns))
        if self.table is not evidence:
            return statement
        return statement.outerjoin_from(
            evidence, attachments, attachments.c.id == evidence.c.attachment
        )

    def ready(self) -> tuple[ColumnElement[bool], ...]:
        """When a row will not change any more: its file fetched or given up, its work finished."""
        if self.table is evidence:
            return (attachments.c.state != WANTED,)
        return (recalculations.c.finished_at.is_not(None),) if self.table is recalculations else ()

    def _column(self, name: str) -> ColumnElement[Any]:
        if name == "sha256":
            return attachments.c.sha256
        column = self.table.c[name]
        is_text = isinstance(column.type, DecimalText)  # sealed digit for digit, as it is kept
        return type_coerce(column, Text).label(name) if is_text else column


SOURCES = {
    source.name: source
    for source in (
        Source(
            audit_events,
            ("id", "at", "action", "person", "place", "event", "details"),
            written="at",
        ),
        Source(
            figure_revisions,
            (
                *("id", "place", "month", "activity", "kind", "version", "status", "quantity"),
                *(
                    "told_quantity",
                    "told_unit",
                    "doubted",
                    "questioned",
                    "kg_co2e",
                    "kg_co2",
                    "kg_ch4",
                ),
                *("kg_n2o", "kg_biogenic_co2", "factors", "parameters", "gwp_set", "verified"),
                "not_counted",
                *("person", "event", "told_event", "told_version", "recorded_at"),
                *("old_status", "old_quantity", "reason"),
            ),
            written="recorded_at",
        ),
        Source(
            evidence,
            (
                *("id", "attachment", "sha256", "place", "month", "activity", "kind", "version"),
                *("person", "attached_at"),
            ),
            written="attached_at",
        ),
        Source(
            added_factors,
            (
                *("id", "key", "scope", "valid_from", "valid_to", "edition", "unit", "label"),
                *("category", "parameter", "kgco2e_printed", "kgco2e_exact", "co2_kg", "ch4_kg"),
                *("n2o_kg", "biogenic_co2_kg", "gwp_set", "gwp_ch4_used", "source", "confidence"),
                *("grade", "notes", "person", "added_at", "reason"),
            ),
            written="added_at",
        ),
        Source(
            factor_policies,
            ("id", "key", "overlap", "reason", "source", "person", "set_at"),
            written="set_at",
        ),
        Source(
            recalculations,
            (
                *("id", "scope", "first", "last", "activities", "reason", "person", "ordered_at"),
                *("newest_factor", "newest_policy", "done_up_to", "finished_at"),
                *("old_totals", "new_totals", "explanation"),
            ),
            written="finished_at",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Seal:
    """One link of the chain, as its row holds it."""

    number: int
    source: str
    row: int
    content_hash: str
    previous_hash: str
    hash: str
    sealed_at: datetime

    @property
    def own_hash(self) -> str:
        """What `hash` has to be, by everything else this seal says."""
        return link_hash(
            self.number,
            self.source,
            self.row,
            self.sealed_at,
            self.content_hash,
            self.previous_hash,
        )


def content_hash(source: str, values: Mapping[str, Any]) -> str:
    """The hash of one row: of its canonical JSON, without what is null."""
    said = {name: _plain(value) for name, value in values.items() if value is not None}
    return _sha256(ENCODED.encode({"source": source, **said}))


def link_hash(
    number: int, source: str, row: int, sealed_at: datetime, content: str, previous: str
) -> str:
    """The hash of one seal: of its six other columns, with a space between."""
    return _sha256(f"{number} {source} {row} {_moment(sealed_at)} {content} {previous}")


def head(tx: Transaction) -> Seal | None:
    """The last seal; it witnesses everything before it."""
    row = tx.execute(select(seals).order_by(seals.c.number.desc()).limit(1)).mappings().first()
    return Seal(**row) if row else None


def seal_some(tx: Transaction, now: datetime, most: int = BATCH) -> int:
    """Seal rows that are not sealed yet, `most` at once; how many they were.

    One process at a time: the caller holds a lease, and a number is given only once.
    """
    last = head(tx)
    number, previous = (last.number, last.hash) if last else (0, FIRST)
    made = []
    for source, values in _unsealed(tx, most):
        number += 1
        content = content_hash(source, values)
        hashed = link_hash(number, source, values["id"], now, content, previous)
        made.append(Seal(number, source, values["id"], content, previous, hashed, now))
        previous = hashed
    if made:
        tx.execute(insert(seals), [_row(seal) for seal in made])
    return len(made)


def is_behind(tx: Transaction) -> bool:
    """Whether anything waits to be sealed."""
    return next(_unsealed(tx, 1), None) is not None


def waiting(tx: Transaction, before: datetime | None = None) -> int:
    """How many rows have no seal, of all that ever were, or of those written `before` then."""
    return sum(
        tx.execute(
            select(func.count()).select_from(unsealed(source, before).subquery())
        ).scalar_one()
        for source in SOURCES.values()
    )


def unsealed(source: Source, before: datetime | None = None) -> Select[Any]:
    """The rows of a history that no seal names."""
    ids = source.table.c.id
    named = exists().where(seals.c.source == source.name, seals.c.row == ids)
    statement = source.rows().where(~named, *source.ready()).order_by(ids)
    return statement if before is None else statement.where(source.table.c[source.written] < before)


def _unsealed(tx: Transaction, most: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    left = most
    for source in SOURCES.values():
        newest = select(func.max(seals.c.row)).where(seals.c.source == source.name)
        low = (tx.execute(newest).scalar() or 0) - LOOK_BACK
        recent = unsealed(source).where(source.table.c.id > low).limit(left)
        rows = tx.execute(recent).mappings().all()
        yield from ((source.name, dict(row)) for row in rows)
        left -= len(rows)
        if not left:
            return


def _row(seal: Seal) -> dict[str, Any]:
    return {name: getattr(seal, name) for name in Seal.__slots__}


def _plain(value: Any) -> Any:
    """A column's value as canonical JSON has it."""
    match value:
        case Decimal():
            return f"{exact(value):f}"
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case Month():
            return str(value)
        case _:
            return value


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def contents(tx: Transaction, source: str, rows: Sequence[int]) -> dict[int, str]:
    """The content hashes of rows as they are now; rows that are gone are left out.

    What cannot even be read any more (a month that is none) has a hash that fits nothing.
    """
    known = SOURCES[source]
    statement = known.rows().where(known.table.c.id.in_(rows))
    try:
        found = map(dict, tx.execute(statement).mappings())
        return {values["id"]: content_hash(source, values) for values in found}
    except (ValueError, ArithmeticError, TypeError):
        if len(rows) == 1:
            return {rows[0]: ""}
        return {row: one for row in rows for row, one in contents(tx, source, [row]).items()}
