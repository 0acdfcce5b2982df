"""Signed LINE text events into the running service, to their sent answers, beside a floor.

    .venv-dev/bin/python -m tests.bench                 both databases, three runs each
    .venv-dev/bin/python -m tests.bench --events 200 --json
    .venv-dev/bin/python -m tests.bench --only-reading    the reader alone, over its corpus

The service runs as one process (`serve --all-in-one`), LINE's API as another; PostgreSQL is our
own, with fsync on. Each run is beside a floor of the same run: the same HMAC and the same rows by
bare SQL. Quote the ratios: absolute numbers are this machine's, at this hour.
"""

import base64
import hashlib
import hmac
import json
import re
import statistics
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import requests

from storage import migrations
from tests.bench import floor, reading
from tests.chats import add_seat, service_at
from tests.databases import PostgresqlDatabases, file_url, postgresql_server
from tests.processes import LINE_SECRET, LINE_TOKEN, Processes, free_port, processes, wait_for

NOW = "2026-08-09T09:00+07:00"  # a Sunday: no reminder comes between
PLACES = ("210110", "210109", "210112", "200202", "200203", "200205")
ANSWER_SECONDS = 300


@dataclass(frozen=True)
class Measured:
    """One run: events a second, seconds at percentiles, megabytes at its end."""

    engine: str
    events: int
    kept_per_s: float
    answered_per_s: float
    floor_per_s: float
    keep_p50_ms: float
    keep_p99_ms: float
    answer_p50_ms: float
    answer_p99_ms: float
    memory_mb: float

    @property
    def ratio(self) -> float:
        return self.answered_per_s / self.floor_per_s


def bodies_of(people: int, rounds: int, run: str) -> list[bytes]:
    """Signed-to-be webhook bodies: every person begins, then answers question after question."""
    words = ["เริ่ม"] + [f"{1000 + 37 * number}" for number in range(1, rounds)]
    return [
        json.dumps(
            {
                "destination": "Ubench",
                "events": [
                    {
                        "type": "message",
                        "mode": "active",
                        "timestamp": 1_786_240_800_000 + 1000 * round_number,
                        "source": {"type": "user", "userId": f"U{person}"},
                        "webhookEventId": f"{run}-{round_number}-{person}",
                        "replyToken": f"t{run}{round_number}-{person}",
                        "message": {"type": "text", "id": "1", "text": word},
                    }
                ],
            },
            ensure_ascii=False,
        ).encode()
        for round_number, word in enumerate(words)
        for person in range(people)
    ]


