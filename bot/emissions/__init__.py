"""Emissions: quantity × unit conversion × the factor valid in that month, by gas.

Every quantity is a Decimal in a named unit; nothing is rounded here. A method is one file; METHODS
says which activities go to which.
"""

from collections.abc import Callable
from decimal import Context, Decimal, localcontext

from bot.catalogue import Activity, Catalogue, Method
from bot.emissions import organic, products
from bot.emissions.asking import Asked, Setting
from bot.emissions.factors import AS_PUBLISHED, NoFactor
from bot.emissions.local import ANYWHERE, Local
from bot.emissions.results import Emission, FactorUse, NotCounted
from bot.months import Month
from bot.text import mark

__all__ = [
    "METHODS",
    "Emission",
    "FactorUse",
    "Local",
    "NotCounted",
    "emission",
    "emission_of_factor",
]

INFORMATION = mark("kept for information, no emission line")
PARAMETER = mark("kept as a setting of other lines")
NO_KIND = mark("not counted until its kind is told")
NO_FACTOR = mark("no emission factor holds for this month")

PRECISION = Context(prec=40)  # products of our factors and quantities are exact well within this

Compute = Callable[[Asked], Emission | NotCounted]
METHODS: dict[Method, Compute] = {
    Method.QUANTITY: products.by_quantity,
    Method.DAYS: products.by_days,
    Method.YEAR_SHARE: products.by_share_of_year,
    Method.NITROGEN_SHARE: organic.by_nitrogen_share,
}


def emission(
    catalogue: Catalogue,
    activity: Activity,
    base_quantity: Decimal,
    month: Month,
    kind: str = "",
    gwp_set: str = AS_PUBLISHED,
    local: Local = ANYWHERE,
) -> Emission | NotCounted:
    """The emission of one cell: `base_quantity` in the activity's base unit, for one month."""
    reason = _uncounted(activity, kind)
    if reason:
        return NotCounted(reason)
    with localcontext(PRECISION):
        try:
            setting = Setting(catalogue, month, gwp_set, local)
            return METHODS[activity.method](Asked(setting, activity, base_quantity, kind))
        except NoFactor:
            return NotCounted(NO_FACTOR)


def emission_of_factor(
    catalogue: Catalogue,
    key: str,
    quantity: Decimal,
    month: Month,
    gwp_set: str = AS_PUBLISHED,
    local: Local = ANYWHERE,
) -> Emission:
    """The emission of a quantity in the factor's own unit. NoFactor says what is missing."""
    with localcontext(PRECISION):
        return products.product(Setting(catalogue, month, gwp_set, local), [key], quantity)


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
