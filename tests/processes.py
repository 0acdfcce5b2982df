"""The service and its platforms as real processes on this machine, for tests from outside."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import TypeVar

import requests

from tests.machine import Worker, own_worker

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 40
ANSWER_SECONDS = 20
LINE_SECRET = "line-secret-for-tests"
LINE_TOKEN = "line-token-for-tests"
TELEGRAM_TOKEN = "99:telegram-token-for-tests"
TELEGRAM_SECRET = "telegram-secret-for-tests"

T = TypeVar("T")


# Below those the system gives to whoever connects somewhere: one of them could be taken between
# the look and the use. Every worker of a run has its own, and two runs begin at different ones.
PORTS = range(20_000, 32_000)


def _own_ports() -> Iterator[int]:
    worker = own_worker() or Worker(0, 1)
    own = PORTS[worker.number :: worker.of]
    start = os.getpid() % len(own)
    return cycle((*own[start:], *own[:start]))


_ports = _own_ports()


def free_port() -> int:
    """A port nobody has, and that no other worker of this run is given meanwhile."""
    for port in _ports:
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("there is no free port")


def wait_for(look: Callable[[], T | None], what: str, seconds: float = ANSWER_SECONDS) -> T:
    """Look until there is something; fails by name when the time is up."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.03)
    raise AssertionError(f"waited {seconds} s for {what}")


class Processes:
    """Python processes of this checkout that end with the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str, url: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start `python -m …` and wait until `url` answers."""
        log = self._folder / f"{len(self._running)}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=ROOT,
                env=environment(env),
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self._running.append(process)
        wait_for(lambda: _answers(process, url, log), url, START_SECONDS)
        return process

    def run(self, *arguments: str, env: dict[str, str]) -> str:
        """Run a command of ours to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "handlers.cli", *arguments],
            cwd=ROOT,
            env=environment(env),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def stop_all(self) -> None:
        for process in self._running:
            if process.poll() is None:
                self.stop(process)


@contextmanager
def processes(folder: Path) -> Iterator[Processes]:
    running = Processes(folder)
    try:
        yield running
    finally:
        running.stop_all()


def environment(own: dict[str, str]) -> dict[str, str]:
    """The machine's environment without its BokCarbon settings, with ours."""
    kept = {key: value for key, value in os.environ.items() if not _SETTING.match(key)}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **own}


_SETTING = re.compile(r"DATABASE_URL|BASE_URL|SECRET_KEY|LINE_|TELEGRAM_|PUSH_|TIMEZONE|BOKCARBON_")


def _answers(process: subprocess.Popen[bytes], url: str, log: Path) -> bool:
    assert process.poll() is None, log.read_text(errors="replace")
    try:
        return requests.get(url, timeout=2).status_code < 500
    except requests.RequestException:
        return False
