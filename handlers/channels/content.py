"""Fetching bytes from a platform's content host: bounded in size and time, never sent elsewhere."""

import time

import requests
from urllib3.exceptions import HTTPError

from handlers.channels.base import Never, TooLarge, TryLater

TIMEOUT_SECONDS = (3, 10)  # connect, and between two pieces
MOST_SECONDS = 45  # for all of it: a host that drips may not hold the worker
PIECE_BYTES = 64 * 1024


def fetch(
    session: requests.Session, url: str, most_bytes: int, token: str = "", where: str = ""
) -> bytes:
    """GET without redirects; `where` names the platform in errors, which never show the URL.

    Raises `TryLater` (not ready, 429, 5xx, no connection), `TooLarge`, `Never` (all else).
    """
    headers = {"Accept-Encoding": "identity"}  # what is packed may unpack to anything
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        with session.get(
            url, headers=headers, timeout=TIMEOUT_SECONDS, stream=True, allow_redirects=False
        ) as answer:
            if answer.status_code in (202, 429) or answer.status_code >= 500:
                raise TryLater(f"{where} answered {answer.status_code}")
            if answer.status_code != 200:
                raise Never(f"{where} answered {answer.status_code}")
            return _body(answer, most_bytes, where)
    except (requests.RequestException, HTTPError) as error:
        raise TryLater(f"{where}: {type(error).__name__}") from None


def _body(answer: requests.Response, most_bytes: int, where: str) -> bytes:
    """As it arrives, piece by piece; one that is cut off on the way raises HTTPError."""
    body, until = bytearray(), time.monotonic() + MOST_SECONDS
    while piece := answer.raw.read1(PIECE_BYTES, decode_content=False):
        body += piece
        if len(body) > most_bytes:
            raise TooLarge
        if time.monotonic() > until:
            raise TryLater(f"{where} is too slow")
    return bytes(body)
