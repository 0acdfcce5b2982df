"""`rehearse`: a whole month of a province with made-up people, for training and as a test."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import IO, TYPE_CHECKING

import click

from bot.months import Month

if TYPE_CHECKING:
    from handlers.rehearsal import Outcome, Plan


@click.command()
@click.option("--province", required=True, help="province id, such as 21")
@click.option("--month", required=True, help="reporting month, such as 2026-07")
@click.option("--places", type=int, help="only so many places (default: all of the province)")
@click.option("--seed", default=1, show_default=True, help="another seed, other people and figures")
@click.option("--push-budget", default=300, show_default=True, help="LINE pushes a month")
@click.option(
    "--tick",
    type=click.IntRange(1, 60),
    default=15,
    show_default=True,
    help="minutes between the clock's ticks",
)
@click.option("--database", default="", help="an empty database (default: thrown away afterwards)")
@click.option("--lang", default="th", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="the events as JSON lines")
@click.option("-o", "output", type=click.File("w", encoding="utf-8"), default="-")
def rehearse(
    province: str,
    month: str,
    places: int | None,
    seed: int,
    push_budget: int,
    tick: int,
    database: str,
    lang: str,
    as_json: bool,
    output: IO[str],
) -> None:
    """Play a whole month of a province with made-up people; print what everyone received.

    Exit 1 when something came that should not have: at night, twice, or not at all.
    """
    from handlers.logs import configure_logs
    from handlers.rehearsal import NoSuchPlace, Plan

    configure_logs(logging.CRITICAL)
    try:
        when = Month.parse(month)
        plan = Plan(province, when, seed, places, push_budget, timedelta(minutes=tick))
        outcome = _play(plan, database)
    except (ValueError, NoSuchPlace) as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from None
    for line in outcome.as_json() if as_json else outcome.as_text(lang):
        click.echo(line, file=output)
    if outcome.results.broken:
        raise SystemExit(1)


def _play(plan: Plan, database: str) -> Outcome:
    from handlers import rehearsal

    with rehearsal.set_stage(plan, database) as stage:
        return rehearsal.rehearse(stage)
