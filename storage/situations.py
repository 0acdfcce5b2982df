"""Assembling `bot.situation`: all that one answer needs, read inside its transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, or_, select

from bot.assignments import Assignment
from bot.attachments import Attachment
from bot.catalogue import Catalogue, Range
from bot.cells import Cell, CellKey
from bot.codes import code_in
from bot.explaining import Explained
from bot.flows import evidence, explain, my_data, review
from bot.messages import Kind, Message, office_in
from bot.months import Month
from bot.oversight import Focus, LateRequest, PlaceProgress, Reviewed
from bot.people import Invitation, Person, Place, Seat, office_of
from bot.personal import Known
from bot.policy import Action, scopes
from bot.situation import KNOWN_MONTHS, Referred, Situation, Step, Undoable
from bot.text import DEFAULT_LOCALE
from storage import (
    about_seats,
    attachments,
    explanations,
    inbox,
    late,
    months,
    peers,
    personal,
    schedules,
    totals,
)
from storage import people as people_rows
from storage.cells import cell_of
from storage.entries import CODES_WINDOW
from storage.inbox import Waiting
from storage.session import Transaction
from storage.tables import conversations, figure_revisions, figures

MOST_WRONG_CODES = 5
UNDO_REASON = "undone"
EVIDENCE_BUTTON = "menu:evidence:"
LONGEST_NUMBER = 15


@dataclass(frozen=True, slots=True)
class Fresh:
    """What the outside brings to an answer: the hour, the address, and randomness."""

    now: datetime
    base_url: str
    draft_id: str
    secret: str
    code: str
    join_links: Mapping[str, str] = field(default_factory=dict)


def load(
    tx: Transaction,
    catalogue: Catalogue,
    fresh: Fresh,
    waiting: Waiting,
    message: Message,
) -> tuple[Situation, int | None]:
    """The situation a waiting event is answered in, and the person's id (None before joining)."""
    row = (
        tx.execute(
            select(conversations).where(
                conversations.c.channel == waiting.channel, conversations.c.user == waiting.user
            )
        )
        .mappings()
        .one()
    )
    step = _step(row["step"])
    person = people_rows.get_person(tx, row["person"]) if row["person"] else None
    seats = people_rows.seats_of(tx, person.id) if person else ()
    blocked = _codes_blocked(row, fresh.now)
    official = office_of(seats, row["seat"])
    below = _below(tx, catalogue, seats, message, step, fresh.now)
    month = Month.of(fresh.now.date()) - 1
    last = row["last_event_at"]
    lasting = catalogue.parameters
    cells = place_cells(tx, official.place.id, month, lasting) if official else {}
    situation = Situation(
        now=fresh.now,
        catalogue=catalogue,
        locale=_locale(person, step),
        base_url=fresh.base_url,
        draft_id=fresh.draft_id,
        secret=fresh.secret,
        person=person,
        seats=seats,
        step=step,
        invitation=None if blocked else _invitation(tx, message, step, fresh.now),
        codes_blocked=blocked,
        late=last is not None and waiting.occurred_at < last,
        cells=cells,
        assignments=_assignments(tx, official.place) if official else (),
        months=months.of_place(tx, official.place.id, month - KNOWN_MONTHS) if official else {},
        peers=_peers(tx, catalogue, official.place, cells) if official else {},
        undoable=_undoable(tx, person.id, official) if person and official else (),
        event=waiting.row,
        attachment=_attachment(tx, waiting, message),
        referred=_referred(tx, waiting, message, step, person, official),
        progress=below.progress,
        focus=below.focus,
        reviewed=below.reviewed,
        late_requests=below.late,
        late_cells=below.late_cells,
        channel=waiting.channel,
        code=fresh.code,
        join_links=fresh.join_links,
        chosen_office=row["seat"],
        **about_seats.of(tx, waiting, person, seats, message, step, fresh.now),
        calendars=schedules.calendars_of(tx, [seat.place.province for seat in seats]),
        known=_known(tx, person, message),
        explained=_explained(tx, message, official, below, month, fresh.now),
    )
    return situation, person.id if person else None


def _known(tx: Transaction, person: Person | None, message: Message) -> Known | None:
    """Counted only where it is asked for."""
    is_asked = my_data.FLOW.hears_phrase(message.text) or message.action.startswith("menu:my_data")
    return personal.known_of(tx, person.id) if person and is_asked else None


