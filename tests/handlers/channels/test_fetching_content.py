"""What every channel keeps when it fetches a file: the right bytes, bounded, from one host only."""

import base64
import gzip
import json
import traceback
from collections.abc import Iterator
from itertools import repeat
from uuid import uuid4

import pytest
import requests

from bot.attachments import Content
from handlers.channels import CHANNELS, content
from handlers.channels.base import Channel, Never, TooLarge, TryLater
from tests.handlers.channels.platforms import NOBODY, channel
from tests.handlers.channels.standins import LineStandin, TelegramStandin
from tests.processes import LINE_TOKEN, TELEGRAM_TOKEN
from tests.standins.content import ContentHost, content_host

ALL = sorted(CHANNELS)
BODY = bytes(range(256)) * 1_000
MOST = 1_000_000
REFERENCES = {"line": "325708", "telegram": "BQACAgUAAxkB"}
PATHS = {
    "line": "/v2/bot/message/325708/content",
    "telegram": f"/file/bot{TELEGRAM_TOKEN}/documents/file_1.jpg",
}


@pytest.fixture(scope="module")
def host() -> Iterator[ContentHost]:
    with content_host() as host:
        yield host


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[ContentHost]:
    """Another host, which is none of the platform's."""
    with content_host() as host:
        host.play(200, [b"lured"])
        yield host


@pytest.fixture(params=ALL)
def name(request: pytest.FixtureRequest, host: ContentHost) -> str:
    host.file_path = "documents/file_1.jpg"
    return str(request.param)


def _fetch(name: str, host: ContentHost, most: int = MOST, size: int | None = None) -> bytes:
    reference = Content(REFERENCES[name], "bill.jpg", size)
    return channel(name, host.url).fetch(reference, most)


def _chunked(*pieces: bytes) -> list[bytes]:
    return [b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces]


CHUNKED = {"Transfer-Encoding": "chunked"}


# --- the right bytes ----------------------------------------------------------------------------


def test_bytes_come_as_they_are(name: str, host: ContentHost) -> None:
    for headers, pieces in (
        ({"Content-Length": str(len(BODY))}, [BODY[:7], BODY[7:]]),
        (CHUNKED, [*_chunked(BODY[:5], BODY[5:]), b"0\r\n\r\n"]),
        ({}, [BODY]),
    ):
        host.play(200, pieces, headers)
        assert _fetch(name, host) == BODY
        (asked,) = host.gets()
        assert asked.path == PATHS[name]


def test_nothing_is_nothing(name: str, host: ContentHost) -> None:
    host.play(200, [], {"Content-Length": "0"})
    assert _fetch(name, host) == b""


def test_packed_bytes_are_asked_for_as_they_are_and_never_unpacked(
    name: str, host: ContentHost
) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    host.play(200, [bomb], {"Content-Encoding": "gzip", "Content-Length": str(len(bomb))})
    assert _fetch(name, host) == bomb
    assert host.gets()[0].headers["Accept-Encoding"] == "identity"


# --- bounded ------------------------------------------------------------------------------------


def test_file_of_just_the_bound_is_taken(name: str, host: ContentHost) -> None:
    host.play(200, [BODY], {})
    assert _fetch(name, host, most=len(BODY)) == BODY
    with pytest.raises(TooLarge):
        _fetch(name, host, most=len(BODY) - 1)


@pytest.mark.parametrize(
    "headers",
    [{}, {"Content-Length": str(10**12)}, CHUNKED],
    ids=["no length", "a huge length", "chunked"],
)
def test_endless_file_is_cut_off_on_the_way(
    name: str, headers: dict[str, str], host: ContentHost
) -> None:
    piece = bytes(65_536)
    host.play(200, repeat(_chunked(piece)[0] if headers == CHUNKED else piece), headers)
    with pytest.raises(TooLarge):
        _fetch(name, host)
    assert host.written < MOST + 20_000_000  # and what the network holds


def test_length_that_says_too_little_gives_no_more(name: str, host: ContentHost) -> None:
    host.play(200, [BODY], {"Content-Length": "10"})
    assert _fetch(name, host) == BODY[:10]