def measure(engine: str, url: str, people: int, rounds: int, run: str, folder: Path) -> Measured:
    """One run on a fresh migrated database; the floor writes into the same one afterwards."""
    with service_at(NOW, url) as service:
        for person in range(people):
            add_seat(service, f"U{person}", "official", PLACES[person % len(PLACES)], "line")
    with processes(folder) as running:
        base_url, line, service_process = _start(running, url)
        bodies = bodies_of(people, rounds, run)
        kept, sent_at = _post(base_url, bodies)
        arrivals = wait_for(lambda: _all(line, len(bodies)), "every answer", ANSWER_SECONDS)
        memory_mb = _memory_mb(service_process)
    floor_seconds = floor.seconds(url, bodies, LINE_SECRET.encode(), run)
    posted = {_token(body): at for body, at in zip(bodies, sent_at, strict=True)}
    answers = sorted(at - posted[token] for token, at in arrivals.items())
    return Measured(
        engine=engine,
        events=len(bodies),
        kept_per_s=len(bodies) / (max(sent_at) - min(sent_at) + kept[-1]),
        answered_per_s=len(bodies) / (max(arrivals.values()) - min(sent_at)),
        floor_per_s=len(bodies) / floor_seconds,
        keep_p50_ms=1000 * kept[len(kept) // 2],
        keep_p99_ms=1000 * kept[int(len(kept) * 0.99)],
        answer_p50_ms=1000 * answers[len(answers) // 2],
        answer_p99_ms=1000 * answers[int(len(answers) * 0.99)],
        memory_mb=memory_mb,
    )


def _token(body: bytes) -> str:
    return str(json.loads(body)["events"][0]["replyToken"])


def _start(running: Processes, url: str) -> tuple[str, str, int]:
    line = f"http://127.0.0.1:{free_port()}"
    running.start("tests.bench.line", line.rpartition(":")[2], url=f"{line}/arrivals", env={})
    base_url = f"http://127.0.0.1:{free_port()}"
    env = {
        "DATABASE_URL": url,
        "BASE_URL": base_url,
        "SECRET_KEY": "for benchmarks only, long enough to be taken",
        "LINE_CHANNEL_SECRET": LINE_SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
        "LINE_API_HOST": line,
        "LINE_DATA_API_HOST": line,
        "BOKCARBON_CLOCK": NOW,
    }
    arguments = ("serve", "--all-in-one", "--port", base_url.rpartition(":")[2])
    process = running.start("handlers.cli", *arguments, url=f"{base_url}/readyz", env=env)
    _warm(base_url, line)
    return base_url, line, process.pid


def _warm(base_url: str, line: str) -> None:
    """The first answer loads the SDK and the tables; it is not what is measured."""
    body = bodies_of(1, 1, "warm")[0].replace(b'"U0"', b'"Uwarm"')
    _post(base_url, [body])
    wait_for(lambda: _all(line, 1), "the first answer", 60)
    requests.get(f"{line}/arrivals?clear", timeout=10)


def _post(base_url: str, bodies: list[bytes]) -> tuple[list[float], list[float]]:
    """POST every body, four at a time, a person's own in order; seconds to 200, and when."""
    local = threading.local()

    def post(body: bytes) -> tuple[float, float]:
        if not hasattr(local, "session"):
            local.session = requests.Session()
        digest = hmac.new(LINE_SECRET.encode(), body, hashlib.sha256).digest()
        headers = {"x-line-signature": base64.b64encode(digest).decode()}
        posted = time.monotonic()
        answer = local.session.post(
            f"{base_url}/webhook/line", data=body, headers=headers, timeout=60
        )
        assert answer.status_code == 200, answer.text
        return time.monotonic() - posted, posted

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(post, bodies))
    return sorted(took for took, _ in results), [at for _, at in results]


def _all(line: str, count: int) -> dict[str, float] | None:
    arrivals: dict[str, float] = requests.get(f"{line}/arrivals", timeout=10).json()
    return arrivals if len(arrivals) >= count else None


def _memory_mb(pid: int) -> float:
    """Resident memory of the process and its children (gunicorn's worker)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages = 0.0
    for one in (str(pid), *children):
        status = Path(f"/proc/{one}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        pages = max(pages, int(found[1]) / 1024 if found else 0)
    return pages


def run_all(people: int, rounds: int, runs: int) -> list[Measured]:
    """Alternating runs on both databases."""
    measured = []
    with tempfile.TemporaryDirectory() as name, postgresql_server(durable=True) as server:
        databases = PostgresqlDatabases(server)
        for number in range(runs):
            folder = Path(name) / str(number)
            folder.mkdir()
            sqlite = file_url(folder / "bench.db")
            migrations.upgrade(sqlite)
            measured.append(measure("sqlite", sqlite, people, rounds, f"s{number}", folder))
            with databases.fresh() as postgresql:
                migrations.upgrade(postgresql)
                run = measure("postgresql", postgresql, people, rounds, f"p{number}", folder)
                measured.append(run)
    return measured


@click.command()
@click.option("--people", default=100, show_default=True)
@click.option("--rounds", default=8, show_default=True, help="messages a person sends")
@click.option("--runs", default=3, show_default=True)
@click.option("--json", "as_json", is_flag=True)
@click.option("--only-reading", is_flag=True, help="no service: the reader over its corpus")
def main(people: int, rounds: int, runs: int, as_json: bool, only_reading: bool) -> None:
    """Print medians over the runs, a row an engine; and how long a reading takes."""
    read = reading.measure()
    measured = [] if only_reading else run_all(people, rounds, runs)
    if as_json:
        rows = [{**asdict(one), "ratio_to_floor": one.ratio} for one in measured]
        click.echo(json.dumps({"service": rows, "reading": asdict(read)}))
        return
    click.echo(
        f"reading: {read.messages} messages, p50 {read.p50_ms:.2f} ms, p99 {read.p99_ms:.2f} ms; "
        f"cold: import {read.import_ms:.0f} ms, with tables and the first reading "
        f"{read.first_ms:.0f} ms"
    )
    if only_reading:
        return
    click.echo(
        "engine      events  kept/s  answered/s  floor/s  ratio"
        "  keep p50/p99 ms  answer p50/p99 ms  memory MB"
    )
    for engine in dict.fromkeys(one.engine for one in measured):
        own = [one for one in measured if one.engine == engine]

        def middle(name: str, own: list[Measured] = own) -> float:
            return float(statistics.median(getattr(one, name) for one in own))

        click.echo(
            f"{engine:<11} {own[0].events:>6} {middle('kept_per_s'):>7.0f} "
            f"{middle('answered_per_s'):>11.0f} {middle('floor_per_s'):>8.0f} "
            f"{middle('ratio'):>6.3f} {middle('keep_p50_ms'):>8.1f} /{middle('keep_p99_ms'):>6.1f} "
            f"{middle('answer_p50_ms'):>9.0f} /{middle('answer_p99_ms'):>6.0f} "
            f"{middle('memory_mb'):>10.0f}"
        )


if __name__ == "__main__":
    main()
