"""What added factors change: in which months another value holds than before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.catalogue import Catalogue, Factor
from bot.emissions.factors import NoFactor, choose
from bot.months import Month

LONG_AGO = Month(1900, 1)


@dataclass(frozen=True, slots=True)
class Segment:
    """Months in which one value takes another's place; `last` is None where no end is known."""

    first: Month
    last: Month | None
    old: Factor | None  # None: no value held
    new: Factor | None

    @property
    def is_change(self) -> bool:
        return version_of(self.old) != version_of(self.new)


def segments(
    before: Catalogue, after: Catalogue, key: str, scopes: Sequence[str] = ()
) -> list[Segment]:
    """All time, cut where the value of `key` in a place of these scopes changes on either side."""
    starts = _starts(before, after, key)
    found: list[Segment] = []
    for at, first in enumerate(starts):
        last = starts[at + 1] - 1 if at + 1 < len(starts) else None
        old, new = in_force(before, key, first, scopes), in_force(after, key, first, scopes)
        if found and _is_same(found[-1].old, old) and _is_same(found[-1].new, new):
            found[-1] = Segment(found[-1].first, last, old, new)
        else:
            found.append(Segment(first, last, old, new))
    return found


def in_force(
    catalogue: Catalogue, key: str, month: Month, scopes: Sequence[str] = ()
) -> Factor | None:
    """The value a figure of this month is counted with; None where there is none."""
    try:
        return choose(catalogue, key, month, scopes=scopes).factor
    except (NoFactor, KeyError):
        return None


def version_of(factor: Factor | None) -> tuple[str, str]:
    """What names a value: two of one version differ in their GWP set."""
    return (factor.version, factor.gwp_set) if factor else ("", "")


def value_of(factor: Factor) -> Decimal | None:
    """The one number that is compared: kg CO2e per unit as it is used, or a formula's number."""
    for value in (factor.kgco2e_printed, factor.kgco2e_exact, factor.parameter):
        if value is not None:
            return value
    return None


def _is_same(one: Factor | None, other: Factor | None) -> bool:
    return version_of(one) == version_of(other)


def _starts(before: Catalogue, after: Catalogue, key: str) -> list[Month]:
    """The months from which on something else may hold."""
    rows = (*before.factors.get(key, ()), *after.factors.get(key, ()))
    return sorted({LONG_AGO, *(month for row in rows for month in _turns(row))})


def _turns(row: Factor) -> Iterator[Month]:
    if row.valid_from:
        yield _first_after(row.valid_from)
    if row.valid_to and row.valid_to.year < date.max.year:
        yield Month.of(row.valid_to) + 1


def _first_after(day: date) -> Month:
    """The first month that begins on or after a day."""
    return Month.of(day) if day.day == 1 else Month.of(day) + 1
