"""A place's month: what is asked of it, how far it is, what came too late, and who reminds when."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from storage.tables.base import BigInteger, metadata
from storage.types import Moment, MonthNumber

assignments = Table(  # what differs from the kind of place's own list, from a month on
    "assignments",
    metadata,
    Column("place", ForeignKey("places.id"), nullable=False),
    Column("activity", String(32), nullable=False),
    Column("from_month", MonthNumber, nullable=False),
    Column("asked", Boolean, nullable=False),
    Column("person", BigInteger),
    Column("set_at", Moment, nullable=False),
    PrimaryKeyConstraint("place", "activity", "from_month"),
)

place_months = Table(  # no row: open, and nothing told yet
    "place_months",
    metadata,
    Column("place", ForeignKey("places.id"), nullable=False),
    Column("month", MonthNumber, nullable=False),
    Column("state", String(12), nullable=False),  # bot.reporting.State
    Column("version", Integer, nullable=False, server_default="1"),
    Column("completed_at", Moment),  # when every asked item was answered for the first time
    Column("submitted_at", Moment),
    Column("decided_at", Moment),  # returned or approved
    Column("closed_at", Moment),
    Column("reason", Text, nullable=False, server_default=""),  # of a return or a reopening
    Column("person", BigInteger),  # who moved it last
    Column("changed_at", Moment, nullable=False),
    PrimaryKeyConstraint("place", "month"),
    CheckConstraint(
        "state IN ('open', 'submitted', 'returned', 'approved', 'closed')", name="state"
    ),
    Index("ix_place_months_month", "month", "place"),
)

late_requests = Table(  # figures told after a month was closed: kept, and asked about above
    "late_requests",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("place", ForeignKey("places.id"), nullable=False),
    Column("month", MonthNumber, nullable=False),
    Column("draft", JSON, nullable=False),  # bot.drafts.Draft
    Column("person", ForeignKey("people.id")),
    Column("event", BigInteger),
    Column("asked_at", Moment, nullable=False),
    Column("state", String(12), nullable=False, server_default="waiting"),
    Column("decided_by", ForeignKey("people.id")),
    Column("decided_at", Moment),
    Column("reason", Text, nullable=False, server_default=""),
    CheckConstraint("state IN ('waiting', 'accepted', 'refused', 'withdrawn')", name="state"),
    Index("ix_late_requests_place", "place", "month"),
    Index(
        "ix_late_requests_waiting",
        "place",
        "id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

calendars = Table(  # one row a province; no row: bot.schedule.DEFAULT
    "calendars",
    metadata,
    Column("place", ForeignKey("places.id"), primary_key=True),
    Column("rules", JSON, nullable=False),  # bot.schedule.Rules
    Column("person", BigInteger),
    Column("set_at", Moment, nullable=False),
)

calendar_days = Table(  # beside the public holidays: days off, or working days, of a province
    "calendar_days",
    metadata,
    Column("place", String(32), nullable=False),  # a province; empty: everywhere
    Column("day", Date, nullable=False),
    Column("working", Boolean, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("place", "day"),
)

notices = Table(  # what somebody is to hear: rides on the next reply, or goes out by itself
    "notices",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),  # putting it twice is harmless
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("kind", String(24), nullable=False),  # bot.notices.NOTICES
    Column("details", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("push_after", Moment),  # none: it only rides on a reply
    Column("expires_at", Moment),
    Column("told_at", Moment),
    Column("told_in", String(36)),  # outbox.id
    Index(
        "ix_notices_waiting",
        "person",
        "id",
        sqlite_where=text("told_at IS NULL"),
        postgresql_where=text("told_at IS NULL"),
    ),
)

nudges = Table(  # a coordinator's one-tap reminders
    "nudges",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("place", ForeignKey("places.id"), nullable=False),
    Column("month", MonthNumber, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),  # who nudged
    Column("at", Moment, nullable=False),
    Index("ix_nudges_place", "place", "at"),
)
