"""Evidence: which pictures and files stand behind which figure, revision by revision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update

from bot.cells import CellKey
from bot.months import Month
from storage.session import Transaction
from storage.tables import attachments, evidence, places


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece of evidence as pages show it. `sha256` is of the kept bytes.

    `state` is the attachment's: `wanted` while it is being fetched, `deleted` once it is gone.
    """

    attachment: int
    key: CellKey
    version: int
    media_type: str
    sha256: str
    size_bytes: int
    path: str
    state: str
    attached_at: datetime


def attach(
    tx: Transaction, attachment: int, key: CellKey, version: int, person: int | None, at: datetime
) -> None:
    """Put a file behind a figure; twice is once."""
    there = select(evidence.c.id).where(
        evidence.c.attachment == attachment, *_of(key), evidence.c.withdrawn_at.is_(None)
    )
    if tx.execute(there).first() is None:
        tx.execute(
            insert(evidence).values(
                attachment=attachment,
                place=key.place,
                month=key.month,
                activity=key.activity,
                kind=key.kind,
                version=version,
                person=person,
                attached_at=at,
            )
        )


def withdraw(
    tx: Transaction, attachments_ids: Sequence[int], keys: Sequence[CellKey] | None, at: datetime
) -> None:
    """Take files from behind figures: those of `keys`, or of every figure."""
    standing = (evidence.c.attachment.in_(attachments_ids), evidence.c.withdrawn_at.is_(None))
    if keys is None:
        tx.execute(update(evidence).where(*standing).values(withdrawn_at=at))
    for key in keys or ():
        tx.execute(update(evidence).where(*standing, *_of(key)).values(withdrawn_at=at))


def of_place(tx: Transaction, place: str, first: Month, last: Month) -> list[Exhibit]:
    """A place's standing evidence of a span of months, oldest first."""
    return _exhibits(tx, evidence.c.place == place, evidence.c.month.between(first, last))


def of_attachment(tx: Transaction, attachment: int) -> list[Exhibit]:
    """The figures one file stands behind."""
    return _exhibits(tx, evidence.c.attachment == attachment)


def hashes_in(
    tx: Transaction, scope: ColumnElement[bool], first: Month, last: Month
) -> dict[tuple[str, Month, str, str], tuple[str, ...]]:
    """The kept files' SHA-256 by cell (place, month, activity, kind), over places and months."""
    rows = tx.execute(
        select(
            evidence.c.place,
            evidence.c.month,
            evidence.c.activity,
            evidence.c.kind,
            attachments.c.sha256,
        )
        .join(attachments, attachments.c.id == evidence.c.attachment)
        .join(places, places.c.id == evidence.c.place)
        .where(scope, evidence.c.month.between(first, last), evidence.c.withdrawn_at.is_(None))
        .where(attachments.c.sha256.is_not(None))
        .order_by(evidence.c.id)
    )
    found: dict[tuple[str, Month, str, str], tuple[str, ...]] = {}
    for place, month, activity, kind, sha256 in rows:
        cell = (place, month, activity, kind)
        found[cell] = (*found.get(cell, ()), sha256)
    return found


def _exhibits(tx: Transaction, *where: ColumnElement[bool]) -> list[Exhibit]:
    rows = tx.execute(
        select(
            evidence,
            attachments.c.media_type,
            attachments.c.sha256,
            attachments.c.size_bytes,
            attachments.c.path,
            attachments.c.state,
        )
        .join(attachments, attachments.c.id == evidence.c.attachment)
        .where(evidence.c.withdrawn_at.is_(None), *where)
        .order_by(evidence.c.id)
    ).mappings()
    return [
        Exhibit(
            attachment=row["attachment"],
            key=CellKey(row["place"], row["month"], row["activity"], row["kind"]),
            version=row["version"],
            media_type=row["media_type"] or "",
            sha256=row["sha256"] or "",
            size_bytes=row["size_bytes"] or 0,
            path=row["path"] or "",
            state=row["state"],
            attached_at=row["attached_at"],
        )
        for row in rows
    ]


def _of(key: CellKey) -> tuple[ColumnElement[bool], ...]:
    return (
        evidence.c.place == key.place,
        evidence.c.month == key.month,
        evidence.c.activity == key.activity,
        evidence.c.kind == key.kind,
    )
