"""`bokcarbon checks`: what of a year does not fit together, and how much of it is told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import click

from bot.catalogue import Catalogue, PlaceKind
from bot.emissions.coverage import Coverage, coverages
from bot.inventory.checks import Finding, Given, finding_words, findings
from bot.inventory.checks.words import Names
from bot.months import Month, months_between
from bot.people import Place
from bot.text import Voice, voice, voices
from handlers.service import Service
from handlers.settings import read_settings
from storage import coverage, inventories, people, totals

MONTHS = 12
WHOLE = (PlaceKind.PROVINCE, PlaceKind.NATION)


@dataclass(frozen=True, slots=True)
class Checked:
    """A scope's year, looked at."""

    scope: Place
    year: int
    places: Mapping[str, Place]
    coverage: Coverage
    findings: tuple[Finding, ...]


@click.command("checks")
@click.option("--place", required=True, help="place id, such as 21; TH is the nation")
@click.option("--year", type=int, required=True, help="calendar year, Common Era, such as 2026")
@click.option("--lang", default="th", show_default=True, type=click.Choice(list(voices())))
@click.option("--json", "as_json", is_flag=True)
def checks(place: str, year: int, lang: str, as_json: bool) -> None:
    """What of a year is counted twice, does not add up or is unlikely, and how much is told."""
    if not 1990 <= year <= 2200:
        _stop(f"the year is {year}; write it in the Common Era, such as 2026 for 2569")
    with Service.for_a_command(read_settings()) as service:
        try:
            checked = look(service, place, year)
        except people.UnknownPlace:
            _stop(f"there is no place {place!r}: see load places")
        tables = service.catalogue
    if as_json:
        click.echo(json.dumps(_as_json(tables, checked), ensure_ascii=False))
        return
    t = voice(lang)
    click.echo(f"{checked.scope.name(t)} · {year}: {checked.coverage.words(t)}")
    for finding in checked.findings:
        words = finding_words(t, tables, _names(checked, t), finding)
        click.echo(f"{finding.weight.value:<5} {words}")


def look(service: Service, place: str, year: int) -> Checked:
    """Read the year and the one before, at one moment, and check them."""
    tables, months = service.catalogue, _months_over(service, year)
    with service.database.snapshot() as tx:
        scope = people.get_scope(tx, place)
        entries = [
            entry
            for span in (_months_over(service, year - 1), months)
            if span
            for entry in inventories.facts(tx, tables, scope, span[0], span[-1]).entries
        ]
        here = {one.id: one for one in totals.places_in(tx, scope)}
        asked = coverage.asked(tx, scope)
        answered = coverage.answered(tx, scope, Month(year, 1), Month(year, MONTHS))
    given = Given.of(
        tables,
        year,
        entries,
        whole_provinces=[
            one.id
            for one in here.values()
            if one.kind is PlaceKind.PROVINCE and scope.kind in WHOLE
        ],
        population={one.id: one.population for one in here.values() if one.population},
    )
    covered = coverages(tables, asked, months, answered).total
    return Checked(scope, year, here, covered, findings(given))


def _months_over(service: Service, year: int) -> tuple[Month, ...]:
    """Those of the year that are over: the others are not expected yet."""
    over = Month.of(service.clock.now().date()) - 1
    return months_between(Month(year, 1), min(over, Month(year, MONTHS)))


def _names(checked: Checked, t: Voice) -> Names:
    def name(place: str) -> str:
        known = checked.places.get(place)
        return known.name(t) if known else place

    return name


def _as_json(catalogue: Catalogue, checked: Checked) -> dict[str, Any]:
    return {
        "place": checked.scope.id,
        "year": checked.year,
        "coverage": checked.coverage.to_json(),
        "findings": [
            {
                **finding.to_json(),
                "words": {
                    code: finding_words(t, catalogue, _names(checked, t), finding)
                    for code, t in voices().items()
                },
            }
            for finding in checked.findings
        ],
    }


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)
