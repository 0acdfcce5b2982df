"""Hand-overs, the month's states, calendars, notices, the audit log and its seals."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.tables import BigInteger
from storage.types import Moment, MonthNumber

revision: str = "20261125_01"
down_revision: str | None = "20261124_03"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

APPEND_ONLY = ("audit_events", "seals")
FIGURES = ("figures", "figure_revisions")


def upgrade() -> None:
    op.create_table(
        "audit_events",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("person", BigInteger, nullable=True),
        sa.Column("place", sa.String(length=32), nullable=True),
        sa.Column("event", BigInteger, nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index("ix_audit_events_place", "audit_events", ["place", "id"])

    op.create_table(
        "calendar_days",
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("place", "day", name=op.f("pk_calendar_days")),
    )
    op.create_table(
        "seals",
        sa.Column("number", BigInteger, autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("row", BigInteger, nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_seals")),
        sa.UniqueConstraint("source", "row", name=op.f("uq_seals_source_row")),
    )
    op.create_table(
        "assignments",
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("activity", sa.String(length=32), nullable=False),
        sa.Column("from_month", MonthNumber(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("person", BigInteger, nullable=True),
        sa.Column("set_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name=op.f("fk_assignments_place_places")),
        sa.PrimaryKeyConstraint("place", "activity", "from_month", name=op.f("pk_assignments")),
    )
    op.create_table(
        "calendars",
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("person", BigInteger, nullable=True),
        sa.Column("set_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name=op.f("fk_calendars_place_places")),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_calendars")),
    )
    op.create_table(
        "data_requests",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("person", BigInteger, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("asked_at", Moment(timezone=True), nullable=False),
        sa.Column("due_at", Moment(timezone=True), nullable=False),
        sa.Column("done_at", Moment(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('access', 'erasure')", name=op.f("ck_data_requests_kind")),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_data_requests_person_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    op.create_index("ix_data_requests_person", "data_requests", ["person"])

    op.create_table(
        "late_requests",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("month", MonthNumber(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("person", BigInteger, nullable=True),
        sa.Column("event", BigInteger, nullable=True),
        sa.Column("asked_at", Moment(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), server_default="waiting", nullable=False),
        sa.Column("decided_by", BigInteger, nullable=True),
        sa.Column("decided_at", Moment(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'refused', 'withdrawn')",
            name=op.f("ck_late_requests_state"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_late_requests_decided_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_late_requests_person_people")
        ),
        sa.ForeignKeyConstraint(
            ["place"], ["places.id"], name=op.f("fk_late_requests_place_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_requests")),
    )
    op.create_index("ix_late_requests_place", "late_requests", ["place", "month"])
    op.create_index(
        "ix_late_requests_waiting",
        "late_requests",
        ["place", "id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )

    op.create_table(
        "notices",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("person", BigInteger, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("push_after", Moment(timezone=True), nullable=True),
        sa.Column("expires_at", Moment(timezone=True), nullable=True),
        sa.Column("told_at", Moment(timezone=True), nullable=True),
        sa.Column("told_in", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_notices_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    op.create_index(
        "ix_notices_waiting",
        "notices",
        ["person", "id"],
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )

    op.create_table(
        "nudges",
        sa.Column("id", BigInteger, nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("month", MonthNumber(), nullable=False),
        sa.Column("person", BigInteger, nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_nudges_person_people")),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name=op.f("fk_nudges_place_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
    )
    op.create_index("ix_nudges_place", "nudges", ["place", "at"])

    op.create_table(
        "place_months",
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("month", MonthNumber(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("completed_at", Moment(timezone=True), nullable=True),
        sa.Column("submitted_at", Moment(timezone=True), nullable=True),
        sa.Column("decided_at", Moment(timezone=True), nullable=True),
        sa.Column("closed_at", Moment(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("person", BigInteger, nullable=True),
        sa.Column("changed_at", Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'submitted', 'returned', 'approved', 'closed')",
            name=op.f("ck_place_months_state"),
        ),
        sa.ForeignKeyConstraint(
            ["place"], ["places.id"], name=op.f("fk_place_months_place_places")
        ),
        sa.PrimaryKeyConstraint("place", "month", name=op.f("pk_place_months")),
    )
    op.create_index("ix_place_months_month", "place_months", ["month", "place"])

    op.add_column("conversations", sa.Column("menu", sa.String(length=64), nullable=True))
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seat", BigInteger, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_conversations_seat_seats"), "seats", ["seat"], ["id"]
        )

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("created_by", BigInteger, nullable=True))
        batch_op.add_column(sa.Column("replaces", BigInteger, nullable=True))
        batch_op.add_column(sa.Column("claimed_by", BigInteger, nullable=True))
        batch_op.add_column(sa.Column("claimed_at", Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("decided_by", BigInteger, nullable=True))
        batch_op.add_column(sa.Column("decided_at", Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("approved", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", Moment(timezone=True), nullable=True))
        batch_op.create_index("ix_invitations_seat", ["seat"])
        batch_op.create_foreign_key(
            batch_op.f("fk_invitations_decided_by_people"), "people", ["decided_by"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invitations_created_by_people"), "people", ["created_by"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invitations_replaces_seat_holders"), "seat_holders", ["replaces"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invitations_claimed_by_people"), "people", ["claimed_by"], ["id"]
        )

    op.add_column("people", sa.Column("paused_until", Moment(timezone=True), nullable=True))
    op.add_column("people", sa.Column("reminded_at", Moment(timezone=True), nullable=True))
    op.add_column("outbox", sa.Column("deliver_by", Moment(timezone=True), nullable=True))
    op.add_column("people", sa.Column("erased_at", Moment(timezone=True), nullable=True))
    for table in FIGURES:  # by themselves: rebuilding a table would drop its triggers
        op.add_column(
            table, sa.Column("questioned", sa.String(length=120), server_default="", nullable=False)
        )
    _index_what_is_asked_for()
    for table in APPEND_ONLY:
        _keep(table)


def _index_what_is_asked_for() -> None:
    """By conversation, by age, and which message told a figure."""
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])
    op.create_index("ix_outbox_conversation", "outbox", ["channel", "user", "sequence"])
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"])
    op.create_index("ix_figure_revisions_event", "figure_revisions", ["event"])
    told = sa.text("told_event IS NOT NULL")
    op.create_index(
        "ix_figure_revisions_told_event",
        "figure_revisions",
        ["told_event"],
        sqlite_where=told,
        postgresql_where=told,
    )


def _keep(table: str) -> None:
    """Let the database itself refuse to change or remove a row."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_{table}()"
    )


