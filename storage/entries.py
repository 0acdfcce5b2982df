"""Applying changes. A figure is a new revision beside the old ones, never an overwrite."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from sqlalchemy import func, insert, select, update

from bot.audit import Deed
from bot.changes import (
    AccessAsked,
    Assigned,
    Audited,
    Change,
    ChatFreed,
    ChatLinked,
    CodeFailed,
    Erased,
    EvidenceAttached,
    EvidenceWithdrawn,
    HandoverClaimed,
    HandoverDecided,
    InvitationWithdrawn,
    Invited,
    Joined,
    LanguageChosen,
    LateAsked,
    LateDecided,
    LateWithdrawn,
    MessageForgotten,
    MonthMoved,
    Noticed,
    NoticeTold,
    Nudged,
    OfficeChosen,
    ReachabilityChanged,
    Recorded,
    ReminderPaused,
    RemindersSwitched,
    Scheduled,
    SeatEnded,
    StepOpened,
    TicketIssued,
)
from bot.emissions import Emission, NotCounted
from bot.reporting import State
from storage import (
    attachments,
    audit,
    erasure,
    evidence,
    inbox,
    late,
    months,
    notices,
    nudges,
    requests,
    schedules,
    seats,
    tickets,
)
from storage import people as people_rows
from storage.inbox import insert_for
from storage.session import Transaction
from storage.tables import conversations, figure_revisions, figures, people

CODES_WINDOW = timedelta(hours=1)


class StaleSituation(Exception):
    """Somebody wrote the same cell since the situation was read: read it again and answer anew."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who a change comes from, and by which message. No person yet before joining."""

    channel: str
    user: str
    person: int | None
    event: int | None
    at: datetime


