"""Who and where: places, people, seats, invitations, one-use tickets."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import BigInteger, metadata
from storage.types import Moment

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
    Column("paused_until", Moment),  # no reminders until then
    Column("reminded_at", Moment),  # of what is owed, pushed or on an answer: once a day
    Column("erased_at", Moment),  # unlinked on the person's wish; what was told stays
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
    Column("created_by", ForeignKey("people.id")),  # none: by the command line
    Column("replaces", ForeignKey("seat_holders.id")),  # a hand-over: whose seat it becomes
    Column("claimed_by", ForeignKey("people.id")),  # the successor, while approval is waited for
    Column("claimed_at", Moment),
    Column("decided_by", ForeignKey("people.id")),  # who approved or refused it above
    Column("decided_at", Moment),
    Column("approved", Boolean),
    Column("withdrawn_at", Moment),
    Index("ix_invitations_seat", "seat"),
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
