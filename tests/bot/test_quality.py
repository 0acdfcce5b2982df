"""Data-quality grades: of single figures, of sums, and in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import Grade
from bot.emissions.quality import (
    GRADES,
    Basis,
    Graded,
    Known,
    grade_of_activity_data,
    grade_of_sum,
    reason_words,
)
from bot.text import voice

HIGH, MEDIUM, LOW = Grade.HIGH, Grade.MEDIUM, Grade.LOW
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False)
PARTS = st.lists(st.tuples(st.sampled_from(Grade), AMOUNTS), max_size=8)


def _known(**amounts: int) -> Known:
    return Known({Basis(basis): Decimal(amount) for basis, amount in amounts.items()})


@pytest.mark.parametrize("basis", Basis)
def test_a_source_of_one_basis_has_its_grade(basis: Basis) -> None:
    assert grade_of_activity_data(Known({basis: Decimal(7)})).grade is GRADES[basis]


@pytest.mark.parametrize(
    ("known", "grade"),
    [
        (_known(evidenced=75, estimated=25), HIGH),  # 75 of 100 reach High: three quarters
        (_known(evidenced=74, estimated=26), LOW),  # 74 reach High, and no more reach Medium
        (_known(evidenced=74, told=1, estimated=25), MEDIUM),  # 75 reach Medium
        (_known(evidenced=70, doubted=30), LOW),
        (_known(told=1, held=1, allocated=1), MEDIUM),
        (_known(), None),
        (_known(evidenced=0), None),
    ],
)
def test_three_quarters_must_reach_a_grade(known: Known, grade: Grade | None) -> None:
    assert grade_of_activity_data(known).grade is grade


def test_a_sum_weighs_its_parts_by_size_and_not_by_sign() -> None:
    # -300 of forest, High, and 100 of diesel, Low: 300/400 = 75 %
    assert grade_of_sum([(HIGH, Decimal(-300)), (LOW, Decimal(100))]).grade is HIGH
    assert grade_of_sum([(HIGH, Decimal(-299)), (LOW, Decimal(100))]).grade is LOW


@given(PARTS)
def test_the_order_and_the_unit_do_not_matter(parts: list[tuple[Grade, Decimal]]) -> None:
    graded = grade_of_sum(parts)
    assert grade_of_sum(reversed(parts)).grade is graded.grade
    assert grade_of_sum((grade, amount * 1000) for grade, amount in parts).grade is graded.grade


@given(PARTS.filter(lambda parts: any(amount for _, amount in parts)))
def test_a_sum_is_no_better_than_its_best_part_and_no_worse_than_its_worst(
    parts: list[tuple[Grade, Decimal]],
) -> None:
    best_first = [HIGH, MEDIUM, LOW]
    there = sorted(best_first.index(grade) for grade, amount in parts if amount)
    found = grade_of_sum(parts).grade
    assert found is not None
    assert there[0] <= best_first.index(found) <= there[-1]


def test_the_reason_is_told_in_both_languages() -> None:
    graded = grade_of_activity_data(_known(evidenced=40, told=60))
    assert graded.grade is MEDIUM
    assert reason_words(voice("en"), graded) == (
        "Medium: 60% told without evidence, 40% told with evidence"
    )
    assert reason_words(voice("th"), graded) == "ปานกลาง: แจ้งโดยไม่มีหลักฐาน 60%, แจ้งพร้อมหลักฐาน 40%"
    of_sum = grade_of_sum([(HIGH, Decimal(1)), (LOW, Decimal(2))])
    assert reason_words(voice("en"), of_sum) == "Low: 67% Low, 33% High"
    assert reason_words(voice("en"), Graded(None)) == "nothing is told yet"
    assert graded.to_json() == {
        "grade": "M",
        "by_grade": {"H": "0.4000", "M": "0.6000"},
        "by_basis": {"evidenced": "0.4000", "told": "0.6000"},
    }
