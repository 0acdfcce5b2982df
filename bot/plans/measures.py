"""Measures: what each saves in a year, and what it has brought so far."""

from collections.abc import Iterable
from decimal import Decimal

from bot.emissions.quantities import Tonnes
from bot.plans.series import before_or_at, between, to_the_gram
from bot.plans.shapes import Interpolation, Measure, Progress, Status

NOTHING = Tonnes(Decimal(0))


def potential(measure: Measure, year: int) -> Tonnes:
    """What a measure saves in a year as planned: nothing before its start and after its end.

    Between told years as its interpolation says; after the last told one that is held to the end.
    A stopped measure saves nothing after the last year it reported on.
    """
    if not measure.start <= year <= _last(measure):
        return NOTHING
    told = dict(measure.potential)
    found = between(told, year) if measure.interpolation is Interpolation.LINEAR else None
    held = before_or_at(told, year) if found is None else found
    return NOTHING if held is None else to_the_gram(held)


def _last(measure: Measure) -> int:
    if measure.status is not Status.STOPPED:
        return measure.end
    return max((report.year for report in measure.progress), default=measure.start - 1)


def latest(measure: Measure) -> Progress | None:
    """The last report there is."""
    return max(measure.progress, key=lambda report: report.year, default=None)


def total(saved: Iterable[Tonnes]) -> Tonnes:
    return Tonnes(sum(saved, Decimal(0)))
