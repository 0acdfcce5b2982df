"""The simulator plays by LINE's rules, so that what works here works there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from handlers.channels.simulator.line_side import (
    KEPT_MESSAGES,
    KEPT_ROOMS,
    LineSide,
    refuse_messages,
)
from handlers.channels.simulator.refusal import Refusal
from tests.handlers.channels.standins import LineStandin
from tests.processes import LINE_TOKEN

HELLO = [{"type": "text", "text": "สวัสดี"}]


class Watch:
    def __init__(self) -> None:
        self.at = datetime(2026, 8, 5, 2, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def side(watch: Watch) -> LineSide:
    side = LineSide(watch.now)
    side.person("U1", "สมชาย")
    return side


def _shown(side: LineSide) -> list[Any]:
    return [entry["message"] for entry in side.talk("U1")]


def test_reply_token_is_good_once(side: LineSide) -> None:
    token = side.new_token("U1")
    side.reply(token, HELLO, has_retry_key=False)
    with pytest.raises(Refusal, match="Invalid reply token"):
        side.reply(token, HELLO, has_retry_key=False)
    assert _shown(side) == HELLO


@pytest.mark.parametrize(("seconds", "good"), [(60, True), (61, False)])
def test_reply_token_is_good_for_a_minute(
    side: LineSide, watch: Watch, seconds: int, good: bool
) -> None:
    token = side.new_token("U1")
    watch.at += timedelta(seconds=seconds)
    if good:
        side.reply(token, HELLO, has_retry_key=False)
    else:
        with pytest.raises(Refusal):
            side.reply(token, HELLO, has_retry_key=False)
    assert _shown(side) == (HELLO if good else [])


def test_refused_message_leaves_the_token(side: LineSide) -> None:
    token = side.new_token("U1")
    with pytest.raises(Refusal):
        side.reply(token, [], has_retry_key=False)
    with pytest.raises(Refusal):
        side.reply(token, HELLO, has_retry_key=True)
    side.reply(token, HELLO, has_retry_key=False)


def test_quota_counts_recipients_not_messages(side: LineSide) -> None:
    side.quota = 2
    side.push("U1", HELLO * 5, "")
    side.push("U1", HELLO, "")
    with pytest.raises(Refusal) as refusal:
        side.push("U1", HELLO, "")
    assert (refusal.value.status, side.used) == (429, 2)
    side.reply(side.new_token("U1"), HELLO, has_retry_key=False)  # replies stay free


def test_state_is_bounded(side: LineSide) -> None:
    for number in range(KEPT_ROOMS + 10):
        side.person(f"U{number}")
    for _ in range(KEPT_MESSAGES + 10):
        side.note("U9999", {"type": "text", "text": "x"})
    assert len(side.rooms()) == KEPT_ROOMS
    assert len(side.talk("U9999")) == KEPT_MESSAGES


TEXT = {"type": "text", "text": "x"}


def _quick(*actions: Any) -> dict[str, Any]:
    return {**TEXT, "quickReply": {"items": [{"type": "action", "action": a} for a in actions]}}


def _flex(*contents: Any) -> dict[str, Any]:
    box = {"type": "box", "layout": "vertical", "contents": list(contents)}
    return {"type": "flex", "altText": "x", "contents": {"type": "bubble", "body": box}}


def _image(url: Any) -> dict[str, Any]:
    return {"type": "image", "originalContentUrl": url, "previewImageUrl": url}


POSTBACK = {"type": "postback", "label": "ใช่", "data": "yes"}
CLIPBOARD = {"type": "clipboard", "label": "คัดลอก", "clipboardText": "ไฟฟ้า 12345 หน่วย"}


@pytest.mark.parametrize(
    "messages",
    [
        [TEXT] * 5,
        [{"type": "text", "text": "😀" * 2_500}],
        [_quick(*[POSTBACK] * 13)],
        [_quick({**POSTBACK, "label": "น้ำ" * 20})],
        [_quick(CLIPBOARD, {**CLIPBOARD, "clipboardText": "😀" * 500})],
        [_flex(TEXT)],
        [_image("https://bok.example.go.th/files/WyI2.Eky-_")],
        [_image("http://127.0.0.1:8000/files/x")],
    ],
)
def test_what_line_takes(messages: Any) -> None:
    refuse_messages(messages)


@pytest.mark.parametrize(
    "messages",
    [
        None,
        {},
        [],
        [TEXT] * 6,
        ["text"],
        [{"type": "file"}],
        [{"type": "text", "text": ""}],
        [{"type": "text", "text": "😀" * 2_500 + "x"}],
        [{"type": "text", "text": 5}],
        [{**_flex(TEXT), "altText": "x" * 1_501}],
        [{**_flex(TEXT), "contents": {"type": "bubble", "body": {"type": "box"}}}],
        [_flex({"type": "text", "text": " "})],
        [_flex({"type": "video"})],
        [_flex({"type": "text", "text": "x" * 30_000})],
        [_quick(*[POSTBACK] * 14)],
        [_quick({**POSTBACK, "label": "น้ำ" * 21})],
        [_quick({**POSTBACK, "data": "x" * 301})],
        [_quick({"type": "uri", "label": "x"})],
        [_quick({"type": "clipboard", "label": "x"})],
        [_quick({**CLIPBOARD, "clipboardText": ""})],
        [_quick({**CLIPBOARD, "clipboardText": "😀" * 500 + "x"})],
        [_quick(None)],
        [{**TEXT, "quickReply": {"items": []}}],
        [{**TEXT, "quickReply": []}],
        [{"type": "image", "originalContentUrl": "https://bok.example.go.th/x"}],
        [_image("http://bok.example.go.th/files/x")],
        [_image("https://bok.example.go.th/files/ก.png")],
        [_image("https://bok.example.go.th/files/a b")],
        [_image("https://bok.example.go.th/" + "x" * 2_000)],
        [_image("data:image/png;base64,AAAA")],
        [_image(5)],
    ],
)
def test_what_line_refuses(messages: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        refuse_messages(messages)
    assert refusal.value.status == 400


# --- over HTTP, in a process of its own -----------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("message/push", {"to": "Usimulator1", "messages": HELLO}, {}, 200),
        ("message/push", {"to": "Unobody", "messages": HELLO}, {}, 400),
        ("message/push", [], {}, 400),
        ("message/reply", {"replyToken": "x", "messages": HELLO}, {}, 400),
        (
            "message/reply",
            {"replyToken": "x", "messages": HELLO},
            {"X-Line-Retry-Key": "123e4567-e89b-12d3-a456-426614174000"},
            400,
        ),
        ("message/quota", None, {}, 200),
        ("message/quota/consumption", None, {}, 200),
        ("chat/loading/start", {"chatId": "Usimulator1"}, {}, 202),
        ("chat/loading/start", {"chatId": "Usimulator1", "loadingSeconds": 60}, {}, 202),
        ("chat/loading/start", {"chatId": "Usimulator1", "loadingSeconds": 7}, {}, 400),
        ("chat/loading/start", {"chatId": "Usimulator1", "loadingSeconds": 65}, {}, 400),
        ("chat/loading/start", {"chatId": "Unobody"}, {}, 400),
        ("richmenu/list", None, {}, 200),
        ("richmenu", {"name": "no size"}, {}, 400),
        ("user/all/richmenu", None, {}, 404),
        ("user/Usimulator1/richmenu", None, {}, 404),
        ("richmenu/bulk/link", {"richMenuId": "richmenu-x", "userIds": ["U1"]}, {}, 404),
        ("richmenu/bulk/unlink", {"userIds": ["U1"]}, {}, 202),
        ("profile/Usimulator1", None, {}, 200),
        ("profile/Unobody", None, {}, 404),
    ],
)
def test_api_answers_as_line_does(
    line_process: LineStandin, path: str, body: Any, headers: dict[str, str], status: int
) -> None:
    line_process.play()
    answer = line_process.call(path, LINE_TOKEN, body, **headers)
    assert answer.status_code == status
    assert isinstance(answer.json(), dict)
    if status >= 400:
        assert answer.json()["message"]
    assert line_process.call(path, "wrong", body, **headers).status_code == 401


def test_retry_key_is_accepted_once(line_process: LineStandin) -> None:
    line_process.play()
    body = {"to": "Usimulator2", "messages": HELLO}
    key = {"X-Line-Retry-Key": "00000000-0000-4000-8000-000000000001"}
    first = line_process.call("message/push", LINE_TOKEN, body, **key)
    again = line_process.call("message/push", LINE_TOKEN, body, **key)
    assert (first.status_code, again.status_code) == (200, 409)
    accepted = again.headers["x-line-accepted-request-id"]
    assert accepted == first.headers["x-line-request-id"]
    assert line_process.sent_to("Usimulator2") == HELLO


def test_redelivery_brings_the_same_event_with_the_same_token(line_process: LineStandin) -> None:
    """The echo keeps nothing, so it answers twice; the token is good for the first only."""
    line_process.play()
    line_process.say("Uredelivered", times=2, text="320")
    assert len(line_process.sent_to("Uredelivered")) == 1


@pytest.mark.parametrize("body", [None, [], "x", {}, {"user": "U1"}, {"user": "U1", "text": 5}])
@pytest.mark.parametrize("path", ["say", "people", "rules"])
def test_odd_orders_are_no_crash(line_process: LineStandin, path: str, body: Any) -> None:
    answer = requests.post(f"{line_process.url}/{path}", json=body, timeout=20)
    assert answer.status_code < 500
