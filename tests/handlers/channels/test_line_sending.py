"""Sending to LINE, against LINE's side in another process: its rules, and its bad days."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Button, Card, Reply
from handlers.channels import line
from handlers.channels.base import (
    Channel,
    Delivery,
    Drawing,
    Never,
    TokenRefused,
    TryLater,
    Uncertain,
)
from handlers.channels.line_messages import render
from handlers.channels.simulator.line_side import refuse_messages
from tests.handlers.channels.platforms import channel
from tests.handlers.channels.standins import LineStandin

URL = "https://bok.example.go.th/files/WyI2YTlh.Eky-_"
HELLO = Reply("สวัสดี น้ำ ที่นี่ 😀")


@pytest.fixture
def user(line_process: LineStandin) -> str:
    """Somebody new, who has added the account."""
    user = f"U{uuid4().hex}"
    line_process.say(user, type="unfollow")
    line_process.say(user, type="follow")
    return user


@pytest.fixture
def sender(line_process: LineStandin, monkeypatch: pytest.MonkeyPatch) -> Channel:
    monkeypatch.setattr(line, "TIMEOUT_SECONDS", (2, 0.4))
    line_process.play()
    return channel("line", f"{line_process.url}/line")


def _push(user: str, *replies: Reply, key: UUID | None = None) -> Delivery:
    return Delivery(key or uuid4(), user, replies or [HELLO])


def _texts(standin: LineStandin, user: str) -> list[str]:
    return [one.get("text") or one["altText"] for one in standin.sent_to(user)]


def test_reply_is_free_and_its_token_is_good_once(
    sender: Channel, line_process: LineStandin
) -> None:
    user = f"U{uuid4().hex}"
    used = line_process.used()
    assert line_process.say(user, text="320") == 200  # the echo replies with the only token
    assert _texts(line_process, user) == ["อ่านได้ว่า: 320"]
    assert line_process.used() == used


@pytest.mark.parametrize("token", ["made-up", "0" * 32])
def test_token_that_is_no_good_says_so(sender: Channel, user: str, token: str) -> None:
    with pytest.raises(TokenRefused):
        sender.send(Delivery(uuid4(), user, [HELLO], token))


def test_push_arrives_and_counts_one(sender: Channel, user: str, line_process: LineStandin) -> None:
    before, used = len(_texts(line_process, user)), line_process.used()
    sent = sender.send(_push(user, HELLO, Reply("อีกข้อความ")))
    assert sent.request_id
    assert _texts(line_process, user)[before:] == [HELLO.text, "อีกข้อความ"]
    assert line_process.used() == used + 1


def test_second_try_of_a_push_is_done_already(
    sender: Channel, user: str, line_process: LineStandin
) -> None:
    push = _push(user)
    first, before = sender.send(push), len(_texts(line_process, user))
    second = sender.send(push)
    assert second.request_id == first.request_id
    assert len(_texts(line_process, user)) == before


def test_push_that_was_taken_without_an_answer_is_not_repeated(
    sender: Channel, user: str, line_process: LineStandin
) -> None:
    before, push = len(_texts(line_process, user)), _push(user)
    line_process.play("lost")
    with pytest.raises(TryLater):
        sender.send(push)
    assert sender.send(push).request_id
    assert len(_texts(line_process, user)) == before + 1


def test_silence_after_a_reply_is_uncertain(
    sender: Channel, user: str, line_process: LineStandin
) -> None:
    line_process.play("timeout")
    with pytest.raises(Uncertain):
        sender.send(Delivery(uuid4(), user, [HELLO], "token"))


@pytest.mark.parametrize("fault", ["timeout", "500", "502", "503", "429"])
def test_bad_day_means_later(
    sender: Channel, user: str, line_process: LineStandin, fault: str
) -> None:
    line_process.play(fault)
    with pytest.raises(TryLater) as later:
        sender.send(_push(user))
    assert later.value.after is None


@pytest.mark.parametrize("fault", ["500", "429"])
def test_reply_keeps_its_token_for_later(
    sender: Channel, user: str, line_process: LineStandin, fault: str
) -> None:
    line_process.play(fault)
    with pytest.raises(TryLater):
        sender.send(Delivery(uuid4(), user, [HELLO], "token"))


def test_spent_quota_waits_for_hours(sender: Channel, user: str, line_process: LineStandin) -> None:
    line_process.play(quota=0)
    with pytest.raises(TryLater) as later:
        sender.send(_push(user))
    assert later.value.after == line.QUOTA_WAIT


@pytest.mark.parametrize("fault", ["400", "403", "404"])
def test_refusal_is_for_good(
    sender: Channel, user: str, line_process: LineStandin, fault: str
) -> None:
    line_process.play(fault)
    with pytest.raises(Never):
        sender.send(_push(user))


def test_stranger_and_wrong_token_are_refused(sender: Channel, line_process: LineStandin) -> None:
    with pytest.raises(Never):
        sender.send(_push(f"U{uuid4().hex}"))
    stranger = line.LineChannel(("s",), "another token", *[f"{line_process.url}/line"] * 2)
    with pytest.raises(Never):
        stranger.send(_push("Usimulator1"))


def test_nothing_to_say_is_never_sent(sender: Channel, user: str) -> None:
    with pytest.raises(Never):
        sender.send(_push(user, Reply("")))


def test_push_to_somebody_who_blocked_is_taken_and_not_shown(
    sender: Channel, user: str, line_process: LineStandin
) -> None:
    used, before = line_process.used(), len(_texts(line_process, user))
    line_process.say(user, type="unfollow")
    sender.send(_push(user))
    assert len(_texts(line_process, user)) == before
    assert line_process.used() == used


# --- how replies look ---------------------------------------------------------------------------

some = st.text(min_size=1, max_size=40).filter(str.strip)
rows = st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=8)
cards = st.builds(Card, some, rows.map(tuple), st.text(max_size=40))
buttons = st.lists(
    st.builds(Button, some, st.just("menu:record"))
    | st.builds(Button, some, st.just(""), st.just("https://bok.example.go.th/x"))
    | st.builds(Button, some, copy=st.text("กำ้😀 5\n", min_size=1, max_size=1_200)),
    max_size=6,
)
texts = some | st.text("กำ้ีน่😀\n ", min_size=4_000, max_size=12_000).filter(str.strip)
replies = st.lists(
    st.builds(Reply, texts, buttons.map(tuple), st.none() | cards), min_size=1, max_size=5
)


@given(replies)
def test_whatever_is_said_line_takes_it(said: list[Reply]) -> None:
    refuse_messages(render(said))


def _words(part: Any) -> list[str]:
    """Every text that is shown, of messages and of the boxes in them."""
    if isinstance(part, list):
        return [word for one in part for word in _words(one)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if part["type"] == "text" else []
    return [*own, *(word for one in part.values() for word in _words(one))]


@given(st.lists(st.builds(Reply, some, st.just(()), st.none() | cards), min_size=1, max_size=5))
def test_no_fact_is_lost(said: list[Reply]) -> None:
    shown = "\n".join(_words(render(said)))
    for reply in said:
        assert reply.text.strip("\n") in shown
        for name, value in reply.card.rows if reply.card else ():
            assert name.strip() in shown
            assert value.strip() in shown


def test_buttons_of_all_replies_come_under_the_last() -> None:
    first = Reply("1", (Button("ไป", "go"), Button("เมนู", "menu")))
    last = Reply("2", (Button("ใช่", "yes"), Button("เมนู", "menu")))
    one, two = render([first, last])
    assert "quickReply" not in one
    labels = [item["action"]["label"] for item in two["quickReply"]["items"]]
    assert labels == ["ใช่", "เมนู", "ไป"]


def test_copy_button_is_a_clipboard_action(
    sender: Channel, user: str, line_process: LineStandin
) -> None:
    text = "e-report ก.ค. 2569: ไฟฟ้า 12345 หน่วย (kWh)"
    sender.send(_push(user, Reply(text, (Button("คัดลอก e-report", copy=text),))))
    (item,) = line_process.sent_to(user)[-1]["quickReply"]["items"]
    assert item["action"] == {
        "type": "clipboard",
        "label": "คัดลอก e-report",
        "clipboardText": text,
    }


@pytest.mark.parametrize(("text", "shown"), [("ก" * 1_000, 2), ("ก" * 1_001, 1), ("😀" * 501, 1)])
def test_text_too_long_for_the_clipboard_has_no_button(text: str, shown: int) -> None:
    (message,) = render([Reply(text, (Button("คัดลอก", copy=text), Button("เมนู", "menu:help")))])
    assert message["text"] == text
    assert len(message["quickReply"]["items"]) == shown
    (alone,) = render([Reply(text, (Button("คัดลอก", copy=text),))])
    assert ("quickReply" in alone) == (shown == 2)


def test_card_follows_the_reader_s_font_size_and_says_all_in_its_alt_text() -> None:
    card = Card("ยอดรวม", (("หน่วยงาน", ""), ("ก.ค. 2569", "11.14 ตัน")), "ยังไม่ได้ตรวจ")
    text, flex = render([Reply("ยอดรวม เดือนกรกฎาคม 2569", card=card)])
    assert text == {"type": "text", "text": "ยอดรวม เดือนกรกฎาคม 2569"}
    for fact in ("หน่วยงาน", "ก.ค. 2569", "11.14 ตัน", "ยังไม่ได้ตรวจ"):
        assert fact in flex["altText"]
    shown = [*flex["contents"]["header"]["contents"]]
    for part in flex["contents"]["body"]["contents"]:
        shown += part.get("contents", [part])
    assert len(shown) == 5
    for part in shown:
        assert part["scaling"]
        assert part["wrap"]


def test_long_label_is_cut_between_letters() -> None:
    (message,) = render([Reply("?", (Button("องค์การบริหารส่วนตำบลกะเฉดที่นั่น", "x"),))])
    action = message["quickReply"]["items"][0]["action"]
    assert action["label"] == "องค์การบริหารส่วนตำบลกะ…"
    assert action["displayText"] == "องค์การบริหารส่วนตำบลกะเฉดที่นั่น"


def test_card_too_large_for_a_bubble_goes_as_text() -> None:
    rows = tuple((f"รายการที่ {number}", "12,345 กิโลวัตต์ชั่วโมง") for number in range(100))
    (message,) = render([Reply("ความคืบหน้า", card=Card("กรกฎาคม", rows))])
    assert message["type"] == "text"
    assert "รายการที่ 99" in message["text"]


# --- pictures: beside the text, and never at its cost ---------------------------------------------

short = st.lists(st.builds(Reply, some, st.just(()), st.none() | cards), min_size=1, max_size=5)


@given(short, st.sets(st.integers(0, 4)))
def test_pictures_change_nothing_that_is_said(said: list[Reply], drawn: set[int]) -> None:
    messages = render(said, {at: URL for at in drawn if at < len(said)})
    refuse_messages(messages)
    assert [one for one in messages if one["type"] != "image"] == render(said)


def _drawn(url: str = URL) -> dict[int, Drawing]:
    return {0: Drawing(b"the address is what LINE wants", url, "ความคืบหน้า")}


def test_picture_stands_between_text_and_card_and_buttons_stay_last() -> None:
    card = Card("กรกฎาคม", (("อำเภอแกลง", "13 / 17"),))
    messages = render([Reply("ความคืบหน้า", (Button("เมนู", "menu:help"),), card)], {0: URL})
    assert [message["type"] for message in messages] == ["text", "image", "flex"]
    assert messages[1] == {"type": "image", "originalContentUrl": URL, "previewImageUrl": URL}
    assert ["quickReply" in message for message in messages] == [False, False, True]
    (_, image) = render([Reply("ความคืบหน้า", (Button("เมนู", "menu:help"),))], {0: URL})
    assert image["quickReply"]["items"]


@pytest.mark.parametrize(("replies", "images"), [(4, 1), (5, 0)])
def test_picture_goes_where_there_is_no_room(replies: int, images: int) -> None:
    said = [Reply(f"ข้อความที่ {number}") for number in range(replies)]
    messages = render(said, {0: URL})
    assert [one["text"] for one in messages if one["type"] == "text"] == [one.text for one in said]
    assert sum(one["type"] == "image" for one in messages) == images


def test_picture_is_sent_by_its_address(
    sender: Channel, user: str, line_process: LineStandin
) -> None:
    before = len(line_process.sent_to(user))
    sender.send(Delivery(uuid4(), user, [HELLO], "", _drawn()))
    text, image = line_process.sent_to(user)[before:]
    assert text["text"] == HELLO.text
    assert (image["originalContentUrl"], image["previewImageUrl"]) == (URL, URL)


@pytest.mark.parametrize("url", ["http://bok.example.go.th/files/x", "https://bok.example/ก"])
def test_picture_line_refuses_does_not_cost_the_text(
    sender: Channel, user: str, line_process: LineStandin, url: str
) -> None:
    before = len(line_process.sent_to(user))
    assert sender.send(Delivery(uuid4(), user, [HELLO], "", _drawn(url))).request_id
    assert [one["text"] for one in line_process.sent_to(user)[before:]] == [HELLO.text]


def test_real_line_is_given_no_address_without_tls() -> None:
    """It would refuse the whole message; stand-ins on this computer take one."""
    real = line.LineChannel(("s",), "token", "https://api.line.me", "https://api-data.line.me")
    assert real.pictures_of(Delivery(uuid4(), "U1", [HELLO], "", _drawn())) == {0: URL}
    plain = Delivery(uuid4(), "U1", [HELLO], "", _drawn("http://127.0.0.1:8000/files/x"))
    assert real.pictures_of(plain) == {}
    standin = line.LineChannel(("s",), "token", *["http://127.0.0.1:8000/simulator/line"] * 2)
    assert standin.pictures_of(plain) == {0: "http://127.0.0.1:8000/files/x"}
