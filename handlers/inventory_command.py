"""`bokcarbon inventory` and `bokcarbon notation`: the GPC table of a place, and its keys."""

import csv
import sys
from collections.abc import Callable, Iterator
from typing import NoReturn

import click

from bot import exact_json
from bot.audit import Deed
from bot.emissions.quantities import tonnes
from bot.inventory import Inventory, inventory
from bot.inventory.assessing import Assessed
from bot.inventory.judging import Judged, judge
from bot.inventory.levels import LEVEL_NAMES, Level, belongs
from bot.inventory.notation import KEYS, Stated
from bot.inventory.showing import COLUMNS, as_json, rows
from bot.months import Month
from bot.people import Place
from bot.text import Voice, mark, voice
from handlers.exports.values_csv import cell
from handlers.service import Service
from handlers.settings import read_settings
from storage import audit, inventories, notations, people

GWP_SETS = ("AR4", "AR5", "AR6")
TITLE = mark("Greenhouse-gas inventory of %(place)s, %(year)s, to %(month)s (GPC 1.1)")
TOTAL = mark("%(level)s total: %(tonnes)s tCO2e")
APART = mark("Apart: biogenic CO2 %(biogenic)s t · taken up %(removed)s t CO2")
GRADED = mark("activity data %(activity)s, factors %(factor)s, ±%(percent)s%%")
PROVISIONAL = mark("provisional")
UNVERIFIED = mark("a factor is not verified")
OWN_USE = mark("Own use of organisations, a ledger of its own, scope %(scope)s: %(tonnes)s tCO2e")
ASSUMED = mark(
    "Uncertainty by IPCC approach 1 (95 per cent interval), from these assumed percentages:"
)
NOT_IN_LEVEL = mark("not in this total")
DEFAULT_KEY = mark("usual key, stated by nobody")


@click.command("inventory")
@click.option("--place", required=True, help="place id, such as 21; TH adds all provinces up")
@click.option("--year", required=True, type=int, help="Common Era, such as 2026")
@click.option(
    "--level",
    type=click.Choice([level.value for level in Level]),
    default=Level.BASIC.value,
    show_default=True,
)
@click.option("--gwp", type=click.Choice(GWP_SETS), help="count under one set of GWPs")
@click.option("--lang", default="th", show_default=True)
@click.option("--json", "is_json", is_flag=True, help="every source and month, digit for digit")
@click.option("--csv", "is_csv", is_flag=True, help="one row a GPC line")
def inventory_command(
    place: str, year: int, level: str, gwp: str | None, lang: str, is_json: bool, is_csv: bool
) -> None:
    """Every GPC line of a place and year, with its total, in tonnes of CO2e."""
    if not 1990 <= year <= 2200:
        _stop(f"the year is {year}; write it in the Common Era, such as 2026 for 2569")
    chosen, t = Level(level), voice(lang)
    with Service.for_a_command(read_settings()) as service:
        found, judged = _read(service, place, year, gwp or "")
        tables = service.catalogue
    if is_json:
        click.echo(exact_json.dumps(as_json(found, judged, chosen, tables, t), indent=1))
    elif is_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            [cell(row[name]) for name in COLUMNS] for row in rows(found, judged, chosen, t)
        )
    else:
        click.echo("\n".join(_text(found, judged, chosen, t)))


def _read(service: Service, place: str, year: int, gwp_set: str) -> tuple[Inventory, Judged]:
    with service.database.snapshot() as tx:
        scope = _scope(lambda: people.get_scope(tx, place), place)
        today = Month.of(service.clock.now().date())
        if today <= Month(year, 1):
            _stop(f"{year} has no month that is over yet")
        first, last = Month(year, 1), min(Month(year, 12), today - 1)
        facts = inventories.facts(tx, service.catalogue, scope, first, last)
        beside = inventories.beside(tx, scope, first, last)
    found = inventory(service.catalogue, facts, gwp_set)
    return found, judge(service.catalogue, found, beside)


