"""Loading places, and making invitations by the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from bot.audit import Deed
from bot.catalogue import read_places
from bot.changes import Invited
from bot.codes import dashed
from bot.people import Role
from handlers.settings import Settings
from storage import audit, people, rosters, seats
from storage.people import UnknownPlace
from storage.session import Database, Transaction

if TYPE_CHECKING:
    from handlers.service import Service

Row = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """One invitation, shown once: only its hash is stored."""

    place: str
    role: str
    code: str
    links: dict[str, str]  # by channel


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


def invite_all(
    service: Service, wanted: Iterable[tuple[str, Role]], hand_over: bool = False
) -> list[Made]:
    """One fresh invitation a seat; as a `hand_over` it replaces the only holder there is."""
    from handlers import join_links

    join_links.learn(service)
    now = service.clock.now()
    with service.database.begin() as tx:
        try:
            return [invite_one(tx, service, *one, now, hand_over) for one in wanted]
        except UnknownPlace as error:
            _refuse(f"there is no place {str(error)!r}: see load places")


def invite_one(
    tx: Transaction,
    service: Service,
    place: str,
    role: Role,
    now: datetime,
    hand_over: bool = False,
) -> Made:
    """A new invitation by the command line, in the audit log like any other."""
    from handlers.join_links import links_for

    code = service.make_code()
    replaces = _only_holder(tx, place, role) if hand_over else None
    seats.invite(tx, Invited(place, role, code, replaces, approved=hand_over), None, now)
    details = {"role": role.value, "replaces": replaces} if hand_over else {"role": role.value}
    audit.write(tx, Deed.INVITED, now, place=place, details=details)
    links = links_for(service, dashed(code))
    return Made(place, role.value, dashed(code), links)


def _only_holder(tx: Transaction, place: str, role: Role) -> int:
    found = rosters.holdings(tx, place, role)
    if len(found) != 1:
        _refuse(f"{place} {role.value} is held by {len(found)} people: a hand-over needs one")
    return found[0]


def _refuse(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)
