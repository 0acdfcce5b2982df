"""Finding a place of the roster by what is typed: its code, its name with or without its kind.

Only places the person may see are looked through, so a wrong name and another's place are alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import place_names
from bot.roster import PlaceSeats


@dataclass(frozen=True, slots=True)
class Finding:
    """The places that may be meant; `sure` when it is one and was named as it is called."""

    rows: tuple[PlaceSeats, ...]
    sure: bool


def find(rows: Sequence[PlaceSeats], text: str) -> Finding:
    by_place = {row.place: row for row in rows}
    found = place_names.find(by_place, text)
    return Finding(tuple(by_place[place] for place in found.places), found.is_sure)
