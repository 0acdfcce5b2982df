"""The first tables: people, seats, inbox, conversations, figures and their history, outbox."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.types import ExactDecimal, Moment, MonthNumber

revision: str = "20261124_01"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "figure_revisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("month", MonthNumber(), nullable=False),
        sa.Column("activity", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("quantity", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("told_quantity", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("told_unit", sa.String(length=24), nullable=True),
        sa.Column("doubted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("kg_co2e", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("kg_co2", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("kg_ch4", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("kg_n2o", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("kg_biogenic_co2", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("factors", sa.Text(), nullable=True),
        sa.Column("gwp_set", sa.String(length=16), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=True),
        sa.Column("not_counted", sa.Text(), nullable=True),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("event", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        sa.Column("old_status", sa.String(length=12), nullable=True),
        sa.Column("old_quantity", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_revisions")),
        sa.UniqueConstraint(
            "place",
            "month",
            "activity",
            "kind",
            "version",
            name=op.f("uq_figure_revisions_place_month_activity_kind_version"),
        ),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.String(length=128), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("occurred_at", Moment(timezone=True), nullable=False),
        sa.Column("received_at", Moment(timezone=True), nullable=False),
        sa.Column("reply_token", sa.String(length=256), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retry_at", Moment(timezone=True), nullable=True),
        sa.Column("answered_at", Moment(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('new', 'done', 'parked')", name=op.f("ck_inbox_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "event_id", name=op.f("uq_inbox_channel_event_id")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_waiting",
            ["channel", "user", "occurred_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'new'"),
            postgresql_where=sa.text("state = 'new'"),
        )
        batch_op.create_index(
            "ix_inbox_new",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'new'"),
            postgresql_where=sa.text("state = 'new'"),
        )

    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("replies", sa.JSON(), nullable=False),
        sa.Column("reply_token", sa.String(length=256), server_default="", nullable=False),
        sa.Column("reply_until", Moment(timezone=True), nullable=True),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", Moment(timezone=True), nullable=False),
        sa.Column("leased_until", Moment(timezone=True), nullable=True),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("sent_at", Moment(timezone=True), nullable=True),
        sa.Column("sent_as", sa.String(length=8), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'dead', 'held')", name=op.f("ck_outbox_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_sent", ["channel", "sent_as", "sent_at"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["channel", "user", "sequence"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued', 'sending')"),
            postgresql_where=sa.text("state IN ('queued', 'sending')"),
        )
        batch_op.create_index(
            "ix_outbox_turn",
            ["created_at", "sequence"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued', 'sending')"),
            postgresql_where=sa.text("state IN ('queued', 'sending')"),
        )

    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("notice_version", sa.String(length=16), nullable=True),
        sa.Column("notice_at", Moment(timezone=True), nullable=True),
        sa.Column("reminders_off", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_table(
        "places",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("parent", sa.String(length=32), nullable=True),
        sa.Column("province", sa.String(length=32), nullable=False),
        sa.Column("district", sa.String(length=32), server_default="", nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["parent"], ["places.id"], name=op.f("fk_places_parent_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index("ix_places_province_district", ["province", "district"], unique=False)

    op.create_table(
        "conversations",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("step", sa.JSON(), nullable=True),
        sa.Column("last_event_at", Moment(timezone=True), nullable=True),
        sa.Column("failed_codes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed_codes_since", Moment(timezone=True), nullable=True),
        sa.Column("unreachable_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_conversations_person_people")
        ),
        sa.PrimaryKeyConstraint("channel", "user", name=op.f("pk_conversations")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index("ix_conversations_person", ["person"], unique=False)

    op.create_table(
        "figures",
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("month", MonthNumber(), nullable=False),
        sa.Column("activity", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("quantity", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("told_quantity", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("told_unit", sa.String(length=24), nullable=True),
        sa.Column("doubted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("kg_co2e", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("kg_co2", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("kg_ch4", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("kg_n2o", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("kg_biogenic_co2", ExactDecimal(precision=24, scale=6), nullable=True),
        sa.Column("factors", sa.Text(), nullable=True),
        sa.Column("gwp_set", sa.String(length=16), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=True),
        sa.Column("not_counted", sa.Text(), nullable=True),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("event", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name=op.f("fk_figures_place_places")),
        sa.PrimaryKeyConstraint("place", "month", "activity", "kind", name=op.f("pk_figures")),
    )
    op.create_table(
        "seats",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name=op.f("fk_seats_place_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("place", "role", name=op.f("uq_seats_place_role")),
    )
    op.create_table(
        "tickets",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("expires_at", Moment(timezone=True), nullable=False),
        sa.Column("used_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_tickets_person_people")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_tickets")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("seat", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("expires_at", Moment(timezone=True), nullable=False),
        sa.Column("used_at", Moment(timezone=True), nullable=True),
        sa.Column("used_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["seat"], ["seats.id"], name=op.f("fk_invitations_seat_seats")),
        sa.ForeignKeyConstraint(
            ["used_by"], ["people.id"], name=op.f("fk_invitations_used_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitations_code_hash")),
    )
    op.create_table(
        "seat_holders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seat", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", Moment(timezone=True), nullable=False),
        sa.Column("until", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_seat_holders_person_people")
        ),
        sa.ForeignKeyConstraint(["seat"], ["seats.id"], name=op.f("fk_seat_holders_seat_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_holders")),
    )
    with op.batch_alter_table("seat_holders", schema=None) as batch_op:
        batch_op.create_index("ix_seat_holders_person", ["person"], unique=False)
        batch_op.create_index("ix_seat_holders_seat", ["seat"], unique=False)
    _keep_history()


def _keep_history() -> None:
    """Revisions are append-only: the database itself refuses to change or delete one."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER figure_revisions_no_{act.lower()} "
                f"BEFORE {act} ON figure_revisions "
                "BEGIN SELECT RAISE(ABORT, 'figure_revisions is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_figure_revisions() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'figure_revisions is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER figure_revisions_append_only BEFORE UPDATE OR DELETE ON figure_revisions "
        "FOR EACH ROW EXECUTE FUNCTION refuse_figure_revisions()"
    )


def downgrade() -> None:
    with op.batch_alter_table("seat_holders", schema=None) as batch_op:
        batch_op.drop_index("ix_seat_holders_seat")
        batch_op.drop_index("ix_seat_holders_person")

    op.drop_table("seat_holders")
    op.drop_table("invitations")
    op.drop_table("tickets")
    op.drop_table("seats")
    op.drop_table("figures")
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index("ix_conversations_person")

    op.drop_table("conversations")
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index("ix_places_province_district")

    op.drop_table("places")
    op.drop_table("people")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_waiting",
            sqlite_where=sa.text("state IN ('queued', 'sending')"),
            postgresql_where=sa.text("state IN ('queued', 'sending')"),
        )
        batch_op.drop_index("ix_outbox_turn")
        batch_op.drop_index("ix_outbox_sent")

    op.drop_table("outbox")
    op.drop_table("leases")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_new")
        batch_op.drop_index(
            "ix_inbox_waiting",
            sqlite_where=sa.text("state = 'new'"),
            postgresql_where=sa.text("state = 'new'"),
        )

    op.drop_table("inbox")
    op.drop_table("figure_revisions")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_figure_revisions()")
