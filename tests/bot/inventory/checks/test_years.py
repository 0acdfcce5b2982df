"""Year on year, and month by month: jumps with who is behind them, holes, copies."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cells import Status
from bot.emissions.tallies import Tally
from bot.inventory.checks import Code
from bot.inventory.counted import Basis, Counted
from bot.months import Month
from tests.bot.inventory.checks.told import (
    ALL_YEAR,
    FAR,
    NEIGHBOUR,
    PLACE,
    PROVINCE,
    YEAR,
    checked,
    codes,
    told,
)

LAST = YEAR - 1


def _pair(activity: str, before: str, now: str, place: str = PLACE, month: int = 1) -> list[Tally]:
    return [
        told(activity, "1", month, place, LAST, kg=before),
        told(activity, "1", month, place, YEAR, kg=now),
    ]


def test_a_jump_is_more_than_three_tenths() -> None:
    rest = _pair("ORG_ELEC", "1000", "1000")  # another sector keeps its size
    for now, found in (("130", []), ("131", [Code.JUMP]), ("70", []), ("69", [Code.JUMP])):
        assert codes([*rest, *_pair("ORG_DIESEL_VEH", "100", now)]) == found, now


def test_what_changes_no_account_is_not_named() -> None:
    rest = _pair("ORG_ELEC", "100000", "100000")
    assert codes([*rest, *_pair("ORG_DIESEL_VEH", "100", "900")]) == []  # 0.8 % of the total


def test_a_sector_jumps_with_its_activities() -> None:
    rest = _pair("ORG_ELEC", "1000", "1000")
    tallies = [*_pair("ORG_DIESEL_VEH", "500", "620"), *_pair("ORG_GASOHOL", "500", "620")]
    (found,) = checked([*rest, *tallies])  # each +24 %, together 1,000 → 1,240
    assert (found.code, found.sector, found.ledger) == (Code.SECTOR_JUMP, "II", "organisation")
    assert found.numbers["change_percent"] == 24
    assert found.numbers["share_of_total_percent"] == Decimal("10.71")  # 240 of 2,240


def test_only_the_same_months_are_compared() -> None:
    tallies = [*_pair("ORG_ELEC", "100", "100", month=1)]
    tallies += [told("ORG_ELEC", "1", month, year=LAST, kg="100") for month in range(2, 13)]
    assert codes(tallies) == []  # one month told so far is no fall of eleven twelfths
    later = told("ORG_ELEC", "1", 2, kg="300")
    assert codes([*tallies, later]) == [Code.SECTOR_JUMP, Code.JUMP]  # 200 → 400


def test_the_ledgers_are_not_mixed_and_parts_are_not_counted_twice() -> None:
    now = told("WASTE_OPENBURN", "10", 1, PROVINCE, kg="1000")
    before = [
        told("WASTE_OPENBURN", "6", 1, PLACE, LAST, kg="600"),
        told("WASTE_OPENBURN", "4", 1, FAR, LAST, kg="400"),
    ]
    inside = told("WASTE_OPENBURN", "9", 1, PLACE, kg="900")
    assert codes([now, *before, inside]) == [Code.TOLD_TWICE]
    assert codes([*_pair("POWER_FUEL_NG", "100", "900")]) == []  # in no running total


def test_a_census_that_is_held_counts_in_its_months() -> None:
    """Told in December last year and held since, it is compared like a told one."""
    last_year = told("LIV_CATTLE", "100", 12, year=LAST, kg="400")
    for kg, found in (("400", []), ("1200", [Code.SECTOR_JUMP, Code.JUMP])):
        held = Counted(told("LIV_CATTLE", "100", 12, kg=kg), Basis.HELD, Month(LAST, 12))
        assert codes([last_year, held]) == found


def test_a_years_one_amount_is_compared_whichever_month_it_was_told_in() -> None:
    last_year = told("AREA_CHARCOAL", "1", 12, year=LAST, kg="400")
    for kg, found in (("400", []), ("1200", [Code.SECTOR_JUMP, Code.JUMP])):
        assert codes([last_year, told("AREA_CHARCOAL", "1", 3, kg=kg)]) == found


def test_a_final_is_not_held_against_provisional_months() -> None:
    last_year = [
        Counted(told("WASTE_LANDFILL_IN", "9", 1, year=LAST, kg="900"), Basis.FINAL, method="fod"),
        Counted(told("AREA_ELEC_RES", "9", 1, year=LAST, kg="9000")),
    ]
    this_year = [
        told("WASTE_LANDFILL_IN", "9", 1, kg="100"),
        told("AREA_ELEC_RES", "9", 1, kg="9000"),
    ]
    assert codes([*last_year, *this_year]) == []
    assert codes([*last_year[1:], Counted(last_year[0].tally), *this_year]) == [
        *(Code.SECTOR_JUMP, Code.JUMP)
    ]


def test_who_is_behind_a_jump_is_named_with_what_is_only_coverage() -> None:
    tallies = [
        *_pair("ORG_DIESEL_VEH", "1000", "1600"),
        *_pair("ORG_DIESEL_VEH", "1000", "900", NEIGHBOUR),
        told("ORG_DIESEL_VEH", "1", 1, FAR, kg="400"),
    ]
    found = [one for one in checked(tallies) if one.code is Code.JUMP]
    assert len(found) == 1
    # 2,000 → 2,900: +45 %; 400 of the 900 are a place that did not tell last year
    numbers = found[0].numbers
    assert numbers["before_kg_co2e"] == 2000
    assert numbers["now_kg_co2e"] == 2900
    assert numbers["newly_told_kg_co2e"] == 400
    assert found[0].shares == ((PLACE, Decimal(600)), (FAR, Decimal(400)))


def test_a_rise_from_nothing_is_a_jump_without_a_percentage() -> None:
    found = checked(_pair("ORG_DIESEL_VEH", "0", "900"))
    assert {one.code for one in found} == {Code.JUMP, Code.SECTOR_JUMP}
    assert all("change_percent" not in one.numbers for one in found)


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=6),
    st.sampled_from([10, 1000]),
)
def test_the_unit_makes_no_jump_and_the_same_again_is_none(sizes: list[int], times: int) -> None:
    def year(factor: int) -> list[Tally]:
        places = [PLACE, NEIGHBOUR, FAR, PROVINCE, "210302", "210303"]
        return [
            one
            for size, place in zip(sizes, places, strict=False)
            for one in _pair("ORG_ELEC", str(size * factor), str(size * factor), place)
        ]

    assert codes(year(1)) == []
    assert codes(year(times)) == []


# --- series ---------------------------------------------------------------------------------------


def _series(values: dict[int, str], year: int = YEAR, activity: str = "ORG_WATER") -> list[Tally]:
    return [told(activity, value, month, year=year) for month, value in values.items()]


def test_holes_between_told_months_are_named() -> None:
    (found,) = checked(_series({1: "100", 2: "110", 5: "120"}))
    assert found.code is Code.MONTHS_MISSING
    assert found.months == (Month(YEAR, 3), Month(YEAR, 4))
    assert codes(_series({2: "100", 3: "110"})) == []  # before the first, after the last


def test_a_hole_at_the_turn_of_the_year_is_one() -> None:
    (found,) = checked([*_series({12: "100"}, LAST), *_series({2: "110"})])
    assert found.months == (Month(YEAR, 1),)


@pytest.mark.parametrize("status", [Status.NOT_AVAILABLE, Status.NOT_OCCURRING, Status.ELSEWHERE])
def test_an_answer_without_an_amount_is_no_hole(status: Status) -> None:
    said = told("ORG_WATER", "0", 3, status=status)
    assert codes([*_series({2: "100", 4: "110"}), said]) == []


def test_what_is_not_told_every_month_has_no_holes() -> None:
    assert codes(_series({2: "100", 8: "110"}, activity="ORG_REFRIG")) == []
    assert codes(_series({2: "100", 8: "110"}, activity="RICE_IRRIG")) == []


def test_a_carried_over_sheet_is_recognised() -> None:
    values = {month: str(100 + month) for month in ALL_YEAR}
    (found,) = checked([*_series(values, LAST), *_series(values)])
    assert (found.code, len(found.months)) == (Code.CARRIED_OVER, 12)
    changed = {**values, 12: "113"}
    assert codes([*_series(values, LAST), *_series(changed)]) == []
    half = {month: values[month] for month in range(1, 6)}
    assert codes([*_series(values, LAST), *_series(half)]) == []  # five alike: too few to say
    elsewhere = [told("ORG_WATER", value, month, FAR) for month, value in values.items()]
    assert codes([*_series(values, LAST), *elsewhere]) == []


def test_one_figure_all_along_is_asked_about_once() -> None:
    same = dict.fromkeys(ALL_YEAR, "140")
    assert codes(_series(same)) == [Code.REPEATED]
    # unchanged for two years it is still one question, and no carried-over sheet
    assert codes([*_series(same, LAST), *_series(same)]) == [Code.REPEATED]
    assert codes(_series({**same, 4: "141"})) == []
    assert codes(_series(dict.fromkeys(range(1, 6), "140"))) == []
    assert codes(_series(dict.fromkeys(ALL_YEAR, "20"))) == []  # 20 kg every month is ordinary
    assert codes(_series(dict.fromkeys(ALL_YEAR, "0"))) == []
