"""`load seats`: the differences of a file shown, then invitations given out and seats ended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.audit import Deed
from bot.flows.seats.one_place import seat_details
from bot.people import Place
from handlers import join_links
from handlers.exports import values_csv
from handlers.invitations import Made, invite_one
from handlers.seat_files import Difference, Differences, SeatFile, Sort, compare, read_file
from handlers.service import Service
from storage import audit, notices, people, rosters
from storage import seats as seat_rows
from storage.session import Transaction

CODE_COLUMNS = ("place", "name", "role", "code", "until", "line", "telegram")


@dataclass(frozen=True, slots=True)
class Plan:
    """A file as read, and what it would change."""

    file: SeatFile
    differences: Differences


def plan(service: Service, path: Path, again: bool) -> Plan:
    """Read the file and compare it with the seats there are; nothing is written."""
    with service.database.begin() as tx:
        places = {place.id: place for place in people.places_of(tx)}
        states = rosters.every_seat(tx, service.clock.now())
    file = read_file(path, places)
    return Plan(file, compare(file.wanted, states, again))


def carry_out(
    service: Service, path: Path, again: bool, end_missing: bool
) -> tuple[Differences, list[Made]]:
    """Compare once more and write, in one transaction: all of it or nothing."""
    join_links.learn(service)
    now = service.clock.now()
    with service.database.begin() as tx:
        places = {place.id: place for place in people.places_of(tx)}
        differences = compare(read_file(path, places).wanted, rosters.every_seat(tx, now), again)
        if again:
            _withdraw_open(tx, differences.of(Sort.EMPTY), now)
        made = list(_invite(tx, service, differences.rows, now))
        if end_missing:
            _end(tx, differences.of(Sort.EXTRA), now)
    return differences, made


def _invite(
    tx: Transaction, service: Service, rows: Iterable[Difference], now: datetime
) -> Iterator[Made]:
    for row in rows:
        for _ in range(row.missing):
            yield invite_one(tx, service, row.place.id, row.role, now)


def _withdraw_open(tx: Transaction, rows: Iterable[Difference], now: datetime) -> None:
    """New codes are given out, so the old ones are good for nothing."""
    for row in rows:
        for one in row.state.pending if row.state else ():
            if one.replaces is None:
                seat_rows.withdraw(tx, one.id, now)
                details = {"role": row.role.value, "invitation": one.id}
                audit.write(tx, Deed.INVITATION_WITHDRAWN, now, place=row.place.id, details=details)


def _end(tx: Transaction, rows: Iterable[Difference], now: datetime) -> None:
    """Seats that are not in the file: nobody holds them any more, and nobody is invited."""
    for row in rows:
        if row.state is None:
            continue
        for holder in row.state.holders:
            seat_rows.end(tx, holder.id, now)
            details = {"role": row.role.value, "holder": holder.id, "person": holder.person}
            audit.write(tx, Deed.SEAT_LEFT, now, place=row.place.id, details=details)
            named = seat_details(row.state.seat)
            key = f"seat_ended:{holder.id}"
            notices.put(tx, [holder.person], "seat_ended", named, key, now, push_after=now)
        seat_rows.withdraw_all(tx, row.state.seat.id, now)


def codes_csv(service: Service, made: Iterable[Made]) -> Iterator[bytes]:
    """The codes as a file for Excel: one line an invitation, text that can become no formula."""
    with service.database.begin() as tx:
        places = {place.id: place for place in people.places_of(tx)}
    until = (service.clock.now() + people.INVITATION_VALID_FOR).date().isoformat()
    yield values_csv.MARK + values_csv.row(list(CODE_COLUMNS))
    for one in made:
        yield values_csv.row([values_csv.neutral(cell) for cell in _cells(one, places, until)])


def _cells(one: Made, places: dict[str, Place], until: str) -> list[str]:
    name = places[one.place].name_th
    links = [one.links.get(channel, "") for channel in ("line", "telegram")]
    return [one.place, name, one.role, one.code, until, *links]
