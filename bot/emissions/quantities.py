"""Masses with their unit in the type, so that kilograms cannot reach a tonne cell.

Inside the arithmetic of one method a plain Decimal whose name ends in its unit is enough; what
leaves a method for an account, an export or a page is one of these.
"""

from decimal import Decimal
from typing import NewType

Kg = NewType("Kg", Decimal)
"""Kilograms of one gas, or of CO2e where the name says so."""

Tonnes = NewType("Tonnes", Decimal)
"""Metric tonnes of one gas, or of CO2e where the name says so."""

KG_PER_TONNE = Decimal(1000)


def tonnes(mass: Kg) -> Tonnes:
    """The same mass in tonnes, exact: only the decimal point moves."""
    return Tonnes(mass.scaleb(-3))


def kilograms(mass: Tonnes) -> Kg:
    """The same mass in kilograms, exact."""
    return Kg(mass.scaleb(3))
