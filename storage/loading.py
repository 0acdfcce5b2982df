"""Figures brought in by a file: what a place holds already, and many revisions at once."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import between, or_, select
from sqlalchemy.exc import IntegrityError

from bot.audit import Deed
from bot.catalogue import Catalogue
from bot.cells import CellKey
from bot.changes import Recorded
from bot.loading.comparing import Kept
from bot.months import Month
from bot.people import Place
from bot.reporting import State, after_figures
from storage import audit, entries, months
from storage.cells import cell_of
from storage.entries import StaleSituation
from storage.session import Transaction
from storage.tables import figure_revisions, figures
from storage.tellings import tells

DECIDED = frozenset({State.RETURNED, State.APPROVED})


def kept(
    tx: Transaction, place: str, first: Month, last: Month, lasting: Collection[str]
) -> dict[CellKey, Kept]:
    """A place's current figures from `first` to `last`, with the reasons of who told them.

    Of `lasting` activities all.
    """
    rows = tx.execute(
        select(*figures.c, figure_revisions.c.reason)
        .join(figure_revisions, tells(figure_revisions))
        .where(
            figures.c.place == place,
            or_(between(figures.c.month, first, last), figures.c.activity.in_(lasting)),
        )
    ).mappings()
    found = (Kept(cell_of(row), row["reason"]) for row in rows)
    return {one.cell.key: one for one in found}


def closed_months(tx: Transaction, place: str, first: Month) -> frozenset[Month]:
    """The months from `first` on that take no figures."""
    known = months.of_place(tx, place, first)
    return frozenset(month for month, one in known.items() if one.is_closed)


def write(tx: Transaction, changes: Sequence[Recorded], at: datetime) -> None:
    """Write revisions of nobody's and no message; their places must be held (`months.hold`).

    StaleSituation where somebody wrote one of the cells since it was read.
    """
    first = [change for change in changes if change.before is None]
    try:
        entries.record_many(tx, first, None, at)
    except IntegrityError as error:
        raise StaleSituation from error
    for change in changes:
        if change.before is not None:
            entries.revise(tx, change, None, at)


def follow(
    tx: Transaction, catalogue: Catalogue, place: Place, touched: Iterable[Month], at: datetime
) -> None:
    """Months that somebody approved or returned are to be looked at again; nobody is told.

    Others need no move: an open month that is complete counts as submitted (`storage/months.py`).
    """
    for month in sorted(set(touched)):
        before = months.get(tx, place.id, month)
        if before.state not in DECIDED:
            continue
        standing = months.standing(tx, catalogue, place, month)
        to = after_figures(before.state, standing.is_complete)
        if to is before.state:
            continue
        months.move(tx, before, to, at, None, is_complete=standing.is_complete)
        deed = Deed.SUBMITTED if to is State.SUBMITTED else Deed.INCOMPLETE
        audit.write(tx, deed, at, place=place.id, details={"month": str(month), "by": "cli"})
