"""What every channel keeps: its samples mean what they say, and no bytes can upset it."""

import copy
import json
from dataclasses import asdict
from itertools import chain, count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.messages import Card, Message, Reply
from handlers.channels import CHANNELS, line_messages
from handlers.channels.base import Channel, Delivery, Drawing, Event, Refused, TryLater
from handlers.pictures import png
from tests.handlers.channels.platforms import (
    RECEIVED,
    SEALS,
    channel,
    packed,
    sample,
    samples,
)
from tests.handlers.channels.standins import LineStandin, TelegramStandin
from tests.handlers.pictures.sample import sample as picture

ALL = sorted(CHANNELS)
_users = count()
SAMPLES = [pytest.param(name, path, id=path.stem) for name in ALL for path in samples(name)]
BODIES = {name: [sample(path)["body"] for path in samples(name)] for name in ALL}
READY = {name: channel(name) for name in ALL}

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def _receive(name: str, body: bytes) -> list[Event]:
    return READY[name].receive(SEALS[name](body), body, RECEIVED)


def _shown(name: str, event: Event) -> dict[str, Any]:
    """An event and what it means, as the samples write it."""
    message = READY[name].read(event.raw)
    at = event.occurred_at.isoformat(timespec="milliseconds")
    shown: dict[str, Any] = {
        "id": event.id,
        "user": event.user,
        "at": "received" if event.occurred_at == RECEIVED else at,
        "reply_token": event.reply_token,
        "kind": message and message.kind.value,
    }
    if message and (message.text or message.kind == "text"):
        shown["text"] = message.text
    if message and message.action:
        shown["action"] = message.action
    if event.message:
        shown["message"] = event.message
    if message and message.id not in ("", event.message):  # the one an unsend takes back
        shown["about"] = message.id
    if message and message.content:
        shown["content"] = asdict(message.content)
    return shown


@pytest.mark.parametrize("name", ALL)
def test_every_channel_has_its_seal_and_samples(name: str) -> None:
    assert name in SEALS
    assert len(samples(name)) >= 10
    assert READY[name].name == name


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_sample_means_what_it_says(name: str, path: Path) -> None:
    content = sample(path)
    events = _receive(name, packed(content["body"]))
    assert [_shown(name, event) for event in events] == content["expects"]


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_same_body_gives_the_same_ids(name: str, path: Path) -> None:
    body = packed(sample(path)["body"])
    assert [event.id for event in _receive(name, body)] == [
        event.id for event in _receive(name, body)
    ]


@pytest.mark.parametrize("name", ALL)
def test_header_names_come_in_any_letter_case(name: str) -> None:
    body = packed(BODIES[name][0])
    for change in (str.lower, str.upper, str.title):
        headers = {change(key): value for key, value in SEALS[name](body).items()}
        READY[name].receive(headers, body, RECEIVED)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("seal", [None, "", "x", "ไม่ใช่", "\udcff\udcfe", "A" * 10_000, "=" * 44])
def test_wrong_seal_is_refused(name: str, seal: str | None) -> None:
    body = packed(BODIES[name][0])
    headers = {} if seal is None else dict.fromkeys(SEALS[name](body), seal)
    with pytest.raises(Refused) as refused:
        READY[name].receive(headers, body, RECEIVED)
    assert refused.value.status in (400, 401, 403)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff\xfe", 400),
        (b"not JSON", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"{}", 400),
        (b'{"update_id": NaN, "events": [NaN]}', 400),
        (b'{"update_id": 1, "events": [-Infinity]}', 400),
        (b'{"update_id": 1, "events": [1e999]}', 400),
        (b'{"update_id": 1, "events": [' + b"9" * 5_000 + b"]}", 400),
        (b"[" * 100_000, 400),
        (b'{"update_id": 1, "events": ' + b"[" * 50 + b"]" * 50 + b"}", 400),
        (b'{"events": [], "update_id": "' + b"x" * 1024 * 1024 + b'"}', 413),
    ],
)
def test_body_that_is_none_is_refused(name: str, body: bytes, status: int) -> None:
    with pytest.raises(Refused) as refused:
        _receive(name, body)
    assert refused.value.status == status


@pytest.mark.parametrize("name", ALL)
@given(body=st.binary() | st.text().map(str.encode) | anything.map(packed))
def test_no_bytes_upset_the_channel(name: str, body: bytes) -> None:
    with pytest.raises(Refused):
        READY[name].receive({}, body, RECEIVED)
    _must_hold(name, body)


@pytest.mark.parametrize("name", ALL)
@given(data=st.data())
def test_no_change_of_a_sample_upsets_the_channel(name: str, data: st.DataObject) -> None:
    body = copy.deepcopy(data.draw(st.sampled_from(BODIES[name])))
    for _ in range(data.draw(st.integers(1, 3))):
        _change_somewhere(body, data)
    _must_hold(name, packed(body))


def _change_somewhere(body: Any, data: st.DataObject) -> None:
    """Put anything in place of some part of the body, or take the part away."""
    within = [body]
    for part in within:
        inner = part.values() if isinstance(part, dict) else part
        within += [one for one in inner if isinstance(one, (dict, list)) and one]
    part = data.draw(st.sampled_from([one for one in within if one] or [{"events": 0}]))
    key = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
    if data.draw(st.booleans()):
        part[key] = data.draw(anything)
    else:
        del part[key]


