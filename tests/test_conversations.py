"""Every `.chat` file comes out as it stands, through inbox, bot, storage and outbox."""

from pathlib import Path

import pytest

from tests.chats import play

CHATS = sorted((Path(__file__).parent / "conversations").glob("*.chat"))


@pytest.mark.parametrize("path", CHATS, ids=lambda path: path.stem)
def test_talk_goes_as_written(path: Path, sqlite_url: str) -> None:
    written = path.read_text(encoding="utf-8")
    assert play(written, sqlite_url) == written


def test_there_are_talks() -> None:
    assert len(CHATS) >= 12
