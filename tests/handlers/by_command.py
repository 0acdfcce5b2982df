"""Running the command line against a test's database, and files of factors to give it."""

import csv
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from handlers.cli import main
from tests.chats import DEFAULT_NOW

COLUMNS = (
    *("key", "unit", "kgco2e_printed", "gwp_set", "valid_from", "valid_to", "source"),
    *("confidence", "scope", "grade", "overlap"),
)
GRID = {
    "key": "elec_grid",
    "unit": "kWh",
    "gwp_set": "AR5",
    "source": "TGO EF CFO, a later edition, p.11",
    "confidence": "verbatim-from-source",
}


def run(url: str, *arguments: str) -> Result:
    """One command, in a service of its own: another process as far as the database can tell."""
    env = {
        "DATABASE_URL": url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "BOKCARBON_CLOCK": DEFAULT_NOW,
    }
    result = CliRunner().invoke(main, arguments, env=env)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def done(url: str, *arguments: str) -> str:
    """What a command printed that did what it was told."""
    result = run(url, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def file_of(folder: Path, *rows: Mapping[str, str], name: str = "factors.csv") -> str:
    path = folder / name
    columns = list(dict.fromkeys([*COLUMNS, *(column for row in rows for column in row)]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def grid(value: str, valid_from: str, **more: str) -> dict[str, str]:
    """A row with a value of the grid."""
    return {**GRID, "kgco2e_printed": value, "valid_from": valid_from, **more}


def add(url: str, folder: Path, *rows: Mapping[str, str], reason: str = "a new edition") -> str:
    """Load rows and write them."""
    return done(url, "load", "factors", file_of(folder, *rows), "--apply", "--reason", reason)
