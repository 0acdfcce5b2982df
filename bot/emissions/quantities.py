"""Masses with their unit in the type, so that kilograms cannot reach a tonne cell.

Inside the arithmetic of one method a plain Decimal whose name ends in its unit is enough; what
leaves a method for an account, an export or a page is one of these.
"""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import NewType

Kg = NewType("Kg", Decimal)
"""Kilograms of one gas, or of CO2e where the name says so."""

Tonnes = NewType("Tonnes", Decimal)
"""Metric tonnes of one gas, or of CO2e where the name says so."""

KEPT_DECIMALS = 6
_KEPT = Decimal(1).scaleb(-KEPT_DECIMALS)


def tonnes(mass: Kg) -> Tonnes:
    """The same mass in tonnes, exact: only the decimal point moves."""
    return Tonnes(mass.scaleb(-3))


def kilograms(mass: Tonnes) -> Kg:
    """The same mass in kilograms, exact."""
    return Kg(mass.scaleb(3))


def kept(mass: Decimal) -> Decimal:
    """A quantity or mass as it is stored and added up: six decimals, half to even."""
    return mass.quantize(_KEPT, ROUND_HALF_EVEN)
