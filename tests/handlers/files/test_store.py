"""The store: what was kept is found again, under names nobody chose, and goes for good."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from handlers.files.store import CHUNK_BYTES, SUFFIXES, FileStore

NAME = UUID("9f3a2c11-0000-4000-8000-000000000001")
PLACES = ("file", "memory")


@pytest.fixture(params=PLACES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return FileStore(str(tmp_path) if request.param == "file" else f"memory://{uuid4().hex}")


@pytest.mark.parametrize("media_type", SUFFIXES)
@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, 3 * CHUNK_BYTES + 1])
def test_what_was_kept_is_read_again_in_pieces(
    store: FileStore, media_type: str, size: int
) -> None:
    body = bytes(range(256)) * (size // 256 + 1)
    path = store.keep(uuid4(), media_type, body[:size])
    pieces = list(store.read(path))
    assert b"".join(pieces) == body[:size]
    assert all(0 < len(piece) <= CHUNK_BYTES for piece in pieces)


def test_name_is_made_of_a_number_and_the_kind_alone(store: FileStore) -> None:
    path = store.keep(NAME, "application/pdf", b"%PDF")
    assert path == "9f/9f3a2c11000040008000000000000001.pdf"


def test_kind_that_is_never_kept_has_no_name(store: FileStore) -> None:
    with pytest.raises(KeyError):
        store.keep(NAME, "text/html", b"<script>")


def test_deleted_is_gone_and_deleting_twice_is_no_trouble(store: FileStore) -> None:
    path = store.keep(NAME, "image/png", b"body")
    assert store.has(path)
    store.delete(path)
    assert not store.has(path)
    with pytest.raises(FileNotFoundError):
        list(store.read(path))
    store.delete(path)
    store.delete("00/never.png")


def test_local_file_lies_under_the_folder_and_nowhere_else(tmp_path: Path) -> None:
    path = FileStore(f"file://{tmp_path}/kept").keep(NAME, "image/jpeg", b"body")
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == [tmp_path / "kept" / path]


@contextmanager
def disk_full_after(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size`, as on a disk that fills up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_disk_that_fills_up_is_an_os_error_and_leaves_no_half_file(tmp_path: Path) -> None:
    store = FileStore(str(tmp_path))
    with disk_full_after(100_000), pytest.raises(OSError, match="large"):
        store.keep(NAME, "image/jpeg", bytes(5_000_000))
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == []
    store.keep(NAME, "image/jpeg", b"body")


def test_folder_that_cannot_be_made_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="taken"):
        FileStore(str(tmp_path / "taken")).keep(NAME, "image/jpeg", b"body")
