"""Menus follow seats and language: seen where a phone would show them, on both engines."""

from collections.abc import Iterator

import pytest
from sqlalchemy import insert, update

from bot.menus import Menu, all_menus
from handlers.menus import REST, MenuKeeper
from handlers.sync import synchronise
from storage.tables import conversations
from tests.chats import add_seat
from tests.handlers.menus_world import CHAT, World, world_on

USER = "Usomchai"


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with world_on(database_url) as world:
        yield world


@pytest.fixture
def synced(world: World) -> World:
    assert not [one for one in synchronise(world.service, dry_run=False) if one.error]
    return world


def _keep(world: World) -> bool:
    """One process looks whose menu does not fit, as the worker does every few seconds."""
    return MenuKeeper(world.service, "test").keep()


def test_whoever_joins_sees_the_menu_of_their_role(synced: World) -> None:
    assert synced.seen(USER) == "bok:nobody:th"
    add_seat(synced.service, USER, "official", "210110", "line")
    add_seat(synced.service, str(CHAT), "coordinator", "21", "telegram")
    assert _keep(synced)
    assert synced.seen(USER) == "bok:official:th"
    assert synced.commands() == [tile.command for tile in _menu("coordinator", "th").commands]
    assert (synced.menu_of("line", USER) or "").startswith("bok:official:th:")
    assert (synced.menu_of("telegram", str(CHAT)) or "").startswith("bok:coordinator:th:")
    assert not _keep(synced)


def _menu(audience: str, locale: str) -> Menu:
    return next(menu for menu in all_menus() if (menu.audience, menu.locale) == (audience, locale))


def test_menu_changes_with_the_language(synced: World) -> None:
    add_seat(synced.service, USER, "official", "210110", "line")
    add_seat(synced.service, str(CHAT), "official", "210109", "telegram")
    _keep(synced)
    for user in (USER, str(CHAT)):
        synced.set_language(user, "en")
    assert _keep(synced)
    assert synced.seen(USER) == "bok:official:en"
    (first, *_) = synced.telegram.menus()["commands"][f"chat {CHAT}:"]
    assert first["description"] == "Fill in: The month's figures, one by one"


def test_menu_goes_with_the_seat(synced: World) -> None:
    add_seat(synced.service, USER, "official", "210110", "line")
    add_seat(synced.service, str(CHAT), "official", "210109", "telegram")
    _keep(synced)
    for user in (USER, str(CHAT)):
        synced.take_seats(user)
    assert _keep(synced)
    assert synced.seen(USER) == "bok:nobody:th"
    assert not synced.commands()
    assert synced.menu_of("line", USER) is None
    assert synced.menu_of("telegram", str(CHAT)) is None
    assert not _keep(synced)


def test_before_there_is_a_seat_the_menu_follows_the_chosen_language(synced: World) -> None:
    step = {"flow": "join", "name": "hello", "id": "abcd1234", "data": {"locale": "en"}}
    with synced.service.database.begin() as tx:
        tx.execute(insert(conversations).values(channel="line", user=USER, step=step))
        tx.execute(insert(conversations).values(channel="line", user="Uquiet"))
    assert _keep(synced)
    assert (synced.seen(USER), synced.seen("Uquiet")) == ("bok:nobody:en", "bok:nobody:th")
    assert synced.menu_of("line", "Uquiet") is None


def test_who_blocked_the_account_is_left_alone_until_they_are_back(synced: World) -> None:
    add_seat(synced.service, str(CHAT), "official", "210110", "telegram")
    blocked = update(conversations).where(conversations.c.user == str(CHAT))
    with synced.service.database.begin() as tx:
        tx.execute(blocked.values(unreachable_at=synced.service.clock.now()))
    assert not _keep(synced)
    with synced.service.database.begin() as tx:
        tx.execute(blocked.values(unreachable_at=None))
    assert _keep(synced)
    assert synced.commands()


def test_menu_the_platform_does_not_have_yet_is_shown_once_it_does(world: World) -> None:
    add_seat(world.service, USER, "official", "210110", "line")
    keeper = MenuKeeper(world.service, "test")
    assert not keeper.keep()
    assert world.menu_of("line", USER) is None
    assert not [one for one in synchronise(world.service, dry_run=False) if one.error]
    world.wait(seconds=REST.total_seconds() + 1)
    assert keeper.keep()
    assert world.seen(USER) == "bok:official:th"
    assert not keeper.keep()


def test_what_failed_is_tried_again_later(synced: World) -> None:
    add_seat(synced.service, USER, "official", "210110", "line")
    keeper = MenuKeeper(synced.service, "test")
    synced.line.play("500")
    assert not keeper.keep()
    assert synced.menu_of("line", USER) is None
    assert not keeper.keep()  # it rests
    assert synced.seen(USER) == "bok:nobody:th"
    synced.wait(seconds=REST.total_seconds() + 1)
    assert keeper.keep()
    assert synced.seen(USER) == "bok:official:th"


def test_telegram_says_how_long_to_wait(synced: World) -> None:
    add_seat(synced.service, str(CHAT), "official", "210110", "telegram")
    keeper = MenuKeeper(synced.service, "test")
    too_many = {"status": 429, "description": "Too Many Requests", "more": {"retry_after": 90}}
    synced.telegram.play({"method": "setMyCommands", **too_many})
    assert not keeper.keep()
    synced.wait(seconds=80)
    assert not keeper.keep()
    synced.wait(seconds=11)
    assert keeper.keep()
    assert synced.commands()


def test_one_whom_the_platform_refuses_holds_nobody_up(synced: World) -> None:
    """LINE refuses the whole five hundred for one id it does not know."""
    for user, place in ((USER, "210110"), ("no id of LINE's", "210109"), ("Umalee", "210112")):
        add_seat(synced.service, user, "official", place, "line")
    keeper = MenuKeeper(synced.service, "test")
    assert keeper.keep()
    assert (synced.seen(USER), synced.seen("Umalee")) == ("bok:official:th", "bok:official:th")
    assert synced.menu_of("line", "no id of LINE's") is None
    assert not keeper.keep()


def test_many_people_are_linked_in_one_call(synced: World) -> None:
    step = {"flow": "join", "name": "hello", "id": "abcd1234", "data": {"locale": "en"}}
    rows = [{"channel": "line", "user": f"U{number:04}", "step": step} for number in range(501)]
    with synced.service.database.begin() as tx:
        tx.execute(insert(conversations), rows)
    synced.line.play("500")  # the first call of the two fails, and everything waits
    keeper = MenuKeeper(synced.service, "test")
    assert not keeper.keep()
    synced.wait(seconds=REST.total_seconds() + 1)
    assert keeper.keep()
    assert {synced.seen(f"U{number:04}") for number in (0, 499, 500)} == {"bok:nobody:en"}


def test_one_process_acts_at_a_time(synced: World) -> None:
    add_seat(synced.service, USER, "official", "210110", "line")
    assert MenuKeeper(synced.service, "one").keep()
    synced.set_language(USER, "en")
    other = MenuKeeper(synced.service, "other")
    assert not other.keep()
    synced.wait(seconds=21)  # the first one died
    assert other.keep()
    assert synced.seen(USER) == "bok:official:en"
