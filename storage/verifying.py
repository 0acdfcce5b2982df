"""Verifying: every seal and every sealed row once more, and what does not fit, by name."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, select

from storage.seals import BATCH, FIRST, SOURCES, Seal, contents, unsealed
from storage.session import Database, Transaction
from storage.tables import seals

GRACE = timedelta(minutes=1)  # so long a row may wait for its seal
MOST_FINDINGS = 1_000
_NEVER = datetime.min.replace(tzinfo=UTC)
_READABLE = [column for column in seals.c if column.name != "sealed_at"]


class Fault(StrEnum):
    """What can be wrong with a history."""

    CHANGED = "row changed"
    REMOVED = "row removed"
    SEAL_CHANGED = "seal changed"
    BROKEN = "chain broken"
    GAP = "seals missing"
    UNSEALED = "row never sealed"
    WITNESS = "not what was witnessed"


@dataclass(frozen=True, slots=True)
class Finding:
    fault: Fault
    seal: int | None = None
    source: str = ""
    row: int | None = None


@dataclass(slots=True)
class Verdict:
    """What came of it: how far the chain goes, and all that was found (the first thousand)."""

    seals: int = 0
    head: str = FIRST
    head_number: int = 0
    found: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.found

    def add(self, finding: Finding) -> None:
        self.found += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)


def verify(
    database: Database, now: datetime, witness: tuple[int, str] | None = None, batch: int = BATCH
) -> Verdict:
    """Walk the whole chain in batches, each read in a transaction of its own.

    `witness` is the number and hash of a seal that somebody wrote down earlier.
    """
    verdict, last = Verdict(), None
    for links, hashed in _batches(database, batch):
        for one in links:
            for finding in _of_link(one, last, hashed[one.source]):
                verdict.add(finding)
            if witness and one.number == witness[0] and one.hash != witness[1]:
                verdict.add(Finding(Fault.WITNESS, one.number))
            last = one
        verdict.seals += len(links)
    if last:
        verdict.head, verdict.head_number = last.hash, last.number
    if witness and witness[0] > verdict.head_number:
        verdict.add(Finding(Fault.WITNESS, witness[0]))
    for finding in _never_sealed(database, now - GRACE):
        verdict.add(finding)
    return verdict


def _batches(
    database: Database, most: int
) -> Iterator[tuple[list[Seal], Mapping[str, dict[int, str]]]]:
    """The seals in order, each batch with what its rows hash to now."""
    links: list[Seal] = []
    while True:
        with database.begin() as tx:
            after = links[-1].number if links else 0
            links = _links(tx, seals.c.number > after, most)
            hashed = _contents(tx, links)
        if links:
            yield links, hashed
        if len(links) < most:
            return


def _links(tx: Transaction, where: ColumnElement[bool], most: int) -> list[Seal]:
    """The next seals; one that cannot even be read has a time that fits no hash."""
    statement = select(seals).where(where).order_by(seals.c.number).limit(most)
    try:
        return [Seal(**row) for row in tx.execute(statement).mappings()]
    except (ValueError, TypeError):
        if most == 1:
            bare = tx.execute(statement.with_only_columns(*_READABLE)).mappings()
            return [Seal(**row, sealed_at=_NEVER) for row in bare]
        numbers = tx.execute(statement.with_only_columns(seals.c.number)).scalars().all()
        return [one for n in numbers for one in _links(tx, seals.c.number == n, 1)]


def _contents(tx: Transaction, links: Sequence[Seal]) -> Mapping[str, dict[int, str]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for one in links:
        rows[one.source].append(one.row)
    hashed: dict[str, dict[int, str]] = defaultdict(dict)
    for source, ids in rows.items():
        if source in SOURCES:
            hashed[source] = contents(tx, source, ids)
    return hashed


def _of_link(seal: Seal, before: Seal | None, hashed: dict[int, str]) -> Iterator[Finding]:
    """What is wrong with one seal, with how it follows the one before, and with its row."""
    named = (seal.number, seal.source, seal.row)
    if seal.number != (before.number if before else 0) + 1:
        yield Finding(Fault.GAP, *named)
    elif seal.previous_hash != (before.hash if before else FIRST):
        yield Finding(Fault.BROKEN, *named)
    if seal.hash != seal.own_hash:
        yield Finding(Fault.SEAL_CHANGED, *named)
    elif seal.row not in hashed:
        yield Finding(Fault.REMOVED, *named)
    elif hashed[seal.row] != seal.content_hash:
        yield Finding(Fault.CHANGED, *named)


def _never_sealed(database: Database, before: datetime) -> Iterator[Finding]:
    with database.begin() as tx:
        for source in SOURCES.values():
            ids = unsealed(source, before).with_only_columns(source.table.c.id)
            for row in tx.execute(ids).scalars():
                yield Finding(Fault.UNSEALED, None, source.name, row)
