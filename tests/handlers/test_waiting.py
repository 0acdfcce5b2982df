"""The loading sign: for those who wait longer than a moment, as the platform shows it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from handlers.answer import answer_one
from handlers.deliver import deliver_one
from handlers.waiting import Signs
from storage import inbox
from tests.chats import add_seat
from tests.handlers.menus_world import CHAT, World, world_on

USER = "Usomchai"


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with world_on(database_url) as world:
        world.line.say(USER, text="nobody takes it: the phone is known from here on")
        yield world


def _comes(world: World, raw: dict[str, Any], channel: str, user: str, ago: float) -> None:
    """An event that was taken in so many seconds ago and is not answered yet."""
    made = world.service.channels[channel]
    at = world.service.clock.now() - timedelta(seconds=ago)
    message = made.read(raw)
    event = inbox.NewEvent(
        channel=channel,
        id=f"event {ago}",
        user=user,
        occurred_at=at,
        raw=raw,
        content=message.content if message else None,
    )
    with world.service.database.begin() as tx:
        inbox.keep(tx, [event], at)


def _typed(text: str) -> dict[str, Any]:
    return {"type": "message", "message": {"type": "text", "id": "1", "text": text}}


PHOTO = {
    "type": "message",
    "message": {"type": "image", "id": "7", "contentProvider": {"type": "line"}},
}
TELEGRAM = {
    "update_id": 1,
    "message": {"message_id": 1, "date": 1785700000, "text": "x", "chat": {"id": CHAT}},
}


def test_who_waits_longer_than_a_moment_sees_the_sign(world: World) -> None:
    signs = Signs(world.service)
    _comes(world, _typed("ช่วยเหลือ"), "line", USER, ago=1)
    assert not signs.show()
    assert not world.line.phone(USER)["waiting"]
    world.wait(seconds=2)
    assert signs.show()
    assert world.line.phone(USER)["waiting"]
    assert not signs.show()  # it stands; it is not sent over and over
    world.wait(seconds=11)
    assert signs.show()


def test_sign_goes_with_the_answer(world: World) -> None:
    _comes(world, _typed("ช่วยเหลือ"), "line", USER, ago=3)
    Signs(world.service).show()
    assert answer_one(world.service)
    assert deliver_one(world.service)
    phone = world.line.phone(USER)
    assert not phone["waiting"]
    assert phone["entries"][-1]["side"] == "account"
    assert not Signs(world.service).show()


def test_file_that_is_being_fetched_shows_it_at_once(world: World) -> None:
    add_seat(world.service, USER, "official", "210110", "line")
    _comes(world, PHOTO, "line", USER, ago=0)
    assert Signs(world.service).show()
    assert world.line.phone(USER)["waiting"]


def test_telegram_says_that_it_is_typing(world: World) -> None:
    signs = Signs(world.service)
    _comes(world, TELEGRAM, "telegram", str(CHAT), ago=3)
    assert signs.show()
    assert world.telegram.menus()["actions"] == [[CHAT, "typing"]]
    world.wait(seconds=6)  # Telegram shows it for five seconds
    assert signs.show()
    assert len(world.telegram.menus()["actions"]) == 2


def test_what_is_not_answered_shows_no_sign(world: World) -> None:
    _comes(world, {"type": "unfollow"}, "line", USER, ago=3)
    Signs(world.service).show()
    assert not world.line.phone(USER)["waiting"]


def test_trouble_with_the_sign_is_nobodys_trouble(world: World) -> None:
    """A phone LINE does not know: the sign is refused, and the answer is made all the same."""
    signs = Signs(world.service)
    _comes(world, _typed("ช่วยเหลือ"), "line", "Uunknown", ago=3)
    signs.show()
    assert not signs.show()  # it is not tried over and over
    assert answer_one(world.service)
