"""Tallies: figures that say the same about the same, summed. What every total is made of.

A running total on disk, a sum over the figures themselves and the cells inside an exported account
all give tallies, so that one account is computed from any of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from bot.cells import Status
from bot.emissions.quantities import Kg
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
