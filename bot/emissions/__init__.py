"""Emissions: quantity × unit conversion × the factor valid in that month, by gas.

Every quantity is a Decimal in a named unit; nothing is rounded here.
"""

from decimal import Context, Decimal, localcontext

from bot.catalogue import Activity, Catalogue, Method
from bot.emissions.factors import (
    AS_PUBLISHED,
    Chosen,
    NoFactor,
    choose,
    has_gas_split,
    kg_co2e_per_unit,
)
from bot.emissions.results import Emission, FactorUse, NotCounted
from bot.months import Month
from bot.text import mark

__all__ = ["Emission", "FactorUse", "NotCounted", "emission", "emission_of_factor"]

INFORMATION = mark("kept for information, no emission line")
PARAMETER = mark("kept as a setting of other lines")
NO_KIND = mark("not counted until its kind is told")
NO_FACTOR = mark("no emission factor holds for this month")

PRECISION = Context(prec=40)  # products of our factors and quantities are exact well within this
MONTHS_A_YEAR = Decimal(12)


def emission(
    catalogue: Catalogue,
    activity: Activity,
    base_quantity: Decimal,
    month: Month,
    kind: str = "",
    gwp_set: str = AS_PUBLISHED,
) -> Emission | NotCounted:
    """The emission of one cell: `base_quantity` in the activity's base unit, for one month."""
    reason = _uncounted(activity, kind)
    if reason:
        return NotCounted(reason)
    keys = [*activity.factors, *(k.factor for k in activity.kinds if k.code == kind)]
    with localcontext(PRECISION):
        quantity, divisor = _in_factor_units(activity, base_quantity, month)
        try:
            return _sum(catalogue, keys, quantity, divisor, month, gwp_set)
        except NoFactor:
            return NotCounted(NO_FACTOR)


def emission_of_factor(
    catalogue: Catalogue,
    key: str,
    quantity: Decimal,
    month: Month,
    gwp_set: str = AS_PUBLISHED,
) -> Emission:
    """The emission of a quantity in the factor's own unit. NoFactor says what is missing."""
    with localcontext(PRECISION):
        return _sum(catalogue, [key], quantity, Decimal(1), month, gwp_set)


def _uncounted(activity: Activity, kind: str) -> str:
    if activity.method is Method.INFORMATION:
        return INFORMATION
    if activity.method is Method.PARAMETER:
        return PARAMETER
    if activity.method is Method.NOT_COUNTED_YET:
        return activity.not_counted
    if activity.kinds and not any(known.code == kind for known in activity.kinds):
        return NO_KIND
    return ""


def _in_factor_units(
    activity: Activity, base_quantity: Decimal, month: Month
) -> tuple[Decimal, Decimal]:
    """The quantity per factor unit, and what the product is divided by at the very end."""
    if activity.method is Method.DAYS:
        return base_quantity * month.days, Decimal(1)
    if activity.method is Method.YEAR_SHARE:
        return base_quantity, MONTHS_A_YEAR
    return base_quantity * activity.to_factor, Decimal(1)


def _sum(
    catalogue: Catalogue,
    keys: list[str],
    quantity: Decimal,
    divisor: Decimal,
    month: Month,
    gwp_set: str,
) -> Emission:
    chosen = [choose(catalogue, key, month, gwp_set) for key in keys]
    uses = tuple(
        FactorUse(
            factor=one.factor,
            quantity=quantity / divisor,
            kg_co2e=quantity * kg_co2e_per_unit(catalogue, one.factor, gwp_set, month) / divisor,
        )
        for one in chosen
    )
    return Emission(
        kg_co2e=sum((use.kg_co2e for use in uses), Decimal(0)),
        co2_kg=_gas(chosen, "co2_kg", quantity, divisor),
        ch4_kg=_gas(chosen, "ch4_kg", quantity, divisor),
        n2o_kg=_gas(chosen, "n2o_kg", quantity, divisor),
        biogenic_co2_kg=_gas(chosen, "biogenic_co2_kg", quantity, divisor),
        uses=uses,
        gwp_set=gwp_set or "/".join(sorted({one.factor.gwp_set for one in chosen} - {""})),
        verified=all(one.factor.verified for one in chosen),
        before_first=any(one.before_first for one in chosen),
    )


def _gas(chosen: list[Chosen], gas: str, quantity: Decimal, divisor: Decimal) -> Decimal | None:
    """kg of one gas over all factors; None as soon as one of them is not published by gas."""
    if not all(has_gas_split(one.factor) for one in chosen):
        return None
    shares = [getattr(one.factor, gas) or Decimal(0) for one in chosen]
    return sum((quantity * share / divisor for share in shares), Decimal(0))
