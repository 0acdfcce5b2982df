"""The months of places: what is asked, how far it is, and every move from state to state."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, case, func, or_, select, update

from bot import assignments as asking
from bot.assignments import Assignment
from bot.catalogue import Catalogue
from bot.cells import Status
from bot.months import Month
from bot.people import Place
from bot.reporting import PlaceMonth, Standing, State, can_move
from storage.inbox import insert_for
from storage.session import Transaction
from storage.tables import assignments, figure_revisions, figures, place_months, places
from storage.tellings import tells

UNANSWERED = (Status.LATER.value, Status.MISSING.value)
A_CHUNK = 500  # places in one statement


class StaleMonth(Exception):
    """Somebody moved the month since it was read, or it cannot move there."""


def month_of(row: RowMapping) -> PlaceMonth:
    return PlaceMonth(
        place=row["place"],
        month=row["month"],
        state=State(row["state"]),
        version=row["version"],
        completed_at=row["completed_at"],
        submitted_at=row["submitted_at"],
        decided_at=row["decided_at"],
        closed_at=row["closed_at"],
        reason=row["reason"],
    )


def get(tx: Transaction, place: str, month: Month) -> PlaceMonth:
    """The month as it stands; open where nothing has happened yet."""
    found = select(place_months).where(place_months.c.place == place, place_months.c.month == month)
    row = tx.execute(found).mappings().first()
    return month_of(row) if row else PlaceMonth(place, month)


def of_place(tx: Transaction, place: str, first: Month) -> dict[Month, PlaceMonth]:
    """A place's months from `first` on that are not simply open."""
    found = select(place_months).where(place_months.c.place == place, place_months.c.month >= first)
    return {row["month"]: month_of(row) for row in tx.execute(found).mappings()}


def assignments_of(tx: Transaction, place_ids: Iterable[str]) -> dict[str, list[Assignment]]:
    """What differs from the kinds' own lists, by place."""
    found: dict[str, list[Assignment]] = defaultdict(list)
    for chunk in _chunks(list(place_ids)):
        rows = tx.execute(select(assignments).where(assignments.c.place.in_(chunk))).mappings()
        for row in rows:
            found[row["place"]].append(Assignment(row["activity"], row["from_month"], row["asked"]))
    return found


def standing(tx: Transaction, catalogue: Catalogue, place: Place, month: Month) -> Standing:
    return standings(tx, catalogue, [place], month)[place.id]


def standings(
    tx: Transaction, catalogue: Catalogue, of: Sequence[Place], month: Month
) -> dict[str, Standing]:
    """How far each place is with a month, in a few statements for any number of places."""
    ids = [place.id for place in of]
    own = assignments_of(tx, ids)
    months: dict[str, PlaceMonth] = {}
    answered: dict[str, set[str]] = defaultdict(set)
    questioned: dict[str, int] = defaultdict(int)
    revisions: dict[str, int] = defaultdict(int)
    told_at: dict[str, datetime] = {}
    anew: set[str] = set()
    for chunk in _chunks(ids):
        moved = tx.execute(
            select(place_months).where(
                place_months.c.month == month, place_months.c.place.in_(chunk)
            )
        ).mappings()
        months.update((row["place"], month_of(row)) for row in moved)
        for row in _told(tx, figures.c.place.in_(chunk), month):
            if row["answered"]:
                answered[row["place"]].add(row["activity"])
            if row["answered"] and row["told_at"]:
                last = told_at.get(row["place"], row["told_at"])
                told_at[row["place"]] = max(last, row["told_at"])
            if row["recalculated"]:
                anew.add(row["place"])
            questioned[row["place"]] += row["questioned"]
            revisions[row["place"]] += row["revisions"]
    told_at |= _told_before(tx, sorted(anew - months.keys()), month)
    return {
        place.id: _counted(
            Standing(
                months.get(place.id) or PlaceMonth(place.id, month),
                asking.expected(catalogue, place.kind, own.get(place.id, ()), month),
                frozenset(answered[place.id]),
                questioned[place.id],
                revisions[place.id],
            ),
            told_at.get(place.id),
        )
        for place in of
    }


def _counted(found: Standing, told_at: datetime | None) -> Standing:
    """Figures that came in by the thousand, from a file, submit no month: seen, it is complete."""
    if found.month.state is State.OPEN and found.is_complete:
        complete = found.month.completed_at or told_at
        submitted = replace(found.month, state=State.SUBMITTED, completed_at=complete)
        return replace(found, month=submitted)
    return found


