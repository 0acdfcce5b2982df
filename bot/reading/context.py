"""What reading one message goes by: who is asked, what for, when, and what was told before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.catalogue import Activity, Catalogue, PlaceKind, Range
from bot.months import Month
from bot.reading.shapes import Histories, Item, OpenQuestion, Question


@dataclass(frozen=True, slots=True)
class Context:
    """What reading one message goes by."""

    catalogue: Catalogue
    today: date
    default_month: Month
    open_question: OpenQuestion | None
    place_kind: PlaceKind | None
    expected: tuple[str, ...]
    history: Histories
    peers: Mapping[tuple[str, str], Range]
    doubts: tuple[str, ...]

    def plausible(self, activity: Activity, kind: str) -> Range | None:
        """What a first value is compared with: the peers', else the catalogue's range."""
        known = self.peers.get((activity.code, kind))
        return known or (activity.range_for(self.place_kind) if self.place_kind else None)

    @property
    def asked_month(self) -> Month:
        return self.open_question.month if self.open_question else self.default_month


class Asked(Exception):
    """This figure cannot become an item without an answer."""

    def __init__(self, question: Question, waiting: Item | None = None) -> None:
        super().__init__(question.code)
        self.question = question
        self.waiting = waiting
