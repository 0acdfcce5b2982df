"""Sending to Telegram, against the Bot API's side in another process."""

from datetime import timedelta
from hashlib import sha256
from itertools import count
from typing import Any
from uuid import uuid4

import pytest

from bot.messages import Button, Card, Reply
from handlers.channels import telegram
from handlers.channels.base import (
    Channel,
    Delivery,
    Drawing,
    Never,
    TokenWrong,
    TryLater,
    Unreachable,
)
from handlers.pictures import png
from tests.handlers.channels.platforms import channel
from tests.handlers.channels.standins import TelegramStandin
from tests.handlers.pictures.sample import sample

HELLO = Reply("สวัสดี น้ำ *ที่นี่* <b>😀</b>")
_chats = count(5_000_000_001)


@pytest.fixture
def chat() -> int:
    return next(_chats)


@pytest.fixture
def sender(telegram_process: TelegramStandin, monkeypatch: pytest.MonkeyPatch) -> Channel:
    monkeypatch.setattr(telegram, "TIMEOUT_SECONDS", (2, 0.4))
    return channel("telegram", telegram_process.url)


def _delivery(chat: int, *replies: Reply, press: str = "") -> Delivery:
    return Delivery(uuid4(), str(chat), replies or [HELLO], press)


def test_text_arrives_as_it_is(
    sender: Channel, chat: int, telegram_process: TelegramStandin
) -> None:
    assert sender.send(_delivery(chat)).request_id
    (message,) = telegram_process.sent_to(chat)
    assert message["text"] == HELLO.text
    assert "parse_mode" not in message
    assert message["link_preview_options"] == {"is_disabled": True}


def test_card_and_buttons(sender: Channel, chat: int, telegram_process: TelegramStandin) -> None:
    buttons = (
        Button("ถูกต้อง", "record:9f3a:yes"),
        Button("แก้ไข", "record:9f3a:no"),
        Button("เปิดหน้าเว็บ", link="https://bok.example.go.th/x"),
    )
    card = Card("กรกฎาคม", (("ไฟฟ้า", "12,345 หน่วย"), ("พื้นที่", "")), "ยังไม่ครบ")
    sender.send(_delivery(chat, Reply("ยอดรวม", buttons, card)))
    (message,) = telegram_process.sent_to(chat)
    assert message["text"] == "ยอดรวม\nไฟฟ้า: 12,345 หน่วย\nพื้นที่\nยังไม่ครบ"
    assert message["reply_markup"]["inline_keyboard"] == [
        [
            {"text": "ถูกต้อง", "callback_data": "record:9f3a:yes"},
            {"text": "แก้ไข", "callback_data": "record:9f3a:no"},
        ],
        [{"text": "เปิดหน้าเว็บ", "url": "https://bok.example.go.th/x"}],
    ]


def test_copy_button_copies(sender: Channel, chat: int, telegram_process: TelegramStandin) -> None:
    text = "e-report ก.ค. 2569: ไฟฟ้า 12345 หน่วย (kWh)"
    sender.send(_delivery(chat, Reply(text, (Button("คัดลอก", copy=text), Button("ไป", "go")))))
    (message,) = telegram_process.sent_to(chat)
    assert message["reply_markup"]["inline_keyboard"] == [
        [{"text": "คัดลอก", "copy_text": {"text": text}}, {"text": "ไป", "callback_data": "go"}]
    ]


@pytest.mark.parametrize(
    ("text", "shown"), [("ก" * 256, True), ("ก" * 257, False), ("😀" * 129, False)]
)
def test_text_too_long_to_copy_has_no_button(
    sender: Channel, chat: int, telegram_process: TelegramStandin, text: str, shown: bool
) -> None:
    sender.send(_delivery(chat, Reply(text, (Button("คัดลอก", copy=text),))))
    (message,) = telegram_process.sent_to(chat)
    assert message["text"] == text
    assert ("reply_markup" in message) is shown


def test_long_text_comes_in_pieces_with_the_buttons_under_the_last(
    sender: Channel, chat: int, telegram_process: TelegramStandin
) -> None:
    blocks = [f"{number} " + "น้ำ" * 600 for number in range(6)]
    sender.send(_delivery(chat, Reply("\n\n".join(blocks), (Button("ไป", "go"),))))
    sent = telegram_process.sent_to(chat)
    assert "\n\n".join(message["text"] for message in sent) == "\n\n".join(blocks)
    assert ["reply_markup" in message for message in sent] == [False] * (len(sent) - 1) + [True]


def test_nothing_to_say_sends_nothing(
    sender: Channel, chat: int, telegram_process: TelegramStandin
) -> None:
    sender.send(_delivery(chat, Reply(""), HELLO))
    assert len(telegram_process.sent_to(chat)) == 1