def _taken(name: str, body: bytes) -> list[Event]:
    try:
        return _receive(name, body)
    except Refused as refused:
        if refused.status not in (400, 413):
            raise
        return []


def _must_hold(name: str, body: bytes) -> None:
    """Refused with a 4xx, or events that can be stored and read."""
    for event in _taken(name, body):
        assert 0 < len(event.id) <= 128
        assert 0 < len(event.user) <= 128
        assert len(event.reply_token) <= 256
        assert event.occurred_at.tzinfo is not None
        assert len(event.message) <= 64
        for text in (event.id, event.user, event.reply_token, event.message):
            assert "\0" not in text
        _must_be_storable(READY[name].read(event.raw))
        kept = json.loads(json.dumps(event.raw, ensure_ascii=False, allow_nan=False).encode())
        assert READY[name].read(kept) == READY[name].read(event.raw)


def _must_be_storable(message: Message | None) -> None:
    """What is to be fetched fits its row."""
    content = message and message.content
    if content:
        assert 0 < len(content.reference) <= 256
        assert "\0" not in content.reference + content.name


@pytest.mark.parametrize("name", ALL)
def test_without_a_connection_it_goes_later(name: str) -> None:
    unheard: Channel = READY[name]
    for token in ("", "token"):  # no connection, so a reply token cannot have been used up
        with pytest.raises(TryLater):
            unheard.send(Delivery(uuid4(), "5012345678", [Reply("เริ่ม")], token))


@pytest.mark.parametrize("name", ALL)
def test_without_a_connection_it_goes_later_with_its_picture(name: str) -> None:
    drawn = {0: Drawing(b"\x89PNG", "https://bok.example.go.th/files/x", "ความคืบหน้า")}
    with pytest.raises(TryLater):
        READY[name].send(Delivery(uuid4(), "5012345678", [Reply("เริ่ม")], "", drawn))


@pytest.mark.parametrize("name", ALL)
def test_picture_comes_with_the_text(
    name: str, line_process: LineStandin, telegram_process: TelegramStandin
) -> None:
    """What every channel keeps: the text arrives whole, and the picture beside it."""
    shown = _send_with_picture(name, line_process, telegram_process)
    assert shown == (["ความคืบหน้า", "ข้อความที่สอง"], 1)


def _send_with_picture(
    name: str, line: LineStandin, telegram: TelegramStandin
) -> tuple[list[str], int]:
    user = str(5_100_000_000 + next(_users))
    at = {"line": f"{line.url}/line", "telegram": telegram.url}[name]
    replies = [Reply("ความคืบหน้า"), Reply("ข้อความที่สอง")]
    drawn = {0: Drawing(png(picture()), "https://bok.example.go.th/files/x", "ความคืบหน้า")}
    if name == "line":
        line.play()
        line.say(f"U{user}", type="follow")
        before = len(line.sent_to(f"U{user}"))
        channel(name, at).send(Delivery(uuid4(), f"U{user}", replies, "", drawn))
        sent = line.sent_to(f"U{user}")[before:]
        return [one["text"] for one in sent if "text" in one], sum(
            one["type"] == "image" for one in sent
        )
    channel(name, at).send(Delivery(uuid4(), user, replies, "", drawn))
    texts = [one["text"] for one in telegram.sent_to(int(user))]
    return texts, len(telegram.photos_of(int(user)))


lines = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)
cards = st.builds(
    Card,
    lines,
    st.lists(st.tuples(lines, st.just("") | lines), min_size=1, max_size=60).map(tuple),
    st.just("") | lines,
)


@given(said=lines, card=cards)
@example(said="ยอดรวม", card=Card("ยอดรวม", (("ไฟฟ้าสำนักงาน", "12,345 หน่วย"),) * 300))
def test_line_says_every_fact_of_a_card_as_text_too(said: str, card: Card) -> None:
    """What shows no card, or reads it aloud, has the altText; a card too long for it is text."""
    messages = line_messages.render([Reply(said, card=card)])
    plain = "\n".join(one["altText"] if one["type"] == "flex" else one["text"] for one in messages)
    _must_tell(card, plain.replace("\n", ""))


@given(said=lines, card=cards)
@example(said="ยอดรวม", card=Card("ยอดรวม", (("ไฟฟ้าสำนักงาน", "12,345 หน่วย"),) * 300))
def test_telegram_says_every_fact_of_a_card_in_its_text(
    telegram_process: TelegramStandin, said: str, card: Card
) -> None:
    """Through the real door: what arrives there holds every row."""
    chat = next(_chats)
    there = channel("telegram", telegram_process.url)
    there.send(Delivery(uuid4(), str(chat), [Reply(said, card=card)]))
    plain = "".join(body["text"] for body in telegram_process.sent_to(chat))
    _must_tell(card, plain.replace("\n", ""))


def _must_tell(card: Card, plain: str) -> None:
    for fact in (*chain.from_iterable(card.rows), card.footer):
        assert fact.strip() in plain


_chats = count(6_000_000_001)
