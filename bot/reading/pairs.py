"""Pairs: a figure with its name and month, and all that was found beside."""

from dataclasses import dataclass, field

from bot.months import Month
from bot.reading.activities import Named
from bot.reading.answers import FoundAnswer
from bot.reading.tokens import Figure


@dataclass(slots=True)
class Pair:
    """A figure with its name and month; `fragment` is what was typed of it."""

    figure: Figure
    named: Named | None = None
    words: str = ""
    month: Month | None = None
    vague_month: bool = False  # `this month`
    longer_period: bool = False  # told as a year's, a quarter's or several months' figure

    @property
    def fragment(self) -> str:
        return " ".join(filter(None, (self.words.strip(), self.figure.text)))


@dataclass(slots=True)
class Paired:
    """`named` are names without any figure, when the message holds no figure at all."""

    pairs: list[Pair] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    answers: list[FoundAnswer] = field(default_factory=list)  # that name no activity
    months: list[Month] = field(default_factory=list)