def _text(found: Inventory, judged: Judged, level: Level, t: Voice) -> Iterator[str]:
    last = t.month(found.last)
    place = found.scope.name(t)
    yield t(TITLE, place=place, year=_year(t, found.year), month=last)
    yield judged.coverage.total.words(t)
    for ref, line in found.lines.items():
        gpc, key = line.gpc, line.notation
        name = f"{gpc.ref} {t(gpc.subsector)} · {t(gpc.line)}"
        value = f"{key.key} ({t(key.reason)})" if key else t.tonnes(line.masses.co2e)
        notes = [
            _graded(judged.lines[ref], t) if not key else "",
            t(PROVISIONAL) if line.is_provisional else "",
            t(UNVERIFIED) if line.is_unverified else "",
            t(DEFAULT_KEY) if key and key.is_default else "",
            "" if key or belongs(gpc, level) else t(NOT_IN_LEVEL),
        ]
        said = " · ".join(filter(None, notes))
        yield f"{name}: {value}" + (f" [{said}]" if said else "")
    for each in Level:
        total = found.total(each)
        words = t(TOTAL, level=LEVEL_NAMES[each], tonnes=t.tonnes(total.co2e))
        graded = _graded(judged.totals[each], t)
        words += f" [{graded}]" if graded else ""
        yield f"* {words}" if each is level else f"  {words}"
    total = found.total(level)
    yield t(
        APART,
        biogenic=t.number(tonnes(total.biogenic_co2), 3),
        removed=t.number(tonnes(total.removed_co2), 3),
    )
    for scope, masses in found.organisation_by_scope().items():
        yield t(OWN_USE, scope=scope, tonnes=t.tonnes(masses.co2e))
    yield t(ASSUMED)
    for row in judged.totals[level].uncertainty.rows:
        grade = f" {row.grade.value}" if row.grade else ""
        of = f"{row.side.value} {row.key} {row.gas}".strip() + grade
        yield f"  {of}: ±{row.percent:f} % ({row.confidence.value}; {row.source})"


def _graded(assessed: Assessed, t: Voice) -> str:
    """`activity data M, factors H, ±12%`; nothing where nothing weighs."""
    percent = assessed.uncertainty.percent
    if assessed.activity.grade is None or assessed.factor.grade is None or percent is None:
        return ""
    return t(
        GRADED,
        activity=assessed.activity.grade.value,
        factor=assessed.factor.grade.value,
        percent=t.number(percent, 0),
    )


def _year(t: Voice, year: int) -> str:
    return t.month(Month(year, 1)).rpartition(" ")[2]


@click.command("notation")
@click.option("--place", required=True, help="place id, such as 21")
@click.option("--ref", required=True, help="GPC line, such as II.4.1")
@click.option("--key", type=click.Choice([*(one.value for one in KEYS), "none"]), required=True)
@click.option("--reason", required=True, help="why; it stands beside the key in every report")
@click.option("--from-year", required=True, type=int, help="Common Era, such as 2026")
def notation_command(place: str, ref: str, key: str, reason: str, from_year: int) -> None:
    """State why a GPC line of a place has no number (NO, NE, IE, C), or take that back (none)."""
    if not reason.strip():
        _stop("a notation key needs its reason: write why the line has no number")
    stated = Stated(ref, "" if key == "none" else key, reason.strip(), from_year)
    with Service.for_a_command(read_settings()) as service:
        if ref not in service.catalogue.gpc_lines:
            _stop(f"there is no GPC line {ref!r}; see `inventory` for all of them")
        now = service.clock.now()
        with service.database.begin() as tx:
            scope = _scope(lambda: people.get_place(tx, place), place)
            notations.state(tx, scope.id, stated, None, now)
            details = {"ref": ref, "key": stated.key, "from_year": from_year}
            audit.write(tx, Deed.LINE_STATED, now, place=scope.id, details=details)
    click.echo(f"{place} {ref}: {key}, from {from_year}")


def _scope(find: Callable[[], Place], place: str) -> Place:
    try:
        return find()
    except people.UnknownPlace:
        _stop(f"there is no place {place!r}: see load places")


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)
