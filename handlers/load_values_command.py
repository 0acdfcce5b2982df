"""`load values FILE`: differences first, `--apply` writes them."""

from pathlib import Path
from typing import NoReturn

import click

from bot.loading.revising import LONGEST_WHY
from handlers.settings import read_settings


@click.command("values")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "write", is_flag=True, help="write the differences")
@click.option("--accept-doubted", is_flag=True, help="write doubted figures too, as doubted")
@click.option("--skip-bad", is_flag=True, help="write the good rows although others are bad")
@click.option("--into-closed", is_flag=True, help="write into closed months; needs --reason")
@click.option("--reason", default="", help="why closed months are written into")
@click.option("--json", "as_json", is_flag=True, help="the differences as JSON")
def load_values(
    file: Path,
    write: bool,
    accept_doubted: bool,
    skip_bad: bool,
    into_closed: bool,
    reason: str,
    as_json: bool,
) -> None:
    """Figures from a CSV or XLSX: our own export, or a simple table of past or published years.

    + new, ~ changed, ? doubted. Nothing is written while a row is bad. Exit 1 where the file is
    not wholly in the account: bad rows, or after --apply doubted ones left out.
    """
    from handlers.imports.opening import CannotLoad
    from handlers.service import Service
    from handlers.values_loading import Wanted, plan
    from handlers.values_words import closing_lines, is_all_in, json_pieces, lines
    from handlers.values_writing import carry_out

    why = " ".join(reason.split())
    if into_closed != bool(why) or len(why) > LONGEST_WHY:
        _stop(f"--into-closed and --reason go together; a reason has at most {LONGEST_WHY} letters")
    wanted = Wanted(accept_doubted, skip_bad, into_closed, why)
    with Service.for_a_command(read_settings()) as service:
        try:
            made = plan(service, file, wanted, _say)
        except CannotLoad as error:
            _stop(f"{error}\nnothing is written")
        if not as_json:
            for line in lines(made, service.catalogue):
                click.echo(line)
        written = carry_out(service, made, wanted, _say) if write else None
        if as_json:
            for piece in json_pieces(made, service.catalogue, written):
                click.echo(piece, nl=False)
        made.close()
    for line in closing_lines(made, written, wanted):
        click.echo(line, err=as_json)
    if not is_all_in(made, written):
        raise SystemExit(1)


def _say(progress: str) -> None:
    click.echo(progress, err=True)


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)
