"""Whom which menu is shown: what people's seats and language ask for, and what they see now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, or_, select, update

from bot.people import Role
from bot.text import DEFAULT_LOCALE
from storage.session import Transaction
from storage.tables import conversations, people, seat_holders, seats


@dataclass(frozen=True, slots=True)
class Shown:
    """One conversation: who talks there, and the menu it shows (None: everybody's)."""

    channel: str
    user: str
    menu: str | None
    locale: str
    roles: frozenset[Role]


def everybody(tx: Transaction, channels: Collection[str]) -> list[Shown]:
    """Every conversation of these channels that is not blocked and may need a menu of its own."""
    roles: dict[int, set[Role]] = {}
    held = select(seat_holders.c.person, seats.c.role).join(
        seats, seats.c.id == seat_holders.c.seat
    )
    for person, role in tx.execute(held.where(seat_holders.c.until.is_(None))):
        roles.setdefault(person, set()).add(Role(role))
    talks = (
        select(
            conversations.c.channel,
            conversations.c.user,
            conversations.c.menu,
            conversations.c.person,
            people.c.locale,
            # a person's language is their own; before there is one, the talk keeps it
            case((conversations.c.person.is_(None), conversations.c.step)).label("step"),
        )
        .outerjoin(people, people.c.id == conversations.c.person)
        .where(conversations.c.channel.in_(channels), conversations.c.unreachable_at.is_(None))
        .where(
            or_(
                conversations.c.person.is_not(None),
                conversations.c.menu.is_not(None),
                conversations.c.step.is_not(None),
            )
        )
    )
    return [
        Shown(
            row.channel,
            row.user,
            row.menu,
            row.locale or _chosen_in(row.step),
            frozenset(roles.get(row.person, ())),
        )
        for row in tx.execute(talks)
    ]


def mark(tx: Transaction, channel: str, users: Collection[str], menu: str | None) -> None:
    """These people see this menu now."""
    tx.execute(
        update(conversations)
        .where(conversations.c.channel == channel, conversations.c.user.in_(users))
        .values(menu=menu)
    )


def forget(tx: Transaction, channel: str) -> None:
    """Nobody sees a menu of their own any more: the platform's memory is a new one."""
    tx.execute(
        update(conversations)
        .where(conversations.c.channel == channel, conversations.c.menu.is_not(None))
        .values(menu=None)
    )


def _chosen_in(step: Mapping[str, Any] | None) -> str:
    chosen = step["data"].get("locale") if step else None
    return str(chosen) if chosen else DEFAULT_LOCALE
