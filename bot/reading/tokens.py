"""What a message is scanned into: figures, months, and the words between them."""

from dataclasses import dataclass, field
from decimal import Decimal

from bot.months import Month
from bot.reading.answers import FoundAnswer
from bot.reading.numbers import Number
from bot.reading.shapes import Doubt
from bot.reading.units import FoundUnit


@dataclass(slots=True)
class Figure:
    """One number of the message, or an answer in its place, with what stands right beside it."""

    number: Number
    start: int
    end: int
    unit: FoundUnit | None = None
    money: bool = False
    estimated: bool = False
    maybe_day: bool = False
    cost: bool = False  # `ค่า 450`
    denied: bool = False  # `ไม่ใช่ 320`
    followed: bool = False  # by a word that is no unit: 80 แกรม, 2 มิเตอร์
    parts: list[tuple[Decimal, FoundUnit]] = field(default_factory=list)  # 2 กล่อง กับ 3 รีม
    doubts: list[Doubt] = field(default_factory=list)
    unclear: str = ""
    name: str = ""  # what there is none of: ไม่มีขยะ
    text: str = ""
    smallest: FoundUnit | None = None  # of 12 ไร่ 2 งาน: งาน
    answer: FoundAnswer | None = None  # instead of a number: เท่าเดิม, รอบิล

    @property
    def nothing(self) -> bool:
        """Whether the zero was said as `none`."""
        return any(doubt.code == "nothing_said" for doubt in self.doubts)

    @property
    def is_money(self) -> bool:
        return self.money or (self.unit is not None and self.unit.money)


@dataclass(slots=True)
class Words:
    """The text between figures: it may name an activity."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NamedMonth:
    """A month said in the message. `vague`: `this month`, which may be the month asked for;
    `relative`: told from today, such as `last month`."""

    month: Month
    vague: bool = False
    relative: bool = False


Token = Figure | Words | NamedMonth
