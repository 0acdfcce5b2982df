"""`load facts`: yearly facts of places from a table, differences first, revisions on `--apply`."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from bot.audit import Deed
from bot.plans.fact_rows import NEEDED, FactTable, columns_of, read_facts
from bot.plans.facts import Fact
from bot.plans.series import plain
from handlers.service import Service
from handlers.settings import read_settings
from handlers.stopping import stop
from handlers.tables_to_load import CannotLoad, first_table, numbered
from storage import audit, people, place_facts
from storage.session import Transaction

LOADED = "loaded"


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of the file that is new, or differs from what is stored."""

    before: Fact | None
    after: Fact

    def words(self) -> str:
        name = f"{self.after.place} {self.after.year} {self.after.kind}"
        if self.before is None:
            return f"+ {name}: {_said(self.after)}"
        return f"~ {name}: {_said(self.before)} → {_said(self.after)}"


@click.command("facts")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "write", is_flag=True, help="write the differences")
@click.option("--reason", default="", help="why loaded facts change; needed where any does")
def load_facts(file: Path, write: bool, reason: str) -> None:
    """Population, GPP and area by place and year, from a CSV or XLSX.

    Columns: place, year, fact, value, unit, source and, if you like, verified.
    """
    with Service.for_a_command(read_settings()) as service, service.database.begin() as tx:
        table = _read(tx, service, file)
        changes = _changes(tx, table)
        for line in (*table.said, *(change.words() for change in changes)):
            click.echo(line)
        click.echo(_summary(table, changes))
        if write and changes:
            _write(tx, service, changes, reason)
    if changes:
        click.echo("written" if write else "nothing is written yet: add --apply")


def _read(tx: Transaction, service: Service, file: Path) -> FactTable:
    """Every bad row is named, and then nothing is written."""
    try:
        rows = first_table(file)
    except CannotLoad as error:
        stop(str(error))
    columns = columns_of(rows[0]) if rows else None
    if columns is None:
        stop(f"{file.name}: row 1: write the columns {', '.join(NEEDED)}")
    places = {place.id for place in people.places_of(tx)}
    this_year = service.clock.now().year
    table = read_facts(file.name, numbered(rows, columns), places, this_year)
    if table.troubles:
        stop("\n".join([*table.troubles, "nothing is written"]))
    return table


def _changes(tx: Transaction, table: FactTable) -> list[Change]:
    of_places = {fact.place for fact in table.facts}
    place_facts.hold(tx, of_places)
    stored = {fact.key: fact for fact in place_facts.current(tx, of_places)}
    changes = []
    for fact in table.facts:
        before = stored.get(fact.key)
        if before is None and fact.value is None:
            stop(
                f"{fact.place} {fact.year} {fact.kind} is not loaded: there is nothing to withdraw"
            )
        if before is None or not before.says_the_same(fact):
            version = before.version if before else 0
            changes.append(Change(before, replace(fact, version=version)))
    return changes


def _write(tx: Transaction, service: Service, changes: Sequence[Change], reason: str) -> None:
    if any(change.before for change in changes) and not reason.strip():
        stop("loaded facts change: add --reason; nothing is written")
    now = service.clock.now()
    facts = [change.after for change in changes]
    place_facts.add(tx, facts, now, None, reason.strip() or LOADED)
    for place in sorted({fact.place for fact in facts}):
        own = [fact for fact in facts if fact.place == place]
        details = {"facts": len(own), "sha256": _hash(own)}
        audit.write(tx, Deed.FACTS_LOADED, now, place=place, details=details)


def _hash(facts: Sequence[Fact]) -> str:
    """Of the lines that were shown, so that the sealed audit log witnesses what was loaded."""
    lines = [f"{fact.year} {fact.kind} {fact.version + 1} {_said(fact)}\n" for fact in facts]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _said(fact: Fact) -> str:
    amount = "withdrawn" if fact.value is None else f"{plain(fact.value)} {fact.unit}"
    return f"{amount} ({fact.source}; {'verified' if fact.verified else 'not verified'})"


def _summary(table: FactTable, changes: Sequence[Change]) -> str:
    new = sum(change.before is None for change in changes)
    same = len(table.facts) - len(changes)
    return f"{new} new, {len(changes) - new} changed, {same} unchanged"
