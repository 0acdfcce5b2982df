"""Data quality, High, Medium or Low: GPC 1.1, section 5.6 and table 5.3.

The GPC grades activity data High when it is detailed, Medium when it is modelled on robust
assumptions, Low when it is highly modelled or uncertain; how a figure came to be known decides.
For a sum it gives no rule: here a sum has the best grade that three quarters of its emissions
reach, so that one good bill does not lift a total, nor one guess sink it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from typing import Any, TypeVar

from bot.catalogue import Grade
from bot.text import Voice, mark

Key = TypeVar("Key")

PRECISION = Context(prec=34)
HUNDRED = Decimal(100)
NOTHING = Decimal(0)
REACHED_BY = Decimal("0.75")  # of the emissions
BEST_FIRST = (Grade.HIGH, Grade.MEDIUM, Grade.LOW)

GRADE_NAMES = {
    Grade.HIGH: mark("High"),
    Grade.MEDIUM: mark("Medium"),
    Grade.LOW: mark("Low"),
}


class Basis(StrEnum):
    """How a figure came to be known."""

    EVIDENCED = "evidenced"  # told, with a bill or file behind it
    TOLD = "told"
    HELD = "held"  # another year's, held until this year's is told
    ALLOCATED = "allocated"  # a part of a larger area's figure
    MODELLED = "modelled"  # a year's final, by a method that uses figures of other years too
    ESTIMATED = "estimated"
    DOUBTED = "doubted"  # looked wrong, and nobody said it is right


GRADES: Mapping[Basis, Grade] = {
    Basis.EVIDENCED: Grade.HIGH,
    Basis.TOLD: Grade.MEDIUM,  # detailed, but nothing to check it by
    Basis.HELD: Grade.MEDIUM,
    Basis.ALLOCATED: Grade.MEDIUM,
    Basis.MODELLED: Grade.MEDIUM,
    Basis.ESTIMATED: Grade.LOW,
    Basis.DOUBTED: Grade.LOW,
}

BASIS_WORDS = {
    Basis.EVIDENCED: mark("%(share)s%% told with evidence"),
    Basis.TOLD: mark("%(share)s%% told without evidence"),
    Basis.HELD: mark("%(share)s%% held from another year"),
    Basis.ALLOCATED: mark("%(share)s%% a share of a larger area's figure"),
    Basis.MODELLED: mark("%(share)s%% worked out from the figures of several years"),
    Basis.ESTIMATED: mark("%(share)s%% estimated"),
    Basis.DOUBTED: mark("%(share)s%% doubted"),
}
GRADED = mark("%(grade)s: %(reasons)s")
SHARE_OF_GRADE = mark("%(share)s%% %(grade)s")
UNGRADED = mark("nothing is told yet")


@dataclass(frozen=True, slots=True)
class Known:
    """How much of a source rests on which basis: emissions, or counts of figures.

    Signs do not matter: what is taken up weighs as much as what is let out.
    """

    amounts: Mapping[Basis, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade and what it rests on, in shares of the whole; `grade` None: nothing is told."""

    grade: Grade | None
    by_grade: Mapping[Grade, Decimal] = field(default_factory=dict)
    by_basis: Mapping[Basis, Decimal] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "grade": self.grade.value if self.grade else None,
            "by_grade": {grade.value: f"{share:.4f}" for grade, share in self.by_grade.items()},
            "by_basis": {basis.value: f"{share:.4f}" for basis, share in self.by_basis.items()},
        }


def grade_of_activity_data(known: Known) -> Graded:
    """The grade of a source's quantities, from how its figures came to be known."""
    graded = grade_of_sum((GRADES[basis], amount) for basis, amount in known.amounts.items())
    return Graded(graded.grade, graded.by_grade, _shares(known.amounts))


def grade_of_sum(parts: Iterable[tuple[Grade, Decimal]]) -> Graded:
    """The grade of a sum from its parts' grades and emissions: the rule stands above."""
    amounts: dict[Grade, Decimal] = defaultdict(Decimal)
    for grade, amount in parts:
        amounts[grade] += abs(amount)
    shares = _shares({grade: amounts[grade] for grade in BEST_FIRST if grade in amounts})
    reached = NOTHING
    for grade in BEST_FIRST:
        reached += shares.get(grade, NOTHING)
        if reached >= REACHED_BY:
            return Graded(grade, shares)
    return Graded(Grade.LOW if shares else None, shares)


def reason_words(t: Voice, graded: Graded) -> str:
    """`Medium: 60% told without evidence, 40% told with evidence`."""
    if graded.grade is None:
        return t(UNGRADED)
    parts = [
        t(BASIS_WORDS[basis], share=_said(t, share)) for basis, share in _most(graded.by_basis)
    ]
    parts = parts or [
        t(SHARE_OF_GRADE, share=_said(t, share), grade=t(GRADE_NAMES[grade]))
        for grade, share in _most(graded.by_grade)
    ]
    return t(GRADED, grade=t(GRADE_NAMES[graded.grade]), reasons=", ".join(parts))


def _most(shares: Mapping[Key, Decimal]) -> list[tuple[Key, Decimal]]:
    """The largest first; what is equal stays in its order."""
    return sorted(shares.items(), key=lambda one: -one[1])


def _said(t: Voice, share: Decimal) -> str:
    return t.number(share * HUNDRED, 0)


def _shares(amounts: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    with localcontext(PRECISION):
        total = sum((abs(amount) for amount in amounts.values()), NOTHING)
        if not total:
            return {}
        return {key: abs(amount) / total for key, amount in amounts.items() if amount}
