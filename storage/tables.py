"""Every table. A new column comes with a migration; `alembic check` runs in the tests."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy import BigInteger as _BigInteger

from storage.types import ExactDecimal, Moment, MonthNumber

# SQLite numbers rows by itself only for INTEGER keys.
BigInteger = _BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# --- who and where -----------------------------------------------------------------------------

places = Table(
    "places",
    metadata,
    Column("id", String(32), primary_key=True),  # DOPA code where there is one
    Column("kind", String(16), nullable=False),  # bot.catalogue.PlaceKind
    Column("parent", ForeignKey("places.id")),
    Column("province", String(32), nullable=False),
    Column("district", String(32), nullable=False, server_default=""),
    Column("name_th", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("population", Integer),
    Index("ix_places_province_district", "province", "district"),
)

people = Table(
    "people",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("locale", String(8), nullable=False),
    Column("notice_version", String(16)),
    Column("notice_at", Moment),
    Column("reminders_off", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", Moment, nullable=False),
)

seats = Table(
    "seats",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("place", ForeignKey("places.id"), nullable=False),
    Column("role", String(16), nullable=False),  # bot.people.Role
    UniqueConstraint("place", "role"),
)

seat_holders = Table(
    "seat_holders",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("seat", ForeignKey("seats.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Index("ix_seat_holders_person", "person"),
    Index("ix_seat_holders_seat", "seat"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("seat", ForeignKey("seats.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", ForeignKey("people.id")),
)

tickets = Table(  # one-use links and console sessions: only the hash is kept
    "tickets",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("purpose", String(16), nullable=False),  # export, console, session
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("details", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

# --- what comes in and what goes out -------------------------------------------------------------

inbox = Table(
    "inbox",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("event_id", String(128), nullable=False),
    Column("user", String(128), nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("reply_token", String(256), nullable=False),
    Column("message", String(64)),  # the platform's id, by which edits and unsends name it
    Column("raw", LargeBinary, nullable=False),
    Column("state", String(8), nullable=False),  # new, done, parked
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("retry_at", Moment),
    Column("answered_at", Moment),
    Column("error", Text),
    UniqueConstraint("channel", "event_id"),
    CheckConstraint("state IN ('new', 'done', 'parked')", name="state"),
    Index(
        "ix_inbox_waiting",
        "channel",
        "user",
        "occurred_at",
        "id",
        sqlite_where=text("state = 'new'"),
        postgresql_where=text("state = 'new'"),
    ),
    Index(
        "ix_inbox_new",
        "id",
        sqlite_where=text("state = 'new'"),
        postgresql_where=text("state = 'new'"),
    ),
    Index("ix_inbox_message", "channel", "user", "message"),
)

attachments = Table(  # pictures and files that came with messages; their bytes are at FILES_URL
    "attachments",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("event", ForeignKey("inbox.id"), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("reference", String(256), nullable=False),  # the platform's handle
    Column("name", String(120), nullable=False),  # as the person's file is called; shown, not used
    Column("state", String(8), nullable=False),  # wanted, kept, refused, unwanted, deleted
    Column("trouble", String(16)),  # bot.attachments.Trouble
    Column("media_type", String(100)),
    Column("size_bytes", Integer),
    Column("sha256", String(64)),  # of the kept bytes; of the arrived ones where only sheets are
    Column("path", String(120)),
    Column("sheets", JSON),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Moment, nullable=False),
    Column("awaited_until", Moment, nullable=False),  # so long its message waits for it
    Column("created_at", Moment, nullable=False),
    Column("settled_at", Moment),
    CheckConstraint("state IN ('wanted', 'kept', 'refused', 'unwanted', 'deleted')", name="state"),
    Index(
        "ix_attachments_due",
        "not_before",
        "id",
        sqlite_where=text("state IN ('wanted', 'unwanted')"),
        postgresql_where=text("state IN ('wanted', 'unwanted')"),
    ),
)

conversations = Table(
    "conversations",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("user", String(128), primary_key=True),
    Column("person", ForeignKey("people.id")),
    Column("step", JSON),  # bot.situation.Step, or null
    Column("last_event_at", Moment),
    Column("failed_codes", Integer, nullable=False, server_default="0"),
    Column("failed_codes_since", Moment),
    Column("unreachable_at", Moment),
    Index("ix_conversations_person", "person"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(36), primary_key=True),  # UUID: LINE's retry key
    Column("sequence", BigInteger, nullable=False),  # the order within one conversation
    Column("key", String(200), nullable=False, unique=True),  # putting it twice is harmless
    Column("channel", String(16), nullable=False),
    Column("user", String(128), nullable=False),
    Column("replies", JSON, nullable=False),
    Column("reply_token", String(256), nullable=False, server_default=""),
    Column("reply_until", Moment),
    Column("purpose", String(16), nullable=False),  # answer, reminder, summary
    Column("state", String(8), nullable=False),  # queued, sending, sent, dead, held
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Moment, nullable=False),
    Column("leased_until", Moment),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("sent_as", String(8)),  # reply, push
    Column("request_id", Text),
    Column("error", Text),
    CheckConstraint("state IN ('queued', 'sending', 'sent', 'dead', 'held')", name="state"),
    Index(
        "ix_outbox_waiting",
        "channel",
        "user",
        "sequence",
        sqlite_where=text("state IN ('queued', 'sending')"),
        postgresql_where=text("state IN ('queued', 'sending')"),
    ),
    Index(
        "ix_outbox_turn",
        "created_at",
        "sequence",
        sqlite_where=text("state IN ('queued', 'sending')"),
        postgresql_where=text("state IN ('queued', 'sending')"),
    ),
    Index("ix_outbox_sent", "channel", "sent_as", "sent_at"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", Moment, nullable=False),
)

chores = Table(  # when work that comes round was last done
    "chores",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("done_at", Moment, nullable=False),
)

# --- the figures ---------------------------------------------------------------------------------


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
        Column("kg_co2e", ExactDecimal),
        Column("kg_co2", ExactDecimal),
        Column("kg_ch4", ExactDecimal),
        Column("kg_n2o", ExactDecimal),
        Column("kg_biogenic_co2", ExactDecimal),
        Column("factors", Text),  # versions used, such as elec_grid@2026-01-01
        Column("gwp_set", String(16)),
        Column("verified", Boolean),
        Column("not_counted", Text),
        Column("person", BigInteger),
        Column("event", BigInteger),  # inbox.id of the message that said it
        Column("told_event", BigInteger),  # where a later message only said yes to it
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
