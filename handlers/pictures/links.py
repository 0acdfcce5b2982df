"""The address of a picture: signed, unguessable, and good for a week.

It names a letter and which of its replies; the figures stay in the outbox. Nothing in it changes
with the time, so that a push tried again has the same body, as LINE's retry key demands.
"""

import hashlib
from datetime import timedelta
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

GOOD_FOR = timedelta(days=7)


def address(base_url: str, secret_key: str, letter: UUID, reply: int) -> str:
    return f"{base_url}/files/{_signer(secret_key).dumps([letter.hex, reply])}"


def named(secret_key: str, signed: str) -> tuple[UUID, int] | None:
    """The letter and the reply; None when we never signed this."""
    try:
        letter, reply = _signer(secret_key).loads(signed)
        return UUID(letter), int(reply)
    except (BadData, TypeError, ValueError, AttributeError):
        return None


def _signer(secret_key: str) -> URLSafeSerializer:
    digest = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    return URLSafeSerializer(secret_key, salt="picture of a letter", signer_kwargs=digest)
