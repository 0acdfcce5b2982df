"""A cell of the account: one place, month, activity and kind, and what its figure says."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.months import Month


class Status(StrEnum):
    """What a cell says; the GPC notation key where there is one."""

    REPORTED = "reported"
    ESTIMATED = "estimated"
    NOTHING = "nothing"  # a confirmed zero
    NOT_OCCURRING = "NO"
    NOT_AVAILABLE = "NE"
    ELSEWHERE = "IE"
    CONFIDENTIAL = "C"
    LATER = "later"
    MISSING = "missing"  # after an undo of the first figure

    @property
    def answered(self) -> bool:
        return self not in (Status.LATER, Status.MISSING)

    @property
    def valued(self) -> bool:
        """Whether it stands for a quantity; a confirmed zero is one."""
        return self in (Status.REPORTED, Status.ESTIMATED, Status.NOTHING)


@dataclass(frozen=True, order=True, slots=True)
class CellKey:
    """One figure's place in the account. `kind` is empty unless the activity has kinds."""

    place: str
    month: Month
    activity: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """The current figure of a cell. `quantity` is in the activity's base unit."""

    key: CellKey
    version: int
    status: Status
    quantity: Decimal | None = None
    told_quantity: Decimal | None = None
    told_unit: str = ""
    doubted: bool = False
    kg_co2e: Decimal | None = None
    verified: bool = True
    questioned: str = ""  # codes of the doubts somebody said yes to, for who looks at it above
