"""What is kept about one person: counted for the chat, in full for the file they may have."""

import json
from typing import Any

from sqlalchemy import RowMapping, Select, func, select

from bot.people import Role, Seat
from bot.personal import Held, Known
from storage.people import place_of
from storage.session import Transaction
from storage.tables import (
    audit_events,
    conversations,
    data_requests,
    figure_revisions,
    inbox,
    notices,
    outbox,
    people,
    places,
    seat_holders,
    seats,
)


def known_of(tx: Transaction, person: int) -> Known:
    row = tx.execute(select(people).where(people.c.id == person)).mappings().one()
    channels = select(conversations.c.channel).where(conversations.c.person == person)
    figures = select(func.count()).select_from(figure_revisions)
    return Known(
        channels=tuple(tx.execute(channels.distinct().order_by("channel")).scalars()),
        seats=tuple(
            Held(Seat(one["seat"], place_of(one), Role(one["role"])), one["since"])
            for one in _seats(tx, person)
            if one["until"] is None
        ),
        notice_version=row["notice_version"] or "",
        notice_at=row["notice_at"],
        messages=_count(tx, _messages(person)),
        figures=tx.execute(figures.where(figure_revisions.c.person == person)).scalar_one(),
    )


def everything(tx: Transaction, person: int) -> dict[str, Any]:
    """All that is kept, table by table, as it is kept."""
    about = tx.execute(select(people).where(people.c.id == person)).mappings().one()
    figures = figure_revisions.c
    return {
        "person": dict(about),
        "chats": _all(tx, select(conversations).where(conversations.c.person == person)),
        "seats": [
            {name: one[name] for name in ("place", "name_th", "role", "since", "until")}
            for one in _seats(tx, person)
        ],
        "messages": [{**one, "raw": json.loads(one["raw"])} for one in _all(tx, _messages(person))],
        "answers": _all(tx, _answers(person)),
        "figures": _all(tx, select(figure_revisions).where(figures.person == person)),
        "notices": _all(tx, select(notices).where(notices.c.person == person)),
        "deeds": _all(tx, select(audit_events).where(audit_events.c.person == person)),
        "requests": _all(tx, select(data_requests).where(data_requests.c.person == person)),
    }


def _seats(tx: Transaction, person: int) -> list[RowMapping]:
    statement = (
        select(
            seats.c.id.label("seat"),
            seats.c.place,
            seats.c.role,
            seat_holders.c.since,
            seat_holders.c.until,
            *places.c,
        )
        .join_from(seat_holders, seats, seats.c.id == seat_holders.c.seat)
        .join(places, places.c.id == seats.c.place)
        .where(seat_holders.c.person == person)
        .order_by(seat_holders.c.id)
    )
    return list(tx.execute(statement).mappings())


def _messages(person: int) -> Select[Any]:
    here = (conversations.c.channel == inbox.c.channel) & (conversations.c.user == inbox.c.user)
    return (
        select(
            inbox.c.id,
            inbox.c.channel,
            inbox.c.user,
            inbox.c.occurred_at,
            inbox.c.received_at,
            inbox.c.raw,
        )
        .join_from(conversations, inbox, here)
        .where(conversations.c.person == person)
        .order_by(inbox.c.id)
    )


def _answers(person: int) -> Select[Any]:
    here = (conversations.c.channel == outbox.c.channel) & (conversations.c.user == outbox.c.user)
    return (
        select(outbox.c.channel, outbox.c.created_at, outbox.c.sent_at, outbox.c.replies)
        .join_from(conversations, outbox, here)
        .where(conversations.c.person == person)
        .order_by(outbox.c.created_at, outbox.c.sequence)
    )


def _all(tx: Transaction, statement: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in tx.execute(statement).mappings()]


def _count(tx: Transaction, statement: Select[Any]) -> int:
    counted = select(func.count()).select_from(statement.order_by(None).subquery())
    return int(tx.execute(counted).scalar_one())
