"""A made-up account in a database, for the tests of what is made of it."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from click.testing import CliRunner, Result

from bot.catalogue import catalogue
from bot.cells import Cell, CellKey, Status
from bot.changes import Recorded
from bot.drafts import new_cell
from bot.emissions import Local, emission
from bot.emissions.local import ANYWHERE
from bot.months import Month
from handlers.cli import main
from storage import entries, people
from storage.session import Database

AUGUST = "2026-08-03T09:00+07:00"
NOW = datetime.fromisoformat(AUGUST)
JULY = Month(2026, 7)
FIGURES = (
    ("21", JULY, "AREA_ELEC_SMALL", "", "1000000"),
    ("210110", JULY, "WASTE_COMPOST", "", "10"),
    ("210102", JULY, "WASTE_COMPOST", "", "5.5"),
    ("200106", JULY, "WASTE_COMPOST", "", "100"),  # in Chon Buri
    ("210110", JULY, "ORG_ELEC", "", "3000"),
    ("210110", Month(2026, 1), "LIV_SWINE", "", "120"),
    ("210110", Month(2026, 9), "WASTE_COMPOST", "", "999"),  # not over yet
)


Row = tuple[str, Month, str, str, str] | tuple[str, Month, str, str, str, Local]


def filled(database_url: str, figures: Iterable[Row] = FIGURES) -> dict[str, str]:
    """The environment of a service whose database holds `figures`, and one that is none."""
    database = Database(database_url)
    with database.begin() as tx:
        people.write_places(tx, map(people.place_values, catalogue().places.values()))
        entries.record_many(tx, [told(*row) for row in figures], None, NOW)
        silent = Cell(CellKey("210110", JULY, "AREA_FERRY"), 1, Status.NOT_OCCURRING)
        entries.record_many(tx, [Recorded(silent, None, "ไม่มีท่าเรือ", None)], None, NOW)
    database.close()
    return {
        "DATABASE_URL": database_url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "BOKCARBON_CLOCK": AUGUST,
    }


def told(
    place: str, month: Month, activity: str, kind: str, quantity: str, local: Local = ANYWHERE
) -> Recorded:
    """A first revision; `quantity` in the activity's base unit."""
    tables, amount = catalogue(), Decimal(quantity)
    known = tables.activities[activity]
    result = emission(tables, known, amount, month, kind, local=local)
    key = CellKey(place, month, activity, kind)
    status = Status.REPORTED if amount else Status.NOTHING
    cell = new_cell(key, 1, status, amount, amount, known.unit, False, result)
    return Recorded(cell, None, "told", result)


def run(env: dict[str, str], *arguments: str) -> Result:
    """A command of the service, as typed."""
    result = CliRunner().invoke(main, arguments, env=env)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
