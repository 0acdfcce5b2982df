"""Targets: what a total may be in each year, and how far it is from that.

GPC 1.1, chapter 11: a base year target is a percentage below the base year's total, a baseline
scenario target one below business as usual in the same year, a fixed level target a total, an
intensity target tCO2e for a unit of output. Between milestones the path is a straight line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from bot.emissions.quantities import Tonnes
from bot.plans.drivers import driver
from bot.plans.facts import Fact
from bot.plans.series import PRECISE, between, to_the_gram
from bot.plans.shapes import BaseYear, Target, TargetKind


def reduction(level: Tonnes, percent: Decimal) -> Tonnes:
    """What `percent` of a level is."""
    with localcontext(PRECISE):
        return to_the_gram(level * percent / 100)


def below(level: Tonnes, percent: Decimal) -> Tonnes:
    """What remains of a level once `percent` of it is gone."""
    return Tonnes(level - reduction(level, percent))


@dataclass(frozen=True, slots=True)
class Path:
    """The levels a target allows: the base year's total, then its milestones."""

    target: Target
    points: Mapping[int, Tonnes]

    def level(self, year: int) -> Tonnes | None:
        """None before the base year and after the last milestone: nothing is promised there."""
        found = between(self.points, year)
        return None if found is None else to_the_gram(found)

    def gap(self, year: int, actual: Tonnes) -> Tonnes | None:
        """How much more than the target allows; less than nothing where it is kept."""
        level = self.level(year)
        return None if level is None else Tonnes(actual - level)

    @property
    def milestones(self) -> Mapping[int, Tonnes]:
        return {year: self.points[year] for year in self.target.milestones}


def path(
    target: Target, base: BaseYear, bau: Mapping[int, Tonnes], gpp: Sequence[Fact] = ()
) -> Path:
    """The path of one target. `bau` is the baseline the plan uses, `gpp` the pinned series."""
    levels = {
        year: _milestone(target, year, told, base, bau, gpp)
        for year, told in target.milestones.items()
    }
    return Path(target, {base.year: base.total, **levels})


def _milestone(
    target: Target,
    year: int,
    told: Decimal,
    base: BaseYear,
    bau: Mapping[int, Tonnes],
    gpp: Sequence[Fact],
) -> Tonnes:
    match target.kind:
        case TargetKind.BELOW_BASE_YEAR:
            return below(base.total, told)
        case TargetKind.BELOW_BAU:
            return below(bau[year], told)
        case TargetKind.LEVEL:
            return Tonnes(told)
        case TargetKind.BELOW_INTENSITY:
            with localcontext(PRECISE):
                grown = base.total * driver(gpp, year) / driver(gpp, base.year)
            return below(to_the_gram(grown), told)
