"""`indicators`: a place's green-growth indicators of a year, with all they are made of."""

import click

from bot import exact_json
from bot.emissions.coverage import expected_cells
from bot.months import BUDDHIST_OFFSET, Month, months_between
from bot.people import Place
from bot.plans.blocks import BUDDHIST, FIRST_YEAR, LAST_YEAR
from bot.plans.indicator_report import indicators_json, lines
from bot.plans.indicators import indicators as worked_out
from bot.plans.sides import Known
from bot.plans.sums import year_sums
from bot.text import DEFAULT_LOCALE, mark, voice, voices
from handlers import actuals
from handlers.place_knowledge import facts_of, place_called
from handlers.service import Service
from handlers.settings import read_settings
from handlers.stopping import stop
from storage import coverage, factors
from storage.session import Transaction
from storage.tallying import tallies_of_figures
from storage.totals import places_in

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
    with Service.for_a_command(read_settings()) as service, service.database.snapshot() as tx:
        whose = place_called(tx, place)
        known = _known(tx, service, whose, year)
    found = worked_out(known)
    if as_json:
        body = indicators_json(t, service.catalogue, found)
        click.echo(exact_json.dumps({"place": whose.id, "year": year, "indicators": body}))
        return
    click.echo(t(HEADING, place=whose.name(t), year=t.year(year)))
    for line in lines(t, service.catalogue, found):
        click.echo(line)


def _known(tx: Transaction, service: Service, place: Place, year: int) -> Known:
    """The whole year's totals, the facts of the place, and what was told and asked in the year."""
    tables = factors.current(tx, service.catalogue)
    today = Month.of(service.clock.now().date())
    years = actuals.of_years(tx, tables, place, year, year, today)
    whole = next((one for one in years if one.is_whole), None)
    months = months_between(Month(year, 1), Month(year, 12))
    here = {one.id: one for one in places_in(tx, place)}
    asked = expected_cells(tables, coverage.asked(tx, place), months)
    answered = coverage.answered(tx, place, months[0], months[-1])
    told = tallies_of_figures(tx, place, months[0], months[-1])
    return Known(
        year=year,
        totals=whole.totals if whole else {},
        unverified=whole.unverified if whole else frozenset(),
        facts=facts_of(tx, tables, place.id),
        sums=year_sums(tables, told, asked, here),
        units={code: activity.unit for code, activity in tables.activities.items()},
        coverage=(len(answered & asked), len(asked)),
    )
