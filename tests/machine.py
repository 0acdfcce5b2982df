"""The machine the tests run on: where they write, and which of its workers this process is."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

MEMORY = Path("/dev/shm")
MEMORY_BYTES = 2 * 1024**3  # a container's usual 64 MB would soon be full


def memory() -> Path | None:
    """A folder in memory with room for a whole run, as many disks take long over every file."""
    is_roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_BYTES
    return MEMORY if is_roomy else None


@dataclass(frozen=True, slots=True)
class Worker:
    """One of the processes that share the tests of a run."""

    number: int
    of: int


def own_worker() -> Worker | None:
    """The worker this process is; None where one process runs all tests."""
    name = os.environ.get("PYTEST_XDIST_WORKER")
    if name is None:
        return None
    return Worker(int(name.removeprefix("gw")), int(os.environ["PYTEST_XDIST_WORKER_COUNT"]))
