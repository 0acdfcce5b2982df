"""How long a reading takes over the corpus, and how long the reader takes to load, cold."""

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

from tests.bot.reading.corpus import corpus, play

ROUNDS = 3
COLD = (
    "import time; started = time.perf_counter(); import bot.reading; "
    "loaded = time.perf_counter(); from bot.catalogue import catalogue; "
    "from bot.read_lines import read_line; from datetime import date; "
    'read_line(\'{"text": "1"}\', catalogue(), date(2026, 8, 3)); '
    "print(loaded - started, time.perf_counter() - started)"
)


@dataclass(frozen=True)
class Reading:
    """Milliseconds a message at percentiles; import, and import with the first reading, cold."""

    messages: int
    p50_ms: float
    p99_ms: float
    import_ms: float
    first_ms: float


def measure(rounds: int = ROUNDS) -> Reading:
    lines = corpus()
    play(lines[0])  # compile and load what is kept
    times = []
    for _ in range(rounds):
        for line in lines:
            started = time.perf_counter()
            play(line)
            times.append((time.perf_counter() - started) * 1000)
    cold = subprocess.run(
        (sys.executable, "-c", COLD), capture_output=True, text=True, check=True
    ).stdout.split()
    return Reading(
        messages=len(lines),
        p50_ms=statistics.median(times),
        p99_ms=statistics.quantiles(times, n=100)[98],
        import_ms=float(cold[0]) * 1000,
        first_ms=float(cold[1]) * 1000,
    )
