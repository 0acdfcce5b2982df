"""Plausible figures for rehearsals: made up from a seed, inside the catalogue's ranges.

They are recorded with the reason `rehearsal`, so nobody can take them for told ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from random import Random

from bot.catalogue import Activity, Catalogue, PlaceKind, Range
from bot.cells import CellKey, Status
from bot.changes import Recorded
from bot.drafts import new_cell
from bot.emissions import emission
from bot.months import Month

REASON = "rehearsal"
SWING = 0.15  # a month differs this much from the place's usual level
SELDOM = frozenset({"BURN_RICE", "ORG_DIESEL_MACHINE", "ORG_LPG"})  # nothing in most months
SELDOM_SHARE = 0.25


def figures(
    catalogue: Catalogue,
    places: Mapping[str, PlaceKind],
    months: Iterable[Month],
    random: Random,
) -> Iterator[Recorded]:
    """First revisions for every place, expected activity and month."""
    months = tuple(months)
    for place, kind in places.items():
        for code in catalogue.asked_of(kind):
            activity = catalogue.activities[code]
            plausible = activity.range_for(kind)
            if plausible is not None:
                level = _level(plausible, random)
                for month in months:
                    quantity = _quantity(activity, plausible, level, random)
                    yield _first(catalogue, CellKey(place, month, code), activity, quantity)


def _level(plausible: Range, random: Random) -> float:
    """The place's usual month, in the lower and middle part of the range."""
    low = float(plausible.low) or float(plausible.high) / 100
    span = float(plausible.high) / low
    return float(low * span ** random.uniform(0.2, 0.7))


def _quantity(activity: Activity, plausible: Range, level: float, random: Random) -> Decimal:
    if activity.code in SELDOM and random.random() > SELDOM_SHARE:
        return Decimal(0)
    value = level * random.uniform(1 - SWING, 1 + SWING)
    decimals = 1 if activity.unit == "tonne" else 0
    quantity = Decimal(repr(round(value, decimals)))
    return min(max(quantity, plausible.low), plausible.high)


def _first(catalogue: Catalogue, key: CellKey, activity: Activity, quantity: Decimal) -> Recorded:
    status = Status.REPORTED if quantity else Status.NOTHING
    result = emission(catalogue, activity, quantity, key.month)
    cell = new_cell(key, 1, status, quantity, quantity, activity.unit, False, result)
    return Recorded(cell, None, REASON, result)
