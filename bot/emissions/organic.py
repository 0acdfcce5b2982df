"""Organic fertiliser: what is spread, its told share of nitrogen, and N2O per kg of nitrogen.

IPCC 2006, volume 4, equations 11.1, 11.9 and 11.10 (`soils`): the factor is their product for one
kg N. Manure and compost differ so much in nitrogen that nothing is counted until it is told.
"""

from dataclasses import replace
from decimal import Decimal

from bot.emissions.asking import Asked
from bot.emissions.products import keys_of, product
from bot.emissions.results import Emission, NotCounted
from bot.text import mark

NITROGEN = "FERT_ORGANIC_N"  # the parameter activity, per cent of the product's mass
PER_CENT = Decimal(100)
NEEDS_NITROGEN = mark("not counted until the nitrogen in organic fertiliser is told, in per cent")


def by_nitrogen_share(asked: Asked) -> Emission | NotCounted:
    """kg of product × per cent nitrogen / 100 × factor per kg N."""
    told = asked.setting.local.parameters.get(NITROGEN, {})
    if not told:
        return NotCounted(NEEDS_NITROGEN)
    percent = sum(told.values(), Decimal(0))
    nitrogen_kg = asked.base_quantity * percent / PER_CENT
    counted = product(asked.setting, keys_of(asked), nitrogen_kg)
    return replace(counted, parameters={"nitrogen_percent": percent})
