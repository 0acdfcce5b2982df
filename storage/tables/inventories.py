"""What is stated about whole lines of an inventory."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from storage.tables.base import BigInteger, metadata
from storage.types import Moment

line_notations = Table(  # append-only; the latest of a place, line and year counts
    "line_notations",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("place", ForeignKey("places.id"), nullable=False),
    Column("ref", String(8), nullable=False),  # GPC reference, such as II.4.1
    Column("from_year", Integer, nullable=False),
    Column("key", String(2), nullable=False),  # NO, NE, IE, C; empty: taken back
    Column("reason", Text, nullable=False),
    Column("person", BigInteger),
    Column("stated_at", Moment, nullable=False),
    Index("ix_line_notations_place", "place", "ref"),
)
