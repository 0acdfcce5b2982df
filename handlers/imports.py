"""Loading places and seats, and making invitations."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bot.catalogue import read_places
from bot.codes import dashed
from bot.people import Role
from handlers.codes import new_code
from handlers.settings import Clock, Settings
from storage import people
from storage.people import UnknownPlace
from storage.session import Database

Row = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """One invitation, shown once: only its hash is stored."""

    place: str
    role: str
    code: str
    link: str


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


def read_seats(settings: Settings, file: Path) -> list[tuple[str, Role]]:
    """(place, role) pairs of a CSV; exit with the line and reason when one cannot be taken."""
    known = {role.value: role for role in Role}
    with Database(settings.database_url).begin() as tx:
        places = people.all_places(tx)
    seats = []
    with file.open(encoding="utf-8-sig", newline="") as source:
        for number, row in enumerate(csv.DictReader(source), start=2):
            place, role = (row.get("place") or "").strip(), (row.get("role") or "").strip()
            if place not in places:
                _refuse(f"{file.name}: row {number}: there is no place {place!r}")
            if role not in known:
                _refuse(f"{file.name}: row {number}: role is {role!r}; use {', '.join(known)}")
            seats.append((place, known[role]))
    return seats


def invite_all(settings: Settings, seats: Iterable[tuple[str, Role]]) -> list[Made]:
    """One fresh invitation a seat."""
    now = Clock(settings.timezone, settings.bokcarbon_clock).now()
    made = []
    with Database(settings.database_url).begin() as tx:
        for place, role in seats:
            code = new_code()
            try:
                people.invite(tx, place, role, code, now)
            except UnknownPlace:
                _refuse(f"there is no place {place!r}: see load places")
            made.append(Made(place, role.value, dashed(code), _link(settings, code)))
    return made


def _link(settings: Settings, code: str) -> str:
    """A link that opens the chat with the code typed, where the channel has such links."""
    if settings.plays_line:
        return f"{settings.base_url}/simulator/?say=join%20{dashed(code)}"
    return ""


def _refuse(reason: str) -> None:
    click.echo(reason, err=True)
    raise SystemExit(1)
