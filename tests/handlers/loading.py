"""Files of figures for the tests, and a database they are loaded into."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from click.testing import Result
from sqlalchemy import select

from bot.catalogue import catalogue
from handlers.service import Service
from handlers.settings import read_settings
from storage import people
from storage.session import Database
from storage.tables import figures
from tests.handlers.accounts import AUGUST, run

PLACES = ("21", "2101", "210110", "210102", "20", "2001", "200106")
COLUMNS = ("place", "month", "activity", "quantity", "unit")


def world(database_url: str) -> dict[str, str]:
    """The environment of a service that knows a few places and no figures."""
    database = Database(database_url)
    with database.begin() as tx:
        people.write_places(tx, (people.place_values(catalogue().places[one]) for one in PLACES))
    database.close()
    return {
        "DATABASE_URL": database_url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "BOKCARBON_CLOCK": AUGUST,
    }


def table(
    path: Path, *rows: Sequence[object], columns: Sequence[str] = COLUMNS, encoding: str = "utf-8"
) -> Path:
    """A CSV with these rows."""
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def load(env: dict[str, str], file: Path, *options: str) -> Result:
    return run(env, "load", "values", str(file), *options)


def differences(env: dict[str, str], file: Path, *options: str) -> Any:
    return json.loads(load(env, file, "--json", *options).stdout)


def counts(env: dict[str, str], file: Path, *options: str) -> dict[str, int]:
    """How many are not simply nought."""
    found = differences(env, file, *options)["counts"]
    return {name: count for name, count in found.items() if count}


def export(env: dict[str, str], target: Path, place: str = "21") -> list[dict[str, str]]:
    """Everything a place holds, as `export` writes it."""
    span = ("--from", "1950-01", "--to", "2026-12", "-o", str(target))
    assert run(env, "export", target.name, "--place", place, *span).exit_code == 0
    if target.suffix == ".xlsx":
        return []
    return list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))


def service(env: dict[str, str]) -> Service:
    return Service.start(read_settings(env))


def stored(env: dict[str, str]) -> list[dict[str, Any]]:
    """Every current figure."""
    database = Database(env["DATABASE_URL"])
    with database.begin() as tx:
        rows = tx.execute(
            select(figures).order_by(*(figures.c[name] for name in ("place", "month", "activity")))
        ).mappings()
        found = [dict(row) for row in rows]
    database.close()
    return found


def only(rows: Iterable[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]
