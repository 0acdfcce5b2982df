"""The end of a month as the bot says it, on its way to both platforms."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from bot import conversation
from bot.catalogue import PlaceKind, catalogue
from bot.changes import StepOpened
from bot.messages import Kind, Message, Reply
from bot.people import Place
from handlers.channels.base import Delivery
from handlers.channels.line_messages import render
from handlers.channels.simulator.line_side import refuse_messages
from tests.bot.offices import NOW, cell, office, said
from tests.handlers.channels.platforms import channel
from tests.handlers.channels.standins import TelegramStandin

REPORTING = [PlaceKind.TAMBON, PlaceKind.CITY, PlaceKind.PAO]


def _month_completed(kind: PlaceKind) -> tuple[Reply, ...]:
    """What follows the answer that completes the month of a place with long figures."""
    place = Place("210110", kind, "21", "2101", "องค์การบริหารส่วนตำบลหนองตะพาน", "Nong Taphan")
    *told, _ = catalogue().asked_of(kind)
    situation = office([cell(code, "1234567.8901") for code in told], place=place)
    asked = conversation.reply(situation, Message(Kind.TEXT, NOW, "เริ่ม"))
    (opened,) = (change for change in asked.changes if isinstance(change, StepOpened))
    return said(replace(situation, step=opened.step), "ไม่มี")


def _copies(messages: list[dict[str, Any]]) -> list[str]:
    items = messages[-1]["quickReply"]["items"]
    return [one["action"]["clipboardText"] for one in items if "clipboardText" in one["action"]]


@pytest.mark.parametrize("kind", REPORTING)
def test_line_shows_four_messages_and_the_copy_buttons(kind: PlaceKind) -> None:
    messages = render(_month_completed(kind))
    refuse_messages(messages)
    assert [message["type"] for message in messages] == ["text", "text", "flex", "text"]
    assert messages[-1]["text"].splitlines()[1:] == _copies(messages)
    assert len(_copies(messages)) == (1 if kind is PlaceKind.PAO else 2)


@pytest.mark.parametrize("form", catalogue().forms.values(), ids=lambda form: form.code)
def test_line_copies_a_form_with_every_box_at_its_longest(form: Any) -> None:
    told = [cell(code, "123456789012.3456", doubted=True) for code in form.activities]
    messages = render(said(office(told), form.aliases[0]))
    refuse_messages(messages)
    assert _copies(messages) == [messages[-1]["text"]]


@pytest.mark.parametrize("kind", REPORTING)
def test_telegram_takes_it_and_every_text_stands_in_the_message(
    kind: PlaceKind, telegram_process: TelegramStandin
) -> None:
    chat = 6_000_000_000 + REPORTING.index(kind)
    replies = _month_completed(kind)
    sender = channel("telegram", telegram_process.url)
    sender.send(Delivery(uuid4(), str(chat), replies))
    last = telegram_process.sent_to(chat)[-1]
    assert last["text"] == replies[-1].text
    keys = last.get("reply_markup", {}).get("inline_keyboard", [])
    shown = [key["copy_text"]["text"] for row in keys for key in row]
    assert shown == [b.copy for b in replies[-1].buttons if len(b.copy) <= 256]
    assert shown or kind is PlaceKind.CITY  # all four kinds of diesel and long figures
