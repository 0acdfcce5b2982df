"""`load places`: a file of places, and how it differs from what is stored."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.catalogue import read_places
from handlers.settings import Settings
from storage import people
from storage.session import Database

Row = dict[str, Any]


def differing_places(settings: Settings, file: Path) -> tuple[list[Row], list[Row]]:
    """The file's places that are new, and those that differ from what is stored."""
    rows = [people.place_values(place) for place in read_places(file).values()]
    with Database(settings.database_url).begin() as tx:
        stored = people.all_places(tx)
    added = [row for row in rows if row["id"] not in stored]
    changed = [row for row in rows if row["id"] in stored and row != stored[row["id"]]]
    return added, changed


def write_places(settings: Settings, rows: Iterable[Row]) -> None:
    with Database(settings.database_url).begin() as tx:
        people.write_places(tx, rows)
