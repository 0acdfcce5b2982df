"""Yearly facts of places, and plans: both only grow."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.migrations.guards import keep, release
from storage.tables import BigInteger
from storage.types import ExactDecimal, Moment

revision: str = "20261125_06"
down_revision: str | None = "20261125_07"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

APPEND_ONLY = ("place_facts", "plans")


def upgrade() -> None:
    op.create_table(
        "place_facts",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("person", BigInteger, nullable=True),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_place_facts_source")),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name=op.f("fk_place_facts_place_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_facts")),
        sa.UniqueConstraint(
            "place", "year", "fact", "version", name=op.f("uq_place_facts_place_year_fact_version")
        ),
    )
    op.create_table(
        "plans",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("person", BigInteger, nullable=True),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name=op.f("fk_plans_place_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("place", "version", name=op.f("uq_plans_place_version")),
    )
    for table in APPEND_ONLY:
        keep(table)


def downgrade() -> None:
    for table in reversed(APPEND_ONLY):
        op.drop_table(table)
        release(table)
