"""Ordinary ranges by peers: enough of them, of one kind and size, slips at the edges left out."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.catalogue import PlaceKind, Range
from bot.months import Month
from bot.peers import FEWEST_PLACES, size_of
from bot.people import Role
from handlers.clock import run_chores
from handlers.service import Service
from handlers.settings import Clock
from handlers.terminal import Talk, TerminalChannel
from storage import peers, people
from storage.session import Database
from storage.totals import places_in
from tests.chats import DEFAULT_NOW, add_figure, add_seat, service_at

JULY = Month(2026, 7)
NOW = datetime(2026, 8, 3, 9, tzinfo=ZoneInfo("Asia/Bangkok"))


def _alike(service: Service) -> list[str]:
    """Tambon governments of the size of 210110."""
    with service.database.begin() as tx:
        province = people.get_place(tx, "21")
        home = people.get_place(tx, "210110")
        band = size_of(home.kind, home.population)
        return [
            place.id
            for place in places_in(tx, province)
            if place.kind is PlaceKind.TAMBON and size_of(place.kind, place.population) == band
        ]


def _range(database: Database, place_id: str) -> Range | None:
    with database.begin() as tx:
        peers.refresh(tx, JULY, NOW)
        return peers.ranges_for(tx, people.get_place(tx, place_id)).get(("ORG_ELEC", ""))


def test_a_range_needs_enough_peers_and_leaves_slips_out(database_url: str) -> None:
    with service_at(DEFAULT_NOW, database_url) as service:
        alike = _alike(service)
        assert len(alike) > FEWEST_PLACES + 3
        told = alike[: FEWEST_PLACES - 1]
        for place in told:
            add_figure(service, place, "2026-06", "ORG_ELEC", "3000")
        assert _range(service.database, alike[-1]) is None
        for number, place in enumerate(alike[FEWEST_PLACES - 1 : -1]):
            add_figure(service, place, "2026-06", "ORG_ELEC", str(3000 + number))
        add_figure(service, alike[-1], "2026-06", "ORG_ELEC", "3000000")  # a slip nobody stopped
        found = _range(service.database, alike[0])
        assert found
        assert found.low == Decimal(1000)
        assert found.high < Decimal(10000)


def test_other_sizes_old_months_and_estimates_do_not_count(database_url: str) -> None:
    with service_at(DEFAULT_NOW, database_url) as service:
        for place in _alike(service):
            add_figure(service, place, "2025-06", "ORG_ELEC", "3000")
        assert _range(service.database, "210110") is None


def test_the_chore_runs_once_a_day_and_the_talk_uses_it(database_url: str) -> None:
    with service_at(DEFAULT_NOW, database_url) as service:
        for place in _alike(service):
            if place != "210110":
                add_figure(service, place, "2026-06", "ORG_ELEC", "600")
        assert "peers" in run_chores(service)
        assert run_chores(service) == []
        service.clock = Clock(service.settings.timezone, service.clock.now() + timedelta(days=1))
        assert "peers" in run_chores(service)
        add_seat(service, "somchai", Role.OFFICIAL, "210110")
        talk = Talk(service, TerminalChannel(), "somchai")
        talk.say("เริ่ม")
        assert talk.say("3,296")[0].text.startswith("อ่านได้ว่า")  # ordinary by the catalogue
        talk.say("ไม่ใช่")
        assert talk.say("650")[0].text.startswith("บันทึกแล้ว")
