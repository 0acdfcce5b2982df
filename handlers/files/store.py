"""Where the bytes are: any fsspec address, under names we make up ourselves."""

import os
from collections.abc import Iterator
from uuid import UUID, uuid4

import fsspec

SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
CHUNK_BYTES = 64 * 1024


class FileStore:
    """Keeps, gives and deletes files at `FILES_URL`."""

    def __init__(self, url: str) -> None:
        self._files, self._root = fsspec.core.url_to_fs(url)
        self._is_local = "file" in self._files.protocol

    def keep(self, name: UUID, media_type: str, body: bytes) -> str:
        """Write the bytes down for good; the path under which they are found again.

        Where the disk is full nothing is left of it: OSError.
        """
        path = f"{name.hex[:2]}/{name.hex}.{SUFFIXES[media_type]}"
        self._files.makedirs(self._whole(path).rpartition("/")[0], exist_ok=True)
        try:
            self._write(path, body)
        except OSError:
            self.delete(path)
            raise
        return path

    def _write(self, path: str, body: bytes) -> None:
        with self._files.open(self._whole(path), "wb") as out:
            out.write(body)
            out.flush()
            if self._is_local:  # survive a power cut
                os.fsync(out.fileno())

    def read(self, path: str) -> Iterator[bytes]:
        """The bytes in pieces; FileNotFoundError when they are gone."""
        with self._files.open(self._whole(path), "rb") as source:
            while piece := source.read(CHUNK_BYTES):
                yield piece

    def has(self, path: str) -> bool:
        """Whether the bytes are there."""
        return bool(self._files.isfile(self._whole(path)))

    def delete(self, path: str) -> None:
        """Gone for good; a file that is gone already is no trouble."""
        try:
            self._files.rm_file(self._whole(path))
        except FileNotFoundError:
            return

    def trouble(self) -> str:
        """Why nothing can be kept there; empty when it can."""
        try:
            self.delete(self.keep(uuid4(), "image/png", b"probe"))
        except Exception as error:  # each kind of store fails in its own way
            return f"{type(error).__name__}: nothing can be written at FILES_URL"
        return ""

    def _whole(self, path: str) -> str:
        return f"{self._root}/{path}"
