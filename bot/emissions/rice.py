"""Methane of rice: IPCC 2006 Guidelines and 2019 Refinement, volume 4, chapter 5.

The baseline is a field under water all season, without organic inputs; the water regime of the
season, the water before it and what is worked in scale it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

NO_CHANGE = Decimal(1)
ORGANIC_EXPONENT = Decimal("0.59")  # equation 5.3
HA_PER_RAI = Decimal("0.16")


@dataclass(frozen=True, slots=True)
class Organic:
    """One organic input: tonnes per hectare (dry for straw, fresh for the others) and CFOA."""

    t_per_ha: Decimal
    cfoa: Decimal


def organic_factor(inputs: Iterable[Organic] = ()) -> Decimal:
    """SFo: (1 + Σ tonnes per hectare × CFOA) ^ 0.59, equation 5.3. Nothing worked in gives 1."""
    applied = sum((one.t_per_ha * one.cfoa for one in inputs), Decimal(0))
    return (1 + applied) ** ORGANIC_EXPONENT if applied else NO_CHANGE


def daily_ch4_kg_per_ha(
    baseline_kg_per_ha_day: Decimal,
    water: Decimal,
    before_season: Decimal = NO_CHANGE,
    organic: Decimal = NO_CHANGE,
) -> Decimal:
    """EFi, kg CH4 a hectare and day: EFc × SFw × SFp × SFo, equation 5.2.

    EFc: table 5.11; SFw of the season: table 5.12; SFp of the time before: table 5.13.
    """
    return baseline_kg_per_ha_day * water * before_season * organic


def season_ch4_kg(area_ha: Decimal, days: Decimal, kg_per_ha_day: Decimal) -> Decimal:
    """kg CH4 of one water regime in one season, or in the days of it a month has: equation 5.1."""
    return area_ha * days * kg_per_ha_day


def daily_ch4_kg_per_rai(kg_per_ha_day: Decimal) -> Decimal:
    """The same factor for a rai: 1 rai = 0.16 ha."""
    return kg_per_ha_day * HA_PER_RAI
