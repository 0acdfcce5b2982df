"""Quantity × factor: the product behind most lines of an account, by gas.

GPC 1.1, equation 5.1 (emissions = activity data × emission factor), and the same spread over time:
a head-year for a month, a person-day for the days of a month.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.catalogue import Factor
from bot.emissions.asking import Asked, Setting
from bot.emissions.factors import (
    Chosen,
    choose,
    gwp_set_of,
    has_gas_split,
    is_outside,
    kg_co2e_per_unit,
)
from bot.emissions.results import Emission, FactorUse

MONTHS_A_YEAR = Decimal(12)
ONE = Decimal(1)
NOTHING = Decimal(0)


def by_quantity(asked: Asked) -> Emission:
    """Quantity × conversion × factor, with the activity's own factors."""
    quantity = asked.base_quantity * asked.activity.to_factor
    return product(asked.setting, keys_of(asked), quantity)


def by_days(asked: Asked) -> Emission:
    """What is there every day of the month: quantity × days × factor."""
    days = asked.setting.month.days
    return product(asked.setting, keys_of(asked), asked.base_quantity * days)


def by_share_of_year(asked: Asked) -> Emission:
    """A year's factor, for one month: quantity × factor / 12."""
    return product(asked.setting, keys_of(asked), asked.base_quantity, MONTHS_A_YEAR)


def keys_of(asked: Asked) -> list[str]:
    """The activity's factors, and the one of its kind."""
    kinds = [kind.factor for kind in asked.activity.kinds if kind.code == asked.kind]
    return [*asked.activity.factors, *kinds]


def product(
    setting: Setting, keys: Sequence[str], quantity: Decimal, divisor: Decimal = ONE
) -> Emission:
    """`quantity`, in the factors' own unit, times each of them; divided at the very end."""
    chosen = [
        choose(setting.catalogue, key, setting.month, setting.gwp_set, setting.local.scopes)
        for key in keys
    ]
    uses = tuple(_use(setting, one.factor, quantity, divisor) for one in chosen)
    outside = [use for use in uses if is_outside(use.factor)]
    taken_up = [use for use in uses if is_removal(use.factor)]
    return Emission(
        kg_co2e=_total(use for use in uses if use not in outside and use not in taken_up),
        co2_kg=_gas(chosen, "co2_kg", quantity, divisor),
        ch4_kg=_gas(chosen, "ch4_kg", quantity, divisor),
        n2o_kg=_gas(chosen, "n2o_kg", quantity, divisor),
        biogenic_co2_kg=_gas(chosen, "biogenic_co2_kg", quantity, divisor),
        uses=uses,
        gwp_set=setting.gwp_set
        or "/".join(sorted({gwp_set_of(one.factor) for one in chosen} - {""})),
        verified=all(one.factor.verified for one in chosen),
        before_first=any(one.before_first for one in chosen),
        others_kg=_others(chosen, quantity, divisor),
        removed_co2_kg=-_total(taken_up),
        outside_kg_co2e=_total(outside),
    )


def is_removal(factor: Factor) -> bool:
    """Whether it takes CO2 up instead of letting it out."""
    return factor.co2_kg is not None and factor.co2_kg < 0


def _use(setting: Setting, factor: Factor, quantity: Decimal, divisor: Decimal) -> FactorUse:
    per_unit = kg_co2e_per_unit(setting.catalogue, factor, setting.gwp_set, setting.month)
    return FactorUse(factor, quantity / divisor, quantity * per_unit / divisor)


def _total(uses: Iterable[FactorUse]) -> Decimal:
    return sum((use.kg_co2e for use in uses), NOTHING)


def _gas(chosen: Sequence[Chosen], gas: str, quantity: Decimal, divisor: Decimal) -> Decimal | None:
    """kg of one gas over all factors; None as soon as one of them is not published by gas."""
    if not all(has_gas_split(one.factor) or getattr(one.factor, gas) is not None for one in chosen):
        return None
    emitting = [one.factor for one in chosen if not is_removal(one.factor)]
    shares = [getattr(factor, gas) or NOTHING for factor in emitting]
    return sum((quantity * share / divisor for share in shares), NOTHING)


def _others(chosen: Sequence[Chosen], quantity: Decimal, divisor: Decimal) -> dict[str, Decimal]:
    masses: dict[str, Decimal] = {}
    for one in chosen:
        for gas, share in one.factor.components.items():
            masses[gas] = masses.get(gas, NOTHING) + quantity * share / divisor
    return masses
