"""What reading gives: items, answers without a number, a question, one of twelve outcomes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from bot.months import Month


class Outcome(StrEnum):
    """How a message is to be taken. `SAVE` only when nothing at all is doubtful."""

    SAVE = "save"
    CONFIRM = "confirm"
    ASK = "ask"
    CORRECT = "correct"
    UNKNOWN = "unknown"
    LATER = "later"
    NOTHING = "nothing"
    SAME = "same"
    SKIP = "skip"
    CANCEL = "cancel"
    STOP = "stop"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """The figure that was asked for."""

    activity: str
    month: Month
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """A likely right quantity, in base units; None where the fix is to say it in another way."""

    code: str
    base_quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a reading is not saved without a yes, with the likely fixes."""

    code: str
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One figure as read: `quantity` in `unit` as typed, `base_quantity` in the base unit."""

    activity: str
    quantity: Decimal | None
    unit: str
    base_quantity: Decimal | None
    base_unit: str
    month: Month | None
    kind: str = ""
    estimated: bool = False
    doubts: tuple[Doubt, ...] = ()
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What could not be read. `candidates` are the codes a person may pick from."""

    code: str
    fragment: str = ""
    candidates: tuple[str, ...] = ()


class Notation(StrEnum):
    """GPC notation keys that are said in words."""

    NOT_OCCURRING = "NO"
    NOT_AVAILABLE = "NE"


class Manner(StrEnum):
    """What a message is that holds no figure and no answer."""

    GREETING = "greeting"
    THANKS = "thanks"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer without a number for one activity: `ดีเซลเท่าเดิม`, `น้ำ รอบิล`."""

    activity: str
    month: Month
    outcome: Outcome
    kind: str = ""
    notation: Notation | None = None
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """`said` are answers without a number that name their activity; `notation` belongs to an
    answer of the open question, `manner` to a message that is no answer."""

    outcome: Outcome
    items: tuple[Item, ...] = ()
    question: Question | None = None
    left_over: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    notation: Notation | None = None
    manner: Manner | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Confirmed base quantities of the twelve months before, newest first.

    `gap`: the month right before has none, older ones do.
    """

    values: tuple[Decimal, ...] = field(default_factory=tuple)
    last_month: Decimal | None = None
    gap: bool = False


Histories = Callable[[str, str, Month], History]
