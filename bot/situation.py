"""All the bot is told before it answers: the person, the seat, the month, the figures so far."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.months import Month


class Status(StrEnum):
    """What a cell says (PRODUCT: The month); GPC notation keys where there is one."""

    REPORTED = "reported"
    ESTIMATED = "estimated"
    NOTHING = "nothing"  # a confirmed zero
    NOT_OCCURRING = "NO"
    NOT_AVAILABLE = "NE"
    ELSEWHERE = "IE"
    CONFIDENTIAL = "C"
    LATER = "later"
    MISSING = "missing"  # after an undo of the first figure


@dataclass(frozen=True, order=True, slots=True)
class CellKey:
    """One figure's place in the account. `kind` is empty unless the activity has kinds."""

    place: str
    month: Month
    activity: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A quantity as the person said it: `12` `MWh`."""

    quantity: Decimal
    unit: str
