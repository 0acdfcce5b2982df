"""The end of a command that cannot go on."""

from typing import NoReturn

import click


def stop(reason: str) -> NoReturn:
    """What is wrong and what to write, and exit 1. Inside a transaction nothing of it stays."""
    click.echo(reason, err=True)
    raise SystemExit(1)
