"""`bokcarbon`: the command line. One command a function; `--json` where it prints data."""

import json
import sys
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import IO, Any, NoReturn

import click

from bot.catalogue import CatalogueError, catalogue
from bot.people import Role
from bot.schedule import Job
from handlers.audit import audit
from handlers.calendar_command import calendar
from handlers.channels_command import channels
from handlers.checks_command import checks
from handlers.export_command import export_command
from handlers.fact_loading import load_facts
from handlers.factors_command import factors_command, load_factors
from handlers.indicators_command import indicators
from handlers.inventory_command import inventory_command, notation_command
from handlers.load_values_command import load_values
from handlers.plan_command import plan
from handlers.plan_loading import load_plan
from handlers.recalculate_command import recalculate, recalculations_command
from handlers.rehearse_command import rehearse
from handlers.settings import Clock, Settings, SettingsError, read_settings
from handlers.verify_command import verify_command
from handlers.why_command import why_command


class Group(click.Group):
    """Commands in the order they are written, and one line for a wrong setting or table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (SettingsError, CatalogueError) as error:
            _stop(str(error))


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)


@click.group(cls=Group)
def main() -> None:
    """บอกคาร์บอน: monthly figures told by chat, the greenhouse-gas account kept running."""


main.add_command(channels)
main.add_command(audit)


def _settings() -> Settings:
    return read_settings()


def _today(settings: Settings) -> date:
    return Clock(settings.timezone, settings.bokcarbon_clock).now().date()


@main.command()
@click.option("--port", default=8000, show_default=True, help="where the service listens")
@click.option("--fresh", is_flag=True, help="begin with an empty rehearsal")
def demo(port: int, fresh: bool) -> None:
    """A rehearsal on this computer: the EEC's places, a year of figures, simulator, console."""
    from handlers.demo import run_demo

    run_demo(port, fresh)


@main.command()
@click.option("--all-in-one", is_flag=True, help="answer, send and tick in the same process")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=16, show_default=True)
def serve(all_in_one: bool, host: str, port: int, threads: int) -> None:
    """The web side; with --all-in-one the worker too (the embedded default)."""
    from handlers.serve import run_server

    run_server(_settings(), host, port, threads, all_in_one)


@main.command()
@click.option("--answerers", default=2, show_default=True, help="threads that answer")
@click.option("--deliverers", default=4, show_default=True, help="threads that send")
def worker(answerers: int, deliverers: int) -> None:
    """The worker: answers, sends, and keeps the clock. Several may run."""
    from handlers.serve import run_worker

    run_worker(_settings(), answerers, deliverers)


@main.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Every test, in its own environment; arguments go to pytest (from a clone: ./bokcarbon)."""
    import subprocess

    raise SystemExit(subprocess.call([sys.executable, "-m", "pytest", *arguments]))


@main.command()
@click.option("--down", is_flag=True, help="one step down instead of up")
@click.option("--to", "revision", default="", help="the step to stop at")
def migrate(down: bool, revision: str) -> None:
    """Bring the database's schema up to date (or one step down)."""
    from storage import migrations

    url = _settings().database_url
    if down:
        migrations.downgrade(url, revision or "-1")
    else:
        migrations.upgrade(url, revision or "head")
    click.echo("the schema is one step lower" if down else "the schema is up to date")


@main.command()
@click.option("--json", "as_json", is_flag=True)
def doctor(as_json: bool) -> None:
    """Check settings, tables, database, channels, queue and clock; exit 1 on trouble."""
    from handlers.doctor import examine

    findings = examine(_settings())
    if as_json:
        click.echo(json.dumps([vars(one) for one in findings], ensure_ascii=False))
    else:
        for one in findings:
            click.echo(f"{'ok  ' if one.ok else 'BAD '} {one.what}: {one.words}")
    if not all(one.ok for one in findings):
        raise SystemExit(1)


@main.group()
def load() -> None:
    """Bring in places, seats or other tables: differences first, --apply writes them."""


@load.command("places")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "write", is_flag=True, help="write the differences")
def load_places(file: Path, write: bool) -> None:
    """Places from a CSV shaped like bot/catalogue/places.csv."""
    from handlers.imports.places import differing_places, write_places

    added, changed = differing_places(_settings(), file)
    for row in (*added, *changed):
        click.echo(f"{'+' if row in added else '~'} {row['id']} {row['name_th']}")
    click.echo(f"{len(added)} new, {len(changed)} changed")
    if write:
        write_places(_settings(), (*added, *changed))
        click.echo("written")
    elif added or changed:
        click.echo("nothing is written yet: add --apply")