def test_file_that_is_known_to_be_too_large_is_not_asked_for(name: str, host: ContentHost) -> None:
    host.play(200, [BODY])
    with pytest.raises(TooLarge):
        _fetch(name, host, size=MOST + 1)
    assert host.asked == []
    assert _fetch(name, host, size=MOST) == BODY


@pytest.mark.parametrize(
    ("headers", "pieces"),
    [
        ({"Content-Length": str(len(BODY) + 1)}, [BODY]),
        (CHUNKED, _chunked(BODY)),
        (CHUNKED, [b"%x\r\n" % len(BODY), BODY[:100]]),
        (CHUNKED, [b"no number\r\n"]),
    ],
    ids=["too short", "no last chunk", "half a chunk", "no chunk"],
)
def test_file_that_breaks_off_is_fetched_again(
    name: str, headers: dict[str, str], pieces: list[bytes], host: ContentHost
) -> None:
    host.play(200, pieces, headers)
    with pytest.raises(TryLater):
        _fetch(name, host)


def test_silent_host_is_tried_later(
    name: str, host: ContentHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "TIMEOUT_SECONDS", (2, 0.2))
    host.play(200, [b"a", b"b"], {"Content-Length": "2"}, pause=1)
    with pytest.raises(TryLater):
        _fetch(name, host)


def test_host_that_drips_does_not_hold_the_worker(
    name: str, host: ContentHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "MOST_SECONDS", 0.3)
    host.play(200, repeat(b"a", 100), {"Content-Length": "100"}, pause=0.05)
    with pytest.raises(TryLater, match="slow"):
        _fetch(name, host)
    assert host.written < 50


# --- later, never, nowhere else -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (202, TryLater),
        (429, TryLater),
        (500, TryLater),
        (502, TryLater),
        (503, TryLater),
        (204, Never),
        (206, Never),
        (400, Never),
        (401, Never),
        (403, Never),
        (404, Never),
        (410, Never),
    ],
)
def test_answer_says_whether_to_come_again(
    name: str, status: int, outcome: type[Exception], host: ContentHost
) -> None:
    host.play(status, [b"{}"] if status != 204 else [], {"Content-Length": "2"})
    with pytest.raises(outcome, match=str(status)):
        _fetch(name, host)


def test_without_a_connection_it_is_tried_later(name: str) -> None:
    with pytest.raises(TryLater) as later:
        channel(name, NOBODY).fetch(Content(REFERENCES[name]), MOST)
    assert _is_silent(later.value)


def _is_silent(error: BaseException) -> bool:
    """Nothing of addresses, tokens or ids is in it, or in what a log shows as its cause."""
    private = (LINE_TOKEN, TELEGRAM_TOKEN, "127.0.0.1", *REFERENCES.values())
    shown = "".join(traceback.format_exception_only(error))
    return (
        not [word for word in private if word in shown]
        and error.__cause__ is None
        and (error.__context__ is None or error.__suppress_context__)
    )


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_leads_nowhere(
    name: str, status: int, host: ContentHost, elsewhere: ContentHost
) -> None:
    assert requests.get(elsewhere.url, timeout=5).content == b"lured"
    elsewhere.asked.clear()
    host.play(status, [], {"Location": f"{elsewhere.url}/x", "Content-Length": "0"})
    with pytest.raises(Never):
        _fetch(name, host)
    assert elsewhere.asked == []


@pytest.mark.parametrize("status", [200, 302, 404, 500])
def test_error_shows_neither_address_nor_token(name: str, status: int, host: ContentHost) -> None:
    host.play(status, [b"x"], {"Content-Length": "5"})
    with pytest.raises((Never, TryLater)) as raised:
        _fetch(name, host)
    assert _is_silent(raised.value)


# --- LINE ---------------------------------------------------------------------------------------


def test_line_token_goes_to_the_content_host_in_its_header(host: ContentHost) -> None:
    host.play(200, [BODY])
    _fetch("line", host)
    (asked,) = host.asked
    assert asked.headers["Authorization"] == f"Bearer {LINE_TOKEN}"
    assert LINE_TOKEN not in asked.path


@pytest.mark.parametrize(
    "reference",
    ["", "a", "1/../2", "../3", "1?x=2", "1#", "1\n", " 1", "-1", "1.0", "１２", "๓๔", "²", "1%2f"],
)
def test_line_message_id_is_digits(reference: str, host: ContentHost) -> None:
    host.play(200, [BODY])
    with pytest.raises(Never):
        channel("line", host.url).fetch(Content(reference), MOST)
    assert host.asked == []


