"""Numbers of the project's own tables, for tests that work them out by hand."""

from decimal import Decimal

from bot.catalogue import Factor, catalogue
from bot.emissions.gas_masses import GasMasses


def factor(key: str, year: int | None = None) -> Factor:
    """The only row of a key, or the one that begins in `year`."""
    rows = catalogue().factors[key]
    (row,) = [r for r in rows if year is None or (r.valid_from and r.valid_from.year == year)]
    return row


def parameter(key: str) -> Decimal:
    """A number such as a calorific value."""
    value = factor(key).parameter
    assert value is not None, key
    return value


def masses(row: Factor) -> GasMasses:
    """The gases of one unit of a factor."""
    kg = (row.co2_kg, row.ch4_kg, row.n2o_kg, row.biogenic_co2_kg)
    return GasMasses(*(mass or Decimal(0) for mass in kg))
