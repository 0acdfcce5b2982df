"""When a base year's total is recalculated: the rules of the GHG Protocol, as the plan states them.

GHG Protocol Corporate Standard, chapter 5: a base year is recalculated for structural changes,
changes of method or data, and errors, when their effect together passes a stated threshold; never
for growth or decline. The total that was recalculated stays in the plan version before.
"""

from dataclasses import dataclass
from decimal import Decimal

from bot.emissions.quantities import Tonnes
from bot.plans.shapes import BaseYear, Trigger


@dataclass(frozen=True, slots=True)
class Recalculation:
    """A base year's total beside what it would be now. `trigger` is None where nobody said why."""

    base: BaseYear
    new: Tonnes
    trigger: Trigger | None = None

    @property
    def difference(self) -> Tonnes:
        return Tonnes(self.new - self.base.total)

    @property
    def percent(self) -> Decimal | None:
        """The difference in percent of the old total; None where that is zero."""
        old = self.base.total
        return self.difference * 100 / old if old else None

    @property
    def is_significant(self) -> bool:
        """At the threshold or beyond it, up or down. From zero, anything is."""
        return bool(self.difference) and (
            abs(self.difference) * 100 >= self.base.threshold_percent * self.base.total
        )

    @property
    def is_due(self) -> bool:
        """Significant, and for a reason the plan's policy names."""
        return self.is_significant and self.trigger in self.base.triggers


def compared(base: BaseYear, new: Tonnes, trigger: Trigger | None = None) -> Recalculation:
    """`new` holds every change since the kept total, so that small ones add up to a large one."""
    return Recalculation(base, new, trigger)