@pytest.fixture
def line(line_process: LineStandin) -> Channel:
    return channel("line", f"{line_process.url}/line")


def _sent_id(line_process: LineStandin, user: str, body: bytes, **act: str) -> str:
    """What LINE calls the file that somebody has sent just now."""
    packed = base64.b64encode(body).decode()
    assert line_process.say(user, 1, body=packed, **act) == 200
    talk = requests.get(f"{line_process.url}/talk", params={"user": user}, timeout=20).json()
    own = [entry["message"] for entry in talk["entries"] if entry["side"] == "person"]
    return str(own[-1]["id"])


@pytest.mark.parametrize("act", [{"type": "image"}, {"type": "file", "name": "july.xlsx"}])
def test_picture_or_file_sent_in_line_is_fetched(
    act: dict[str, str], line: Channel, line_process: LineStandin
) -> None:
    user = f"U{uuid4().hex}"
    first = _sent_id(line_process, user, BODY, **act)
    second = _sent_id(line_process, user, b"another", **act)
    assert line.fetch(Content(first), MOST) == BODY
    assert line.fetch(Content(second), MOST) == b"another"
    with pytest.raises(TooLarge):
        line.fetch(Content(first), len(BODY) - 1)


def test_line_has_no_more_what_was_unsent(line: Channel, line_process: LineStandin) -> None:
    user = f"U{uuid4().hex}"
    sent = _sent_id(line_process, user, BODY, type="image")
    line_process.say(user, unsend=sent)
    with pytest.raises(Never, match="404"):
        line.fetch(Content(sent), MOST)


def test_line_gives_content_to_its_own_account_alone(line_process: LineStandin) -> None:
    sent = _sent_id(line_process, f"U{uuid4().hex}", BODY, type="image")
    path = f"message/{sent}/content"
    assert line_process.call(path, LINE_TOKEN).content == BODY
    assert line_process.call(path, "wrong").status_code == 401


@pytest.mark.parametrize("fault", ["202", "429", "500"])
def test_line_that_is_not_ready_is_tried_later(
    fault: str, line: Channel, line_process: LineStandin
) -> None:
    sent = _sent_id(line_process, f"U{uuid4().hex}", BODY, type="image")
    line_process.play(fault)
    with pytest.raises(TryLater, match=fault):
        line.fetch(Content(sent), MOST)
    assert line.fetch(Content(sent), MOST) == BODY


# --- Telegram -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "",
        "..",
        "../photos/1",
        "photos/../../x",
        "/etc/passwd",
        "photos//1",
        "photos/1?x=1",
        "photos/1#x",
        "photos/%2e%2e/1",
        "photos\\..\\1",
        "photos/1\n",
        "photos/ไฟล์",
        "@evil.example/x",
        "http://evil.example/x",
        "a/b/c/d/e/f/g",
        "x" * 300 + "/..",
        None,
        7,
        ["photos/1"],
        {"file_path": "photos/1"},
    ],
)
def test_telegram_path_with_a_trick_is_refused(path: object, host: ContentHost) -> None:
    host.play(200, [BODY])
    host.file_path = path
    with pytest.raises(Never):
        _fetch("telegram", host)
    assert host.gets() == []


def test_telegram_token_is_in_no_header(host: ContentHost) -> None:
    host.file_path = "photos/file_1.jpg"
    host.play(200, [BODY])
    _fetch("telegram", host)
    assert not [one for one in host.asked if TELEGRAM_TOKEN in json.dumps(one.headers)]


def test_file_sent_in_telegram_is_fetched(telegram_process: TelegramStandin) -> None:
    telegram = channel("telegram", telegram_process.url)
    url = f"{telegram_process.url}/files"
    requests.post(url, params={"file_id": "BQAC-1_x"}, data=BODY, timeout=20)
    assert telegram.fetch(Content("BQAC-1_x"), MOST) == BODY
    with pytest.raises(TooLarge):
        telegram.fetch(Content("BQAC-1_x"), 100)
    with pytest.raises(Never, match="400"):
        telegram.fetch(Content("unknown"), MOST)
