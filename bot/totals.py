"""Running totals over the cells of one place. Two ledgers, never added to each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.catalogue import Catalogue, Ledger
from bot.cells import Cell
from bot.months import Month

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LedgerTotals:
    """Emissions in kg CO2e. `months_told` counts the months of the year with any figure."""

    ledger: Ledger
    month: Month
    month_kg: Decimal
    year_kg: Decimal  # January up to and including `month`
    last_year_month_kg: Decimal | None  # None when that month holds no figure
    months_told: int
    verified: bool  # False when any factor behind the year's sum has no known source


def ledger_totals(
    catalogue: Catalogue, cells: Iterable[Cell], ledger: Ledger, month: Month
) -> LedgerTotals:
    """Totals of one ledger for `month`, its year so far and the same month last year."""
    own = [cell for cell in cells if _of(catalogue, cell) is ledger and cell.status.answered]
    this_year = [c for c in own if c.key.month.year == month.year and c.key.month <= month]
    counted = [c for c in this_year if catalogue.running_ledger(c.key.activity) is ledger]
    last_year = [c for c in own if c.key.month == month - 12]
    return LedgerTotals(
        ledger=ledger,
        month=month,
        month_kg=_sum(cell for cell in counted if cell.key.month == month),
        year_kg=_sum(counted),
        last_year_month_kg=_sum(
            cell for cell in last_year if catalogue.running_ledger(cell.key.activity) is ledger
        )
        if last_year
        else None,
        months_told=len({cell.key.month for cell in this_year}),
        verified=all(cell.verified or not cell.kg_co2e for cell in counted),
    )


def _of(catalogue: Catalogue, cell: Cell) -> Ledger | None:
    activity = catalogue.activities.get(cell.key.activity)
    return activity.ledger if activity else None


def _sum(cells: Iterable[Cell]) -> Decimal:
    return sum((cell.kg_co2e for cell in cells if cell.kg_co2e is not None), ZERO)
