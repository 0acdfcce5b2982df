"""LINE: signed webhooks in, replies and pushes out by line-bot-sdk's MessagingApi.

The SDK's webhook parser is not used: one odd event would cost the whole batch.
"""

import base64
import hashlib
import hmac
import json
import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import requests
import structlog

from bot.attachments import Content
from bot.messages import Kind, Message
from handlers.channels import line_messages
from handlers.channels.base import (
    Delivery,
    Event,
    Face,
    Never,
    Refused,
    Sent,
    TokenRefused,
    TooLarge,
    TryLater,
    Uncertain,
)
from handlers.channels.content import fetch
from handlers.channels.groups import CALLED, is_for_us, without_words
from handlers.channels.lenient import (
    MOST_EVENTS,
    header,
    number_of,
    object_of,
    parse_object,
    text_of,
)
from handlers.channels.line_api import LineApi
from handlers.channels.line_menus import LineMenus

log = structlog.get_logger()

TIMEOUT_SECONDS = (2, 5)  # connect, read: without one a silent server holds the thread for good
REQUEST_ID = "x-line-request-id"
LONGEST_ID = 128
LONGEST_MESSAGE_ID = 64
LONGEST_TEXT = 10_000
WAITING_SECONDS = 10  # the loading sign, 5 to 60 in steps of 5; gone as soon as a message comes
BASIC_ID = re.compile(r"@[A-Za-z0-9._-]{1,40}")
QUOTA_WAIT = timedelta(hours=6)  # the month's quota is used up: only a new month or plan helps
GROUPS = {"group": ("groupId", "C"), "room": ("roomId", "R")}
KINDS = {
    "image": Kind.PHOTO,
    "video": Kind.FILE,
    "audio": Kind.FILE,
    "file": Kind.FILE,
    "sticker": Kind.STICKER,
}


