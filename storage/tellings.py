"""Who told a figure: a recalculation is a revision too, but nobody has told anything by it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, func

from storage.tables import figures

CELL = ("place", "month", "activity", "kind")


@dataclass(frozen=True, slots=True)
class Telling:
    """The revision that said what a figure says now: by whom, in which message, when."""

    version: int
    person: int | None
    message: int | None
    at: datetime


def tells(revisions: FromClause) -> ColumnElement[bool]:
    """Joins current figures with the revisions that told them."""
    told = func.coalesce(figures.c.told_version, figures.c.version)
    return and_(*_same_cell(revisions), revisions.c.version == told)


def is_current(revisions: FromClause) -> ColumnElement[bool]:
    """Joins current figures with their own revisions, recalculations among them."""
    return and_(*_same_cell(revisions), revisions.c.version == figures.c.version)


def _same_cell(revisions: FromClause) -> list[Any]:
    return [revisions.c[name] == figures.c[name] for name in CELL]
