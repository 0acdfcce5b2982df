"""Making invitations by the command line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

import click

from bot.audit import Deed
from bot.changes import Invited
from bot.codes import dashed
from bot.people import Role
from handlers import join_links
from handlers.service import Service
from storage import audit, rosters, seats
from storage.people import UnknownPlace
from storage.session import Transaction


@dataclass(frozen=True)
class Made:
    """One invitation, shown once: only its hash is stored."""

    place: str
    role: str
    code: str
    links: dict[str, str]  # by channel


def invite_all(
    service: Service, wanted: Iterable[tuple[str, Role]], hand_over: bool = False
) -> list[Made]:
    """One fresh invitation a seat; as a `hand_over` it replaces the only holder there is."""
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
    code = service.make_code()
    replaces = _only_holder(tx, place, role) if hand_over else None
    seats.invite(tx, Invited(place, role, code, replaces, approved=hand_over), None, now)
    details = {"role": role.value, "replaces": replaces} if hand_over else {"role": role.value}
    audit.write(tx, Deed.INVITED, now, place=place, details=details)
    links = join_links.links_for(service, dashed(code))
    return Made(place, role.value, dashed(code), links)


def _only_holder(tx: Transaction, place: str, role: Role) -> int:
    found = rosters.holdings(tx, place, role)
    if len(found) != 1:
        _refuse(f"{place} {role.value} is held by {len(found)} people: a hand-over needs one")
    return found[0]


def _refuse(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)
