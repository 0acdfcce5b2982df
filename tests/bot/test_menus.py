"""Menus: every tile starts a flow, and its label typed, or its command, says the very same."""

from itertools import chain, combinations

import pytest

from bot import conversation
from bot.catalogue import PlaceKind, catalogue
from bot.conversation import Answer
from bot.flows import FLOWS
from bot.menus import Audience, Menu, Tile, all_menus, audience_of, default_menu, menu_for
from bot.messages import Kind, Message
from bot.people import Person, Place, Role, Seat
from bot.situation import Situation
from bot.text import voices
from tests.bot.offices import NOW, PLACE, cell

PROVINCE = Place("21", PlaceKind.PROVINCE, "21", "", "จังหวัดระยอง", "Rayong")
ROLES: dict[Audience, tuple[Role, ...]] = {
    Audience.NOBODY: (),
    Audience.OFFICIAL: (Role.OFFICIAL,),
    Audience.COORDINATOR: (Role.COORDINATOR,),
    Audience.AUDITOR: (Role.AUDITOR,),
    Audience.ADMIN: (Role.ADMIN,),
    Audience.BOTH: (Role.OFFICIAL, Role.COORDINATOR),
}
TILES = [
    pytest.param(menu, tile, id=f"{menu.audience}-{menu.locale}-{tile.command}")
    for menu in all_menus()
    for tile in menu.commands
]
MENUS = [pytest.param(menu, id=f"{menu.audience}-{menu.locale}") for menu in all_menus()]


def _situation(menu: Menu) -> Situation:
    """Somebody who sees this menu; an official has told some of the month."""
    seats = [
        Seat(number, PLACE if role is Role.OFFICIAL else PROVINCE, role)
        for number, role in enumerate(ROLES[menu.audience], 1)
    ]
    cells = [cell("ORG_ELEC", "3000"), cell("ORG_WATER", "120")] if seats else []
    return Situation(
        now=NOW,
        catalogue=catalogue(),
        locale=menu.locale,
        base_url="https://bok.example.go.th",
        draft_id="abcd1234",
        secret="s" * 43,
        person=Person(1, menu.locale) if seats else None,
        seats=tuple(seats),
        cells={one.key: one for one in cells},
    )


def _pressed(menu: Menu, action: str) -> Answer:
    return conversation.reply(_situation(menu), Message(Kind.ACTION, NOW, action=action))


def _typed(menu: Menu, text: str) -> Answer:
    return conversation.reply(_situation(menu), Message(Kind.TEXT, NOW, text=text))


@pytest.mark.parametrize(("menu", "tile"), TILES)
def test_tile_starts_a_flow_and_its_label_typed_does_the_same(menu: Menu, tile: Tile) -> None:
    assert tile.flow in FLOWS
    pressed = _pressed(menu, tile.action)
    assert pressed.replies
    for typed in (menu.t(tile.label), menu.t(tile.label).upper(), tile.command):
        assert _typed(menu, typed) == pressed, typed


@pytest.mark.parametrize("menu", MENUS)
def test_tiles_of_a_menu_say_different_things(menu: Menu) -> None:
    answers = [_pressed(menu, tile.action) for tile in menu.tiles if tile.flow != "totals"]
    assert all(one.replies != other.replies for one, other in combinations(answers, 2))


@pytest.mark.parametrize("menu", MENUS)
def test_tiles_are_few_and_nothing_stands_twice(menu: Menu) -> None:
    assert 3 <= len(menu.tiles) <= 6
    assert len({tile.action for tile in menu.commands}) == len(menu.commands)
    assert len({tile.command for tile in menu.commands}) == len(menu.commands)
    assert len({menu.t(tile.label) for tile in menu.commands}) == len(menu.commands)


@pytest.mark.parametrize("menu", MENUS)
def test_everybody_finds_help_and_their_language(menu: Menu) -> None:
    assert {"help", "language"} <= {tile.flow for tile in menu.commands}


def test_menus_are_worded_in_every_language() -> None:
    thai, english = (Menu(Audience.OFFICIAL, locale) for locale in ("th", "en"))
    assert thai.t(thai.tiles[0].label) == "กรอกข้อมูล"
    assert english.t(english.tiles[0].label) == "Fill in"
    assert {menu.locale for menu in all_menus()} == set(voices())


@pytest.mark.parametrize("audience", Audience)
def test_every_audience_is_somebodys(audience: Audience) -> None:
    assert audience_of(ROLES[audience]) is audience


def test_whatever_seats_somebody_holds_the_menu_fits_them() -> None:
    """Nobody is shown a tile that answers `not allowed`, and who tells figures can fill in."""
    held = chain.from_iterable(combinations(Role, size) for size in range(len(Role) + 1))
    for roles in held:
        menu = menu_for(roles, "th")
        flows = {tile.flow for tile in menu.tiles}
        assert ("record" in flows) == (Role.OFFICIAL in roles), roles
        assert ("console" in flows) == bool(set(roles) - {Role.OFFICIAL}), roles
        assert "export" not in flows or {Role.ADMIN, Role.AUDITOR} & set(roles), roles


def test_unknown_language_gets_the_first_one() -> None:
    assert menu_for([Role.OFFICIAL], "xx") == Menu(Audience.OFFICIAL, "th")
    assert default_menu() == Menu(Audience.NOBODY, "th")
