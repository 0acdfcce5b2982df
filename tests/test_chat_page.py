"""docs/CHAT.md tells what the code does: its tables and pictures are made from it."""

import re
from pathlib import Path

import pytest
from PIL import Image

from bot.menus import Menu
from tests.pictures_of_menus import DOCS, NAME, PAGE, SHOWN, file_of, name_of, with_tables

MOST_BYTES = 200_000
AGAIN = "run python -m tests.pictures_of_menus"


def test_tables_are_as_the_code_has_them() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "| `กรอกข้อมูล` | `Fill in` | `/fill` |" in page
    assert with_tables(page) == page, AGAIN


@pytest.mark.parametrize("menu", SHOWN, ids=lambda menu: f"{menu.audience}-{menu.locale}")
def test_picture_shows_the_menu_as_it_is_now(menu: Menu) -> None:
    with Image.open(file_of(menu)) as picture:
        assert picture.info.get(NAME) == name_of(menu), AGAIN


def test_every_picture_is_there_and_small() -> None:
    named = [DOCS / found for found in re.findall(r"\]\((menus/[^)]+)\)", PAGE.read_text("utf-8"))]
    assert len(named) >= 8
    assert not [path.name for path in named if not Path(path).is_file()]
    assert not [path.name for path in named if path.stat().st_size >= MOST_BYTES]
