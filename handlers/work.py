"""The worker's threads: fetch, answer what came in, deliver what goes out, tick the clock."""

import threading
from collections.abc import Callable
from typing import Any

import structlog

from handlers.answer import answer_one
from handlers.clock import start_clock
from handlers.deliver import deliver_one
from handlers.fetch import fetch_one
from handlers.join_links import learn_in_background
from handlers.menus import MenuKeeper
from handlers.ringing import HOLDER
from handlers.service import Service
from handlers.waiting import Signs
from storage import wakeups
from storage.session import DatabaseDown

log = structlog.get_logger()

POLL_SECONDS = 0.5  # the net only: a webhook in this process, or NOTIFY, wakes at once
REST_AFTER_TROUBLE_SECONDS = 2.0
SIGNS_SECONDS = 1.0  # how often it is looked who waits for an answer
MENUS_SECONDS = 3.0  # and whose menu does not fit any more


class Worker:
    """Answers and delivers until stopped. Several processes may work beside each other."""

    def __init__(
        self,
        service: Service,
        answerers: int = 2,
        deliverers: int = 4,
        menus_seconds: float = MENUS_SECONDS,
    ) -> None:
        self._service = service
        self._stop = threading.Event()
        self._letters = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._run, args=(service.wake, self._answer), name=f"answer-{n}", daemon=True
            )
            for n in range(answerers)
        ] + [
            threading.Thread(
                target=self._run,
                args=(self._letters, self._deliver),
                name=f"deliver-{n}",
                daemon=True,
            )
            for n in range(deliverers)
        ]
        self._threads.append(
            threading.Thread(
                target=self._run,
                args=(service.files_wake, self._fetch),
                name="fetch",
                daemon=True,
            )
        )
        signs, menus = Signs(service), MenuKeeper(service, HOLDER)
        for name, work, seconds in (
            ("signs", signs.show, SIGNS_SECONDS),
            ("menus", menus.keep, menus_seconds),
        ):
            self._threads.append(
                threading.Thread(
                    target=self._run, args=(self._stop, work, seconds), name=name, daemon=True
                )
            )
        listener = threading.Thread(
            target=wakeups.listen,
            args=(service.database, self._wake_all, self._stop),
            name="listen",
            daemon=True,
        )
        self._threads.append(listener)
        self._clock: Any = None  # APScheduler ships no types

    def start(self, with_clock: bool = True) -> None:
        for thread in self._threads:
            thread.start()
        learn_in_background(self._service, self._stop)
        if with_clock:
            self._clock = start_clock(self._service, self._letters.set)

    def stop(self) -> None:
        """Let every thread finish the message it has in hand."""
        self._stop.set()
        self._wake_all()
        self._letters.set()
        if self._clock:
            self._clock.shutdown(wait=True)
        for thread in self._threads:
            thread.join(timeout=10)

    def _answer(self) -> bool:
        worked = answer_one(self._service)
        if worked:
            self._letters.set()
        return worked

    def _deliver(self) -> bool:
        return deliver_one(self._service)

    def _fetch(self) -> bool:
        return fetch_one(self._service)

    def _wake_all(self) -> None:
        self._service.wake.set()
        self._service.files_wake.set()

    def _run(
        self, wake: threading.Event, work: Callable[[], bool], seconds: float = POLL_SECONDS
    ) -> None:
        while not self._stop.is_set():
            try:
                worked = work()
            except DatabaseDown as error:
                log.error("worker.database_down", error=str(error))
                worked = False
                self._stop.wait(REST_AFTER_TROUBLE_SECONDS)
            except Exception as error:
                log.error("worker.trouble", error=type(error).__name__, exc_info=True)
                worked = False
                self._stop.wait(REST_AFTER_TROUBLE_SECONDS)
            if not worked:
                wake.wait(seconds)
                if wake is not self._stop:
                    wake.clear()