def _told(tx: Transaction, where: ColumnElement[bool], month: Month) -> Sequence[RowMapping]:
    told = figures.c.status.not_in(UNANSWERED)
    asked_about = and_(told, or_(figures.c.doubted, figures.c.questioned != ""))
    anew = figures.c.told_version.is_not(None)
    return (
        tx.execute(
            select(
                figures.c.place,
                figures.c.activity,
                func.sum(case((told, 1), else_=0)).label("answered"),
                func.sum(case((asked_about, 1), else_=0)).label("questioned"),
                func.sum(figures.c.version).label("revisions"),
                func.max(case((~anew, figures.c.recorded_at))).label("told_at"),
                func.sum(case((anew, 1), else_=0)).label("recalculated"),
            )
            .where(where, figures.c.month == month)
            .group_by(figures.c.place, figures.c.activity)
        )
        .mappings()
        .all()
    )


def _told_before(tx: Transaction, place_ids: Sequence[str], month: Month) -> dict[str, datetime]:
    """When the last figure of each place was told, behind recalculations: those tell nothing."""
    found: dict[str, datetime] = {}
    for chunk in _chunks(place_ids):
        rows = tx.execute(
            select(figures.c.place, func.max(figure_revisions.c.recorded_at).label("told_at"))
            .join(figure_revisions, tells(figure_revisions))
            .where(figures.c.place.in_(chunk), figures.c.month == month)
            .where(figures.c.status.not_in(UNANSWERED))
            .group_by(figures.c.place)
        )
        found.update((row.place, row.told_at) for row in rows)
    return found


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[at : at + A_CHUNK] for at in range(0, len(ids), A_CHUNK))


def move(
    tx: Transaction,
    before: PlaceMonth,
    to: State,
    at: datetime,
    person: int | None,
    reason: str = "",
    is_complete: bool = False,
) -> None:
    """Move a month on from what was read; StaleMonth when somebody was quicker."""
    if before.state is not to and not can_move(before.state, to):
        raise StaleMonth(f"{before.state} does not become {to}")
    values = {
        "state": to.value,
        "version": before.version + 1,
        "completed_at": before.completed_at or (at if is_complete else None),
        "submitted_at": at if to is State.SUBMITTED else before.submitted_at,
        "decided_at": at if to in (State.RETURNED, State.APPROVED) else before.decided_at,
        "closed_at": at if to is State.CLOSED else before.closed_at,
        "reason": reason,
        "person": person,
        "changed_at": at,
    }
    if before.version == 0:
        statement = insert_for(tx)(place_months).values(
            place=before.place, month=before.month, **values
        )
        moved = tx.execute(
            statement.on_conflict_do_nothing(index_elements=["place", "month"]).returning(
                place_months.c.version
            )
        ).first()
    else:
        moved = tx.execute(
            update(place_months)
            .where(
                place_months.c.place == before.place,
                place_months.c.month == before.month,
                place_months.c.version == before.version,
            )
            .values(**values)
            .returning(place_months.c.version)
        ).first()
    if moved is None:
        raise StaleMonth("moved by somebody else")


def assign(
    tx: Transaction, place: str, change: Assignment, person: int | None, at: datetime
) -> None:
    """Ask, or stop asking, an item of a place from a month on."""
    values = {"asked": change.asked, "person": person, "set_at": at}
    statement = insert_for(tx)(assignments).values(
        place=place, activity=change.activity, from_month=change.from_month, **values
    )
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=["place", "activity", "from_month"], set_=values
        )
    )


def hold(tx: Transaction, place_ids: Iterable[str]) -> None:
    """Keep figures of these places out until this transaction ends: before a month is closed."""
    for chunk in _chunks(sorted(place_ids)):
        tx.execute(
            select(places.c.id)
            .where(places.c.id.in_(chunk))
            .order_by(places.c.id)
            .with_for_update()
        )


def refuse_closed(tx: Transaction, place: str, month: Month) -> None:
    """Hold the month open while a figure is written: StaleMonth when it is closed.

    The lock makes a closing that runs at the same moment wait for this transaction (see `hold`).
    """
    tx.execute(select(places.c.id).where(places.c.id == place).with_for_update(read=True))
    if get(tx, place, month).is_closed:
        raise StaleMonth("the month is closed")
