"""What is written down about who did what: the audit log, its chain of seals, wishes about data."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.base import BigInteger, metadata
from storage.types import Moment

audit_events = Table(  # append-only: triggers refuse UPDATE and DELETE
    "audit_events",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("action", String(32), nullable=False),  # bot.audit.Deed
    Column("person", BigInteger),  # who did it; none: the service, or somebody unknown
    Column("place", String(32)),
    Column("event", BigInteger),  # inbox.id of the message it was done by
    Column("details", JSON, nullable=False),  # never words, names, codes or platform ids
    Index("ix_audit_events_place", "place", "id"),
)

seals = Table(  # append-only: each seals one row of history and the seal before it
    "seals",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # 1, 2, 3 … no gaps
    Column("source", String(20), nullable=False),  # audit_events, figure_revisions, evidence
    Column("row", BigInteger, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("sealed_at", Moment, nullable=False),
    UniqueConstraint("source", "row"),
)

data_requests = Table(  # PDPA: a person's wish to see or to erase, with the day it is due
    "data_requests",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("done_at", Moment),
    CheckConstraint("kind IN ('access', 'erasure')", name="kind"),
    Index("ix_data_requests_person", "person"),
)
