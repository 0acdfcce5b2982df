"""Menus as pictures: what LINE takes, tiles that leave no gap, words that fit on them."""

from io import BytesIO

import pytest
from PIL import Image

from bot.menus import Audience, Menu, all_menus
from handlers.channels.line_layout import ROWS, layout, size_of
from handlers.channels.simulator.refusal import Refusal
from handlers.channels.simulator.rich_menus import refuse_picture
from handlers.pictures.fonts import text_width
from handlers.pictures.menu import (
    ABOUT_SIZES,
    GAP,
    LABEL_SIZES,
    PADDING,
    draw_menu,
)
from handlers.pictures.signs import SIGNS

MENUS = [pytest.param(menu, id=f"{menu.audience}-{menu.locale}") for menu in all_menus()]
MOST_BYTES = 200_000


@pytest.mark.parametrize("menu", MENUS)
def test_picture_is_one_line_takes(menu: Menu) -> None:
    body = draw_menu(menu)
    width, height = size_of(len(menu.tiles))
    refuse_picture(body, "image/png", {"width": width, "height": height})
    assert len(body) < MOST_BYTES
    with pytest.raises(Refusal):
        refuse_picture(body, "image/png", {"width": width, "height": height + 1})


@pytest.mark.parametrize("count", ROWS)
def test_tiles_cover_the_picture_and_do_not_overlap(count: int) -> None:
    width, height = size_of(count)
    boxes = layout(count)
    assert len(boxes) == count
    assert sum(box.width * box.height for box in boxes) == width * height
    covered = Image.new("L", (width, height))
    for box in boxes:
        covered.paste(255, (box.x, box.y, box.x + box.width, box.y + box.height))
    assert covered.getextrema() == (255, 255)


@pytest.mark.parametrize("menu", MENUS)
def test_words_fit_on_their_tiles(menu: Menu) -> None:
    """At the smallest size there is; else they would run over the edge."""
    for tile, box in zip(menu.tiles, layout(len(menu.tiles)), strict=True):
        room = box.width - 2 * (GAP + PADDING)
        assert text_width(menu.t(tile.label), LABEL_SIZES[-1], bold=True) <= room
        about = menu.t(tile.about).split(" ")
        halves = (
            max(text_width(" ".join(part), ABOUT_SIZES[-1]) for part in (about[:at], about[at:]))
            for at in range(len(about))
        )
        assert min(halves) <= room, tile


@pytest.mark.parametrize("menu", MENUS)
def test_every_tile_has_a_sign(menu: Menu) -> None:
    assert {tile.flow for tile in menu.tiles} <= SIGNS.keys()


def test_tiles_are_where_a_press_on_them_is_heard() -> None:
    """Each tile's box holds ink of its own: its middle line is not empty paper."""
    menu = Menu(Audience.OFFICIAL, "th")
    picture = Image.open(BytesIO(draw_menu(menu))).convert("L")
    for box in layout(len(menu.tiles)):
        tile = picture.crop(
            (box.x + 60, box.y + 60, box.x + box.width - 60, box.y + box.height - 60)
        )
        darkest, lightest = tile.getextrema()
        assert isinstance(darkest, int)
        assert isinstance(lightest, int)
        assert lightest - darkest > 120


def test_same_menu_is_the_same_picture_and_another_is_not() -> None:
    pictures = {draw_menu(menu) for menu in all_menus()}
    assert len(pictures) == len(list(all_menus()))
