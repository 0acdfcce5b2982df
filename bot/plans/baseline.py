"""Business as usual: the total of the year it begins, carried on by a driver or a trend.

By a driver D with elasticity e: E(y) = E(b) × (D(y) / D(b))^e, b the year it begins. By a trend:
the least-squares line through past inventories (through their logarithms where it is exponential)
gives the change a year, and the first total changes by that. So every baseline begins at the base
year's total.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext

from bot.emissions.quantities import Tonnes
from bot.plans.blocks import MOST, WrongDocument
from bot.plans.drivers import driver
from bot.plans.facts import Fact
from bot.plans.series import PRECISE, to_the_gram
from bot.plans.shapes import Bau, BauMethod

Levels = Callable[[int], Decimal]  # year → tonnes, not rounded
ONE = Decimal(1)
RUNS_AWAY = (
    "bau %r passes 1000000000000 tCO2e in %s: write smaller rates, another history_tco2e, or an "
    "earlier until"
)


def baseline(bau: Bau, facts: Sequence[Fact] = ()) -> dict[int, Tonnes]:
    """tCO2e of every year from the baseline's first to its last; `facts` are the pinned ones.

    One that runs away raises `WrongDocument`.
    """
    level, levels = METHODS[bau.method](bau, facts), {}
    with localcontext(PRECISE):
        for year in range(bau.begins, bau.until + 1):
            tonnes = level(year)
            if abs(tonnes) >= MOST:
                raise WrongDocument([RUNS_AWAY % (bau.version, year)])
            levels[year] = to_the_gram(tonnes)
    return levels


def _by_driver(bau: Bau, facts: Sequence[Fact]) -> Levels:
    """Exact where the elasticity is 1: one product, one division."""

    def level(year: int) -> Decimal:
        if bau.growth:
            now, then = _grown(bau, year), ONE
        else:
            now, then = driver(facts, year), driver(facts, bau.begins)
        if bau.elasticity == 1:
            return bau.total * now / then
        return bau.total * (now / then) ** bau.elasticity

    return level


def _grown(bau: Bau, year: int) -> Decimal:
    """What one has become by `year` at the stated rates."""
    grown = ONE
    for one in range(bau.begins + 1, year + 1):
        rate = max((rate for rate in bau.growth if rate.since <= one), key=lambda rate: rate.since)
        grown *= 1 + rate.percent / 100
    return grown


def _linear(bau: Bau, _: Sequence[Fact]) -> Levels:
    slope = slope_of(bau.history or {})
    return lambda year: bau.total + slope * (year - bau.begins)


def _exponential(bau: Bau, _: Sequence[Fact]) -> Levels:
    with localcontext(PRECISE):
        slope = slope_of({year: total.ln() for year, total in (bau.history or {}).items()})
    return lambda year: bau.total * (slope * (year - bau.begins)).exp()


def slope_of(points: Mapping[int, Decimal]) -> Decimal:
    """The slope of the least-squares line: Σ(x − x̄)(y − ȳ) / Σ(x − x̄)², here times n above and
    below, so that it divides only once."""
    with localcontext(PRECISE):
        count, years = len(points), sum(points)
        total = sum(points.values(), Decimal(0))
        above = count * sum((year * value for year, value in points.items()), Decimal(0))
        below = count * sum(year * year for year in points) - years * years
        return (above - years * total) / below


METHODS: Mapping[BauMethod, Callable[[Bau, Sequence[Fact]], Levels]] = {
    BauMethod.POPULATION: _by_driver,
    BauMethod.GPP: _by_driver,
    BauMethod.LINEAR: _linear,
    BauMethod.EXPONENTIAL: _exponential,
}
