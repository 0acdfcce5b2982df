"""The inventory's totals by year, as far as the account has whole years: what plans are held to.

Here they are sums of the stored kilograms of the area's running ledger, which is of the level
BASIC+. The one place to change when the account gives totals of every level.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.catalogue import Catalogue, Ledger
from bot.emissions.quantities import Kg, Tonnes, tonnes
from bot.months import Month
from bot.people import Place
from bot.plans.shapes import Level
from storage import totals
from storage.session import Transaction

RUNNING_LEVEL = Level.BASIC_PLUS
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Actuals:
    """`totals` of years with figures in every month; `unfinished`: how many others have."""

    level: Level
    totals: Mapping[int, Tonnes] = field(default_factory=dict)
    unfinished: Mapping[int, int] = field(default_factory=dict)


def of_years(tx: Transaction, catalogue: Catalogue, scope: Place, first: int, last: int) -> Actuals:
    """Years without any figure are in neither."""
    span = Month(first, 1), Month(last, MONTHS)
    by_month = totals.monthly_kg(tx, catalogue, scope, *span)[Ledger.AREA]
    years: dict[int, list[Decimal]] = {}
    for month, kg in by_month.items():
        years.setdefault(month.year, []).append(kg)
    return Actuals(
        level=RUNNING_LEVEL,
        totals={
            year: tonnes(Kg(sum(kgs, Decimal(0))))
            for year, kgs in years.items()
            if len(kgs) == MONTHS
        },
        unfinished={year: len(kgs) for year, kgs in years.items() if len(kgs) < MONTHS},
    )
