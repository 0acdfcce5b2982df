"""`bokcarbon export`: a place's figures or its whole account as a file."""

from pathlib import Path
from typing import NoReturn

import click

from bot.audit import Deed
from bot.months import Month
from handlers.service import Service
from handlers.settings import read_settings


@click.command("export")
@click.argument("name")
@click.option("--place", required=True, help="place id; a province takes all below it")
@click.option("--from", "first", required=True, help="first month, such as 2026-01")
@click.option("--to", "last", required=True, help="last month, such as 2026-12")
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--lang", default="th", show_default=True)
def export_command(name: str, place: str, first: str, last: str, output: Path, lang: str) -> None:
    """Write values.csv, values.xlsx or account.json of a place and everything below it."""
    from handlers.console.pages import export
    from handlers.exports import EXPORTS
    from storage import audit, people

    if name not in EXPORTS:
        _stop(f"there is no export {name!r}; use one of: {', '.join(EXPORTS)}")
    months = _months(first, last)
    with Service.for_a_command(read_settings()) as service:
        try:
            with service.database.begin() as tx:
                scope = people.get_place(tx, place)
        except people.UnknownPlace:
            _stop(f"there is no place {place!r}: see load places")
        with output.open("wb") as file:
            for chunk in export(service, name, scope, *months, lang):
                file.write(chunk)
        with service.database.begin() as tx:
            details = {"format": name, "first": first, "last": last}
            audit.write(tx, Deed.EXPORTED, service.clock.now(), place=place, details=details)
    click.echo(str(output))


def _months(first: str, last: str) -> tuple[Month, Month]:
    try:
        months = Month.parse(first), Month.parse(last)
    except ValueError as error:
        _stop(str(error))
    if months[1] < months[0]:
        _stop(f"--to {last} is before --from {first}: write the earlier month in --from")
    return months


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)
