"""The plan year by year: business as usual, what each measure takes off it, what is left, the
target, and the inventory where it is known.

Wedges and what remains add up to business as usual in every year, to the gram. What remains may be
less than nothing: measures that save more than there is are a finding, not cut off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.emissions.quantities import Tonnes
from bot.plans.baseline import baseline
from bot.plans.drivers import Pinned, bau_name, target_name
from bot.plans.findings import Finding, found
from bot.plans.measures import potential, total
from bot.plans.shapes import Plan
from bot.plans.targets import Path, path


@dataclass(frozen=True, slots=True)
class Row:
    """One year. `wedges` and `targets` are by code; a target without a level is left out."""

    year: int
    bau: Tonnes
    wedges: Mapping[str, Tonnes]
    targets: Mapping[str, Tonnes]
    actual: Tonnes | None = None

    @property
    def saved(self) -> Tonnes:
        return total(self.wedges.values())

    @property
    def remaining(self) -> Tonnes:
        """What would be emitted with every measure working as planned."""
        return Tonnes(self.bau - self.saved)

    def short_of(self, target: str) -> Tonnes | None:
        """The residual gap: what more has to be saved for a target; below zero when nothing."""
        level = self.targets.get(target)
        return None if level is None else Tonnes(self.remaining - level)

    def above(self, target: str) -> Tonnes | None:
        """How much the known inventory is above a target."""
        level = self.targets.get(target)
        if level is None or self.actual is None:
            return None
        return Tonnes(self.actual - level)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A plan worked out. The first target is the one that is drawn in front."""

    plan: Plan
    rows: tuple[Row, ...]
    paths: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()

    def row(self, year: int) -> Row:
        return self.rows[year - self.rows[0].year]


def scenario(
    plan: Plan, pinned: Pinned, actuals: Mapping[int, Tonnes], beside: Sequence[Finding] = ()
) -> Scenario:
    """`actuals` are whole years of the account, at the level the plan is written for; `beside` is
    what else was found, by whoever knows the account and the plan's earlier versions."""
    base, bau = plan.base_year, baseline(plan.bau, pinned.get(bau_name(plan.bau), ()))
    paths = tuple(
        path(target, base, bau, pinned.get(target_name(target), ())) for target in plan.targets
    )
    rows = tuple(_row(plan, paths, year, level, actuals.get(year)) for year, level in bau.items())
    return Scenario(plan, rows, paths, (*found(plan, bau, pinned, actuals), *beside))


def _row(plan: Plan, paths: tuple[Path, ...], year: int, bau: Tonnes, actual: Tonnes | None) -> Row:
    levels = {one.target.code: one.level(year) for one in paths}
    return Row(
        year=year,
        bau=bau,
        wedges={measure.code: potential(measure, year) for measure in plan.measures},
        targets={code: level for code, level in levels.items() if level is not None},
        actual=actual,
    )
