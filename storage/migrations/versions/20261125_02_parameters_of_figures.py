"""The other numbers of a figure's formula, beside the factors it was counted with."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "20261125_02"
down_revision: str | None = "20261125_01"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FIGURES = ("figures", "figure_revisions")


def upgrade() -> None:
    for table in FIGURES:  # by themselves: rebuilding a table would drop its triggers
        op.add_column(table, sa.Column("parameters", sa.Text(), nullable=True))


def downgrade() -> None:
    for table in FIGURES:
        op.drop_column(table, "parameters")
