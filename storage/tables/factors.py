"""Factors an administrator added, the policies for their overlaps, and ordered recalculations."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.base import BigInteger, metadata
from storage.types import DecimalText, Moment, MonthNumber

added_factors = Table(  # append-only; beside bot/catalogue/factors.csv, whose columns these are
    "added_factors",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("key", String(64), nullable=False),
    Column("scope", String(32), nullable=False, server_default=""),  # a place; empty: everywhere
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("edition", Integer, nullable=False),  # of the values of one date, the highest counts
    Column("unit", String(40), nullable=False),
    Column("label", Text, nullable=False),
    Column("category", String(64), nullable=False),
    Column("parameter", DecimalText),
    Column("kgco2e_printed", DecimalText),
    Column("kgco2e_exact", DecimalText),
    Column("co2_kg", DecimalText),
    Column("ch4_kg", DecimalText),
    Column("n2o_kg", DecimalText),
    Column("biogenic_co2_kg", DecimalText),
    Column("gwp_set", String(16), nullable=False, server_default=""),
    Column("gwp_ch4_used", DecimalText),
    Column("source", Text, nullable=False),
    Column("confidence", String(32), nullable=False),  # bot.catalogue.Confidence
    Column("grade", String(1)),  # bot.catalogue.Grade, where it was given
    Column("notes", Text, nullable=False, server_default=""),
    Column("person", BigInteger),
    Column("added_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("key", "scope", "valid_from", "gwp_set", "edition"),
    CheckConstraint("source <> ''", name="source"),
    CheckConstraint("reason <> ''", name="reason"),
)

factor_policies = Table(  # append-only; the last one of a key counts
    "factor_policies",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("key", String(64), nullable=False),
    Column("overlap", String(8), nullable=False),  # bot.catalogue.Overlap
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("person", BigInteger),
    Column("set_at", Moment, nullable=False),
    CheckConstraint("overlap IN ('newest', 'oldest')", name="overlap"),
)

recalculations = Table(  # an order and what came of it; once it is finished it stays as it is
    "recalculations",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("scope", String(32), nullable=False),  # a place and all below it
    Column("first", MonthNumber, nullable=False),
    Column("last", MonthNumber, nullable=False),
    Column("activities", JSON, nullable=False),  # codes; none: all
    Column("reason", Text, nullable=False),
    Column("person", BigInteger),
    Column("ordered_at", Moment, nullable=False),
    Column("newest_factor", BigInteger, nullable=False),  # added_factors.id when it was ordered
    Column("newest_policy", BigInteger, nullable=False),
    Column("done_up_to", JSON),  # the last cell looked at; none: nothing yet
    Column("finished_at", Moment),
    Column("old_totals", JSON, nullable=False),  # ledger → kg CO2e, as the figures stood
    Column("new_totals", JSON, nullable=False),
    Column("explanation", JSON, nullable=False),  # bot.recalculation.Explanation
)
