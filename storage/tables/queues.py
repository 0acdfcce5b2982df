"""What comes in and what goes out: inbox, attachments, conversations, outbox, leases, chores."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import BigInteger, metadata
from storage.types import Moment

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
    Index("ix_inbox_received_at", "received_at"),
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
    Column("menu", String(64)),  # the menu shown there now; none: the channel's default
    Column("seat", ForeignKey("seats.id")),  # of several offices the one figures are told for
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
    Column("purpose", String(16), nullable=False),  # answer, alert, reminder, summary, notice
    Column("state", String(8), nullable=False),  # queued, sending, sent, dead, held
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Moment, nullable=False),
    Column("deliver_by", Moment),  # the end of working hours, of what nobody asked for
    Column("leased_until", Moment),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),  # of a push that is being sent: when it was counted
    Column("sent_as", String(8)),  # reply, push; of a job without a letter: why (storage.rings)
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
    Index("ix_outbox_conversation", "channel", "user", "sequence"),
    Index("ix_outbox_created_at", "created_at"),
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
