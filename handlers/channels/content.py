"""Fetching bytes from a platform's content host: cut off by size, and never sent elsewhere."""

import requests

from handlers.channels.base import Never, TooLarge, TryLater

TIMEOUT_SECONDS = (3, 10)  # connect, and between two pieces
PIECE_BYTES = 64 * 1024


def fetch(
    session: requests.Session, url: str, most_bytes: int, token: str = "", where: str = ""
) -> bytes:
    """GET without redirects; `where` names the platform in errors, which never show the URL.

    Raises `TryLater` (not ready, 429, 5xx, no connection), `TooLarge`, `Never` (all else).
    """
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with session.get(
            url, headers=headers, timeout=TIMEOUT_SECONDS, stream=True, allow_redirects=False
        ) as answer:
            if answer.status_code in (202, 429) or answer.status_code >= 500:
                raise TryLater(f"{where} answered {answer.status_code}")
            if answer.status_code != 200:
                raise Never(f"{where} answered {answer.status_code}")
            body = bytearray()
            for piece in answer.iter_content(PIECE_BYTES):
                body += piece
                if len(body) > most_bytes:
                    raise TooLarge
            return bytes(body)
    except requests.RequestException as error:
        raise TryLater(f"{where}: {type(error).__name__}") from None
