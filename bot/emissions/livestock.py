"""Livestock: IPCC 2006 Guidelines, volume 4, chapter 10, Tier 1.

The account counts enteric fermentation and methane of manure. It does not ask how the manure of
each animal is kept, which N2O of manure (10.25 to 10.29) needs, and says that it leaves it out.
"""

from collections.abc import Mapping
from decimal import Decimal

from bot.emissions.gas_masses import n2o_of_nitrogen

DAYS_A_YEAR = Decimal(365)
KG_PER_TONNE = Decimal(1000)
NONE = Decimal(0)


def mean_heads(days_alive: Decimal, raised_a_year: Decimal) -> Decimal:
    """Animals present on an average day, of those that live less than a year: equation 10.1.

    Broilers: `days_alive` from hatching to sale, `raised_a_year` birds sold.
    """
    return days_alive * raised_a_year / DAYS_A_YEAR


def enteric_ch4_kg(heads: Decimal, kg_per_head_year: Decimal) -> Decimal:
    """kg CH4 of enteric fermentation in a year, one category of animals: equation 10.19.

    Equation 10.20 is the sum over the categories.
    """
    return heads * kg_per_head_year


def manure_ch4_kg(heads: Decimal, kg_per_head_year: Decimal) -> Decimal:
    """kg CH4 of manure management in a year, one category of animals: equation 10.22."""
    return heads * kg_per_head_year


def nitrogen_excreted_kg(rate_kg_per_1000_kg_day: Decimal, animal_mass_kg: Decimal) -> Decimal:
    """Nex, kg N one animal excretes in a year: equation 10.30."""
    return rate_kg_per_1000_kg_day * animal_mass_kg / KG_PER_TONNE * DAYS_A_YEAR


def managed_nitrogen_kg(
    heads: Decimal, nex_kg_per_head: Decimal, shares: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    """kg N a year in each manure management system; `shares` are 0 to 1 and add to 1 at most.

    The product inside equations 10.25, 10.26 and 10.28.
    """
    told = sum(shares.values(), NONE)
    if told > 1 or any(share < 0 for share in shares.values()):
        raise ValueError(f"the shares of the systems must be 0 to 1 and add to 1, not {told}")
    return {system: heads * nex_kg_per_head * share for system, share in shares.items()}


def direct_n2o_kg(nitrogen_kg: Mapping[str, Decimal], ef3: Mapping[str, Decimal]) -> Decimal:
    """kg N2O let out directly by manure management, EF3 by system: equation 10.25.

    Pasture is left to the soils (chapter 11): leave it out of `nitrogen_kg`.
    """
    emitted_n_kg = sum((kg * ef3[system] for system, kg in nitrogen_kg.items()), NONE)
    return n2o_of_nitrogen(emitted_n_kg)


def lost_nitrogen_kg(
    nitrogen_kg: Mapping[str, Decimal], lost_shares: Mapping[str, Decimal]
) -> Decimal:
    """kg N lost from the systems: by volatilisation (equation 10.26) or leaching (10.28)."""
    return sum((kg * lost_shares[system] for system, kg in nitrogen_kg.items()), NONE)


def indirect_n2o_kg(lost_n_kg: Decimal, kg_n2o_n_per_kg_n: Decimal) -> Decimal:
    """kg N2O from lost nitrogen: volatilised × EF4 (equation 10.27), leached × EF5 (10.29)."""
    return n2o_of_nitrogen(lost_n_kg * kg_n2o_n_per_kg_n)
