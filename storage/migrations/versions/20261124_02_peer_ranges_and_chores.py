"""Ranges of first values by peers, and the rows that say when a chore was last done."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.types import ExactDecimal, Moment

revision: str = "20261124_02"
down_revision: str | None = "20261124_01"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "chores",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("done_at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chores")),
    )
    op.create_table(
        "peer_ranges",
        sa.Column("place_kind", sa.String(length=16), nullable=False),
        sa.Column("size", sa.String(length=8), nullable=False),
        sa.Column("activity", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), server_default="", nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("low", ExactDecimal(precision=24, scale=6), nullable=False),
        sa.Column("high", ExactDecimal(precision=24, scale=6), nullable=False),
        sa.Column("computed_at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "place_kind", "size", "activity", "kind", name=op.f("pk_peer_ranges")
        ),
    )


def downgrade() -> None:
    op.drop_table("peer_ranges")
    op.drop_table("chores")
