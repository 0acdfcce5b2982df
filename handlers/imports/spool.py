"""More items than memory should hold: kept in temporary files, given back in order."""

import heapq
import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import IO, Any, Generic, TypeVar

T = TypeVar("T")
IN_MEMORY = 10_000  # items of one sorted run; some ten megabytes


class Spool(Generic[T]):
    """Add items in any order, then read them by `key`, as often as wanted.

    The files are this process's own and have no name anybody else could open.
    """

    def __init__(self, key: Callable[[T], Any], in_memory: int = IN_MEMORY) -> None:
        self._key = key
        self._in_memory = in_memory
        self._waiting: list[T] = []
        self._files = ExitStack()
        self._runs: list[IO[bytes]] = []

    def add(self, item: T) -> None:
        self._waiting.append(item)
        if len(self._waiting) >= self._in_memory:
            self._write_run()

    def __iter__(self) -> Iterator[T]:
        """Every item, sorted; one reading at a time."""
        self._waiting.sort(key=self._key)
        runs = [_items(run) for run in self._runs]
        return heapq.merge(*runs, iter(self._waiting), key=self._key)

    def close(self) -> None:
        self._files.close()

    def _write_run(self) -> None:
        self._waiting.sort(key=self._key)
        run = self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        for item in self._waiting:
            pickle.dump(item, run)
        self._runs.append(run)
        self._waiting = []


def _items(run: IO[bytes]) -> Iterator[Any]:
    run.seek(0)
    while True:
        try:
            yield pickle.load(run)
        except EOFError:
            return
