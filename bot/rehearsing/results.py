"""What came of a rehearsal: the counts at its end, and what should never have happened."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.rehearsing.events import Event, Kind
from bot.schedule import Calendar

ANSWER = "answer"
ACTS = frozenset({Kind.SAID, Kind.PRESSED, Kind.PHOTO, Kind.BLOCKED})


@dataclass(frozen=True, slots=True)
class Results:
    """`saved`: reminders that took no push, by the way they went. `broken`: promises, in words."""

    people: int
    messages: int
    redelivered: int
    answers: int
    letters: Mapping[str, int]  # unasked ones that arrived, by purpose
    pushes: int  # paid ones that were sent, in the month of the opening
    push_budget: int
    pushed_to: Mapping[str, int]  # how many people got how many pushes
    saved: Mapping[str, int]
    held: int
    places: int
    states: Mapping[str, int]
    deeds: Mapping[str, int]  # as they stand in the audit log
    complete: int
    on_time: int
    late_figures: Mapping[str, int]
    broken: Sequence[str] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def letters(events: Iterable[Event]) -> dict[str, int]:
    """How many letters nobody had asked for arrived, by purpose."""
    unasked = (one.purpose for one in events if one.kind is Kind.GOT and one.purpose != ANSWER)
    return dict(sorted(Counter(unasked).items()))


def pushed_to(events: Iterable[Event], people: Iterable[str]) -> dict[str, int]:
    """`{"0": 12, "1": 30}`: how many people got no push, one, …"""
    pushes = Counter(one.who for one in events if one.came_as == "push")
    return dict(sorted(Counter(str(pushes[who]) for who in people).items()))


def broken(events: Sequence[Event], calendar: Calendar) -> Iterator[str]:
    """Letters that nobody asked for outside working hours, or twice on a day to the same person."""
    unasked = [one for one in events if one.kind is Kind.GOT and one.purpose != ANSWER]
    for one in unasked:
        if not calendar.in_hours(one.at):
            yield f"{one.at.isoformat()} {one.who}: {one.purpose} outside working hours"
    said = Counter((one.at.date(), one.who, tuple(one.texts)) for one in unasked)
    for (day, who, texts), count in said.items():
        if count > 1:
            yield f"{day} {who}: told {count} times: {texts[0].splitlines()[0]}"
