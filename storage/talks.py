"""Talks as they went: what a person said and what was answered, for pages that show them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast, literal, select

from storage.session import Transaction
from storage.tables import inbox, outbox


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as it was kept, and the replies to it (none while it waits)."""

    raw: Mapping[str, Any]
    replies: list[dict[str, Any]]


def latest(tx: Transaction, channel: str, user: str, most: int) -> list[Turn]:
    """The last turns of one conversation, oldest first."""
    key = literal("answer:", String) + cast(inbox.c.id, String)
    rows = tx.execute(
        select(inbox.c.raw, outbox.c.replies)
        .outerjoin(outbox, outbox.c.key == key)
        .where(inbox.c.channel == channel, inbox.c.user == user)
        .order_by(inbox.c.id.desc())
        .limit(most)
    ).all()
    return [Turn(json.loads(raw), replies or []) for raw, replies in reversed(rows)]