@load.command("seats")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "write", is_flag=True, help="give out invitations, print their codes")
@click.option("--again", is_flag=True, help="new codes in place of those nobody has used")
@click.option("--end-missing", is_flag=True, help="end the seats that are not in the file")
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="codes, CSV")
def load_seats(
    file: Path, write: bool, again: bool, end_missing: bool, output: Path | None
) -> None:
    """Seats from a CSV or XLSX with place, role and, if you like, people (how many hold it).

    Differences first: + new, ~ to invite to, … invited already, - not in the file.
    """
    from handlers.seat_files import Sort
    from handlers.seat_loading import carry_out, codes_csv, plan
    from handlers.service import Service

    service = Service.start(_settings())
    planned = plan(service, file, again)
    if planned.file.troubles:
        _stop("\n".join([*planned.file.troubles, "nothing is written"]))
    for row in planned.differences.rows:
        if row.sort is not Sort.SAME:
            click.echo(row.words(), err=write)
    click.echo(planned.differences.summary(), err=write)
    if not write:
        click.echo("nothing is written yet: add --apply")
        return
    _, made = carry_out(service, file, again, end_missing)
    content = b"".join(codes_csv(service, made))
    if output:
        output.write_bytes(content)
        click.echo(str(output))
    elif made:
        click.echo(content.decode("utf-8-sig"), nl=False)


load.add_command(load_factors)
load.add_command(load_values)
main.add_command(factors_command)
main.add_command(recalculate)
main.add_command(recalculations_command)
load.add_command(load_facts)
load.add_command(load_plan)


@main.command()
@click.option("--place", required=True, help="place id, such as 210110")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--hand-over", is_flag=True, help="it replaces the one who holds the seat now")
@click.option("--json", "as_json", is_flag=True)
def invite(place: str, role: str, hand_over: bool, as_json: bool) -> None:
    """Print a one-use code, good for seven days, and a link for each channel that is on."""
    from handlers.invitations import invite_all
    from handlers.service import Service

    (made,) = invite_all(Service.start(_settings()), [(place, Role(role))], hand_over)
    if as_json:
        click.echo(json.dumps(vars(made), ensure_ascii=False))
        return
    click.echo(f"{made.place} · {made.role}\ncode: {made.code}\ntype: join {made.code}")
    for channel, link in made.links.items():
        click.echo(f"{channel}: {link}")


@main.command()
@click.option("--as", "user", default="terminal", show_default=True, help="whom to talk as")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="keep the talk")
def chat(user: str, save: Path | None) -> None:
    """Talk in the terminal, through the same path as any channel."""
    from handlers.terminal import talk

    talk(_settings(), user, save)


@main.command("read")
@click.argument("source", type=click.File(encoding="utf-8"), default="-")
def read_command(source: IO[str]) -> None:
    """JSON lines in (text, now, open_question, place, history, locale), JSON lines out."""
    from bot.read_lines import read_line

    tables, today = catalogue(), _today(_settings())
    for line in source:
        if line.strip():
            click.echo(read_line(line, tables, today))


@main.command()
@click.argument("source", type=click.File(encoding="utf-8-sig"), default="-")
@click.option("--landfill", type=click.File(encoding="utf-8-sig"), help="first-order decay of FILE")
@click.option("--doc", default="0.1706", show_default=True, help="degradable carbon of wet waste")
@click.option("--mcf", default="0.6", show_default=True, help="methane correction factor")
@click.option("--k", default="0.17", show_default=True, help="decay constant, 1/year")
@click.option("--oxidation", default="0", show_default=True)
@click.option("--until", type=int, help="last year to compute")
def calculate(
    source: IO[str],
    landfill: IO[str] | None,
    doc: str,
    mcf: str,
    k: str,
    oxidation: str,
    until: int | None,
) -> None:
    """CSV in (activity or factor, quantity, unit, month, gwp_set), CSV with gases out.

    With --landfill: CSV in (year, tonnes, recovered_ch4_kg), methane by first-order decay out.
    """
    from handlers.calculate import calculate_landfill, calculate_lines

    if landfill is not None:
        calculate_landfill(landfill, sys.stdout, (doc, mcf, k, oxidation), until)
    else:
        calculate_lines(source, sys.stdout)


@main.command()
@click.option("--dry-run", is_flag=True, required=True, help="only say who would get what")
@click.option("--json", "as_json", is_flag=True)
def remind(dry_run: bool, as_json: bool) -> None:
    """Who would get a reminder now, and why."""
    from bot.schedule import TO_OFFICIALS

    _print_due(TO_OFFICIALS, as_json)


@main.command()
@click.option("--dry-run", is_flag=True, required=True, help="only say who would get what")
@click.option("--json", "as_json", is_flag=True)
def digest(dry_run: bool, as_json: bool) -> None:
    """Who would get a summary, the list of who still owes, or the word at the close, now."""
    from bot.schedule import TO_OVERSEERS

    _print_due(TO_OVERSEERS, as_json)


def _print_due(jobs: Collection[Job], as_json: bool) -> None:
    from handlers import dry_run
    from handlers.service import Service

    service = Service.start(_settings())
    rows = dry_run.rows(service, jobs)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        sent = "" if row["sent"] else " (no push left: waits for the next message)"
        click.echo(f"{row['job']} {row['month']} person {row['person']}{sent}: {row['text']}")
    click.echo(f"{len(rows)} letters\n{dry_run.budget_line(service)}")


main.add_command(calendar)
main.add_command(plan)
main.add_command(indicators)
main.add_command(checks)
main.add_command(export_command)
main.add_command(inventory_command)
main.add_command(notation_command)
main.add_command(verify_command)
main.add_command(why_command)
main.add_command(rehearse)


if __name__ == "__main__":
    main()
