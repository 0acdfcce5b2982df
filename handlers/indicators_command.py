"""`indicators`: a place's green-growth indicators of a year, with all they are made of."""

import click

from bot.exact_json import exact_json
from bot.months import BUDDHIST_OFFSET
from bot.people import Place
from bot.plans.blocks import BUDDHIST, FIRST_YEAR, LAST_YEAR
from bot.plans.indicator_report import indicators_json, lines
from bot.plans.indicators import indicators as worked_out
from bot.plans.sides import Known
from bot.plans.sums import coverage, year_sums
from bot.text import DEFAULT_LOCALE, mark, voice, voices
from handlers import actuals
from handlers.commands import service_of_a_command, stop
from handlers.place_knowledge import facts_of, place_called
from handlers.service import Service
from storage import yearly
from storage.session import Transaction

HEADING = mark("Green-growth indicators of %(place)s, %(year)s")


@click.command("indicators")
@click.option("--place", required=True, help="whose, such as 21; with all that lies in it")
@click.option("--year", required=True, type=int, help="Common Era, such as 2026")
@click.option("--json", "as_json", is_flag=True)
@click.option(
    "--lang", default=DEFAULT_LOCALE, show_default=True, type=click.Choice(list(voices()))
)
def indicators(place: str, year: int, as_json: bool, lang: str) -> None:
    """Per head and million baht of GPP, waste, renewables, burning: values, or why none."""
    if year in BUDDHIST:
        stop(f"{year} is a Buddhist year: write --year {year - BUDDHIST_OFFSET}")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        stop(f"year is {year}: write a year from {FIRST_YEAR} to {LAST_YEAR}")
    t = voice(lang)
    with service_of_a_command() as service, service.database.begin() as tx:
        whose = place_called(tx, place)
        known = _known(tx, service, whose, year)
    found = worked_out(known)
    if as_json:
        body = indicators_json(t, service.catalogue, found)
        click.echo(exact_json({"place": whose.id, "year": year, "indicators": body}))
        return
    click.echo(t(HEADING, place=whose.name(t), year=t.year(year)))
    for line in lines(t, service.catalogue, found):
        click.echo(line)


def _known(tx: Transaction, service: Service, place: Place, year: int) -> Known:
    account = actuals.of_years(tx, service.catalogue, place, year, year)
    total = account.totals.get(year)
    told = list(yearly.told_in(tx, place, year))
    asked = yearly.asked_in(tx, service.catalogue, place, year)
    activities = service.catalogue.activities
    return Known(
        year=year,
        totals={} if total is None else {account.level: total},
        facts=facts_of(tx, service.catalogue, place.id),
        sums=year_sums(service.catalogue, told, asked),
        units={code: activity.unit for code, activity in activities.items()},
        coverage=coverage(told, asked),
    )
