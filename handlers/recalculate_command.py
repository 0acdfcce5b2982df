"""`recalculate` and `recalculations`: figures once more by the factors that hold now, by order."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

import click

from bot.catalogue import Catalogue, Ledger
from bot.months import Month
from bot.recalculating import Change, Explanation
from handlers.service import Service
from handlers.settings import read_settings
from storage import factors, people, recalculation_batches, recalculations
from storage.entries import StaleSituation
from storage.recalculation_batches import CannotRecalculate
from storage.recalculations import Asked, Order
from storage.session import DatabaseDown

AGAIN = "it goes on where it stopped when the same is ordered again"


@click.command()
@click.option("--place", required=True, help="place id; with all below it. TH: everywhere")
@click.option("--from", "first", required=True, help="first month, such as 2026-01")
@click.option("--to", "last", required=True, help="last month, such as 2026-06")
@click.option("--activity", "codes", multiple=True, help="only this activity; may be repeated")
@click.option("--reason", default="", help="why; kept with the order (with --apply)")
@click.option("--apply", "write", is_flag=True, help="write it")
@click.option("--json", "as_json", is_flag=True)
def recalculate(
    place: str,
    first: str,
    last: str,
    codes: tuple[str, ...],
    reason: str,
    write: bool,
    as_json: bool,
) -> None:
    """Count the figures of a place and span once more, by the factors that hold now.

    What they come to now and would come to, and why, is shown first; --apply writes it. Nothing
    that was told changes, and no month changes its state. A run that was stopped goes on when the
    same is ordered again.
    """
    if write and not reason.strip():
        _stop('--apply needs --reason: write why, such as --reason "corrected grid factor"')
    with Service.for_a_command(read_settings()) as service:
        asked = _asked(service, place, first, last, codes)
        try:
            if write:
                done = _carry_out(service, asked, reason.strip())
                shown, seen = _json_of_order(done), done.explanation
            else:
                seen = _look(service, asked)
                shown = {**_json_of_asked(asked), **_json_of_sums(seen)}
        except CannotRecalculate as error:
            _stop(f"{error}; correct that figure first")
        except (DatabaseDown, StaleSituation) as error:
            _stop(f"stopped: {type(error).__name__}; {AGAIN}")
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    for line in _lines(seen):
        click.echo(line)
    number = f"order {shown['order']}: written" if write else "nothing is written yet: add --apply"
    click.echo(number)


@click.command("recalculations")
@click.option("--place", default="", help="only orders that concern this place")
@click.option("--json", "as_json", is_flag=True)
def recalculations_command(place: str, as_json: bool) -> None:
    """Every recalculation that was ordered: the sums before, the sums after, and the causes."""
    with Service.for_a_command(read_settings()) as service, service.database.begin() as tx:
        try:
            scope = people.get_scope(tx, place) if place else None
        except people.UnknownPlace:
            _stop(f"there is no place {place!r}: see load places")
        found = recalculations.orders(tx, scope)
        zone = service.settings.timezone
    if as_json:
        click.echo(json.dumps([_json_of_order(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        what = ", ".join(one.activities) or "all activities"
        when = one.ordered_at.astimezone(zone).isoformat(timespec="seconds")
        click.echo(f"order {one.id} · {when} · {one.scope} · {one.first} to {one.last} · {what}")
        click.echo(f"  {one.reason}")
        for line in _lines(one.explanation):
            click.echo(f"  {line}")
        if one.finished_at is None:
            click.echo(f"  not finished: {AGAIN}")


def _asked(service: Service, place: str, first: str, last: str, codes: tuple[str, ...]) -> Asked:
    try:
        span = Month.parse(first), Month.parse(last)
    except ValueError as error:
        _stop(str(error))
    if span[1] < span[0]:
        _stop(f"--to {last} is before --from {first}")
    unknown = [code for code in codes if code not in service.catalogue.activities]
    if unknown:
        _stop(f"there is no activity {unknown[0]!r}")
    with service.database.begin() as tx:
        try:
            scope = people.get_scope(tx, place)
        except people.UnknownPlace:
            _stop(f"there is no place {place!r}: see load places")
    return Asked(scope, *span, tuple(sorted(set(codes))))


def _look(service: Service, asked: Asked) -> Explanation:
    """All of it as of one moment; nobody who tells a figure waits for it."""
    seen = Explanation()
    with service.database.snapshot() as tx:
        tables = factors.current(tx, service.catalogue)
        after = recalculation_batches.look(tx, tables, asked, None, seen)
        while after is not None:
            after = recalculation_batches.look(tx, tables, asked, after, seen)
    return seen


def _carry_out(service: Service, asked: Asked, reason: str) -> Order:
    """Give the order, or take up the one that was begun, and do all that is left of it."""
    with service.database.begin() as tx:
        newest = factors.newest(tx)
        done = recalculations.order(tx, asked, reason, newest, service.clock.now())
        tables: Catalogue = factors.as_of(tx, service.catalogue, done.newest)
    while done.finished_at is None:
        with service.database.begin() as tx:
            now = service.clock.now()
            done = recalculation_batches.carry_on(tx, tables, asked, done.id, now)
    return done


# --- words ----------------------------------------------------------------------------------------


def _lines(seen: Explanation) -> Iterator[str]:
    for ledger in Ledger:
        yield f"{ledger.value}: {_sums(seen.total(ledger))}"
    for (ledger_name, ref), line in sorted(seen.lines.items()):
        yield f"  {ledger_name} {ref or 'no GPC line'}: {_sums(line)}"
    for cause, change in sorted(seen.causes.items()):
        kind = f"/{cause.kind}" if cause.kind else ""
        because = f"{cause.cause}: " if cause.cause != "factor" else ""
        span = str(change.first) if change.first == change.last else f"{change.first}–{change.last}"
        yield (
            f"because of {cause.activity}{kind}: {because}{cause.old or 'none'} → "
            f"{cause.new or 'none'}: {change.cells} figures, {span}, {_sums(change)}"
        )
    settled = ", ".join(f"{count} {state}" for state, count in sorted(seen.settled.items()))
    stays = f"; {settled} months among them stay so" if settled else ""
    yield f"{seen.looked_at} figures looked at, {seen.changed} come to something else{stays}"


def _sums(change: Change) -> str:
    difference = change.new - change.old
    sign = "+" if difference > 0 else ""
    return f"{_number(change.old)} → {_number(change.new)} kg CO2e ({sign}{_number(difference)})"


def _number(kg: Decimal) -> str:
    digits = f"{kg:,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _json_of_order(order: Order) -> dict[str, Any]:
    return {
        "order": order.id,
        "place": order.scope,
        "from": str(order.first),
        "to": str(order.last),
        "activities": list(order.activities),
        "reason": order.reason,
        "ordered_at": order.ordered_at.isoformat(),
        "finished_at": order.finished_at.isoformat() if order.finished_at else None,
        **_json_of_sums(order.explanation),
    }


def _json_of_asked(asked: Asked) -> dict[str, Any]:
    return {
        "order": None,
        "place": asked.scope.id,
        "from": str(asked.first),
        "to": str(asked.last),
        "activities": list(asked.activities),
    }


def _json_of_sums(seen: Explanation) -> dict[str, Any]:
    totals = {ledger: seen.total(ledger) for ledger in Ledger}
    return {
        "totals": {
            ledger.value: {
                "old_kg": f"{total.old:f}",
                "new_kg": f"{total.new:f}",
                "difference_kg": f"{total.new - total.old:f}",
            }
            for ledger, total in totals.items()
        },
        **seen.to_json(),
    }


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)
