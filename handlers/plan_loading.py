"""`load plan`: one document of a place, differences first, a new version on `--apply`."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from bot.audit import Deed
from bot.people import Place
from bot.plans.base_year import compared
from bot.plans.blocks import WrongDocument
from bot.plans.checks import misfits
from bot.plans.differences import differences
from bot.plans.drivers import Pinned, pin, pinned_lines
from bot.plans.reading import plan_of_toml
from bot.plans.series import plain
from bot.plans.shapes import Plan
from bot.plans.wedges import Scenario, scenario
from bot.plans.writing import body_of
from bot.policy import within
from bot.text import voice
from handlers.place_knowledge import facts_of, place_called
from handlers.service import Service
from handlers.settings import read_settings
from handlers.stopping import stop
from storage import audit, people, plans
from storage.plans import Kept
from storage.session import Transaction

LOADED = "loaded"


@click.command("plan")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--place", required=True, help="whose plan, such as 21")
@click.option("--apply", "write", is_flag=True, help="write it as a new version")
@click.option(
    "--reason", default="", help="why the plan changes; needed from the second version on"
)
def load_plan(file: Path, place: str, write: bool, reason: str) -> None:
    """Base year, targets, business as usual and measures of a place, from a TOML file."""
    with Service.for_a_command(read_settings()) as service, service.database.begin() as tx:
        whose = place_called(tx, place)
        plans.hold(tx, whose.id)
        before = next(reversed(plans.versions(tx, whose.id)), None)
        plan, pinned, worked = _read(tx, service, file, whose, before)
        lines = _differences(before, plan, pinned)
        for line in (*lines, *_beside(worked, before)):
            click.echo(line)
        if write and lines:
            _write(tx, service, whose, before, plans.whole_body(plan, pinned), reason)
    _end(lines, write, before)


def _read(
    tx: Transaction, service: Service, file: Path, place: Place, before: Kept | None
) -> tuple[Plan, Pinned, Scenario]:
    """Every reason against it is named, and then nothing is written."""
    places = {one.id: one for one in people.places_of(tx)}
    try:
        plan = plan_of_toml(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        _refuse(file, ["the file is not UTF-8: save it as UTF-8"])
    except WrongDocument as error:
        _refuse(file, error.reasons)

    def is_within(owner: str) -> bool:
        return owner in places and within(places[owner], place)

    kept = before.plan if before else None
    reasons = misfits(plan, service.catalogue.gpc_lines, is_within, kept)
    facts = facts_of(tx, service.catalogue, place.id)
    pinned, missing = pin(plan, facts, before.pinned if before else {})
    if reasons or missing:
        _refuse(file, [*reasons, *missing])
    return plan, pinned, _worked_out(file, plan, pinned)


def _worked_out(file: Path, plan: Plan, pinned: Pinned) -> Scenario:
    """Before anything is kept: what cannot be worked out is no plan."""
    try:
        return scenario(plan, pinned, {})
    except WrongDocument as error:
        _refuse(file, error.reasons)


def _refuse(file: Path, reasons: Sequence[str]) -> NoReturn:
    stop("\n".join([*(f"{file.name}: {reason}" for reason in reasons), "nothing is written"]))


def _differences(before: Kept | None, plan: Plan, pinned: Pinned) -> list[str]:
    """The plan's own keys as they stand in the file, then the facts that are pinned to it."""
    old = {**body_of(before.plan), "facts": pinned_lines(before.pinned)} if before else {}
    return differences(old, {**body_of(plan), "facts": pinned_lines(pinned)})


def _beside(worked: Scenario, before: Kept | None) -> list[str]:
    """What to look at before it is applied."""
    said = [finding.said(voice("en")) for finding in worked.findings]
    return [f"! {line}" for line in (*_recalculation(worked.plan, before), *said)]


def _recalculation(plan: Plan, before: Kept | None) -> list[str]:
    """A recalculated base year beside the policy that the earlier version states."""
    if before is None:
        return []
    old, new = before.plan.base_year, plan.base_year
    if (old.year, old.level) != (new.year, new.level):
        return [f"the base year was {old.year}, {old.level}: now {new.year}, {new.level}"]
    change = compared(old, new.total, new.changed_because)
    if not change.difference:
        return []
    size = f"{change.percent:.2f} %" if change.percent is not None else "from zero"
    threshold = f"{plain(old.threshold_percent)} %"
    words = f"the base year's total changes by {size}; the policy's threshold is {threshold}"
    if change.is_due:
        return [f"{words}: to be recalculated"]
    if change.is_significant:
        return [f"{words}, but {change.trigger} is no trigger it names"]
    return [f"{words}: it did not have to be recalculated"]


def _write(
    tx: Transaction,
    service: Service,
    place: Place,
    before: Kept | None,
    body: Mapping[str, Any],
    reason: str,
) -> None:
    if before and not reason.strip():
        stop("the plan changes: add --reason; nothing is written")
    now, version = service.clock.now(), before.version + 1 if before else 1
    plans.add(tx, place.id, version, body, now, None, reason.strip() or LOADED)
    details = {"version": version, "sha256": _hash(body)}
    audit.write(tx, Deed.PLAN_LOADED, now, place=place.id, details=details)


def _hash(body: Mapping[str, Any]) -> str:
    """Of the stored body, so that the sealed audit log witnesses it."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _end(lines: Sequence[str], write: bool, before: Kept | None) -> None:
    if not lines:
        click.echo("no differences")
    elif write:
        click.echo(f"written as version {before.version + 1 if before else 1}")
    else:
        click.echo("nothing is written yet: add --apply")
