"""A rehearsal: a month-cycle of one province, played by a clock that is moved and made-up people.

For training, as a chronicle of what everyone received; and as the largest test of the service.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from bot.rehearsing.chronicle import chronicle
from bot.rehearsing.events import Event
from bot.rehearsing.results import Results
from bot.text import voice
from handlers.rehearsal.judging import judge
from handlers.rehearsal.play import Play
from handlers.rehearsal.stage import NoSuchPlace, Plan, Stage, set_stage

__all__ = ["NoSuchPlace", "Outcome", "Plan", "rehearse", "set_stage"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened, and what came of it."""

    stage: Stage
    events: list[Event]
    results: Results

    def as_json(self) -> Iterator[str]:
        """One line an event, the results last."""
        for event in self.events:
            yield json.dumps(event.to_json(), ensure_ascii=False)
        yield json.dumps({"results": self.results.to_json()}, ensure_ascii=False)

    def as_text(self, language: str) -> Iterator[str]:
        t, stage = voice(language), self.stage
        names = stage.people[f"coordinator-{stage.plan.province}"].names
        place = names.get(t.code) or names["th"]
        return chronicle(t, stage.dates, stage.people, place, self.events, self.results)


def rehearse(stage: Stage) -> Outcome:
    """Play the whole month on a stage that is set."""
    played = Play(stage)
    played.run()
    return Outcome(stage, played.events, judge(stage, played))
