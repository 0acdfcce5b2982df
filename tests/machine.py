"""Where tests write: in memory where there is room, for many disks take long over every file."""

import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")
MEMORY_BYTES = 2 * 1024**3  # a container's usual 64 MB would soon be full


def memory() -> Path | None:
    """A folder in memory with room for a whole run; None where there is none."""
    is_roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_BYTES
    return MEMORY if is_roomy else None