def _explained(
    tx: Transaction,
    message: Message,
    official: Seat | None,
    below: "_Below",
    month: Month,
    now: datetime,
) -> tuple[Explained, ...]:
    """What is behind the figures of the own place, of the one a coordinator names, or of a month
    of all they oversee."""
    zone = now.tzinfo
    if zone is None or not explain.is_meant(message):
        return ()
    place = below.reviewed.place if below.reviewed else official.place if official else None
    if place:
        first, last = month - KNOWN_MONTHS, month + 1
        return tuple(explanations.of_place(tx, place.id, first, last, zone))
    asked = below.focus.month or month
    return tuple(
        one
        for scope in below.scopes
        for one in explanations.explained(tx, scope, asked, asked, zone)
    )


@dataclass(frozen=True, slots=True)
class _Below:
    """What an overseer's message is about; empty for everybody else."""

    scopes: tuple[Place, ...] = ()
    progress: tuple[PlaceProgress, ...] = ()
    focus: Focus = field(default_factory=Focus)
    reviewed: Reviewed | None = None
    late: tuple[LateRequest, ...] = ()
    late_cells: Mapping[CellKey, Cell] = field(default_factory=dict)


def _below(
    tx: Transaction,
    catalogue: Catalogue,
    seats: Sequence[Seat],
    message: Message,
    step: Step | None,
    now: datetime,
) -> _Below:
    seen = scopes(seats, Action.SUMMARISE)
    if not seen:
        return _Below()
    places = [place for scope in seen for place in totals.places_in(tx, scope)]
    report = Month.of(now.date()) - 1
    focus = review.focus_of(message, step, places, now.date(), report)
    month = focus.month or report
    progress = [row for scope in seen for row in totals.progress(tx, catalogue, scope, month)]
    row = next((one for one in progress if one.place.id == focus.place), None)
    late_requests = late.waiting_in(tx, scopes(seats, Action.REVIEW))
    return _Below(
        scopes=tuple(seen),
        progress=tuple(progress),
        focus=focus,
        reviewed=Reviewed(row.place, row.standing, place_cells(tx, row.place.id, month))
        if row
        else None,
        late=late_requests,
        late_cells=_late_cells(tx, late_requests, catalogue.parameters),
    )


def _late_cells(
    tx: Transaction, requests: Sequence[LateRequest], lasting: Collection[str]
) -> dict[CellKey, Cell]:
    """What closed months say now that late figures would replace, and what steers their methods."""
    found: dict[CellKey, Cell] = {}
    for place, month in dict.fromkeys((one.place, one.month) for one in requests):
        rows = tx.execute(
            select(figures).where(
                figures.c.place == place,
                or_(figures.c.month == month, figures.c.activity.in_(lasting)),
            )
        ).mappings()
        found.update((cell.key, cell) for cell in map(cell_of, rows))
    return found


def locale_of(tx: Transaction, channel: str, user: str) -> str:
    """The language of a conversation, Thai when none is chosen."""
    row = (
        tx.execute(
            select(conversations).where(
                conversations.c.channel == channel, conversations.c.user == user
            )
        )
        .mappings()
        .first()
    )
    if row is None:
        return DEFAULT_LOCALE
    person = people_rows.get_person(tx, row["person"]) if row["person"] else None
    return _locale(person, _step(row["step"]))


def place_cells(
    tx: Transaction, place: str, month: Month, lasting: Collection[str] = ()
) -> dict[CellKey, Cell]:
    """A place's figures from `KNOWN_MONTHS` before `month` on; of `lasting` activities, all."""
    recent = figures.c.month >= month - KNOWN_MONTHS
    since = or_(recent, figures.c.activity.in_(lasting)) if lasting else recent
    rows = tx.execute(select(figures).where(figures.c.place == place, since)).mappings()
    cells = (cell_of(row) for row in rows)
    return {cell.key: cell for cell in cells}


def _assignments(tx: Transaction, place: Place) -> tuple[Assignment, ...]:
    return tuple(months.assignments_of(tx, [place.id]).get(place.id, ()))


def _peers(
    tx: Transaction, catalogue: Catalogue, place: Place, cells: Mapping[CellKey, Cell]
) -> dict[tuple[str, str], Range]:
    """What peers tell, while the place has items without a figure of its own to compare with."""
    known = {key.activity for key, cell in cells.items() if cell.quantity}
    if known.issuperset(catalogue.asked_of(place.kind)):
        return {}
    return peers.ranges_for(tx, place)


def _step(body: Mapping[str, Any] | None) -> Step | None:
    return Step(body["flow"], body["name"], body["id"], body["data"]) if body else None


