"""Peers: places of the same kind and size, whose usual figures judge a place's first ones."""

from collections.abc import Sequence
from decimal import Decimal

from bot.catalogue import PlaceKind, Range

FEWEST_PLACES = 8  # fewer show neighbours, not what is usual
EDGE = Decimal("0.1")  # the lowest and highest tenth may hold slips nobody stopped
MARGIN = Decimal(3)  # beyond the edges as far as a place's own months may lie apart
# People registered; local governments of one band hold like offices, fleets and routes.
BANDS = (3_000, 6_000, 10_000, 20_000, 50_000)


def size_of(kind: PlaceKind, population: int | None) -> str:
    """The size band, `-6000` for 3,000 to 5,999 people; empty where it is not known or not used."""
    if population is None or kind not in (PlaceKind.TAMBON, PlaceKind.CITY):
        return ""
    return next((f"-{edge}" for edge in BANDS if population < edge), f"{BANDS[-1]}-")


def usual_range(usual: Sequence[Decimal]) -> Range | None:
    """The ordinary range by every peer's own median (base units); None when they are too few."""
    ordered = sorted(usual)
    if len(ordered) < FEWEST_PLACES:
        return None
    cut = int(len(ordered) * EDGE)
    return Range(ordered[cut] / MARGIN, ordered[-1 - cut] * MARGIN)
