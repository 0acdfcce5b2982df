"""Refrigerants and other fluorinated gases: IPCC 2006 Guidelines, volume 3, chapter 7.

What is filled in to make good a leak has been let out: the account counts what is recharged. A
blend is counted gas by gas, each under the GWP of the asked set.
"""

from collections.abc import Mapping
from decimal import Decimal

from bot.emissions.quantities import Kg

NONE = Decimal(0)


class NotAWhole(ValueError):
    """The mass shares of a blend do not add to 1."""


def gases_of_blend_kg(blend_kg: Decimal, mass_shares: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """kg of each gas in a blend such as R-410A (volume 3, section 7.1.2.1 and table 7.8)."""
    whole = sum(mass_shares.values(), NONE)
    if whole != 1:
        raise NotAWhole(f"the shares of a blend must add to 1, not {whole}")
    return {gas: blend_kg * share for gas, share in mass_shares.items()}


def co2e_kg(gases_kg: Mapping[str, Decimal], gwps: Mapping[str, Decimal]) -> Kg:
    """kg CO2e: each gas × its GWP. Of one kg of a blend it is the blend's GWP."""
    return Kg(sum((kg * gwps[gas] for gas, kg in gases_kg.items()), NONE))


def lost_by_mass_balance_kg(
    bought_kg: Decimal,
    filled_into_new_kg: Decimal,
    retired_charge_kg: Decimal,
    destroyed_kg: Decimal,
) -> Decimal:
    """kg let out in a year: equation 7.9 (refrigeration and air conditioning, mass balance).

    Gas bought, less the charge of new equipment, plus the charge retired equipment once had, less
    what was destroyed. With no equipment come or gone it is what was bought to recharge.
    """
    return bought_kg - filled_into_new_kg + retired_charge_kg - destroyed_kg


def lost_from_bank_kg(bank_kg: Decimal, lost_share_a_year: Decimal) -> Decimal:
    """kg let out by equipment in use: what is in it × yearly loss (0 to 1), equation 7.13."""
    return bank_kg * lost_share_a_year
