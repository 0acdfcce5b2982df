"""What a computation gives: emissions by gas with the factors used, or why there are none."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.catalogue import Factor

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class FactorUse:
    """One factor at work: `quantity` in the factor's unit, `kg_co2e` what it gave."""

    factor: Factor
    quantity: Decimal
    kg_co2e: Decimal


@dataclass(frozen=True, slots=True)
class Emission:
    """kg of CO2e and of each gas; a gas is None where its share is not published.

    Biogenic CO2, what is taken up, and gases outside the counted seven stand apart and are never in
    `kg_co2e`. `before_first` says that the month is older than the earliest known factor, which was
    used all the same. `parameters` are the other numbers of the formula, each with its unit in its
    name. `others_kg` are the masses of gases beside the main three.
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
    others_kg: Mapping[str, Decimal] = field(default_factory=dict)
    removed_co2_kg: Decimal = NOTHING
    outside_kg_co2e: Decimal = NOTHING
    parameters: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def factors(self) -> str:
        """The versions used, as a figure's row keeps them."""
        return " ".join(use.factor.version for use in self.uses)

    @property
    def parameters_json(self) -> str | None:
        """The formula's other numbers, as a figure's row keeps them: digit for digit, sorted."""
        if not self.parameters:
            return None
        said = {name: f"{value:f}" for name, value in self.parameters.items()}
        return json.dumps(said, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class NotCounted:
    """No emission, for this reason (a text to be translated)."""

    reason: str
