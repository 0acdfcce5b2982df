"""The figures: one current row a cell, every revision beside it, what stands behind them."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import BigInteger, metadata
from storage.types import ExactDecimal, Moment, MonthNumber


def _cell() -> list[Column[object]]:
    return [
        Column("place", String(32), nullable=False),
        Column("month", MonthNumber, nullable=False),
        Column("activity", String(32), nullable=False),
        Column("kind", String(40), nullable=False, server_default=""),
    ]


def _said() -> list[Column[object]]:
    """What a revision says; quantities in base units, emissions in kg."""
    return [
        Column("version", Integer, nullable=False),
        Column("status", String(12), nullable=False),  # bot.situation.Status
        Column("quantity", ExactDecimal),
        Column("told_quantity", ExactDecimal),
        Column("told_unit", String(24)),
        Column("doubted", Boolean, nullable=False, server_default=text("false")),
        Column("questioned", String(120), nullable=False, server_default=""),  # doubts said yes to
        Column("kg_co2e", ExactDecimal),
        Column("kg_co2", ExactDecimal),
        Column("kg_ch4", ExactDecimal),
        Column("kg_n2o", ExactDecimal),
        Column("kg_biogenic_co2", ExactDecimal),
        Column("factors", Text),  # versions used, such as elec_grid@2026-01-01
        Column("parameters", Text),  # the formula's other numbers, as JSON
        Column("gwp_set", String(16)),
        Column("verified", Boolean),
        Column("not_counted", Text),
        Column("person", BigInteger),
        Column("event", BigInteger),  # inbox.id of the message that said it
        Column("told_event", BigInteger),  # where a later message only said yes to it
        Column("told_version", Integer),  # of a recalculation: the revision that told it
        Column("recorded_at", Moment, nullable=False),
    ]


figures = Table(  # one current row per cell: what every total and page reads
    "figures",
    metadata,
    *_cell(),
    *_said(),
    PrimaryKeyConstraint("place", "month", "activity", "kind"),
    ForeignKeyConstraint(["place"], ["places.id"]),
)

figure_revisions = Table(  # append-only: triggers refuse UPDATE and DELETE
    "figure_revisions",
    metadata,
    Column("id", BigInteger, primary_key=True),
    *_cell(),
    *_said(),
    Column("old_status", String(12)),
    Column("old_quantity", ExactDecimal),
    Column("reason", String(200), nullable=False),
    UniqueConstraint("place", "month", "activity", "kind", "version"),
    Index("ix_figure_revisions_event", "event"),
    Index(
        "ix_figure_revisions_told_event",
        "told_event",
        sqlite_where=text("told_event IS NOT NULL"),
        postgresql_where=text("told_event IS NOT NULL"),
    ),
)

evidence = Table(  # what stands behind a figure; rows are withdrawn, never removed
    "evidence",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("attachment", ForeignKey("attachments.id"), nullable=False),
    *_cell(),
    Column("version", Integer, nullable=False),  # the revision it was sent for
    Column("person", BigInteger),
    Column("attached_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    Index("ix_evidence_cell", "place", "month", "activity", "kind"),
    Index("ix_evidence_attachment", "attachment"),
)

peer_ranges = Table(  # ordinary first values, worked out anew every night
    "peer_ranges",
    metadata,
    Column("place_kind", String(16), nullable=False),
    Column("size", String(8), nullable=False),  # bot.peers.size_of
    Column("activity", String(32), nullable=False),
    Column("kind", String(40), nullable=False, server_default=""),
    Column("places", Integer, nullable=False),
    Column("low", ExactDecimal, nullable=False),
    Column("high", ExactDecimal, nullable=False),
    Column("computed_at", Moment, nullable=False),
    PrimaryKeyConstraint("place_kind", "size", "activity", "kind"),
)
