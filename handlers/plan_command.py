"""`plan`: a place's plan worked out beside its inventory, as text, JSON and picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import click

from bot import exact_json
from bot.emissions.quantities import Tonnes
from bot.messages import Picture
from bot.months import Month
from bot.people import Place
from bot.plans import report
from bot.plans.account import said_of, totals
from bot.plans.as_json import plan_json
from bot.plans.base_year import compared
from bot.plans.drivers import moved
from bot.plans.facts import Fact
from bot.plans.findings import Finding, What, recalculated
from bot.plans.picture import wedge_picture
from bot.plans.wedges import Scenario, scenario
from bot.text import DEFAULT_LOCALE, Voice, mark, voice, voices
from handlers import actuals
from handlers.place_knowledge import facts_of, place_called
from handlers.service import Service
from handlers.settings import read_settings
from handlers.stopping import stop
from storage import factors, people, plans
from storage.plans import Kept
from storage.session import Transaction

HEADING = mark("Plan of %(place)s, version %(version)s of %(versions)s (%(day)s): %(reason)s")


@dataclass(frozen=True, slots=True)
class Shown:
    """All that is said of one version of a plan."""

    place: Place
    kept: Kept
    versions: Sequence[Kept]
    worked: Scenario
    names: dict[str, Place]


@click.command("plan")
@click.option("--place", required=True, help="whose plan, such as 21")
@click.option("--version", "number", type=int, help="an earlier version; else the last")
@click.option("--json", "as_json", is_flag=True)
@click.option(
    "--lang", default=DEFAULT_LOCALE, show_default=True, type=click.Choice(list(voices()))
)
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="draw the wedges as a PNG file",
)
def plan(place: str, number: int | None, as_json: bool, lang: str, picture: Path | None) -> None:
    """Levels, gaps and wedges by year, and the progress of every measure."""
    with Service.for_a_command(read_settings()) as service, service.database.snapshot() as tx:
        shown = _shown(tx, service, place, number)
    t = voice(lang)
    drawn = wedge_picture(t, shown.place.name(t), shown.kept.version, shown.worked)
    if picture is not None:
        _draw(drawn, picture)
    if as_json:
        click.echo(exact_json.dumps(_json(shown, drawn.alt)))
        return
    click.echo("\n".join(_lines(t, service, shown)))
    if picture is not None:
        click.echo(f"\n{picture}: {drawn.alt}")


def _draw(drawn: Picture, target: Path) -> None:
    from handlers.pictures import png

    try:
        target.write_bytes(png(drawn))
    except OSError as error:
        stop(f"{target} cannot be written: {error.strerror}")


def _shown(tx: Transaction, service: Service, place: str, number: int | None) -> Shown:
    whose = place_called(tx, place)
    versions = plans.versions(tx, whose.id)
    if not versions:
        stop(f"{place} has no plan: see load plan")
    kept = next((one for one in reversed(versions) if number in (None, one.version)), None)
    if kept is None:
        stop(f"there is no version {number}; there are 1 to {versions[-1].version}")
    worked = scenario(kept.plan, kept.pinned, *_beside(tx, service, whose, kept, versions))
    names = {one.id: one for one in people.places_of(tx)}
    return Shown(whose, kept, versions, worked, names)


def _beside(
    tx: Transaction, service: Service, whose: Place, kept: Kept, versions: Sequence[Kept]
) -> tuple[dict[int, Tonnes], list[Finding]]:
    """The inventory's whole years at the plan's own level, and all that is said beside the plan."""
    bau, level = kept.plan.bau, kept.plan.base_year.level
    today = Month.of(service.clock.now().date())
    tables = factors.current(tx, service.catalogue)
    years = actuals.of_years(tx, tables, whose, bau.begins, bau.until, today)
    findings = [
        *_recalculations([one for one in versions if one.version <= kept.version]),
        *_moved(kept, facts_of(tx, service.catalogue, whose.id)),
        *said_of(years, level),
    ]
    return totals(years, level), findings


def _recalculations(versions: Sequence[Kept]) -> list[Finding]:
    """Each time the same base year got another total: the old one stays to be seen."""
    found = []
    for before, after in pairwise(versions):
        old, new = before.plan.base_year, after.plan.base_year
        same = (old.year, old.level) == (new.year, new.level)
        if same and old.total != new.total:
            change = compared(old, new.total, new.changed_because)
            found.append(recalculated(change, before.version))
    return found


def _moved(kept: Kept, facts: Sequence[Fact]) -> list[Finding]:
    parts = moved(kept.plan, kept.pinned, facts)
    return [Finding(What.FACTS_MOVED, {"parts": ", ".join(parts)})] if parts else []


def _json(shown: Shown, alt: str) -> dict[str, object]:
    return {
        "place": shown.place.id,
        "version": shown.kept.version,
        "versions": [
            {
                "version": one.version,
                "recorded_at": one.recorded_at.isoformat(timespec="seconds"),
                "reason": one.reason,
                "source": one.source,
            }
            for one in shown.versions
        ],
        **plan_json(shown.worked, shown.kept.pinned),
        "alt": alt,
    }


def _lines(t: Voice, service: Service, shown: Shown) -> list[str]:
    kept = shown.kept
    day = kept.recorded_at.astimezone(service.settings.timezone).date()
    heading = t(
        HEADING,
        place=shown.place.name(t),
        version=kept.version,
        versions=shown.versions[-1].version,
        day=t.day(day),
        reason=kept.reason,
    )
    owners = {code: place.name(t) for code, place in shown.names.items()}
    return [heading, kept.source, "", *report.lines(t, shown.worked, owners)]
