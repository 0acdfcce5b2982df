"""Coverage: how much of what was asked is answered. It stands beside every total.

A month that was never asked for is not missing, and an answer nobody asked for fills no gap: it is
counted apart.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext
from typing import Any, NamedTuple

from bot.assignments import Assignment, expected
from bot.catalogue import Catalogue, PlaceKind
from bot.months import Month
from bot.text import Voice, mark

PRECISION = Context(prec=34)
HUNDRED = Decimal(100)
NO_LINE = ""  # an activity without an emission line

COVERED = mark("%(told)s of %(months)s months, %(percent)s%% of the expected figures")
NOTHING_EXPECTED = mark("%(told)s of %(months)s months; no figures are expected")


class AskedCell(NamedTuple):
    """One thing asked of one place for one month; `kind` does not count, any of them answers."""

    place: str
    activity: str
    month: Month


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """What decides what a place is asked."""

    place: str
    kind: PlaceKind
    assignments: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """`months_told` counts the months with any answer. `silent`: asked, and answered nothing."""

    months_told: int
    months: int
    answered: int
    expected: int
    silent: tuple[str, ...] = ()
    unasked: int = 0  # told without being asked

    @property
    def percent(self) -> Decimal | None:
        """Of the expected cells; None where nothing is expected."""
        with localcontext(PRECISION):
            return Decimal(self.answered) / self.expected * HUNDRED if self.expected else None

    def words(self, t: Voice) -> str:
        """`11 of 12 months, 87% of the expected figures`. Only what is whole is called 100."""
        values = {"told": self.months_told, "months": self.months}
        if self.percent is None:
            return t(NOTHING_EXPECTED, **values)
        whole = self.percent // 1
        return t(COVERED, percent=t.number(whole), **values)

    def to_json(self) -> dict[str, Any]:
        return {
            "months_told": self.months_told,
            "months": self.months,
            "answered": self.answered,
            "expected": self.expected,
            "percent": None if self.percent is None else f"{self.percent:.2f}",
            "silent": list(self.silent),
            "unasked": self.unasked,
        }


@dataclass(frozen=True, slots=True)
class Coverages:
    """Of everything, and of each place, activity and GPC line that is asked or told."""

    total: Coverage
    by_place: Mapping[str, Coverage] = field(default_factory=dict)
    by_activity: Mapping[str, Coverage] = field(default_factory=dict)
    by_line: Mapping[str, Coverage] = field(default_factory=dict)


def coverages(
    catalogue: Catalogue,
    places: Iterable[AskedPlace],
    months: Sequence[Month],
    answered: Collection[AskedCell],
) -> Coverages:
    """How much of what `places` are asked for `months` is answered."""
    asked = expected_cells(catalogue, places, months)
    span = frozenset(months)
    told = {cell for cell in answered if cell.month in span}
    lines = {code: activity.gpc_ref for code, activity in catalogue.activities.items()}
    return Coverages(
        total=_coverage(asked, told, len(span)),
        by_place=_split(asked, told, len(span), {}, by_place=True),
        by_activity=_split(asked, told, len(span), {}, by_place=False),
        by_line=_split(asked, told, len(span), lines, by_place=False),
    )


def expected_cells(
    catalogue: Catalogue, places: Iterable[AskedPlace], months: Sequence[Month]
) -> set[AskedCell]:
    """Every cell that is asked for."""
    of_kind = {kind: catalogue.asked_of(kind) for kind in PlaceKind}
    return {
        AskedCell(one.place, activity, month)
        for one in places
        for month in months
        for activity in (
            expected(catalogue, one.kind, one.assignments, month)
            if one.assignments
            else of_kind[one.kind]
        )
    }


def _split(
    asked: Collection[AskedCell],
    told: Collection[AskedCell],
    months: int,
    lines: Mapping[str, str],
    by_place: bool,
) -> dict[str, Coverage]:
    """The same by place, or by activity (or its line), in alphabetical order."""
    groups: dict[str, tuple[set[AskedCell], set[AskedCell]]] = defaultdict(lambda: (set(), set()))
    for side, cells in enumerate((asked, told)):
        for cell in cells:
            of = cell.place if by_place else lines.get(cell.activity, cell.activity)
            groups[of][side].add(cell)
    return {of: _coverage(*groups[of], months) for of in sorted(groups) if of != NO_LINE}


def _coverage(asked: Collection[AskedCell], told: Collection[AskedCell], months: int) -> Coverage:
    asked, told = set(asked), set(told)
    met = asked & told
    answers = Counter(cell.place for cell in met)
    return Coverage(
        months_told=len({cell.month for cell in told}),
        months=months,
        answered=len(met),
        expected=len(asked),
        silent=tuple(sorted({cell.place for cell in asked} - answers.keys())),
        unasked=len(told - asked),
    )
