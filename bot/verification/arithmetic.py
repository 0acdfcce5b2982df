"""Numbers as the account keeps them: forty digits inside, six decimals stored, half to even."""

import calendar
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

CONTEXT = Context(prec=40)
MICRO = Decimal("0.000001")
NOTHING = Decimal(0)


def stored(value: Decimal) -> Decimal:
    return value.quantize(MICRO, ROUND_HALF_EVEN, context=CONTEXT)


def number(value: Any) -> Decimal:
    """A number of the file; what is left out is zero."""
    return NOTHING if value is None else Decimal(value)


def year_of(month: str) -> int:
    return int(month[:4])


def days_in(month: str) -> int:
    return calendar.monthrange(int(month[:4]), int(month[5:7]))[1]


def index(month: str) -> int:
    """Months counted from year 0, to add and compare."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def months(first: str, last: str) -> list[str]:
    span = range(index(first), index(last) + 1)
    return [f"{one // 12:04d}-{one % 12 + 1:02d}" for one in span]
