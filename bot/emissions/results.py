"""What a computation gives: emissions by gas with the factors used, or why there are none."""

from dataclasses import dataclass
from decimal import Decimal

from bot.catalogue import Factor


@dataclass(frozen=True, slots=True)
class FactorUse:
    """One factor at work: `quantity` in the factor's unit, `kg_co2e` what it gave."""

    factor: Factor
    quantity: Decimal
    kg_co2e: Decimal


@dataclass(frozen=True, slots=True)
class Emission:
    """kg of CO2e and of each gas; a gas is None where its share is not published.

    Biogenic CO2 stands apart and is never in `kg_co2e`. `before_first` says that the month is
    older than the earliest known factor, which was used all the same.
    """

    kg_co2e: Decimal
    co2_kg: Decimal | None
    ch4_kg: Decimal | None
    n2o_kg: Decimal | None
    biogenic_co2_kg: Decimal | None
    uses: tuple[FactorUse, ...]
    gwp_set: str
    verified: bool
    before_first: bool


@dataclass(frozen=True, slots=True)
class NotCounted:
    """No emission, for this reason (a text to be translated)."""

    reason: str
