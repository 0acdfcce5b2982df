"""`bokcarbon channels …`: what the platforms show of us, kept in step with the code."""

import json
import logging
from dataclasses import asdict

import click

from handlers.settings import read_settings


@click.group()
def channels() -> None:
    """What LINE and Telegram show beside the talk: menus and commands."""


@channels.command()
@click.option("--dry-run", is_flag=True, help="only say what differs")
@click.option("--json", "as_json", is_flag=True)
def sync(dry_run: bool, as_json: bool) -> None:
    """Make, change and remove menus and commands until they are as they should be."""
    from handlers.channels import CHANNELS
    from handlers.logs import configure_logs
    from handlers.service import Service
    from handlers.sync import synchronise

    configure_logs(logging.ERROR)
    service = Service.start(read_settings())
    if not service.channels.keys() & CHANNELS.keys():
        click.echo(
            "no channel is on: set LINE_CHANNEL_SECRET or TELEGRAM_BOT_TOKEN and what goes with it",
            err=True,
        )
        raise SystemExit(1)
    outcomes = []
    for one in synchronise(service, dry_run):
        outcomes.append(one)
        if one.error:
            click.echo(f"{one.channel}: {one.error}", err=True)
        elif not as_json:
            click.echo(f"{one.channel}: {one.what}{'' if one.done else ' (not done: dry run)'}")
    if as_json:
        click.echo(json.dumps([asdict(one) for one in outcomes], ensure_ascii=False))
    elif not outcomes:
        click.echo("nothing to do: every menu is as it should be")
    if any(one.error for one in outcomes):
        raise SystemExit(1)
