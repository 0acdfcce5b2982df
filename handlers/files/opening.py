"""Opening a file nobody knows: by what it holds, in a process of its own, under limits.

`python -m handlers.files.opening` takes the bytes on its input and prints one line of JSON, then
the bytes to keep. Whatever a hostile file does, it does it there: memory and time run out for that
process only.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

from bot.attachments import Sheet, Trouble
from handlers.files.limits import OPENING_CPU_SECONDS, OPENING_MEMORY_BYTES, OPENING_SECONDS
from handlers.files.opened import CannotOpen, Opened

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}  # nothing of ours is told to it
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_TEXT_SAMPLE = 4096


def open_safely(body: bytes, seconds: float = OPENING_SECONDS) -> Opened:
    """What a file holds, made harmless; CannotOpen says why not."""
    if not body:
        raise CannotOpen(Trouble.BROKEN)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "handlers.files.opening"],
            input=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library's complaints may be without end
            cwd=ROOT,
            env=ENVIRONMENT,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotOpen(Trouble.TOO_MUCH) from error
    if done.returncode != 0:  # out of memory or time, or worse
        raise CannotOpen(Trouble.TOO_MUCH)
    head, _, kept = done.stdout.partition(b"\n")
    told = json.loads(head)
    if "trouble" in told:
        raise CannotOpen(Trouble(told["trouble"]))
    return Opened(told["media_type"], kept, tuple(map(Sheet.from_json, told["sheets"])))


def opened(body: bytes) -> Opened:
    """The same in this very process: only for the process made for it."""
    try:
        return _opened_by_kind(body)
    except CannotOpen:
        raise
    except MemoryError as error:
        raise CannotOpen(Trouble.TOO_MUCH) from error
    except Exception as error:  # the libraries raise whatever damage makes them stumble over
        raise CannotOpen(Trouble.BROKEN) from error


def _opened_by_kind(body: bytes) -> Opened:
    # Each kind imports its own library only: that is most of what a small file costs.
    if body.startswith(_PICTURES) or (body[:4] == b"RIFF" and body[8:12] == b"WEBP"):
        from handlers.files.pictures import open_picture

        return open_picture(body)
    if body.lstrip()[:5] == b"%PDF-":
        from handlers.files.documents import open_pdf

        return open_pdf(body)
    if body[:4] == b"PK\x03\x04":
        from handlers.files.tables import open_workbook

        return open_workbook(body)
    if body[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # an old .xls, or XLSX with a password
        raise CannotOpen(Trouble.BROKEN)
    if _looks_like_text(body[:_TEXT_SAMPLE]):
        from handlers.files.tables import open_csv

        return open_csv(body)
    raise CannotOpen(Trouble.KIND)


def _looks_like_text(sample: bytes) -> bool:
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    control = sum(byte < 32 and byte not in b"\t\r\n" for byte in sample)
    separated = any(mark in sample for mark in (b",", b";", b"\t"))
    return control == 0 and separated


def limit_self(cpu_seconds: int = OPENING_CPU_SECONDS) -> None:
    """Far above what an honest file takes, far below what would trouble the machine."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (OPENING_MEMORY_BYTES, OPENING_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    body = sys.stdin.buffer.read()
    limit_self()
    try:
        found = opened(body)
    except CannotOpen as error:
        sys.stdout.buffer.write(json.dumps({"trouble": error.trouble.value}).encode() + b"\n")
        return
    head = {
        "media_type": found.media_type,
        "sheets": [sheet.to_json() for sheet in found.sheets],
    }
    sys.stdout.buffer.write(json.dumps(head, ensure_ascii=False).encode() + b"\n" + found.body)


if __name__ == "__main__":
    main()
