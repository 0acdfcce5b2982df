"""`demo`: the whole service on this computer with a rehearsal of the EEC's three provinces."""

import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

import click

from bot import rehearsal
from bot.catalogue import catalogue
from bot.changes import Recorded
from bot.months import Month, months_between
from bot.people import Role
from handlers.imports import Made, invite_all
from handlers.serve import run_server
from handlers.service import Service
from handlers.settings import Clock, Settings, read_settings
from storage import entries, migrations, people
from storage.session import Database

FOLDER = Path("var/demo")
SEED = 2569
OFFICIALS_PLACE = "210110"  # a tambon of Mueang Rayong
PROVINCE = "21"
MONTHS_BACK = 13
SILENT_SHARE = 0.3  # of the places have not told the month being asked for

SHOWN = """
บอกคาร์บอน rehearsal · บอกคาร์บอน ชุดทดลอง

  1. Open / เปิด:  {base_url}/simulator/
  2. As the first person, type / คนแรก พิมพ์:          join {official}
     then accept, and type / แล้วกดรับทราบ พิมพ์:      เริ่ม   (or: start)
  3. As the second person, type / คนที่สอง พิมพ์:       join {coordinator}
     then / แล้วพิมพ์:  ความคืบหน้า  ·  ภาพรวม (the console page / หน้าเว็บ)
  4. As a new person, type / คนใหม่ พิมพ์:             join {admin}
     then / แล้วพิมพ์:  ส่งออก (a one-use download / ลิงก์ดาวน์โหลด)

  {places} places, {figures} made-up figures. Nothing leaves this computer. Stop with Ctrl-C.
"""


def run_demo(port: int, fresh: bool) -> None:
    """Prepare the rehearsal once, print what to open and type, and serve."""
    if fresh:
        shutil.rmtree(FOLDER, ignore_errors=True)
    settings = demo_settings(port)
    click.echo("preparing the rehearsal …")
    figures = prepare(settings)
    made = _invitations(settings)
    click.echo(
        SHOWN.format(
            base_url=settings.base_url,
            official=made[Role.OFFICIAL].code,
            coordinator=made[Role.COORDINATOR].code,
            admin=made[Role.ADMIN].code,
            places=len(catalogue().places),
            figures=f"{figures:,}",
        )
    )
    run_server(settings, "127.0.0.1", port, threads=16, all_in_one=True)


def demo_settings(port: int) -> Settings:
    """Settings of a rehearsal: embedded database, LINE's side played by the simulator."""
    base_url = f"http://127.0.0.1:{port}"
    return read_settings(
        {
            "DATABASE_URL": f"sqlite:///{FOLDER}/bokcarbon.db",
            "BASE_URL": base_url,
            "LINE_CHANNEL_SECRET": secrets.token_hex(16),
            "LINE_CHANNEL_ACCESS_TOKEN": secrets.token_hex(16),
            "LINE_API_HOST": f"{base_url}/simulator/line",
            "LINE_DATA_API_HOST": f"{base_url}/simulator/line",
            "FILES_URL": f"file://{FOLDER}/files",
            "BOKCARBON_CLOCK": os.environ.get("BOKCARBON_CLOCK", ""),
        }
    )


def prepare(settings: Settings) -> int:
    """The EEC's places and a year of plausible figures; returns how many figures there are."""
    migrations.upgrade(settings.database_url)
    database = Database(settings.database_url)
    now = Clock(settings.timezone, settings.bokcarbon_clock).now()
    with database.begin() as tx:
        known = people.all_places(tx)
        if not known:
            tables = catalogue()
            people.write_places(tx, map(people.place_values, tables.places.values()))
            entries.record_many(tx, list(_rehearsed(now)), None, now)
        count = entries.count(tx)
    database.close()
    return count


def _rehearsed(now: datetime) -> Iterator[Recorded]:
    tables, random = catalogue(), Random(SEED)
    places = {place.id: place.kind for place in tables.places.values()}
    last = Month.of(now.date()) - 1
    silent = {OFFICIALS_PLACE} | {place for place in places if random.random() < SILENT_SHARE}
    for change in rehearsal.figures(
        tables, places, months_between(last - MONTHS_BACK, last), random
    ):
        if change.cell.key.month < last or change.cell.key.place not in silent:
            yield change


def _invitations(settings: Settings) -> dict[Role, Made]:
    """One official's, one coordinator's and one administrator's invitation, fresh every start."""
    wanted = (
        (OFFICIALS_PLACE, Role.OFFICIAL),
        (PROVINCE, Role.COORDINATOR),
        (PROVINCE, Role.ADMIN),
    )
    service = Service.start(settings)
    made = invite_all(service, wanted)
    service.database.close()
    return {role: one for (_, role), one in zip(wanted, made, strict=True)}
