"""Beyond the account: yearly facts of places, and plans. Both only grow; triggers see to it."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.base import BigInteger, metadata
from storage.types import ExactDecimal, Moment

place_facts = Table(  # append-only: the highest version of a place, year and fact holds
    "place_facts",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("place", ForeignKey("places.id"), nullable=False),
    Column("year", Integer, nullable=False),  # Common Era
    Column("fact", String(32), nullable=False),  # bot.plans.facts.FactKind
    Column("version", Integer, nullable=False),
    Column("value", ExactDecimal),  # none: taken back
    Column("unit", String(24), nullable=False),
    Column("source", Text, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("person", BigInteger),
    Column("recorded_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    CheckConstraint("source <> ''", name="source"),
    UniqueConstraint("place", "year", "fact", "version"),
)

plans = Table(  # append-only: the highest version of a place holds
    "plans",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("place", ForeignKey("places.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", JSON, nullable=False),  # bot.plans.writing, with the facts it is pinned to
    Column("person", BigInteger),
    Column("recorded_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    UniqueConstraint("place", "version"),
)
