"""A coordinator's summary of Rayong over the rehearsal's made-up figures, without a database.

`python -m tests.handlers.pictures.sample` draws docs/progress.png anew.
"""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from random import Random

from bot.catalogue import Place as CataloguePlace
from bot.catalogue import PlaceKind, catalogue
from bot.messages import Picture
from bot.months import Month
from bot.oversight import PlaceProgress
from bot.people import Place, Role, Seat
from bot.policy import within
from bot.rehearsal import figures
from bot.reporting import PlaceMonth, Standing
from bot.summaries import summary
from bot.text import voice
from handlers.demo import SEED, SILENT_SHARE
from handlers.pictures import png

FILE = Path(__file__).resolve().parents[3] / "docs" / "progress.png"
MONTH = Month(2026, 7)
PARTLY_SHARE, DOUBTFUL_SHARE = 0.15, 0.05
ZERO = Decimal(0)


def progress(scope: str = "21") -> tuple[Place, list[PlaceProgress]]:
    """The places of a scope: some silent, some under way, some with something doubtful."""
    tables, random = catalogue(), Random(SEED)
    places = [_place(known) for known in tables.places.values()]
    above = next(place for place in places if place.id == scope)
    here = [place for place in places if within(place, above)]
    asked = {place.id: place.kind for place in here if place.kind is not PlaceKind.PROVINCE}
    told: dict[str, list[str]] = defaultdict(list)
    for change in figures(tables, asked, [MONTH], random):
        told[change.cell.key.place].append(change.cell.key.activity)
    return above, [_progress(place, told[place.id], random) for place in here]


def _place(known: CataloguePlace) -> Place:
    names = known.full_name_th, known.name_en
    return Place(known.id, known.kind, known.province, known.district, *names)


def _progress(place: Place, told: list[str], random: Random) -> PlaceProgress:
    luck, doubt = random.random(), random.random()
    kept = 0 if luck < SILENT_SHARE else len(told)
    if SILENT_SHARE <= luck < SILENT_SHARE + PARTLY_SHARE:
        kept //= 2
    standing = Standing(
        PlaceMonth(place.id, MONTH),
        catalogue().asked_of(place.kind),
        frozenset(told[:kept]),
        questioned=int(bool(kept) and doubt < DOUBTFUL_SHARE),
    )
    return PlaceProgress(place, standing, ZERO, ZERO, reachable=True)


def sample(locale: str = "th", scope: str = "21") -> Picture:
    place, rows = progress(scope)
    picture = summary(voice(locale), Seat(1, place, Role.COORDINATOR), rows, MONTH).picture
    assert picture is not None
    return picture


if __name__ == "__main__":
    FILE.write_bytes(png(sample()))
