"""Delivering: reply first, push when the token is gone, nothing twice, the budget kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.messages import Reply
from handlers.channels.base import (
    Delivery,
    Never,
    Sent,
    TokenRefused,
    TryLater,
    Uncertain,
    Unreachable,
)
from handlers.deliver import deliver_one
from handlers.service import Service
from handlers.terminal import TerminalChannel
from storage import outbox
from storage.inbox import lock_conversation
from storage.outbox import Letter
from storage.tables import conversations
from storage.tables import outbox as outbox_table
from tests.chats import DEFAULT_NOW, service_at


class Platform(TerminalChannel):
    """A platform that answers as it is told, and remembers each try."""

    name = "line"

    def __init__(self, *outcomes: Exception | None) -> None:
        super().__init__()
        self.tries: list[Delivery] = []
        self._outcomes = list(outcomes)

    def send(self, delivery: Delivery) -> Sent:
        self.tries.append(delivery)
        outcome = self._outcomes.pop(0) if self._outcomes else None
        if outcome:
            raise outcome
        return Sent("r1")


def _run(
    database_url: str,
    platform: Platform,
    letters: int = 1,
    purpose: str = "answer",
    token: str = "token",
    token_for: timedelta = timedelta(seconds=50),
    settings: Callable[[Service], None] = lambda service: None,
) -> tuple[list[Any], Service]:
    """Put letters, deliver until nothing waits, and give back the outbox."""
    with service_at(DEFAULT_NOW, database_url) as service:
        service.channels["line"] = platform
        settings(service)
        now = service.clock.now()
        with service.database.begin() as tx:
            lock_conversation(tx, "line", "U1")
            for number in range(letters):
                reply = Reply(f"text {number}").to_json()
                letter = Letter(
                    uuid4(), f"k{number}", "line", "U1", [reply], purpose, token, now + token_for
                )
                outbox.put(tx, letter, now)
        for _ in range(20):
            if not deliver_one(service):
                break
        with service.database.begin() as tx:
            rows = list(tx.execute(select(outbox_table).order_by(outbox_table.c.key)).mappings())
            gone = tx.execute(select(conversations.c.unreachable_at)).scalar_one()
        return [*rows, gone], service


def test_reply_token_is_used_while_it_lives(database_url: str) -> None:
    platform = Platform()
    (row, _), _ = _run(database_url, platform)
    assert (row["state"], row["sent_as"], row["request_id"]) == ("sent", "reply", "r1")
    assert platform.tries[0].reply_token == "token"


def test_old_token_goes_as_a_push(sqlite_url: str) -> None:
    platform = Platform()
    (row, _), _ = _run(sqlite_url, platform, token_for=timedelta(seconds=-1))
    assert row["sent_as"] == "push"
    assert platform.tries[0].reply_token == ""
    assert str(platform.tries[0].id) == row["id"]  # the row's UUID is LINE's retry key


def test_refused_token_falls_back_to_a_push(sqlite_url: str) -> None:
    platform = Platform(TokenRefused("used"))
    (row, _), _ = _run(sqlite_url, platform)
    assert [bool(one.reply_token) for one in platform.tries] == [True, False]
    assert (row["state"], row["sent_as"]) == ("sent", "push")


def test_reply_without_an_answer_is_tried_once_more_then_pushed(sqlite_url: str) -> None:
    platform = Platform(Uncertain("timeout"), Uncertain("timeout"))
    (row, _), _ = _run(sqlite_url, platform)
    assert [bool(one.reply_token) for one in platform.tries] == [True, True, False]
    assert len({one.id for one in platform.tries}) == 1
    assert (row["state"], row["attempts"]) == ("sent", 3)


def test_trouble_waits_and_keeps_the_order(sqlite_url: str) -> None:
    platform = Platform(TryLater("500"))
    (first, second, _), _ = _run(sqlite_url, platform, letters=2)
    assert (first["state"], first["error"]) == ("queued", "500")
    assert first["not_before"] > first["created_at"]
    assert second["state"] == "queued"  # behind the first, never before it
    assert len(platform.tries) == 1


def test_refusal_for_good_is_not_repeated(sqlite_url: str) -> None:
    platform = Platform(Never("400"))
    (first, second, gone), _ = _run(sqlite_url, platform, letters=2)
    assert (first["state"], second["state"], gone) == ("dead", "sent", None)


def test_person_who_is_gone_is_marked_so(sqlite_url: str) -> None:
    (row, gone), _ = _run(sqlite_url, Platform(Unreachable("403")))
    assert row["state"] == "dead"
    assert gone is not None


@pytest.mark.parametrize(("purpose", "sent"), [("answer", 10), ("reminder", 9), ("summary", 9)])
def test_pushes_stop_at_the_budget_and_reminders_at_the_reserve(
    purpose: str, sent: int, sqlite_url: str
) -> None:
    def small_budget(service: Service) -> None:
        service.settings = replace(service.settings, push_budget_monthly=10, push_reserve=10)

    platform = Platform()
    rows, _ = _run(
        sqlite_url, platform, letters=12, purpose=purpose, token="", settings=small_budget
    )
    states = [row["state"] for row in rows[:-1]]
    assert states.count("sent") == len(platform.tries) == sent
    assert states.count("held") == 12 - sent


def test_replies_are_free(sqlite_url: str) -> None:
    def no_budget(service: Service) -> None:
        service.settings = replace(service.settings, push_budget_monthly=0)

    rows, _ = _run(sqlite_url, Platform(), letters=3, settings=no_budget)
    assert [row["sent_as"] for row in rows[:-1]] == ["reply"] * 3


def test_channel_that_is_off_sends_nothing(sqlite_url: str) -> None:
    def off(service: Service) -> None:
        del service.channels["line"]

    (row, _), _ = _run(sqlite_url, Platform(), settings=off)
    assert (row["state"], row["error"]) == ("dead", "the channel is off")
