"""Whose figure counts where several tell the same: a whole goes before its parts.

A province or district may tell an activity for all that lies in it, and its local governments tell
theirs. Both are kept; the whole counts, and the parts stand beside it as left out. What an
organisation uses itself is its own and always added.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.catalogue import Catalogue, Frequency, Ledger, PlaceKind
from bot.emissions.tallies import Rank, TallyKey
from bot.inventory.counted import Counted
from bot.people import Place

ONE_FIGURE_A_YEAR = (
    Frequency.YEARLY,
    Frequency.CENSUS,
    Frequency.MONTHLY_OR_YEARLY,
    Frequency.ONCE,
)


def rank_of(place: Place) -> Rank:
    """Whether a place tells for itself or for all that lies in it."""
    if place.kind is PlaceKind.PROVINCE:
        return Rank.PROVINCE
    return Rank.DISTRICT if place.kind is PlaceKind.DISTRICT else Rank.LOCAL


@dataclass(frozen=True, slots=True)
class Resolved:
    """What counts, and what does not because a whole was told that holds it."""

    counted: tuple[Counted, ...]
    left_out: tuple[Counted, ...]


Told = tuple[str, str, object]  # activity, kind, and the month or year it is told for


def resolve(catalogue: Catalogue, entries: Iterable[Counted]) -> Resolved:
    """Leave out the parts of every whole that was told with a value."""
    known = list(entries)
    provinces = {
        (one.tally.key.province, *_told(catalogue, one.tally.key))
        for one in known
        if _is_whole(catalogue, one, Rank.PROVINCE)
    }
    districts = {
        (one.tally.key.district, *_told(catalogue, one.tally.key))
        for one in known
        if _is_whole(catalogue, one, Rank.DISTRICT)
    }
    counted: list[Counted] = []
    left_out: list[Counted] = []
    for one in known:
        key = one.tally.key
        told = _told(catalogue, key)
        is_inside = _is_area(catalogue, key) and (
            (key.rank is not Rank.PROVINCE and (key.province, *told) in provinces)
            or (key.rank is Rank.LOCAL and (key.district, *told) in districts)
        )
        (left_out if is_inside else counted).append(one)
    return Resolved(tuple(counted), tuple(left_out))


def _is_whole(catalogue: Catalogue, one: Counted, rank: Rank) -> bool:
    key = one.tally.key
    return key.rank is rank and key.status.valued and _is_area(catalogue, key)


def _is_area(catalogue: Catalogue, key: TallyKey) -> bool:
    activity = catalogue.activities.get(key.activity)
    return activity is not None and activity.ledger is Ledger.AREA


def _told(catalogue: Catalogue, key: TallyKey) -> Told:
    activity = catalogue.activities.get(key.activity)
    is_yearly = activity is not None and activity.frequency in ONE_FIGURE_A_YEAR
    return key.activity, key.kind, key.month.year if is_yearly else key.month
