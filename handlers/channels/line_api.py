"""LINE's API as plain JSON calls over one pooled session: menus and the loading sign.

The SDK counts code points where LINE counts letters, and would refuse legal Thai menus.
"""

import json
from collections.abc import Mapping
from typing import Any

import requests

from handlers.channels.base import Never, TokenWrong, TryLater
from handlers.channels.lenient import text_of

TIMEOUT_SECONDS = (2, 5)  # connect, read
UPLOAD_SECONDS = (2, 30)
POOL = 8


class NotThere(Never):
    """LINE has nothing of this name or id."""


class LineApi:
    """Calls with the account's token. `TryLater` may work later, `Never` will not."""

    def __init__(self, access_token: str, api_host: str, data_api_host: str) -> None:
        self._api_host = api_host
        self._data_api_host = data_api_host
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {access_token}"
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, requests.adapters.HTTPAdapter(pool_maxsize=POOL))

    def get(self, path: str) -> Mapping[str, Any]:
        return self._call("GET", f"{self._api_host}/v2/bot/{path}")

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        return self._call("POST", f"{self._api_host}/v2/bot/{path}", data, "application/json")

    def delete(self, path: str) -> Mapping[str, Any]:
        return self._call("DELETE", f"{self._api_host}/v2/bot/{path}")

    def upload(self, path: str, body: bytes, media_type: str) -> None:
        """To the content host, which is another one."""
        self._call("POST", f"{self._data_api_host}/v2/bot/{path}", body, media_type)

    def _call(
        self, method: str, url: str, body: bytes | None = None, media_type: str = ""
    ) -> Mapping[str, Any]:
        headers = {"Content-Type": media_type} if body is not None else {}
        seconds = UPLOAD_SECONDS if body and media_type != "application/json" else TIMEOUT_SECONDS
        try:
            answer = self._session.request(
                method, url, data=body, headers=headers, timeout=seconds, allow_redirects=False
            )
        except requests.RequestException as error:
            raise TryLater(f"LINE: {type(error).__name__}") from None
        parsed = _parsed(answer)
        if 200 <= answer.status_code < 300:
            return parsed
        raise _trouble(answer.status_code, text_of(parsed, "message", 200))


def _parsed(answer: requests.Response) -> Mapping[str, Any]:
    try:
        body = answer.json()
    except requests.RequestException:  # not JSON
        return {}
    return body if isinstance(body, dict) else {}


def _trouble(status: int, message: str) -> Exception:
    if status == 401:
        return TokenWrong("LINE refused the token: check LINE_CHANNEL_ACCESS_TOKEN")
    if status == 404:
        return NotThere(f"LINE has it not: {message}")
    if status == 429 or not 400 <= status < 500:
        return TryLater(f"LINE answered {status}")
    return Never(f"LINE refused with {status}: {message}")
