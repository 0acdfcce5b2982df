"""Which factor holds in a month, and the emission of one unit under a GWP set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.catalogue import Catalogue, Factor
from bot.months import Month

AS_PUBLISHED = ""  # each factor under the GWP set its source states it in
PREFERRED_GWP_SET = "AR5"  # where a source states several
GASES = ("co2", "ch4", "n2o")


class NoFactor(LookupError):
    """No factor of this key holds in this month; the text says why."""


@dataclass(frozen=True, slots=True)
class Chosen:
    factor: Factor
    before_first: bool


def choose(catalogue: Catalogue, key: str, month: Month, gwp_set: str = AS_PUBLISHED) -> Chosen:
    """The factor of `key` for `month`.

    A factor counts for the months that begin on or after its first day. A month before the first
    known factor uses that one and says so; a month after the last one's end has none.
    """
    rows = _of_set(catalogue.factors[key], gwp_set)
    start = month.first_day
    begun = [row for row in rows if (row.valid_from or date.min) <= start]
    if not begun:
        return Chosen(rows[0], before_first=True)
    latest = begun[-1]
    if latest.valid_to is not None and latest.valid_to < start:
        raise NoFactor(f"{latest.version} ended on {latest.valid_to}")
    return Chosen(latest, before_first=False)


def _of_set(rows: Sequence[Factor], gwp_set: str) -> list[Factor]:
    """Rows stated under the asked GWP set where there are any, else whatever is known."""
    wanted = gwp_set or PREFERRED_GWP_SET
    return [row for row in rows if row.gwp_set == wanted] or list(rows)


def kg_co2e_per_unit(catalogue: Catalogue, factor: Factor, gwp_set: str, month: Month) -> Decimal:
    """kg CO2e of one unit.

    As published this is the printed value, so that a result agrees with its source to the last
    digit; under a GWP set the source did not use it is the gases times that set's GWPs, fossil
    methane counted as methane. NoFactor when the gas split is not published.
    """
    if gwp_set in (AS_PUBLISHED, factor.gwp_set):
        printed = factor.kgco2e_printed
        value = printed if printed is not None else factor.kgco2e_exact
        if value is None:
            raise NoFactor(f"{factor.version} has no CO2e value")
        return value
    if not has_gas_split(factor):
        raise NoFactor(f"{factor.version} is not published by gas, so {gwp_set} cannot be applied")
    return sum(
        (
            (getattr(factor, f"{gas}_kg") or Decimal(0)) * gwp(catalogue, gas, gwp_set, month)
            for gas in GASES
        ),
        Decimal(0),
    )


def gwp(catalogue: Catalogue, gas: str, gwp_set: str, month: Month) -> Decimal:
    """100-year global warming potential of a gas: `co2`, `ch4`, `n2o` (kg CO2e per kg)."""
    factor = choose(catalogue, f"gwp_{gas}", month, gwp_set).factor
    if factor.gwp_set != gwp_set or factor.kgco2e_printed is None:
        raise NoFactor(f"no GWP of {gas} in {gwp_set}")
    return factor.kgco2e_printed


def has_gas_split(factor: Factor) -> bool:
    return any(getattr(factor, f"{gas}_kg") is not None for gas in GASES)
