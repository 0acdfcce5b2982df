"""Fuel told by mass or volume where the factor is per energy: its net calorific value between.

IPCC's defaults are per TJ (net). The calorific values are the Thai ones of `factors.csv`; where
several may be meant the row names one, or gives the plant's own in MJ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation

from bot.catalogue import Catalogue, Factor
from bot.emissions.measures import Misfit, converted, is_energy, measures

PRECISION = Context(prec=40)
PER = "MJ/"
# Which calorific values a factor per energy may be meant with. None here is of the engine: a litre
# of diesel holds the same heat in a truck and in a boiler.
VALUES: Mapping[str, tuple[str, ...]] = {
    "natural_gas_mj": ("ncv_ng",),
    "ipcc_tj_natural_gas": ("ncv_ng",),
    "ipcc_tj_lignite": ("ncv_lignite_2022", "ncv_lignite_2026"),
    "ipcc_tj_residual_fuel_oil": ("ncv_fuel_oil_a", "ncv_fuel_oil_c"),
    "ipcc_tj_gas_diesel_oil": ("ncv_diesel",),
    "ipcc_tj_anthracite": ("ncv_anthracite",),
    "ipcc_tj_subbituminous": ("ncv_subbit",),
    "ipcc_tj_bituminous": ("ncv_bituminous",),
    "ipcc_tj_jet_kerosene": ("ncv_jet",),
    "ipcc_tj_other_kerosene": ("ncv_kerosene",),
    "ipcc_tj_lpg": ("ncv_lpg_l", "ncv_lpg_kg"),
    "ipcc_tj_motor_gasoline": ("ncv_gasoline",),
    "ipcc_tj_wood": ("ncv_wood",),
    "ipcc_tj_other_solid_biomass": ("ncv_bagasse", "ncv_pks", "ncv_cob", "ncv_rice_husk"),
    "ipcc_tj_biogas": ("ncv_biogas",),
    "ipcc_tj_gasoline_uncontrolled": ("ncv_gasoline",),
    "ipcc_tj_gasoline_oxcat": ("ncv_gasoline",),
    "ipcc_tj_gasoline_lowmileage": ("ncv_gasoline",),
    "ipcc_tj_diesel_onroad": ("ncv_diesel",),
    "ipcc_tj_cng_onroad": ("ncv_cng",),
    "ipcc_tj_lpg_onroad": ("ncv_lpg_l", "ncv_lpg_kg"),
    "ipcc_tj_diesel_offroad": ("ncv_diesel",),
}


@dataclass(frozen=True, slots=True)
class Heat:
    """A fuel's energy in the factor's unit, and the calorific value it was worked out with."""

    quantity: Decimal
    note: str


def heat(catalogue: Catalogue, key: str, quantity: Decimal, told: str, ncv: str) -> Heat:
    """Energy of `quantity` of `told`, in the unit of factor `key`; `ncv` a key, a number or empty.

    Misfit says what to write instead. IPCC 2006, volume 2, section 1.4.1.2.
    """
    units, needed = catalogue.units, catalogue.factors[key][0].unit
    own = _number(ncv)
    if own is not None:
        fuel, value, note = quantity, own, f"{ncv} MJ per {told}, as given"
    else:
        row, value = _row(catalogue, key, told, ncv)
        fuel = converted(units, quantity, told, _per(row))
        note = f"{value} MJ per {_per(row)} ({row.key})"
    megajoules = PRECISION.multiply(fuel, value)
    return Heat(converted(units, megajoules, "MJ", needed), note)


def fits(catalogue: Catalogue, key: str, told: str) -> bool:
    """Whether a factor is of a fuel and per energy, and the quantity told is not an energy."""
    return key in VALUES and bool(told) and not is_energy(catalogue.units, told)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or number <= 0:
        raise Misfit(f"ncv is {text!r}; write MJ per unit, such as 36.42")
    return number


def _row(catalogue: Catalogue, key: str, told: str, ncv: str) -> tuple[Factor, Decimal]:
    """The calorific value named, or the only one this fuel may be meant with in this unit."""
    rows = (row for name in VALUES[key] for row in catalogue.factors[name])
    values = {
        row.key: (row, row.parameter)
        for row in rows
        if row.parameter is not None and _leads(catalogue, told, row)
    }
    if ncv in values:
        return values[ncv]
    if len(values) == 1 and not ncv:
        return next(iter(values.values()))
    if values:
        raise Misfit(f"write in ncv which calorific value is meant: {', '.join(values)}")
    needed = catalogue.factors[key][0].unit
    raise Misfit(
        f"factor {key} is per {needed}: write the quantity in {needed}, MJ, GJ or TJ, or in "
        f"ncv how many MJ one {told} holds"
    )


def _leads(catalogue: Catalogue, told: str, row: Factor) -> bool:
    (per,) = measures(catalogue.units, _per(row))
    return any(one.leads_to(per) for one in measures(catalogue.units, told))


def _per(row: Factor) -> str:
    """The unit of fuel a calorific value is per: `litre` of `MJ/litre`."""
    return row.unit.removeprefix(PER)
