"""Figures told after a month was closed: requests that wait for a yes or no from above."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, insert, or_, select, update

from bot.changes import LateAsked, LateDecided
from bot.oversight import LateRequest
from bot.people import Place
from storage.months import StaleMonth
from storage.session import Transaction
from storage.tables import late_requests, places
from storage.totals import in_scope

MOST_SHOWN = 50


def ask(
    tx: Transaction, change: LateAsked, person: int | None, event: int | None, at: datetime
) -> None:
    """Keep a request; an older one of this person about the same cell gives way to it."""
    cell = [change.draft[part] for part in ("activity", "kind", "month")]
    for waiting in _waiting(tx, late_requests.c.place == change.place):
        same = [waiting.draft[part] for part in ("activity", "kind", "month")] == cell
        if same and waiting.person == person:
            _settle(tx, waiting.id, "withdrawn", person, at)
    tx.execute(
        insert(late_requests).values(
            place=change.place,
            month=change.month,
            draft=dict(change.draft),
            person=person,
            event=event,
            asked_at=at,
        )
    )


def withdraw(tx: Transaction, event: int, person: int | None, at: datetime) -> None:
    """What one message of this person asked for and nobody has decided on."""
    for waiting in _waiting(tx, late_requests.c.event == event):
        if waiting.person == person:
            _settle(tx, waiting.id, "withdrawn", person, at)


def decide(tx: Transaction, change: LateDecided, person: int | None, at: datetime) -> None:
    """Settle a request; StaleMonth when somebody was quicker."""
    state = "accepted" if change.recorded else "refused"
    _settle(tx, change.request.id, state, person, at, change.reason)


def held_files(tx: Transaction) -> set[int]:
    """Attachments of figures that nobody has decided on yet."""
    waiting = select(late_requests.c.draft).where(late_requests.c.state == "waiting")
    return {file for draft in tx.execute(waiting).scalars() for file in draft["evidence"]}


def waiting_in(tx: Transaction, scopes: Sequence[Place]) -> tuple[LateRequest, ...]:
    """The requests of places within any of `scopes`, oldest first."""
    if not scopes:
        return ()
    return tuple(_waiting(tx, or_(*(in_scope(scope) for scope in scopes))))


def _waiting(tx: Transaction, where: ColumnElement[bool]) -> list[LateRequest]:
    rows = tx.execute(
        select(late_requests)
        .join(places, places.c.id == late_requests.c.place)
        .where(where, late_requests.c.state == "waiting")
        .order_by(late_requests.c.id)
        .limit(MOST_SHOWN)
    ).mappings()
    return [_request(row) for row in rows]


def _request(row: RowMapping) -> LateRequest:
    return LateRequest(
        id=row["id"],
        place=row["place"],
        month=row["month"],
        draft=row["draft"],
        person=row["person"],
        event=row["event"],
        asked_at=row["asked_at"],
    )


def _settle(
    tx: Transaction,
    request: int,
    state: str,
    person: int | None,
    at: datetime,
    reason: str = "",
) -> None:
    settled = tx.execute(
        update(late_requests)
        .where(late_requests.c.id == request, late_requests.c.state == "waiting")
        .values(state=state, decided_by=person, decided_at=at, reason=reason)
        .returning(late_requests.c.id)
    ).first()
    if settled is None:
        raise StaleMonth("the request is decided on already")
