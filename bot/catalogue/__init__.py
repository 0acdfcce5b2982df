"""The catalogue: units, activities, factors, GPC lines, places and forms, read strictly at start.

Facts are rows with a date and a source. What does not fit is refused with file, row and reason.
"""

from functools import lru_cache
from pathlib import Path

from bot.catalogue.facts import (
    read_factors,
    read_gpc_lines,
    read_overlaps,
    read_places,
    read_units,
)
from bot.catalogue.form_table import read_forms
from bot.catalogue.questions import read_activities
from bot.catalogue.reading_tables import CatalogueError
from bot.catalogue.shapes import (
    Activity,
    AssumedUncertainty,
    Catalogue,
    Confidence,
    Factor,
    Form,
    FormField,
    Frequency,
    GpcLine,
    Grade,
    Grounds,
    Kind,
    Ledger,
    Method,
    Overlap,
    OverlapPolicy,
    Place,
    PlaceKind,
    Range,
    Side,
    Unit,
)
from bot.catalogue.uncertainty_table import read_uncertainties

FOLDER = Path(__file__).parent

__all__ = [
    "FOLDER",
    "Activity",
    "AssumedUncertainty",
    "Catalogue",
    "CatalogueError",
    "Confidence",
    "Factor",
    "Form",
    "FormField",
    "Frequency",
    "GpcLine",
    "Grade",
    "Grounds",
    "Kind",
    "Ledger",
    "Method",
    "Overlap",
    "OverlapPolicy",
    "Place",
    "PlaceKind",
    "Range",
    "Side",
    "Unit",
    "catalogue",
    "load",
    "read_places",
]


def load(folder: Path) -> Catalogue:
    """Read and check every table of `folder`; CatalogueError says what does not fit."""
    units = read_units(folder)
    overlaps = read_overlaps(folder)
    factors = read_factors(folder, overlaps)
    gpc_lines = read_gpc_lines(folder)
    activities = read_activities(folder, units, factors, gpc_lines)
    return Catalogue(
        units=units,
        activities=activities,
        factors=factors,
        gpc_lines=gpc_lines,
        places=read_places(folder / "places.csv"),
        forms=read_forms(folder, units, activities),
        overlaps=overlaps,
        uncertainties=read_uncertainties(folder, activities, gpc_lines),
    )


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The project's own tables."""
    return load(FOLDER)
