"""What coordinators see: every place's month, one place looked at, figures told after a close."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.cells import Cell, CellKey
from bot.months import Month
from bot.people import Place
from bot.reporting import Standing


@dataclass(frozen=True, slots=True)
class PlaceProgress:
    """One place's month as a coordinator sees it."""

    place: Place
    standing: Standing
    kg_co2e_organisation: Decimal
    kg_co2e_area: Decimal
    reachable: bool  # somebody holds the seat and has not blocked the account
    nudged_at: datetime | None = None

    @property
    def expected(self) -> int:
        return len(self.standing.expected)

    @property
    def answered(self) -> int:
        return len(self.standing.answered.intersection(self.standing.expected))

    @property
    def is_complete(self) -> bool:
        return self.standing.is_complete

    def is_on_time(self, due: datetime) -> bool:
        """Whether the month was complete for the first time by the end of its due day."""
        completed = self.standing.month.completed_at
        return self.is_complete and completed is not None and completed <= due


@dataclass(frozen=True, slots=True)
class LateRequest:
    """A figure told after its month was closed: kept, and waiting for a yes from above."""

    id: int
    place: str
    month: Month
    draft: Mapping[str, Any]  # bot.drafts.Draft as JSON
    person: int | None
    event: int | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Focus:
    """The place and month that an overseer's message is about, where it names them."""

    place: str = ""
    month: Month | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One place that a coordinator looks at; `cells` reach back as far as for its officials."""

    place: Place
    standing: Standing
    cells: Mapping[CellKey, Cell] = field(default_factory=dict)

    @property
    def month(self) -> Month:
        return self.standing.month.month

    def before(self, cell: Cell) -> Cell | None:
        """What the same item said the month before."""
        found = self.cells.get(replace(cell.key, month=cell.key.month - 1))
        return found if found and found.status.answered else None

    @property
    def told(self) -> tuple[Cell, ...]:
        """The month's figures."""
        return tuple(
            cell
            for key, cell in sorted(self.cells.items())
            if key.month == self.month and cell.status.answered
        )
