"""Factors added by an administrator, policies for overlaps, and recalculations by order."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.migrations.guards import keep, release
from storage.tables import BigInteger
from storage.types import DecimalText, Moment, MonthNumber

revision: str = "20261125_03"
down_revision: str | None = "20261125_02"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FIGURES = ("figures", "figure_revisions")
APPEND_ONLY = ("added_factors", "factor_policies")


def upgrade() -> None:
    op.create_table(
        "added_factors",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=32), server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("parameter", DecimalText(), nullable=True),
        sa.Column("kgco2e_printed", DecimalText(), nullable=True),
        sa.Column("kgco2e_exact", DecimalText(), nullable=True),
        sa.Column("co2_kg", DecimalText(), nullable=True),
        sa.Column("ch4_kg", DecimalText(), nullable=True),
        sa.Column("n2o_kg", DecimalText(), nullable=True),
        sa.Column("biogenic_co2_kg", DecimalText(), nullable=True),
        sa.Column("gwp_set", sa.String(length=16), server_default="", nullable=False),
        sa.Column("gwp_ch4_used", DecimalText(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=32), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=True),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("person", BigInteger, nullable=True),
        sa.Column("added_at", Moment(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_added_factors_source")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_added_factors_reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_added_factors")),
        sa.UniqueConstraint(
            "key",
            "scope",
            "valid_from",
            "gwp_set",
            "edition",
            name=op.f("uq_added_factors_key_scope_valid_from_gwp_set_edition"),
        ),
    )
    op.create_table(
        "factor_policies",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("overlap", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("person", BigInteger, nullable=True),
        sa.Column("set_at", Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "overlap IN ('newest', 'oldest')", name=op.f("ck_factor_policies_overlap")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_policies")),
    )
    op.create_table(
        "recalculations",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("first", MonthNumber(), nullable=False),
        sa.Column("last", MonthNumber(), nullable=False),
        sa.Column("activities", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", BigInteger, nullable=True),
        sa.Column("ordered_at", Moment(timezone=True), nullable=False),
        sa.Column("newest_factor", BigInteger, nullable=False),
        sa.Column("newest_policy", BigInteger, nullable=False),
        sa.Column("done_up_to", sa.JSON(), nullable=True),
        sa.Column("finished_at", Moment(timezone=True), nullable=True),
        sa.Column("old_totals", sa.JSON(), nullable=False),
        sa.Column("new_totals", sa.JSON(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalculations")),
    )
    for table in FIGURES:  # by themselves: rebuilding a table would drop its triggers
        op.add_column(table, sa.Column("told_version", sa.Integer(), nullable=True))
    for table in APPEND_ONLY:
        keep(table)
    keep("recalculations", unless="OLD.finished_at IS NULL")


def downgrade() -> None:
    for table in FIGURES:
        op.drop_column(table, "told_version")
    for table in (*APPEND_ONLY, "recalculations"):
        op.drop_table(table)
        release(table)