class LineChannel:
    """One LINE official account. Two secrets are valid while one is being rotated."""

    name = "line"

    def __init__(
        self, secrets: tuple[str, ...], access_token: str, api_host: str, data_api_host: str
    ) -> None:
        self._secrets = secrets
        self._access_token = access_token
        self._api_host = api_host
        self._data_api_host = data_api_host
        self._contents = requests.Session()
        self._plain = LineApi(access_token, api_host, data_api_host)
        self.face: Face | None = LineMenus(self._plain)
        self._api: Any = None
        self._making = threading.Lock()

    # --- in ---------------------------------------------------------------------------------

    def receive(
        self, headers: Mapping[str, str], body: bytes, received_at: datetime
    ) -> list[Event]:
        """Verify `x-line-signature` over the raw bytes, then read event by event."""
        if not self._signed(header(headers, "x-line-signature"), body):
            raise Refused(401, "bad signature")
        events = parse_object(body).get("events")
        if not isinstance(events, list):
            raise Refused(400, "no events")
        if len(events) > MOST_EVENTS:
            raise Refused(413, "too many events")
        kept = [event for raw in events if (event := _event(raw, received_at))]
        if len(kept) < len(events):
            log.info("line.left_out", events=len(events), kept=len(kept))
        return kept

    def _signed(self, signature: str, body: bytes) -> bool:
        given = signature.encode("utf-8", "replace")
        good = [
            base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
            for secret in self._secrets
        ]
        fits = [hmac.compare_digest(given, one) for one in good]
        return any(fits)

    def read(self, raw: Mapping[str, Any]) -> Message | None:
        """What an event means (LINE: "Webhook event objects")."""
        sent_at = _moment(raw) or datetime.fromtimestamp(0, UTC)
        if raw.get(CALLED) is True:
            return Message(Kind.GROUP, sent_at)
        match raw.get("type"):
            case "message":
                return _message(object_of(raw, "message"), sent_at)
            case "postback":
                # {"type": "postback", "postback": {"data": "record:abc12345:yes"}, …}
                data = text_of(object_of(raw, "postback"), "data", 300)
                return Message(Kind.ACTION, sent_at, action=data)
            case "follow":
                return Message(Kind.FOLLOW, sent_at)
            case "unfollow":
                return Message(Kind.UNFOLLOW, sent_at)
            case "unsend":
                # {"type": "unsend", "unsend": {"messageId": "325708"}, …}
                message_id = text_of(object_of(raw, "unsend"), "messageId", LONGEST_MESSAGE_ID)
                return Message(Kind.UNSEND, sent_at, id=message_id)
            case _:
                return None

    def fetch(self, content: Content, most_bytes: int) -> bytes:
        """GET /v2/bot/message/{messageId}/content (the SDK's call has no bound on size)."""
        if not content.reference.isascii() or not content.reference.isdigit():
            raise Never("LINE: a message id is digits")
        if content.size_bytes is not None and content.size_bytes > most_bytes:
            raise TooLarge
        url = f"{self._data_api_host}/v2/bot/message/{content.reference}/content"
        return fetch(self._contents, url, most_bytes, self._access_token, "LINE")

    def join_link(self) -> str:
        """line.me/R/oaMessage/%40<basic id>/?<text> (LINE: "Use LINE features with the LINE URL
        scheme"): the chat opens with the text typed; phones only.

        GET /v2/bot/info: {"userId": "U…", "basicId": "@216ru…", "displayName": "…", …}
        """
        headers = {"Authorization": f"Bearer {self._access_token}"}
        url = f"{self._api_host}/v2/bot/info"
        try:
            answer = self._contents.get(
                url, headers=headers, timeout=TIMEOUT_SECONDS, allow_redirects=False
            )
            found = answer.json()
        except requests.RequestException as error:  # also an answer that is not JSON
            raise TryLater(f"LINE: {type(error).__name__}") from None
        if answer.status_code != 200:
            raise _trouble(answer.status_code, text_of(found, "message", 500))
        basic_id = text_of(found, "basicId", 64)
        if not BASIC_ID.fullmatch(basic_id):
            return ""
        return f"https://line.me/R/oaMessage/{quote(basic_id, safe='')}/?join%20{{code}}"

    # --- out --------------------------------------------------------------------------------

    def send(self, delivery: Delivery) -> Sent:
        """A free reply while there is a token, else a push with the row's UUID as retry key."""
        messages = line_messages.render(delivery.replies, self.pictures_of(delivery))
        try:
            return self._send(delivery, messages)
        except Never:
            without = line_messages.render(delivery.replies)
            if messages == without:
                raise
            log.warning("line.without_pictures", letter=str(delivery.id))
            return self._send(delivery, without)

    def pictures_of(self, delivery: Delivery) -> dict[int, str]:
        """Addresses, by reply. LINE takes none without TLS; a stand-in on this computer does."""
        lenient = self._api_host.startswith("http://")
        urls = {at: drawing.url for at, drawing in delivery.drawings.items()}
        return {at: url for at, url in urls.items() if lenient or url.startswith("https://")}

    def _send(self, delivery: Delivery, messages: list[dict[str, Any]]) -> Sent:
        if delivery.reply_token:
            return self._reply(delivery, messages)
        return self._push(delivery, messages)

    def show_waiting(self, user: str) -> timedelta:
        """POST chat/loading/start: seen while the talk is open; it uses up no reply token."""
        self._plain.post("chat/loading/start", {"chatId": user, "loadingSeconds": WAITING_SECONDS})
        return timedelta(seconds=WAITING_SECONDS)

    def _reply(self, delivery: Delivery, messages: list[dict[str, Any]]) -> Sent:
        body = {"replyToken": delivery.reply_token, "messages": messages}
        status, headers, text = self._call("reply", body, {})
        if status == 200:
            return Sent(headers.get(REQUEST_ID, ""))
        if status == 0:
            raise Uncertain(text)
        if status == 400 and "reply token" in text.lower():
            raise TokenRefused(text)
        raise _trouble(status, text)

    def _push(self, delivery: Delivery, messages: list[dict[str, Any]]) -> Sent:
        body = {"to": delivery.user, "messages": messages}
        status, headers, text = self._call("push", body, {"x_line_retry_key": str(delivery.id)})
        if status == 200:
            return Sent(headers.get(REQUEST_ID, ""))
        if status == 409:  # accepted at an earlier try
            return Sent(headers.get("x-line-accepted-request-id", ""))
        raise _trouble(status, text)

    def _call(
        self, what: str, body: dict[str, Any], extra: dict[str, str]
    ) -> tuple[int, Mapping[str, str], str]:
        """(status, headers, error text); status 0 when no answer came that can be understood.

        The SDK raises ApiException for HTTP errors only: network trouble comes as urllib3's own
        errors, an unreadable body as UnicodeDecodeError, and an unexpected success body as
        pydantic's ValidationError after the message was taken.
        """
        from linebot.v3.messaging.exceptions import ApiException
        from pydantic.v1 import ValidationError
        from urllib3.exceptions import HTTPError

        api, request = self._messaging_api(), _request(what, body)
        call = getattr(api, f"{what}_message_with_http_info")
        try:
            answer = call(request, _request_timeout=TIMEOUT_SECONDS, **extra)
        except ApiException as error:
            status, headers = int(error.status or 0), _lower(error.headers)
            text = _error_text(error.body)
        except ValidationError as error:
            status, headers, text = 200, {}, type(error).__name__
        except (HTTPError, OSError, UnicodeDecodeError) as error:
            if _never_reached(error):
                raise TryLater(f"LINE: {type(error).__name__}") from None
            status, headers, text = 0, {}, type(error).__name__
        else:
            status, headers, text = int(answer.status_code), _lower(answer.headers), ""
        log.info("line.called", what=what, status=status, request=headers.get(REQUEST_ID, ""))
        return status, headers, text

    def _messaging_api(self) -> Any:
        """One client a process, made at the first send: importing it takes a second and 70 MB."""
        with self._making:
            if self._api is None:
                from linebot.v3.messaging import ApiClient, Configuration, MessagingApi

                configuration = Configuration(access_token=self._access_token, host=self._api_host)
                self._api = MessagingApi(ApiClient(configuration))
            return self._api


