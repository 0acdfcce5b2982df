"""Tallies: figures that say the same about the same, summed. What every total is made of.

A running total on disk, a sum over the figures themselves and the cells inside an exported account
all give tallies, so that one account is computed from any of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from bot.cells import Status
from bot.emissions.quantities import Kg, kept
from bot.emissions.results import Emission
from bot.months import Month

NONE = Kg(Decimal(0))


class Rank(StrEnum):
    """Who told: a district's or a province's own figure stands for all that lies in it."""

    LOCAL = "local"
    DISTRICT = "district"
    PROVINCE = "province"


@dataclass(frozen=True, order=True, slots=True)
class TallyKey:
    """`district` is empty for a province's own figure and a provincial organisation's.

    `place` is empty in a sum over places. `factors` are the versions the figures were counted
    with, separated by spaces, and `not_counted` why they were not.
    """

    province: str
    district: str
    rank: Rank
    place: str
    month: Month
    activity: str
    kind: str
    status: Status
    factors: str = ""
    gwp_set: str = ""
    not_counted: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures, and their sums: `quantity` in the activity's base unit, masses in kg.

    A gas that is not published apart adds nothing to its own sum; `kg_co2e_split` is the part of
    `kg_co2e` whose gases are known.
    """

    key: TallyKey
    cells: int
    doubted: int = 0
    unverified: int = 0
    quantity: Decimal = Decimal(0)
    kg_co2e: Kg = NONE
    kg_co2e_split: Kg = NONE
    kg_co2: Kg = NONE
    kg_ch4: Kg = NONE
    kg_n2o: Kg = NONE
    kg_biogenic_co2: Kg = NONE


def tally_of(
    key: TallyKey, quantity: Decimal | None, result: Emission | None, cells: int = 1
) -> Tally:
    """One figure as a tally, with its masses as they are stored; `key.factors` are the result's."""
    split = result is not None and result.co2_kg is not None
    kg_co2e = Kg(kept(result.kg_co2e)) if result else NONE
    return Tally(
        key=key,
        cells=cells,
        unverified=0 if result is None or result.verified else 1,
        quantity=kept(quantity or NONE),
        kg_co2e=kg_co2e,
        kg_co2e_split=kg_co2e if split else NONE,
        kg_co2=_gas(result.co2_kg if result else None),
        kg_ch4=_gas(result.ch4_kg if result else None),
        kg_n2o=_gas(result.n2o_kg if result else None),
        kg_biogenic_co2=_gas(result.biogenic_co2_kg if result else None),
    )


def _gas(mass: Decimal | None) -> Kg:
    return Kg(kept(mass or NONE))


def summed(tallies: Iterable[Tally]) -> list[Tally]:
    """Tallies of one key put together, in the order of their keys."""
    sums: dict[TallyKey, Tally] = {}
    for tally in tallies:
        before = sums.get(tally.key)
        sums[tally.key] = plus(before, tally) if before else tally
    return [sums[key] for key in sorted(sums)]


def plus(one: Tally, other: Tally) -> Tally:
    """Both together, under the first one's key."""
    return Tally(
        key=one.key,
        cells=one.cells + other.cells,
        doubted=one.doubted + other.doubted,
        unverified=one.unverified + other.unverified,
        quantity=one.quantity + other.quantity,
        kg_co2e=Kg(one.kg_co2e + other.kg_co2e),
        kg_co2e_split=Kg(one.kg_co2e_split + other.kg_co2e_split),
        kg_co2=Kg(one.kg_co2 + other.kg_co2),
        kg_ch4=Kg(one.kg_ch4 + other.kg_ch4),
        kg_n2o=Kg(one.kg_n2o + other.kg_n2o),
        kg_biogenic_co2=Kg(one.kg_biogenic_co2 + other.kg_biogenic_co2),
    )


def over_places(tally: Tally) -> Tally:
    """The same as part of a sum over places."""
    return replace(tally, key=replace(tally.key, place=""))
