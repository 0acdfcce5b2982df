"""Running: the web server, the worker, or both in one process."""

import signal
import threading
from typing import Any

from gunicorn.app.base import BaseApplication

from handlers.app import create_app
from handlers.logs import configure_logs
from handlers.service import Service
from handlers.settings import Settings
from handlers.sync import begin_rehearsal
from handlers.work import Worker
from storage import factors, migrations
from storage.session import DatabaseDown


class _Server(BaseApplication):
    """gunicorn with our options: one process of many threads; more processes by its own flags."""

    def __init__(self, settings: Settings, bind: str, threads: int, all_in_one: bool) -> None:
        self._settings = settings
        self._bind = bind
        self._threads = threads
        self._all_in_one = all_in_one
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self._bind,
            "workers": 1,
            "threads": self._threads,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        service = Service.start(self._settings)
        refuse_unfit_factors(service)
        if self._all_in_one:
            Worker(service).start()
        if self._settings.plays_line:
            threading.Thread(target=begin_rehearsal, args=(service,), daemon=True).start()
        return create_app(service=service)


def run_server(settings: Settings, host: str, port: int, threads: int, all_in_one: bool) -> None:
    """Serve until told to stop. The embedded database gets its schema first."""
    if settings.database_url.startswith("sqlite"):
        migrations.upgrade(settings.database_url)
    _Server(settings, f"{host}:{port}", threads, all_in_one).run()


def run_worker(settings: Settings, answerers: int, deliverers: int) -> None:
    """Work until told to stop, then finish what is in hand."""
    configure_logs()
    service = Service.start(settings)
    refuse_unfit_factors(service)
    worker = Worker(service, answerers, deliverers)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    worker.start()
    stop.wait()
    worker.stop()


def refuse_unfit_factors(service: Service) -> None:
    """CatalogueError where factors added earlier do not fit this release's tables.

    Better no service than one that counts with another value than it was told to.
    """
    try:
        service.database.ping()
        if migrations.is_current(service.database):
            with service.database.begin() as tx:
                factors.current(tx, service.catalogue)
    except DatabaseDown:
        return  # it starts all the same, and waits for its database