def _event(raw: Any, received_at: datetime) -> Event | None:
    """One event kept whole; None when it is none of ours (standby, no user, talk in a group)."""
    if not isinstance(raw, dict) or raw.get("mode") == "standby":
        return None
    source = object_of(raw, "source")
    if text_of(source, "type", 16) in GROUPS:
        return _group_event(raw, source, received_at)
    user = text_of(source, "userId", LONGEST_ID)
    if source.get("type") != "user" or not user or not isinstance(raw.get("type"), str):
        return None
    return Event(
        id=text_of(raw, "webhookEventId", LONGEST_ID) or _own_id(raw),
        user=user,
        occurred_at=_moment(raw) or received_at,
        raw=raw,
        reply_token=text_of(raw, "replyToken", 256),
        message=text_of(object_of(raw, "message"), "id", LONGEST_MESSAGE_ID),
    )


def _group_event(
    raw: Mapping[str, Any], source: Mapping[str, Any], received_at: datetime
) -> Event | None:
    """That somebody called on the account in a group or room; all other talk there is left out.

    {"type": "join", "source": {"type": "group", "groupId": "C4af4980629d…"}, …}
    """
    name, letter = GROUPS[str(source["type"])]
    group = text_of(source, name, LONGEST_ID)
    if not group.startswith(letter) or not _is_called(raw):  # never a person's conversation
        return None
    return Event(
        id=text_of(raw, "webhookEventId", LONGEST_ID) or _own_id(raw),
        user=group,
        occurred_at=_moment(raw) or received_at,
        raw=without_words(raw, "timestamp"),
        reply_token=text_of(raw, "replyToken", 256),
    )


