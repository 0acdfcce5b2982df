"""What a place brings to its own emissions: whose factors go first, and what it told as settings.

Some methods need more than one figure: the type of a landfill, the load of a wastewater. Those are
told as figures of `parameter` activities and hold from their month on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.catalogue import Catalogue
from bot.cells import Cell
from bot.months import Month
from bot.people import Place

Parameters = Mapping[str, Mapping[str, Decimal]]
"""Parameter activity → kind (empty where it has none) → quantity in the activity's base unit."""


@dataclass(frozen=True, slots=True)
class Local:
    """`scopes` names the place, its district and its province, the nearest first."""

    scopes: tuple[str, ...] = ()
    parameters: Parameters = field(default_factory=dict)


ANYWHERE = Local()
"""No place in particular: the nation's factors and the methods' defaults."""


def local_of(catalogue: Catalogue, place: Place, cells: Iterable[Cell], month: Month) -> Local:
    """What `place` brings to its figures of `month`; `cells` are its own."""
    own = (cell for cell in cells if cell.key.place == place.id)
    return Local(scopes_of(place), parameters_of(catalogue, own, month))


def scopes_of(place: Place) -> tuple[str, ...]:
    """The place, its district and its province, each once."""
    return tuple(dict.fromkeys(filter(None, (place.id, place.district, place.province))))


def parameters_of(catalogue: Catalogue, cells: Iterable[Cell], month: Month) -> Parameters:
    """What one place told as parameters, as it holds in `month`.

    Of each parameter the latest month that is not after `month` counts, with all kinds told in it;
    before the first one there is none.
    """
    steering = catalogue.parameters
    newest: dict[str, Month] = {}
    told: dict[str, dict[str, Decimal]] = {}
    for cell in cells:
        key = cell.key
        if key.activity not in steering:
            continue
        if cell.quantity is None or not cell.status.answered or key.month > month:
            continue
        if key.activity not in newest or key.month > newest[key.activity]:
            newest[key.activity], told[key.activity] = key.month, {}
        if key.month == newest[key.activity]:
            told[key.activity][key.kind] = cell.quantity
    return told
