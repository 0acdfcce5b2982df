"""Which factor holds in a month, and the emission of one unit under a GWP set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.catalogue import Catalogue, Factor, Overlap
from bot.emissions.gases import MAIN_GASES, Family, family_of
from bot.months import Month

AS_PUBLISHED = ""  # each factor under the GWP set its source states it in
PREFERRED_GWP_SET = "AR5"  # where a source states several
NOTHING = Decimal(0)


class NoFactor(LookupError):
    """No factor of this key holds in this month; the text says why."""


@dataclass(frozen=True, slots=True)
class Chosen:
    factor: Factor
    before_first: bool


def choose(
    catalogue: Catalogue,
    key: str,
    month: Month,
    gwp_set: str = AS_PUBLISHED,
    scopes: Sequence[str] = (),
) -> Chosen:
    """The factor of `key` for `month`, in a place of these `scopes` (the nearest first).

    A factor counts for the months that begin on or after its first day. The nearest scope that has
    one in force goes before the nation's. Of two in force the catalogue's overlap policy takes the
    newest, or the oldest until its last day. A month before the first known factor uses that one
    and says so; a month after the last one's end has none.
    """
    rows = catalogue.factors[key]
    for scope in scopes:
        own = [row for row in rows if row.scope == scope]
        in_force = _in_force(_of_set(own, gwp_set), month)
        if in_force:
            return Chosen(_preferred(catalogue, key, in_force), before_first=False)
    return _nations(catalogue, key, [row for row in rows if not row.scope], month, gwp_set)


def _nations(
    catalogue: Catalogue, key: str, rows: Sequence[Factor], month: Month, gwp_set: str
) -> Chosen:
    known = _of_set(rows, gwp_set)
    if not known:
        raise NoFactor(f"{key} is known in single places only")
    in_force = _in_force(known, month)
    if in_force:
        return Chosen(_preferred(catalogue, key, in_force), before_first=False)
    begun = [row for row in known if _begins(row) <= month.first_day]
    if begun:
        raise NoFactor(f"{begun[-1].version} ended on {begun[-1].valid_to}")
    first = _begins(known[0])
    return Chosen(_latest_edition(row for row in known if _begins(row) == first), before_first=True)


def _begins(row: Factor) -> date:
    return row.valid_from or date.min


def _in_force(rows: Sequence[Factor], month: Month) -> list[Factor]:
    """The rows valid on the month's first day, the latest edition of each date."""
    start = month.first_day
    dates = sorted({_begins(row) for row in rows if _begins(row) <= start})
    newest = [_latest_edition(row for row in rows if _begins(row) == day) for day in dates]
    return [row for row in newest if row.valid_to is None or row.valid_to >= start]


def _latest_edition(rows: Iterable[Factor]) -> Factor:
    return max(rows, key=lambda row: row.edition)


def _preferred(catalogue: Catalogue, key: str, in_force: Sequence[Factor]) -> Factor:
    policy = catalogue.overlaps.get(key)
    is_oldest = policy is not None and policy.overlap is Overlap.OLDEST
    return in_force[0] if is_oldest else in_force[-1]


def _of_set(rows: Sequence[Factor], gwp_set: str) -> list[Factor]:
    """Rows stated under the asked GWP set where there are any, else whatever is known."""
    wanted = gwp_set or PREFERRED_GWP_SET
    return sorted([row for row in rows if row.gwp_set == wanted] or rows, key=_begins)


def kg_co2e_per_unit(catalogue: Catalogue, factor: Factor, gwp_set: str, month: Month) -> Decimal:
    """kg CO2e of one unit.

    As published this is the printed value, so that a result agrees with its source to the last
    digit; under a GWP set the source did not use it is the gases times that set's GWPs, fossil
    methane counted as methane. NoFactor when the gas split is not published.
    """
    if gwp_set in (AS_PUBLISHED, factor.gwp_set):
        printed = _printed(factor)
        if printed is not None:
            return printed
    if has_only_biogenic_co2(factor):
        return NOTHING
    if not has_gas_split(factor):
        raise NoFactor(_unsplit(factor, gwp_set))
    masses = {gas: getattr(factor, f"{gas}_kg") or NOTHING for gas in MAIN_GASES}
    wanted = gwp_set or gwp_set_of(factor)
    return sum(
        (
            kg * gwp(catalogue, gas, wanted, month)
            for gas, kg in (*masses.items(), *factor.components.items())
            if kg
        ),
        NOTHING,
    )


def gwp_set_of(factor: Factor) -> str:
    """The GWP set its CO2e is under as published; one stated by gas alone is counted under AR5."""
    by_gas_alone = _printed(factor) is None and has_gas_split(factor)
    return PREFERRED_GWP_SET if by_gas_alone else factor.gwp_set


def _printed(factor: Factor) -> Decimal | None:
    printed = factor.kgco2e_printed
    return printed if printed is not None else factor.kgco2e_exact


def _unsplit(factor: Factor, gwp_set: str) -> str:
    if factor.parameter is not None:
        return f"{factor.key} is {factor.parameter} {factor.unit}: a parameter, no emission factor"
    return f"{factor.version} is not published by gas, so {gwp_set} cannot be applied"


def gwp(catalogue: Catalogue, gas: str, gwp_set: str, month: Month) -> Decimal:
    """100-year global warming potential of a gas such as `ch4` or `hfc32` (kg CO2e per kg)."""
    if f"gwp_{gas}" not in catalogue.factors:
        raise NoFactor(f"no GWP of {gas} is known")
    factor = choose(catalogue, f"gwp_{gas}", month, gwp_set).factor
    if factor.gwp_set != gwp_set or factor.kgco2e_printed is None:
        raise NoFactor(f"no GWP of {gas} in {gwp_set}")
    return factor.kgco2e_printed


def has_gas_split(factor: Factor) -> bool:
    """Whether it is known which gases a factor's CO2e is made of."""
    by_column = any(getattr(factor, f"{gas}_kg") is not None for gas in MAIN_GASES)
    return by_column or bool(factor.components)


def has_only_biogenic_co2(factor: Factor) -> bool:
    """Whether biogenic CO2 is all that is known of it: nothing that a total counts."""
    return (
        factor.biogenic_co2_kg is not None
        and _printed(factor) is None
        and not has_gas_split(factor)
    )


def is_outside(factor: Factor) -> bool:
    """Whether all it emits is controlled by the Montreal Protocol, so that no total counts it."""
    gases = factor.components
    return bool(gases) and all(family_of(gas) is Family.OUTSIDE for gas in gases)