def apply(tx: Transaction, changes: Sequence[Change], author: Author) -> None:
    """Write every change of a turn, in order, inside the caller's transaction."""
    person = author.person
    closing = [one.before.place for one in changes if _closes(one)]
    if closing:
        months.hold(tx, closing)
    for change in changes:
        match change:
            case Joined():
                person = _join(tx, change, author)
            case HandoverClaimed():
                person = _person(tx, change, person, author)
                seats.claim(tx, change.invitation, person, author.at)
            case HandoverDecided():
                seats.decide(tx, change, person, author.at)
            case Invited():
                seats.invite(tx, change, person, author.at)
            case InvitationWithdrawn():
                seats.withdraw(tx, change.invitation, author.at)
            case SeatEnded():
                seats.end(tx, change.holder, author.at)
            case OfficeChosen():
                _set_conversation(tx, author, seat=change.seat)
            case ChatLinked():
                seats.link_chat(
                    tx, author.channel, author.user, change.ticket, change.person, author.at
                )
                person = change.person
            case ChatFreed():
                seats.free_chat(tx, author.channel, author.user)
            case Recorded():
                record(tx, change, person, author.event, author.at)
            case LateAsked():
                late.ask(tx, change, person, author.event, author.at)
            case LateWithdrawn():
                late.withdraw(tx, change.event, person, author.at)
            case LateDecided():
                late.decide(tx, change, person, author.at)
                if change.recorded:
                    asked = change.request
                    _write(tx, change.recorded, asked.person, asked.event, author.at)
            case Nudged():
                if person is not None:
                    nudges.write(tx, change.place, change.month, person, author.at)
            case Assigned():
                months.assign(tx, change.place, change.assignment, person, author.at)
            case MonthMoved():
                months.move(
                    tx,
                    change.before,
                    change.to,
                    author.at,
                    person,
                    change.reason,
                    change.is_complete,
                )
            case LanguageChosen():
                _set_person(tx, person, locale=change.locale)
            case RemindersSwitched():
                _set_person(tx, person, reminders_off=change.off, paused_until=None)
            case ReminderPaused():
                _set_person(tx, person, paused_until=change.until)
            case Scheduled():
                schedules.set_rules(tx, change.province, change.rules, person, author.at)
            case StepOpened():
                step = change.step
                body = step and {
                    "flow": step.flow,
                    "name": step.name,
                    "id": step.id,
                    "data": dict(step.data),
                }
                _set_conversation(tx, author, step=body)
            case ReachabilityChanged():
                _set_conversation(
                    tx, author, unreachable_at=None if change.reachable else author.at
                )
            case EvidenceAttached():
                evidence.attach(
                    tx, change.attachment, change.key, change.version, person, author.at
                )
            case EvidenceWithdrawn():
                evidence.withdraw(tx, [change.attachment], change.keys, author.at)
            case MessageForgotten():
                inbox.forget(tx, change.event)
                evidence.withdraw(tx, change.attachments, None, author.at)
                attachments.unwant(tx, change.attachments, author.at)
                details = {"message": change.event, "files": len(change.attachments)}
                _audit(tx, Deed.MESSAGE_FORGOTTEN, author, person, details)
            case NoticeTold():
                _set_person(tx, person, notice_version=change.version, notice_at=author.at)
            case AccessAsked():
                if person is not None:
                    requests.ask(tx, person, requests.ACCESS, author.at)
            case Erased():
                if person is not None:
                    erasure.erase(tx, person, author.event, author.at)
            case Audited():
                audit.write(
                    tx, change.deed, author.at, person, change.place, author.event, change.details
                )
            case Noticed():
                notices.put(
                    tx,
                    [one for one in people_rows.recipients(tx, change) if one != person],
                    change.kind,
                    change.details,
                    change.key,
                    author.at,
                    push_after=author.at if change.at_once else None,
                )
            case CodeFailed():
                _count_failed_code(tx, author)
            case TicketIssued():
                if person is not None:
                    tickets.issue(
                        tx,
                        change.purpose,
                        change.secret,
                        person,
                        change.details,
                        author.at,
                        change.valid_for,
                    )
                    minutes = int(change.valid_for.total_seconds() // 60)
                    given = {"purpose": change.purpose, "minutes": minutes}
                    _audit(tx, Deed.LINK_GIVEN, author, person, given)


def _audit(
    tx: Transaction, deed: Deed, author: Author, person: int | None, details: dict[str, Any]
) -> None:
    audit.write(tx, deed, author.at, person, None, author.event, details)


def _closes(change: Change) -> TypeGuard[MonthMoved]:
    return isinstance(change, MonthMoved) and change.to is State.CLOSED


def record(
    tx: Transaction, change: Recorded, person: int | None, event: int | None, at: datetime
) -> None:
    """Write one revision, and the cell's current row if nobody was quicker.

    A closed month takes none: what is told for it is a request to those above.
    """
    months.refuse_closed(tx, change.cell.key.place, change.cell.key.month)
    _write(tx, change, person, event, at)


def recalculate(tx: Transaction, change: Recorded, at: datetime) -> None:
    """Write what a figure comes to by other factors, in whatever state its month is.

    Nobody told it, and no month moves by it. StaleSituation when somebody was quicker.
    """
    _write(tx, change, None, None, at)


def _write(
    tx: Transaction, change: Recorded, person: int | None, event: int | None, at: datetime
) -> None:
    cell, before = change.cell, change.before
    values = _cell_values(change, person, event, at)
    if before is None:
        written = tx.execute(
            insert_for(tx)(figures)
            .values(**values)
            .on_conflict_do_nothing(index_elements=["place", "month", "activity", "kind"])
            .returning(figures.c.version)
        ).first()
    else:
        written = tx.execute(
            update(figures)
            .where(
                figures.c.place == cell.key.place,
                figures.c.month == cell.key.month,
                figures.c.activity == cell.key.activity,
                figures.c.kind == cell.key.kind,
                figures.c.version == before.version,
            )
            .values(**values)
            .returning(figures.c.version)
        ).first()
    if written is None:
        raise StaleSituation
    tx.execute(insert(figure_revisions).values(**_revision_values(change, values)))


def revise(tx: Transaction, change: Recorded, person: int | None, at: datetime) -> None:
    """Write one revision where the caller holds the place's months (loading)."""
    _write(tx, change, person, None, at)


def record_many(
    tx: Transaction, changes: Sequence[Recorded], person: int | None, at: datetime
) -> None:
    """First revisions of many new cells at once (loading, rehearsal)."""
    rows = [_cell_values(change, person, None, at) for change in changes]
    if not rows:
        return
    tx.execute(insert(figures), rows)
    revisions = [
        _revision_values(change, values) for change, values in zip(changes, rows, strict=True)
    ]
    tx.execute(insert(figure_revisions), revisions)


def _cell_values(
    change: Recorded, person: int | None, event: int | None, at: datetime
) -> dict[str, Any]:
    cell = change.cell
    return {
        "place": cell.key.place,
        "month": cell.key.month,
        "activity": cell.key.activity,
        "kind": cell.key.kind,
        "version": cell.version,
        "status": cell.status.value,
        "quantity": cell.quantity,
        "told_quantity": cell.told_quantity,
        "told_unit": cell.told_unit,
        "doubted": cell.doubted,
        "questioned": cell.questioned,
        **emission_values(change),
        "person": person,
        "event": event,
        "told_event": None if change.told_event == event else change.told_event,
        "told_version": change.told_version,
        "recorded_at": at,
    }


def emission_values(change: Recorded) -> dict[str, Any]:
    """The columns that say what a figure comes to, before they are rounded to their places."""
    result = change.emission
    counted = result if isinstance(result, Emission) else None
    return {
        "kg_co2e": counted.kg_co2e if counted else None,
        "kg_co2": counted.co2_kg if counted else None,
        "kg_ch4": counted.ch4_kg if counted else None,
        "kg_n2o": counted.n2o_kg if counted else None,
        "kg_biogenic_co2": counted.biogenic_co2_kg if counted else None,
        "factors": counted.factors if counted else None,
        "parameters": counted.parameters_json if counted else None,
        "gwp_set": counted.gwp_set if counted else None,
        "verified": change.cell.verified if counted else None,
        "not_counted": result.reason if isinstance(result, NotCounted) else None,
    }


def _revision_values(change: Recorded, values: dict[str, Any]) -> dict[str, Any]:
    before = change.before
    return {
        **values,
        "old_status": before.status.value if before else None,
        "old_quantity": before.quantity if before else None,
        "reason": change.reason,
    }


def _join(tx: Transaction, change: Joined, author: Author) -> int:
    person = _person(tx, change, author.person, author)
    people_rows.use_invitation(tx, change.invitation, person, author.at)
    return person


def _person(
    tx: Transaction, change: Joined | HandoverClaimed, person: int | None, author: Author
) -> int:
    """Who accepted the notice: from now on this conversation is somebody's."""
    if person is None:
        person = people_rows.new_person(
            tx, author.channel, author.user, change.locale, change.notice_version, author.at
        )
    _set_conversation(tx, author, failed_codes=0, failed_codes_since=None)
    return person


def _set_person(tx: Transaction, person: int | None, **values: Any) -> None:
    if person is not None:
        tx.execute(update(people).where(people.c.id == person).values(**values))


def _set_conversation(tx: Transaction, author: Author, **values: Any) -> None:
    tx.execute(
        update(conversations)
        .where(conversations.c.channel == author.channel, conversations.c.user == author.user)
        .values(**values)
    )


def _count_failed_code(tx: Transaction, author: Author) -> None:
    """Count wrong codes within one hour from the first of them."""
    window = author.at - CODES_WINDOW
    old = conversations.c.failed_codes_since < window
    here = (conversations.c.channel == author.channel, conversations.c.user == author.user)
    tx.execute(
        update(conversations)
        .where(*here, old | conversations.c.failed_codes_since.is_(None))
        .values(failed_codes=0, failed_codes_since=author.at)
    )
    tx.execute(
        update(conversations).where(*here).values(failed_codes=conversations.c.failed_codes + 1)
    )


def count(tx: Transaction) -> int:
    """How many current figures there are."""
    return int(tx.execute(select(func.count()).select_from(figures)).scalar_one())
