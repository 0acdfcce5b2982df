"""What a person does on the played phone, sent to the service as real signed webhooks."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import datetime

import requests

from handlers.channels.simulator.line_side import Json, LineSide

TIMEOUT_SECONDS = 10
# A white picture of one point: what is sent when no file was chosen.
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Phone:
    """Signs and posts webhook bodies as LINE's platform does."""

    def __init__(
        self, side: LineSide, webhook_url: str, channel_secret: str, now: Callable[[], datetime]
    ) -> None:
        self._side = side
        self._url = webhook_url
        self._secret = channel_secret.encode()
        self._now = now
        self._session = requests.Session()

    def do(self, user: str, act: Json, times: int = 1) -> int:
        """One act as one event, delivered `times` times (a redelivery); the last status."""
        event = self.event(user, act)
        if "unsend" not in act:
            self._side.note(user, _shown(act, event))
        status = 0
        for attempt in range(times):
            event["deliveryContext"] = {"isRedelivery": attempt > 0}
            status = self.deliver([event])
        return status

    def event(self, user: str, act: Json) -> Json:
        """A webhook event object for an act: {"text": …}, {"data": …} or {"type": …}."""
        event: Json = {
            "mode": "active",
            "timestamp": int(self._now().timestamp() * 1000),
            "source": {"type": "user", "userId": user},
            "webhookEventId": _ulid(self._now()),
            "deliveryContext": {"isRedelivery": False},
        }
        kind = act.get("type", "")
        if "text" in act:
            message = {"type": "text", "id": _id(), "text": act["text"], "quoteToken": _id()}
            event |= {"type": "message", "message": message}
        elif "data" in act:
            event |= {"type": "postback", "postback": {"data": act["data"]}}
        elif kind in ("follow", "unfollow"):
            event |= {"type": kind}
            self._side.person(user).blocked = kind == "unfollow"
        elif kind == "sticker":
            sticker = {"type": "sticker", "id": _id(), "packageId": "446", "stickerId": "1988"}
            event |= {"type": "message", "message": sticker}
        elif "unsend" in act:
            self._side.unsend(user, act["unsend"])
            event |= {"type": "unsend", "unsend": {"messageId": act["unsend"]}}
        else:
            event |= {"type": "message", "message": self._sent(kind, act)}
        if event["type"] not in ("unfollow", "unsend"):
            event["replyToken"] = self._side.new_token(user)
        return event

    def _sent(self, kind: str, act: Json) -> Json:
        """A picture or file; its bytes wait on LINE's content host."""
        body = base64.b64decode(act["body"]) if "body" in act else _PIXEL
        message: Json = {"type": "file" if kind == "file" else "image", "id": _id()}
        self._side.keep_content(message["id"], body)
        if kind == "file":
            return message | {"fileName": act.get("name", "file"), "fileSize": len(body)}
        return message | {"contentProvider": {"type": "line"}}

    def deliver(self, events: list[Json]) -> int:
        """POST a signed body; 0 when the service does not answer."""
        body = json.dumps(
            {"destination": "Usimulator", "events": events}, ensure_ascii=False
        ).encode()
        digest = hmac.new(self._secret, body, hashlib.sha256).digest()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "x-line-signature": base64.b64encode(digest).decode(),
        }
        try:
            answer = self._session.post(
                self._url, data=body, headers=headers, timeout=TIMEOUT_SECONDS
            )
        except requests.RequestException:
            return 0
        return answer.status_code


def _shown(act: Json, event: Json) -> Json:
    """The person's own bubble; what can be unsent carries the message's id."""
    sent = {"id": event["message"]["id"]} if "message" in event else {}
    if "text" in act or "data" in act:
        text = act.get("text") or act.get("label") or act["data"]
        return {"type": "text", "text": text, **sent}
    return {"type": act.get("type", "image"), "name": act.get("name", ""), **sent}


def _id() -> str:
    return str(secrets.randbelow(10**18))


def _ulid(now: datetime) -> str:
    """26 letters: 48 bits of milliseconds, 80 random bits (LINE's webhookEventId)."""
    number = (int(now.timestamp() * 1000) << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def act_of(body: Json) -> Json | None:
    """A checked act from the page or a test; None when it is none."""
    allowed = {"text", "data", "label", "type", "name", "body", "unsend"}
    act = {key: value for key, value in body.items() if key in allowed and isinstance(value, str)}
    try:
        base64.b64decode(act.get("body", ""), validate=True)
    except ValueError:
        return None
    return act if act.keys() & {"text", "data", "type", "unsend"} else None
