"""Figures of a file beside what is kept: what differs, what is doubted, what would count twice."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.catalogue import catalogue
from bot.cells import Cell, CellKey, Status
from bot.loading import revising
from bot.loading.comparing import Beside, Compared, Kept, Sort, compare
from bot.loading.lines import Column, Told
from bot.loading.revising import Source, note_in, reason_of
from bot.months import Month
from tests.bot.loading.rows import KACHET, RAYONG, YEAR, read

C = Column
SOURCE = Source("3f2a9c81d5e0" + "0" * 52)


def _kept(month: Month, quantity: str, reason: str = "told", **changed: Any) -> Kept:
    key = CellKey("210110", month, changed.pop("activity", "ORG_ELEC"))
    return Kept(Cell(key, 1, Status.REPORTED, Decimal(quantity), **changed), reason)


def _compare(told: list[Told], *kept: Kept, **beside: Any) -> list[Compared]:
    known = {one.cell.key: one for one in kept}
    return compare(Beside(catalogue(), KACHET, known, **beside), told)


def _told(month: Month, quantity: str, row: int = 2, **changed: Any) -> Told:
    (told,) = read({C.MONTH: str(month), C.QUANTITY: quantity}, row).told
    return replace(told, **changed)


def _codes(one: Compared) -> list[str]:
    return [doubt.code for doubt in one.doubts]


JULY = Month(2026, 7)


def test_same_figure_in_another_unit_is_no_change() -> None:
    (told,) = read({C.QUANTITY: "3", C.UNIT: "MWh"}).told
    (one,) = _compare([told], _kept(JULY, "3000"))
    assert one.sort is Sort.SAME


def test_another_reason_for_no_figure_is_a_change() -> None:
    key = CellKey("210110", JULY, "ORG_ELEC")
    kept = Kept(Cell(key, 2, Status.NOT_AVAILABLE), "loaded 3f2a9c81d5e0 row 9: no meter")
    same, other = (read({C.QUANTITY: "NE", C.NOTE: note}).told for note in ("no meter", "lost"))
    assert [one.sort for one in _compare([*same], kept)] == [Sort.SAME]
    assert [one.sort for one in _compare([*other], kept)] == [Sort.CHANGED]


def test_two_rows_of_one_cell_are_both_refused() -> None:
    first, second = _compare([_told(JULY, "3000", 5), _told(JULY, "3000", 9)])
    for one in (first, second):
        assert one.problem is not None
        assert "210110 2026-07 ORG_ELEC stands in rows 5 and 9; keep one" in one.problem.words


def test_closed_month_is_refused_unless_it_is_to_be_written_into() -> None:
    told = [_told(JULY, "3100")]
    (refused,) = _compare(told, _kept(JULY, "3000"), closed={JULY})
    assert refused.problem is not None
    assert "210110 2026-07 is closed" in refused.problem.words
    (written,) = _compare(told, _kept(JULY, "3000"), closed={JULY}, into_closed=True)
    assert (written.sort, written.into_closed) == (Sort.CHANGED, True)
    (same,) = _compare([_told(JULY, "3000")], _kept(JULY, "3000"), closed={JULY})
    assert same.sort is Sort.SAME


def test_doubts_come_from_what_is_kept() -> None:
    kept = [_kept(JULY - back, "3000") for back in (1, 2, 3)]
    assert [_codes(one) for one in _compare([_told(JULY, "30000")], *kept)] == [["high"]]
    assert [_codes(one) for one in _compare([_told(JULY, "3000")], *kept[:1])] == [["repeat"]]
    doubted = replace(kept[0], cell=replace(kept[0].cell, doubted=True))
    assert [_codes(one) for one in _compare([_told(JULY, "3000")], doubted)] == [[]]


def test_doubts_come_from_the_files_other_months() -> None:
    quantities = ["31000", "3000", "3300", "3100", "99999", "3200"]
    told = [_told(JULY - 5 + ahead, quantity) for ahead, quantity in enumerate(quantities)]
    found = _compare(told)
    assert [bool(one.doubts) for one in found] == [True, False, False, False, True, False]
    assert found[0].doubts[0].fixes[0].base_quantity == 3100


def test_a_whole_file_in_the_wrong_unit_is_doubted() -> None:
    """Among themselves its months are alike; a place of that kind never had so much."""
    found = _compare([_told(JULY - back, f"{3000 + back}000") for back in range(3)])
    assert [_codes(one) for one in found] == [["first_high"]] * 3


def test_a_years_sum_is_compared_with_a_year() -> None:
    changed = {**YEAR, C.PLACE: "21", C.ACTIVITY: "IPPU_CLINKER", C.UNIT: "ton"}
    for quantity, codes in (("5,000,000", []), ("7,000,000", ["first_high"])):
        (told,) = read({**changed, C.QUANTITY: quantity}).told
        (one,) = compare(Beside(catalogue(), RAYONG), [told])
        assert _codes(one) == codes


def test_a_whole_year_beside_its_months_would_count_twice() -> None:
    coal = {C.ACTIVITY: "IND_COAL", C.UNIT: "ton"}
    (year,) = read({**YEAR, **coal}).told
    march, december = Month(2024, 3), Month(2024, 12)
    (one,) = _compare([year], _kept(march, "5", activity="IND_COAL"))
    assert one.problem is not None
    assert "2024-03 has a figure of its own" in one.problem.words
    (month,) = read({**coal, C.MONTH: "2024-03"}, 3).told
    assert [one.sort for one in _compare([year, month])] == [Sort.REFUSED, Sort.REFUSED]
    kept = _kept(
        december, "9", "loaded 3f2a9c81d5e0 row 2: the whole year 2024", activity="IND_COAL"
    )
    (one,) = _compare([month], kept)
    assert one.problem is not None
    assert "2024-12 holds the whole year already" in one.problem.words
    (last,) = read({**coal, C.MONTH: "2024-12"}, 4).told
    corrected = _compare([month, last], kept)
    assert [one.sort for one in corrected] == [Sort.NEW, Sort.CHANGED]


def test_a_spread_year_never_writes_over_what_was_told() -> None:
    told = list(read({**YEAR, C.QUANTITY: "36000", C.SPREAD: "yes"}).told)
    found = _compare(told, _kept(Month(2024, 3), "2500"))
    assert {one.sort for one in found} == {Sort.REFUSED}  # part of a year is none
    words = [one.problem.words for one in found if one.problem]
    assert ["2024-03 is told already" in each for each in words] == [True]
    assert not any(_codes(one) for one in _compare(told))  # alike by their nature


def test_a_spread_year_is_doubted_as_a_whole() -> None:
    """The year before was a tenth of it: the later months are like the earlier parts."""
    told = list(read({**YEAR, C.QUANTITY: "36000", C.SPREAD: "yes"}).told)
    found = _compare(told, *(_kept(Month(2023, 12) - back, "300") for back in range(3)))
    assert {tuple(_codes(one)) for one in found} == {("high",)}


def test_reason_names_file_and_row_and_gives_the_words_back() -> None:
    (one,) = _compare(list(read({C.QUANTITY: "NE", C.NOTE: "ไม่มีมิเตอร์"}, 17).told))
    reason = reason_of(SOURCE, one)
    assert reason == "loaded 3f2a9c81d5e0 row 17: ไม่มีมิเตอร์"
    assert note_in(reason) == "ไม่มีมิเตอร์"
    long = replace(one, told=replace(one.told, note="x" * 500), into_closed=True)
    source = replace(SOURCE, why_closed="y" * revising.LONGEST_WHY)
    words = reason_of(source, long)
    assert len(words) <= revising.LONGEST_REASON
    assert words.endswith(f"…; closed month: {source.why_closed}")


def test_parameters_of_the_file_come_first_and_hold_from_their_month_on() -> None:
    elec = _told(JULY, "3000")
    (cod,) = read(
        {C.MONTH: "2026-03", C.ACTIVITY: "WW_COD_IN", C.QUANTITY: "250", C.UNIT: "mg/L"}
    ).told
    written = _compare([elec, cod])
    assert [one.told.key.activity for one in written] == ["WW_COD_IN", "ORG_ELEC"]
    older = _kept(Month(2025, 1), "90", activity="WW_COD_IN").cell
    steering = revising.steering_cells(catalogue(), [older, _kept(JULY, "1").cell], written)
    assert {cell.key.month: cell.quantity for cell in steering} == {
        Month(2025, 1): Decimal(90),
        Month(2026, 3): Decimal(250),
    }
