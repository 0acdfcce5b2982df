"""`audit`: what was done, and whether history is as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import click

from handlers.settings import read_settings
from storage import audit as audit_log
from storage import people, totals
from storage.audit import Entry
from storage.verifying import Fault, Finding, Verdict
from storage.verifying import verify as verify_chain

if TYPE_CHECKING:
    from handlers.service import Service

WORDS = {
    Fault.CHANGED: "was changed after it was sealed",
    Fault.REMOVED: "is gone",
    Fault.SEAL_CHANGED: "its seal was changed",
    Fault.BROKEN: "its seal does not follow the one before",
    Fault.GAP: "seals are missing before its seal",
    Fault.UNSEALED: "has had no seal for more than a minute: is a worker running?",
    Fault.WITNESS: "is not the seal that was written down",
}


@click.group()
def audit() -> None:
    """The log of deeds, and the chain of hashes over everything that is history."""


@audit.command()
@click.option("--witness", default="", help="NUMBER:HASH of a seal that was written down earlier")
@click.option("--json", "as_json", is_flag=True)
def verify(witness: str, as_json: bool) -> None:
    """Check every sealed row and seal; exit 1 and say which, where one is not as it was written.

    Write down the last line: later it witnesses everything before it.
    """
    known = _witness(witness)
    with _service() as service:
        verdict = verify_chain(service.database, service.clock.now(), known)
    if as_json:
        click.echo(json.dumps(_verdict_json(verdict)))
    else:
        for line in _verdict_lines(verdict):
            click.echo(line)
    if not verdict.ok:
        raise SystemExit(1)


@audit.command()
@click.option("--place", default="", help="only this place and those below it")
@click.option("--last", default=50, show_default=True, help="how many, the newest last")
@click.option("--json", "as_json", is_flag=True)
def show(place: str, last: int, as_json: bool) -> None:
    """What was done last, by whom and where."""
    with _service() as service:
        entries = _latest(service, place, last)
        zone = service.settings.timezone
    if as_json:
        click.echo(json.dumps([_entry_json(one) for one in entries], ensure_ascii=False))
        return
    for one in entries:
        click.echo(_entry_line(one.at.astimezone(zone).isoformat(timespec="seconds"), one))


@contextmanager
def _service() -> Iterator[Service]:
    from handlers.service import Service

    service = Service.start(read_settings())
    try:
        yield service
    finally:
        service.database.close()


def _latest(service: Service, place: str, most: int) -> list[Entry]:
    try:
        with service.database.begin() as tx:
            scope = totals.in_scope(people.get_place(tx, place)) if place else None
            return audit_log.latest(tx, most, scope)
    except people.UnknownPlace:
        _stop(f"there is no place {place!r}: see load places")


def _witness(text: str) -> tuple[int, str] | None:
    if not text:
        return None
    number, _, written = text.partition(":")
    if not number.isdigit() or len(written) != 64:
        _stop(f"--witness is {text!r}: write NUMBER:HASH as audit verify printed it")
    return int(number), written


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "ok": verdict.ok,
        "seals": verdict.seals,
        "head": {"number": verdict.head_number, "hash": verdict.head},
        "found": verdict.found,
        "findings": [
            {"fault": one.fault, "seal": one.seal, "source": one.source or None, "row": one.row}
            for one in verdict.findings
        ],
    }


def _verdict_lines(verdict: Verdict) -> list[str]:
    lines = [_finding_line(one) for one in verdict.findings]
    if verdict.found > len(verdict.findings):
        lines.append(f"… and {verdict.found - len(verdict.findings)} more")
    state = "all as it was written" if verdict.ok else f"{verdict.found} found"
    lines.append(f"{verdict.seals} seals: {state}")
    lines.append(f"witness: {verdict.head_number}:{verdict.head}")
    return lines


def _finding_line(finding: Finding) -> str:
    seal = "" if finding.seal is None else f"seal {finding.seal} "
    row = f"({finding.source} {finding.row}) " if finding.source else ""
    return f"BAD  {seal}{row}{WORDS[finding.fault]}"


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "action": entry.action,
        "person": entry.person,
        "place": entry.place,
        "event": entry.event,
        "details": entry.details,
    }


def _entry_line(at: str, entry: Entry) -> str:
    who = "service" if entry.person is None else f"person {entry.person}"
    parts = [at, who, entry.action, entry.place or ""]
    parts += [f"{name}={value}" for name, value in sorted(entry.details.items())]
    return " · ".join(filter(None, parts))


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)
