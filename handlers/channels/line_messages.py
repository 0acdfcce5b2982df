"""Replies as LINE's message objects: text, quick replies, and a Flex bubble for a card."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.messages import Button, Card, Reply
from handlers.channels.graphemes import cut, split, utf16_length

MOST_MESSAGES = 5
MOST_QUICK_REPLIES = 13
LABEL_CLUSTERS = 20
TEXT_UNITS = 5_000
ALT_TEXT_UNITS = 1_500
CLIPBOARD_UNITS = 1_000
BUBBLE_BYTES = 30_000
INK, QUIET, GREEN = "#17211B", "#55635B", "#0B6B3A"

Json = dict[str, Any]
NO_PICTURES: Mapping[int, str] = {}


def render(replies: Sequence[Reply], pictures: Mapping[int, str] = NO_PICTURES) -> list[Json]:
    """At most five messages. Quick replies show only under the last one, so it gets them all.

    `pictures` are addresses, by the reply they belong to; where there is no room they go first.
    """
    messages = _all_messages(replies, pictures)
    if pictures and len(messages) > MOST_MESSAGES:
        messages = _all_messages(replies, NO_PICTURES)
    if len(messages) > MOST_MESSAGES:  # facts before looks: everything as text, run together
        whole = "\n\n".join(reply.whole_text for reply in replies)
        messages = _texts(whole)[:MOST_MESSAGES]
    buttons = list(dict.fromkeys(button for reply in reversed(replies) for button in reply.buttons))
    shown = [button for button in buttons if _fits(button)]
    if shown and messages:
        items = [_quick_reply(button) for button in shown[:MOST_QUICK_REPLIES]]
        messages[-1]["quickReply"] = {"items": items}
    return messages


def _all_messages(replies: Sequence[Reply], pictures: Mapping[int, str]) -> list[Json]:
    return [
        message
        for at, reply in enumerate(replies)
        for message in _messages(reply, pictures.get(at))
    ]


def _messages(reply: Reply, picture: str | None) -> list[Json]:
    """Text, picture, card: the card's altText is what the phone's lock screen shows last."""
    shown = [_image(picture)] if picture else []
    if reply.card is None:
        return [*_texts(reply.text), *shown]
    alt_text = _alt_text(reply)
    bubble = _bubble(reply.card, alt_text)
    if not alt_text or len(json.dumps(bubble["contents"]).encode()) > BUBBLE_BYTES:
        return [*_texts(reply.whole_text), *shown]
    return [*_texts(reply.text), *shown, bubble]


def _image(url: str) -> Json:
    """LINE: "Image message". Ours are far below a preview's 1 MB, so they are their own."""
    return {"type": "image", "originalContentUrl": url, "previewImageUrl": url}


def _texts(text: str) -> list[Json]:
    return [{"type": "text", "text": piece} for piece in split(text, TEXT_UNITS)]


def _fits(button: Button) -> bool:
    """A text too long for the clipboard has no button: it is copied from its message by hand."""
    return utf16_length(button.copy) <= CLIPBOARD_UNITS


def _quick_reply(button: Button) -> Json:
    label = cut(button.label, LABEL_CLUSTERS)
    if button.copy:
        clipboard = {"type": "clipboard", "label": label, "clipboardText": button.copy}
        return {"type": "action", "action": clipboard}
    if button.link:
        return {"type": "action", "action": {"type": "uri", "label": label, "uri": button.link}}
    return {
        "type": "action",
        "action": {
            "type": "postback",
            "label": label,
            "data": button.action,
            "displayText": button.label,
        },
    }


def _bubble(card: Card, text: str) -> Json:
    """A Flex bubble that follows LINE's font size setting; altText holds all its facts."""
    rows = [(name.strip(), value.strip()) for name, value in card.rows]
    body = [_row(name, value) for name, value in rows if name or value]
    if card.footer.strip():
        body.append(_text(card.footer, size="sm", color=QUIET))
    return {
        "type": "flex",
        "altText": text,
        "contents": {
            "type": "bubble",
            "header": {
                "type": "box",
                "layout": "vertical",
                "backgroundColor": GREEN,
                "contents": [_text(card.title, weight="bold", color="#FFFFFF")],
            },
            "body": {
                "type": "box",
                "layout": "vertical",
                "spacing": "sm",
                "contents": body or [_text(card.title)],
            },
        },
    }


def _row(name: str, value: str) -> Json:
    if not name or not value:  # LINE refuses an empty text
        return _text(name or value, weight="bold")
    return {
        "type": "box",
        "layout": "horizontal",
        "spacing": "md",
        "contents": [
            _text(name, color=QUIET, flex=3),
            _text(value, align="end", flex=2),
        ],
    }


def _text(text: str, **style: Any) -> Json:
    return {
        "type": "text",
        "text": text,
        "wrap": True,
        "scaling": True,
        "size": "md",
        "color": INK,
        **style,
    }


def _alt_text(reply: Reply) -> str:
    """All that the reply says, or the card's facts alone; empty when not even they fit."""
    facts = Reply("", card=reply.card).whole_text.strip()
    ways = (reply.whole_text, facts)
    return next((way for way in ways if utf16_length(way) <= ALT_TEXT_UNITS), "")
