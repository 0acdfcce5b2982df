"""What is stated about whole lines of an inventory, and why."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.migrations.guards import keep, release
from storage.tables import BigInteger
from storage.types import Moment

revision: str = "20261125_07"
down_revision: str | None = "20261125_02"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "line_notations",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("ref", sa.String(length=8), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=2), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", BigInteger, nullable=True),
        sa.Column("stated_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["place"], ["places.id"], name=op.f("fk_line_notations_place_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_notations")),
    )
    op.create_index("ix_line_notations_place", "line_notations", ["place", "ref"])
    keep("line_notations")


def downgrade() -> None:
    op.drop_table("line_notations")
    release("line_notations")