def test_press_stops_spinning_first(
    sender: Channel, chat: int, telegram_process: TelegramStandin
) -> None:
    sender.send(_delivery(chat, press="4382bfd"))
    assert telegram_process.answered()[-1] == "4382bfd"
    assert len(telegram_process.sent_to(chat)) == 1


@pytest.mark.parametrize(
    ("asked", "after"),
    [
        ({"retry_after": 7}, timedelta(seconds=7)),
        ({"retry_after": 10**40}, None),
        ({"retry_after": 10**12}, timedelta(days=1)),
        ({"retry_after": -5}, None),
        ({"retry_after": "soon"}, None),
        ({}, None),
    ],
)
def test_too_many_waits_as_long_as_asked(
    sender: Channel,
    chat: int,
    telegram_process: TelegramStandin,
    asked: dict[str, Any],
    after: timedelta | None,
) -> None:
    telegram_process.play({"status": 429, "description": "Too Many Requests", "more": asked})
    with pytest.raises(TryLater) as later:
        sender.send(_delivery(chat))
    assert later.value.after == after


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"status": 403, "description": "Forbidden: bot was blocked by the user"}, Unreachable),
        ({"status": 400, "description": "Bad Request: chat not found"}, Never),
        ({"status": 401, "description": "Unauthorized"}, TokenWrong),
        ({"status": 500, "description": "Internal Server Error"}, TryLater),
        ({"status": 502, "raw": "<html>Bad Gateway</html>"}, TryLater),
        ({"status": 200, "raw": "[]"}, TryLater),
        ({"status": 302, "raw": "{}"}, TryLater),
        ({"silent": 1}, TryLater),
    ],
)
def test_what_went_wrong_says_what_to_do(
    sender: Channel,
    chat: int,
    telegram_process: TelegramStandin,
    fault: dict[str, Any],
    outcome: type[Exception],
) -> None:
    telegram_process.play(fault)
    with pytest.raises(outcome) as raised:
        sender.send(_delivery(chat))
    assert type(raised.value) is outcome
    assert "telegram-token" not in str(raised.value)
    assert not telegram_process.sent_to(chat)


# --- pictures: uploaded after the texts, and never at their cost ----------------------------------


def _with_picture(chat: int, body: bytes = b"", alt: str = "ความคืบหน้า") -> Delivery:
    drawn = {0: Drawing(body or png(sample()), "https://bok.example.go.th/files/x", alt)}
    return Delivery(uuid4(), str(chat), [HELLO, Reply("ข้อความที่สอง")], "", drawn)


def test_picture_is_uploaded_after_all_texts(
    sender: Channel, chat: int, telegram_process: TelegramStandin
) -> None:
    sender.send(_with_picture(chat))
    texts = [message["text"] for message in telegram_process.sent_to(chat)]
    assert texts == [HELLO.text, "ข้อความที่สอง"]
    (photo,) = telegram_process.photos_of(chat)
    assert photo["after_messages"] == 2
    assert photo["caption"] == "ความคืบหน้า"
    assert photo["sha256"] == sha256(png(sample())).hexdigest()


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 400, "description": "Bad Request: IMAGE_PROCESS_FAILED"},
        {"status": 403, "description": "Forbidden: bot was blocked by the user"},
        {"status": 429, "description": "Too Many Requests", "more": {"retry_after": 7}},
        {"status": 500, "description": "Internal Server Error"},
        {"status": 502, "raw": "<html>Bad Gateway</html>"},
        {"silent": 1},
    ],
)
def test_picture_that_fails_has_no_text_said_twice(
    sender: Channel, chat: int, telegram_process: TelegramStandin, fault: dict[str, Any]
) -> None:
    telegram_process.play({**fault, "method": "sendPhoto"})
    assert sender.send(_with_picture(chat)).request_id  # done: nothing will be tried again
    texts = [message["text"] for message in telegram_process.sent_to(chat)]
    assert texts == [HELLO.text, "ข้อความที่สอง"]


def test_picture_waits_for_texts_that_go_later(
    sender: Channel, chat: int, telegram_process: TelegramStandin
) -> None:
    telegram_process.play({"status": 500, "description": "Internal Server Error"})
    with pytest.raises(TryLater):
        sender.send(_with_picture(chat))
    assert not telegram_process.photos_of(chat)


def test_bytes_that_are_no_picture_are_left_out(
    sender: Channel, chat: int, telegram_process: TelegramStandin
) -> None:
    sender.send(_with_picture(chat, b"no picture"))
    assert len(telegram_process.sent_to(chat)) == 2
    assert not telegram_process.photos_of(chat)


def test_long_caption_is_cut_to_what_telegram_takes(
    sender: Channel, chat: int, telegram_process: TelegramStandin
) -> None:
    sender.send(_with_picture(chat, alt="น้ำ" * 2_000))
    (photo,) = telegram_process.photos_of(chat)
    assert 900 < len(photo["caption"]) <= 1_024