def downgrade() -> None:
    op.drop_index("ix_figure_revisions_told_event", "figure_revisions")
    op.drop_index("ix_figure_revisions_event", "figure_revisions")
    op.drop_index("ix_outbox_created_at", "outbox")
    op.drop_index("ix_outbox_conversation", "outbox")
    op.drop_index("ix_inbox_received_at", "inbox")
    for table in FIGURES:
        op.drop_column(table, "questioned")
    op.drop_column("people", "erased_at")
    op.drop_column("outbox", "deliver_by")
    op.drop_column("people", "reminded_at")
    op.drop_column("people", "paused_until")

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invitations_claimed_by_people"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("fk_invitations_replaces_seat_holders"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("fk_invitations_created_by_people"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_invitations_decided_by_people"), type_="foreignkey")
        batch_op.drop_index("ix_invitations_seat")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("approved")
        batch_op.drop_column("decided_at")
        batch_op.drop_column("decided_by")
        batch_op.drop_column("claimed_at")
        batch_op.drop_column("claimed_by")
        batch_op.drop_column("replaces")
        batch_op.drop_column("created_by")

    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_conversations_seat_seats"), type_="foreignkey")
        batch_op.drop_column("seat")
    op.drop_column("conversations", "menu")

    op.drop_index("ix_place_months_month", "place_months")

    op.drop_table("place_months")
    op.drop_index("ix_nudges_place", "nudges")

    op.drop_table("nudges")
    op.drop_index(
        "ix_notices_waiting",
        "notices",
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )

    op.drop_table("notices")
    op.drop_index(
        "ix_late_requests_waiting",
        "late_requests",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index("ix_late_requests_place", "late_requests")

    op.drop_table("late_requests")
    op.drop_index("ix_data_requests_person", "data_requests")

    op.drop_table("data_requests")
    op.drop_table("calendars")
    op.drop_table("assignments")
    op.drop_table("seals")
    op.drop_table("calendar_days")
    op.drop_index("ix_audit_events_place", "audit_events")

    op.drop_table("audit_events")
    if op.get_bind().dialect.name != "sqlite":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION refuse_{table}()")