def _is_called(raw: Mapping[str, Any]) -> bool:
    """Added, pressed (no button of ours is ever there), mentioned, or given a code or command.

    {"text": "@บอกคาร์บอน ไฟ 320", "mention": {"mentionees": [{"isSelf": true, …}]}, …}
    """
    if raw.get("type") in ("join", "postback"):
        return True
    message = object_of(raw, "message")
    if raw.get("type") != "message" or message.get("type") != "text":
        return False
    mentionees = object_of(message, "mention").get("mentionees")
    mentioned = isinstance(mentionees, list) and any(
        isinstance(one, dict) and one.get("isSelf") is True for one in mentionees
    )
    return mentioned or is_for_us(text_of(message, "text", LONGEST_TEXT))


def _own_id(raw: Mapping[str, Any]) -> str:
    """An id for an event that brings none: the same event sent twice must get the same one."""
    steady = {key: value for key, value in raw.items() if key != "deliveryContext"}
    body = json.dumps(steady, sort_keys=True, ensure_ascii=False)
    return "sha256:" + hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def _moment(raw: Mapping[str, Any]) -> datetime | None:
    """`timestamp` in milliseconds, when it is a believable one."""
    milliseconds = number_of(raw, "timestamp")
    if milliseconds is None or not 10**12 <= milliseconds < 10**13:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _message(message: Mapping[str, Any], sent_at: datetime) -> Message:
    # {"type": "text", "id": "468789577898262530", "text": "ดีเซล 320 ลิตร", "quoteToken": "…"}
    message_id = text_of(message, "id", LONGEST_MESSAGE_ID)
    if message.get("type") == "text":
        text = text_of(message, "text", LONGEST_TEXT)
        return Message(Kind.TEXT, sent_at, text=text, id=message_id)
    kind = KINDS.get(str(message.get("type")), Kind.OTHER)
    return Message(kind, sent_at, id=message_id, content=_content(message, message_id))


def _content(message: Mapping[str, Any], message_id: str) -> Content | None:
    """What can be fetched: pictures and files that LINE itself holds; no film and no voice.

    {"type": "image", "id": "354718", "contentProvider": {"type": "line"}}
    {"type": "file", "id": "325708", "fileName": "july.xlsx", "fileSize": 2138}
    """
    provider = object_of(message, "contentProvider").get("type", "line")
    if not message_id or message.get("type") not in ("image", "file") or provider != "line":
        return None
    name = text_of(message, "fileName", 500)
    return Content(message_id, name, number_of(message, "fileSize"))


def _request(what: str, body: dict[str, Any]) -> Any:
    """The SDK's own object; what does not fit one was never sent, and never will be."""
    from linebot.v3.messaging import PushMessageRequest, ReplyMessageRequest
    from pydantic.v1 import ValidationError

    model = ReplyMessageRequest if what == "reply" else PushMessageRequest
    try:
        return model.from_dict(body)
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
        raise Never(f"LINE's SDK refuses the message: {wrong}") from None


def _never_reached(error: Exception) -> bool:
    """No connection was made, so nothing can have been sent: a reply token is still good."""
    from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

    reason = error.reason if isinstance(error, MaxRetryError) else error
    return isinstance(reason, (ConnectTimeoutError, NewConnectionError))


def _trouble(status: int, text: str) -> Exception:
    if status == 429 and "monthly" in text.lower():
        return TryLater("LINE's monthly quota is used up", QUOTA_WAIT)
    if status == 429 or not 400 <= status < 500:
        return TryLater(f"LINE answered {status or 'nothing'}")
    return Never(f"LINE refused with {status}: {text[:200]}")


def _error_text(body: Any) -> str:
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body or "")
    try:
        parsed = json.loads(text)
    except ValueError:
        return text[:500]
    return text_of(parsed, "message", 500) or text[:500]


def _lower(headers: Any) -> dict[str, str]:
    return {str(key).lower(): str(value) for key, value in dict(headers or {}).items()}
