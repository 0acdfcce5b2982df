"""What a place is asked: its kind's own list, and what is added or left out from a month on.

An assignment never reaches back: a month keeps the list that was asked of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.catalogue import Catalogue, Frequency, PlaceKind
from bot.months import Month

ONCE_A_YEAR = frozenset({Frequency.YEARLY, Frequency.CENSUS})
LAST_OF_THE_YEAR = 12  # a year's figure is asked with December, when the year is over


@dataclass(frozen=True, slots=True)
class Assignment:
    """From `from_month` on, `activity` is asked of the place, or is not."""

    activity: str
    from_month: Month
    asked: bool


def expected(
    catalogue: Catalogue, kind: PlaceKind, assignments: Iterable[Assignment], month: Month
) -> tuple[str, ...]:
    """The activities asked of a place for `month`, in the catalogue's order."""
    own = catalogue.asked_of(kind)
    changed = _in_force(assignments, month)
    if not changed:
        return own
    return tuple(
        code
        for code, activity in catalogue.activities.items()
        if _is_asked(code, activity.frequency, code in own, changed.get(code), month)
    )


def _in_force(assignments: Iterable[Assignment], month: Month) -> Mapping[str, Assignment]:
    """The latest assignment of each activity that has begun by `month`."""
    begun = sorted(
        (one for one in assignments if one.from_month <= month), key=lambda one: one.from_month
    )
    return {one.activity: one for one in begun}


def _is_asked(
    code: str, frequency: Frequency, by_kind: bool, changed: Assignment | None, month: Month
) -> bool:
    if changed is None:
        return by_kind
    if not changed.asked or by_kind:
        return changed.asked
    if frequency is Frequency.ONCE:
        return month == changed.from_month
    if frequency in ONCE_A_YEAR:
        return month.month == LAST_OF_THE_YEAR
    return True
