"""`bokcarbon why`: the figures behind a total, each with what it was made from."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NoReturn

import click

from bot import exact_json
from bot.explaining import Explained, as_json, words
from bot.months import Month
from bot.text import mark, voice
from handlers.service import Service
from handlers.settings import read_settings
from storage import explanations, people

SUM = mark("%(count)s figures, together %(tonnes)s tCO2e")


@click.command("why")
@click.option("--place", required=True, help="place id; a province takes all below it")
@click.option("--from", "first", required=True, help="month, such as 2026-07")
@click.option("--to", "last", help="last month (default: the same month)")
@click.option("--activity", help="only this activity, such as ORG_ELEC")
@click.option("--ref", help="only this GPC line, such as III.1.2")
@click.option("--lang", default="th", show_default=True)
@click.option("--json", "is_json", is_flag=True, help="JSON lines, one a figure")
def why_command(
    place: str,
    first: str,
    last: str | None,
    activity: str | None,
    ref: str | None,
    lang: str,
    is_json: bool,
) -> None:
    """Open a total into its figures: quantity, conversion, factor, source, sender, evidence."""
    t = voice(lang)
    try:
        months = Month.parse(first), Month.parse(last or first)
    except ValueError as error:
        _stop(str(error))
    count, kg = 0, Decimal(0)
    with Service.for_a_command(read_settings()) as service:
        tables = service.catalogue
        _refuse_unknown(service, activity, ref)
        for one in _explained(service, place, *months):
            known = tables.activities.get(one.cell.key.activity)
            if activity not in (None, one.cell.key.activity):
                continue
            if ref is not None and (known is None or known.gpc_ref != ref):
                continue
            count, kg = count + 1, kg + (one.cell.kg_co2e or 0)
            if is_json:
                click.echo(exact_json.dumps(as_json(t, tables, one)))
            else:
                click.echo(f"{one.cell.key.place}\n{words(t, tables, one, None)}\n")
    if not is_json:
        click.echo(t(SUM, count=count, tonnes=t.tonnes(kg)))


def _refuse_unknown(service: Service, activity: str | None, ref: str | None) -> None:
    if activity is not None and activity not in service.catalogue.activities:
        _stop(f"there is no activity {activity!r}")
    if ref is not None and ref not in service.catalogue.gpc_lines:
        _stop(f"there is no GPC line {ref!r}; see `inventory` for all of them")


def _explained(service: Service, place: str, first: Month, last: Month) -> Iterator[Explained]:
    with service.database.snapshot() as tx:
        try:
            scope = people.get_scope(tx, place)
        except people.UnknownPlace:
            _stop(f"there is no place {place!r}: see load places")
        yield from explanations.explained(tx, scope, first, last, service.settings.timezone)


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)
