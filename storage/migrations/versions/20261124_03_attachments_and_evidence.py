"""Pictures and files that came with messages, and the figures they are evidence of."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.tables import BigInteger
from storage.types import Moment, MonthNumber

revision: str = "20261124_03"
down_revision: str | None = "20261124_02"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Added by themselves, not by rebuilding the table: that would drop its triggers.
FIGURES = ("figures", "figure_revisions")


def upgrade() -> None:
    op.add_column("inbox", sa.Column("message", sa.String(length=64), nullable=True))
    for table in FIGURES:
        op.add_column(table, sa.Column("told_event", BigInteger, nullable=True))
    op.create_index("ix_inbox_message", "inbox", ["channel", "user", "message"])
    op.create_table(
        "attachments",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("event", BigInteger, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=256), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("trouble", sa.String(length=16), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("path", sa.String(length=120), nullable=True),
        sa.Column("sheets", sa.JSON(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", Moment(timezone=True), nullable=False),
        sa.Column("awaited_until", Moment(timezone=True), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("settled_at", Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('wanted', 'kept', 'refused', 'unwanted', 'deleted')",
            name=op.f("ck_attachments_state"),
        ),
        sa.ForeignKeyConstraint(["event"], ["inbox.id"], name=op.f("fk_attachments_event_inbox")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("event", name=op.f("uq_attachments_event")),
    )
    op.create_index(
        "ix_attachments_due",
        "attachments",
        ["not_before", "id"],
        sqlite_where=sa.text("state IN ('wanted', 'unwanted')"),
        postgresql_where=sa.text("state IN ('wanted', 'unwanted')"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("attachment", BigInteger, nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("month", MonthNumber(), nullable=False),
        sa.Column("activity", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", BigInteger, nullable=True),
        sa.Column("attached_at", Moment(timezone=True), nullable=False),
        sa.Column("withdrawn_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment"], ["attachments.id"], name=op.f("fk_evidence_attachment_attachments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_cell", "evidence", ["place", "month", "activity", "kind"])
    op.create_index("ix_evidence_attachment", "evidence", ["attachment"])


def downgrade() -> None:
    op.drop_table("evidence")
    op.drop_table("attachments")
    op.drop_index("ix_inbox_message", "inbox")
    op.drop_column("inbox", "message")
    for table in FIGURES:
        op.drop_column(table, "told_event")
