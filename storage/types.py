"""Column types that lose nothing on either database: exact decimals, UTC moments, months."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Numeric
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.emissions.quantities import KEPT_DECIMALS, kept
from bot.months import Month

SCALE = KEPT_DECIMALS
LARGEST = Decimal(10) ** 12  # keeps the scaled integer, and sums of it, inside 64 bits


def exact(quantity: Decimal) -> Decimal:
    """`quantity` as the columns keep it: six decimals, half to even; ValueError beyond 10^12."""
    if not quantity.is_finite() or abs(quantity) >= LARGEST:
        raise ValueError(f"{quantity} is too large to keep")
    return kept(quantity)


class ExactDecimal(TypeDecorator[Decimal]):
    """A Decimal with six places: NUMERIC on PostgreSQL, a scaled integer on SQLite.

    SQLite's own NUMERIC is a float and would change large figures without a word.
    """

    impl = Numeric(24, SCALE)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Numeric(24, SCALE))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        kept = exact(value)
        return int(kept.scaleb(SCALE)) if dialect.name == "sqlite" else kept

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(value).scaleb(-SCALE) if dialect.name == "sqlite" else Decimal(value)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class MonthNumber(TypeDecorator[Month]):
    """A reporting month as the integer YYYYMM, so that ranges of months are ranges of keys."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> int | None:
        return None if value is None else value.year * 100 + value.month

    def process_result_value(self, value: int | None, dialect: Dialect) -> Month | None:
        return None if value is None else Month(value // 100, value % 100)
