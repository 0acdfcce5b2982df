"""Which of two figures counts where one thing is told at two levels.

What a district or a province tells about its area stands for all that lies in it, so the figures of
the places inside it are parts, and parts are never added to their whole. What an organisation uses
itself is always its own.
"""

from collections.abc import Iterable

from bot.catalogue import Catalogue, Ledger
from bot.cells import Status
from bot.emissions.tallies import Rank, Tally, TallyKey

WITH_A_QUANTITY = frozenset({Status.REPORTED, Status.ESTIMATED, Status.NOTHING})

Whole = tuple[Rank, str, str, str, object]
"""Rank, district (or province), activity, kind and month."""


def has_quantity(tally: Tally) -> bool:
    """Whether its figures are amounts, a confirmed zero among them."""
    return tally.key.status in WITH_A_QUANTITY


def without_parts(catalogue: Catalogue, tallies: Iterable[Tally]) -> list[Tally]:
    """The tallies that count: those of an area without what a told whole already holds."""
    given = tuple(tallies)
    wholes = wholes_of(catalogue, given)
    return [tally for tally in given if not is_part(catalogue, tally, wholes)]


def wholes_of(catalogue: Catalogue, tallies: Iterable[Tally]) -> frozenset[Whole]:
    """What districts and provinces told of their areas."""
    return frozenset(
        _whole(tally.key, tally.key.rank)
        for tally in tallies
        if tally.key.rank is not Rank.LOCAL and has_quantity(tally) and of_area(catalogue, tally)
    )


def is_part(catalogue: Catalogue, tally: Tally, wholes: frozenset[Whole]) -> bool:
    """Whether a figure lies in one that a level above it has told."""
    key = tally.key
    if key.rank is Rank.PROVINCE or not of_area(catalogue, tally):
        return False
    above = (Rank.PROVINCE,) if key.rank is Rank.DISTRICT else (Rank.DISTRICT, Rank.PROVINCE)
    return any(_whole(key, rank) in wholes for rank in above)


def of_area(catalogue: Catalogue, tally: Tally) -> bool:
    activity = catalogue.activities.get(tally.key.activity)
    return activity is not None and activity.ledger is Ledger.AREA


def _whole(key: TallyKey, rank: Rank) -> Whole:
    where = key.district if rank is Rank.DISTRICT else key.province
    return rank, where, key.activity, key.kind, key.month
