"""account.json: every figure with who told it, the tables behind it, and what it adds up to.

One figure a line, so that a file of a whole province is written and read in little memory.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot import exact_json
from bot.account_file import FORMAT, catalogue_part, place_part
from bot.inventory import inventory
from bot.inventory.judging import judge
from bot.inventory.levels import Level
from bot.inventory.showing import as_json
from bot.months import Month
from bot.text import voice
from handlers.exports.wanted import Wanted
from storage import inventories, totals
from storage.totals import FigureRow

NOT_IN_CELLS = ("place", "recorded_at")


def write(wanted: Wanted) -> Iterator[bytes]:
    """The file, piece by piece."""
    last = min(wanted.last, Month.of(wanted.now.astimezone(wanted.zone).date()) - 1)
    places: dict[str, dict[str, Any]] = {}
    activities: set[str] = set()
    yield _text('{\n"format": ' + exact_json.dumps(FORMAT))
    yield _part("made_at", _local(wanted, wanted.now))
    yield _part("place", place_part(wanted.scope))
    yield _part("from", str(wanted.first))
    yield _part("until", str(last))
    yield _text(',\n"cells": [')
    separator = "\n"
    for row in totals.figure_rows(wanted.tx, wanted.scope, wanted.first, last):
        places[row.place.id] = place_part(row.place)
        activities.add(row.values["activity"])
        yield _text(separator + exact_json.dumps(_cell(wanted, row)))
        separator = ",\n"
    yield _text("\n]")
    censuses = list(_censuses(wanted, last, places, activities))
    yield _part("censuses", censuses)
    yield _part("places", list(places.values()))
    known = activities & wanted.catalogue.activities.keys()
    yield _part("catalogue", catalogue_part(wanted.catalogue, known))
    yield _part("inventories", list(_inventories(wanted, last)))
    yield _text("\n}\n")


def _cell(wanted: Wanted, row: FigureRow) -> Mapping[str, Any]:
    """One figure; what is empty is left out."""
    values = row.values
    said = {
        "place": row.place.id,
        **{
            name: str(value) if isinstance(value, Month) else value
            for name, value in values.items()
            if name not in NOT_IN_CELLS
        },
        "reason": row.reason,
        "evidence": list(row.evidence) or None,
        "recorded_at": _local(wanted, values["recorded_at"]),
    }
    empty = (None, "", False)
    return {name: value for name, value in said.items() if not any(value is one for one in empty)}


def _censuses(
    wanted: Wanted, last: Month, places: dict[str, dict[str, Any]], activities: set[str]
) -> Iterator[Mapping[str, Any]]:
    """Figures outside the file's months that last into them."""
    for year in range(wanted.first.year, last.year + 1):
        first = max(wanted.first, Month(year, 1))
        found = inventories.censuses(wanted.tx, wanted.catalogue, wanted.scope, first)
        for place, cells in found.items():
            for cell in cells:
                month = cell.key.month
                if wanted.first <= month <= last or cell.quantity is None:
                    continue
                places.setdefault(place.id, place_part(place))
                activities.add(cell.key.activity)
                yield {
                    "for_year": year,
                    "place": place.id,
                    "month": str(month),
                    "activity": cell.key.activity,
                    "kind": cell.key.kind,
                    "status": cell.status.value,
                    "quantity": cell.quantity,
                }


def _inventories(wanted: Wanted, last: Month) -> Iterator[Mapping[str, Any]]:
    t = voice(wanted.locale)
    for year in range(wanted.first.year, last.year + 1 if wanted.first <= last else 0):
        first, until = max(wanted.first, Month(year, 1)), min(last, Month(year, 12))
        facts = inventories.facts(wanted.tx, wanted.catalogue, wanted.scope, first, until)
        found = inventory(wanted.catalogue, facts)
        beside = inventories.beside(wanted.tx, wanted.scope, first, until)
        judged = judge(wanted.catalogue, found, beside)
        yield as_json(found, judged, Level.BASIC, wanted.catalogue, t)


def _part(name: str, body: Any) -> bytes:
    return _text(f",\n{exact_json.dumps(name)}: {exact_json.dumps(body)}")


def _local(wanted: Wanted, moment: datetime) -> str:
    return moment.astimezone(wanted.zone).isoformat(timespec="seconds")


def _text(text: str) -> bytes:
    return text.encode()