def _locale(person: Person | None, step: Step | None) -> str:
    if person:
        return person.locale
    chosen = step.data.get("locale") if step else None
    return str(chosen) if chosen else DEFAULT_LOCALE


def _codes_blocked(row: RowMapping, now: datetime) -> bool:
    since = row["failed_codes_since"]
    recent = since is not None and now - since < CODES_WINDOW
    return recent and row["failed_codes"] >= MOST_WRONG_CODES


def _invitation(
    tx: Transaction, message: Message, step: Step | None, now: datetime
) -> Invitation | None:
    """By the code in the message; else the one the open notice is about."""
    code = code_in(message.text)
    if code:
        return people_rows.open_invitation(tx, now, code=code)
    kept = step.data.get("invitation") if step and step.flow == "join" else None
    return people_rows.open_invitation(tx, now, invitation_id=kept) if kept else None


def _undoable(tx: Transaction, person: int, seat: Seat) -> tuple[Undoable, ...]:
    """The cells the person's last message wrote, while nobody has written them since."""
    last = figure_revisions.alias("last")
    latest = (
        select(last.c.event, last.c.reason)
        .where(last.c.person == person, last.c.place == seat.place.id)
        .order_by(last.c.id.desc())
        .limit(1)
    )
    row = tx.execute(latest).mappings().first()
    if row is None or row["event"] is None or row["reason"] == UNDO_REASON:
        return ()
    return _written(tx, figure_revisions.c.event == row["event"], person)


def _written(tx: Transaction, by: ColumnElement[bool], person: int) -> tuple[Undoable, ...]:
    """The cells a person wrote by some message, while nobody has written them since."""
    revisions = tx.execute(
        select(figure_revisions)
        .join(
            figures,
            (figures.c.place == figure_revisions.c.place)
            & (figures.c.month == figure_revisions.c.month)
            & (figures.c.activity == figure_revisions.c.activity)
            & (figures.c.kind == figure_revisions.c.kind)
            & (figures.c.version == figure_revisions.c.version),
        )
        .where(by, figure_revisions.c.person == person)
        .order_by(figure_revisions.c.id)
    ).mappings()
    return tuple(
        Undoable(cell_of(now), _before(tx, now), now["recorded_at"], now["event"])
        for now in revisions.all()
    )


def _attachment(tx: Transaction, waiting: Waiting, message: Message) -> Attachment | None:
    """What came with the message; or what its button is about, if it came from this person."""
    if message.content is not None:
        return attachments.of_event(tx, waiting.row)
    if message.text and evidence.FLOW.hears_phrase(message.text):
        return attachments.last_of(tx, waiting.channel, waiting.user)
    _, action = office_in(message.action)
    if not action.startswith(EVIDENCE_BUTTON):
        return None
    _, _, rest = action.removeprefix(EVIDENCE_BUTTON).partition(":")
    number = rest.partition(":")[0]
    if not number.isascii() or not number.isdigit() or len(number) > LONGEST_NUMBER:
        return None
    return attachments.sent_by(tx, int(number), waiting.channel, waiting.user)


def _referred(
    tx: Transaction,
    waiting: Waiting,
    message: Message,
    step: Step | None,
    person: Person | None,
    official: Seat | None,
) -> Referred | None:
    """What the message did that is now edited or unsent, or that the open question is about."""
    if person is None or official is None:
        return None
    if message.kind in (Kind.EDITED, Kind.UNSEND):
        event = inbox.event_of(tx, waiting.channel, waiting.user, message.id)
    else:
        event = step.data.get("event") if step and step.flow == "unsend" else None
    if event is None:
        return None
    # what was read back is saved by the yes, and told by the message before it
    told = or_(figure_revisions.c.told_event == event, figure_revisions.c.event == event)
    here = figure_revisions.c.place == official.place.id
    own = and_(told, figure_revisions.c.person == person.id)
    there = select(figure_revisions.c.id).where(own, ~here).limit(1)
    return Referred(
        event,
        _written(tx, and_(told, here), person.id),
        attachments.ids_of(tx, event),
        elsewhere=tx.execute(there).first() is not None,
    )


def _before(tx: Transaction, now: RowMapping) -> Cell | None:
    row = (
        tx.execute(
            select(figure_revisions).where(
                figure_revisions.c.place == now["place"],
                figure_revisions.c.month == now["month"],
                figure_revisions.c.activity == now["activity"],
                figure_revisions.c.kind == now["kind"],
                figure_revisions.c.version == now["version"] - 1,
            )
        )
        .mappings()
        .first()
    )
    return cell_of(row) if row else None
