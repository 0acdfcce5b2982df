"""`channels sync`: what differs on each platform, put right and said."""

import os
import secrets
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import structlog

from bot.menus import all_menus
from handlers.channels.base import Difference, Face, Never, TryLater
from handlers.menus import MenuKeeper
from handlers.pictures.menu import draw_menu
from handlers.service import Service
from storage import menus

log = structlog.get_logger()

REHEARSAL_TRIES = 60
REHEARSAL_WAIT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """One difference: `done`, or only found on a dry run, or `error` says why it stays."""

    channel: str
    what: str
    done: bool = False
    error: str = ""


def synchronise(service: Service, dry_run: bool) -> Iterator[Outcome]:
    """Every platform that is on, then the people; a platform that refuses is left there."""
    for name, channel in service.channels.items():
        if channel.face:
            yield from _synchronise(service, name, channel.face, dry_run)


def _synchronise(service: Service, name: str, face: Face, dry_run: bool) -> Iterator[Outcome]:
    what = "its menus"
    try:
        found = face.differences(list(all_menus()), draw_menu)
        for one in (one for one in found if not one.last):
            what = one.words
            yield _mended(name, one, dry_run)
        if not dry_run:
            show_everybody(service)
        for one in (one for one in found if one.last):
            what = one.words
            yield _mended(name, one, dry_run)
    except (Never, TryLater) as refused:
        yield Outcome(name, what, error=str(refused))


def _mended(name: str, one: Difference, dry_run: bool) -> Outcome:
    if not dry_run:
        one.mend()
    return Outcome(name, one.words, done=not dry_run)


def show_everybody(service: Service) -> None:
    """Link what can be linked now; the worker goes on with what is left."""
    keeper = MenuKeeper(service, f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}")
    while keeper.keep():
        pass


def begin_rehearsal(service: Service) -> None:
    """The simulator's memory is empty at every start: make the menus as soon as it answers."""
    with service.database.begin() as tx:
        menus.forget(tx, "line")
    for _ in range(REHEARSAL_TRIES):
        time.sleep(REHEARSAL_WAIT_SECONDS)
        if not any(one.error for one in synchronise(service, dry_run=False)):
            return
    log.error("sync.rehearsal_without_menus")
