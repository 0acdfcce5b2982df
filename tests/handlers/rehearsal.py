"""The whole rehearsal in this process: service, worker, and the simulator with its menus."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.catalogue import catalogue
from handlers.app import create_app
from handlers.service import Service
from handlers.settings import read_settings
from handlers.sync import begin_rehearsal
from handlers.work import Worker
from storage import people
from tests.chats import DEFAULT_NOW
from tests.processes import LINE_SECRET, LINE_TOKEN, free_port
from tests.serving import listening

MENUS_SECONDS = 0.2  # the service looks less often; tests wait for every look


@contextmanager
def rehearsing(database_url: str, now: str = DEFAULT_NOW) -> Iterator[Service]:
    """Open at the service's `base_url` until the end of the block; people are joined by tests."""
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    settings = read_settings(
        {
            "DATABASE_URL": database_url,
            "BASE_URL": base_url,
            "SECRET_KEY": "for tests only, long enough to be taken",
            "BOKCARBON_CLOCK": now,
            "FILES_URL": "memory://files",
            "LINE_CHANNEL_SECRET": LINE_SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
            "LINE_API_HOST": f"{base_url}/simulator/line",
            "LINE_DATA_API_HOST": f"{base_url}/simulator/line",
        }
    )
    service = Service.start(settings)
    with service.database.begin() as tx:
        people.write_places(tx, map(people.place_values, catalogue().places.values()))
    worker = Worker(service, menus_seconds=MENUS_SECONDS)
    with listening(create_app(service=service), port):
        worker.start(with_clock=False)
        try:
            begin_rehearsal(service)
            yield service
        finally:
            worker.stop()
    service.database.close()
