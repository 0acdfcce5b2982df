"""A command's beginning and end: the service it works with, and what it says where it cannot."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from handlers.service import Service
from handlers.settings import read_settings


@contextmanager
def service_of_a_command() -> Iterator[Service]:
    """By the settings; its connections are closed whatever happens."""
    service = Service.start(read_settings())
    try:
        yield service
    finally:
        service.database.close()


def stop(reason: str) -> NoReturn:
    """What is wrong and what to write, and exit 1. Inside a transaction nothing of it stays."""
    click.echo(reason, err=True)
    raise SystemExit(1)
