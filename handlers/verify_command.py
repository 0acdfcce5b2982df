"""`bokcarbon verify`: whether an exported account adds up, without any database."""

import json
from pathlib import Path

import click

from bot.verification import NotAnAccount
from bot.verification.__main__ import read, words


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "is_json", is_flag=True)
def verify_command(file: Path, is_json: bool) -> None:
    """Compute an exported account again and say whether every number agrees; exit 1 if not."""
    try:
        report = read(file)
    except NotAnAccount as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
    if is_json:
        body = {"agrees": report.agrees, **vars(report)}
        click.echo(json.dumps(body, ensure_ascii=False))
    else:
        click.echo(words(report))
    if not report.agrees:
        raise SystemExit(1)
