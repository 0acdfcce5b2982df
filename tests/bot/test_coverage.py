"""Coverage: what was asked, what is answered, who is silent."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assignments import Assignment
from bot.catalogue import PlaceKind, catalogue
from bot.emissions.coverage import AskedCell, AskedPlace, Coverage, coverages, expected_cells
from bot.months import Month, months_between
from bot.text import voice

YEAR = months_between(Month(2026, 1), Month(2026, 12))
TAMBON, PAO = AskedPlace("210110", PlaceKind.TAMBON), AskedPlace("2100", PlaceKind.PAO)
ITEMS = catalogue().asked_of(PlaceKind.TAMBON)


def _all(place: AskedPlace) -> set[AskedCell]:
    return expected_cells(catalogue(), [place], YEAR)


def test_a_tambon_is_asked_its_fourteen_items_every_month() -> None:
    assert len(_all(TAMBON)) == 14 * 12
    found = coverages(catalogue(), [TAMBON], YEAR, _all(TAMBON)).total
    assert (found.months_told, found.months, found.answered, found.expected) == (12, 12, 168, 168)
    assert found.percent == 100
    assert (found.silent, found.unasked) == ((), 0)


def test_eleven_of_twelve_months_and_a_few_items_less() -> None:
    """12 × 14 = 168 expected; December is missing, and paper in January: 168 - 14 - 1 = 153."""
    told = {cell for cell in _all(TAMBON) if cell.month != YEAR[-1]}
    told.remove(AskedCell("210110", "ORG_PAPER", YEAR[0]))
    found = coverages(catalogue(), [TAMBON], YEAR, told)
    assert (found.total.months_told, found.total.answered) == (11, 153)
    assert f"{found.total.percent:.2f}" == "91.07"  # 153 / 168
    assert found.total.words(voice("en")) == "11 of 12 months, 91% of the expected figures"
    assert found.total.words(voice("th")) == "11 จาก 12 เดือน ครบ 91% ของตัวเลขที่ต้องแจ้ง"
    assert found.by_activity["ORG_PAPER"].answered == 10
    assert found.by_activity["ORG_ELEC"].answered == 11
    # three activities of a tambon are electricity of the organisation, I.2.2: 3 × 11 of 3 × 12
    assert (found.by_line["I.2.2"].answered, found.by_line["I.2.2"].expected) == (33, 36)
    assert found.by_place["210110"] == found.total


def test_what_is_nearly_whole_is_not_called_whole() -> None:
    assert "99%" in Coverage(12, 12, 1999, 2000).words(voice("en"))
    assert "100%" in Coverage(12, 12, 2000, 2000).words(voice("en"))


def test_who_answers_nothing_is_silent() -> None:
    one = AskedCell("210110", "ORG_ELEC", YEAR[3])
    found = coverages(catalogue(), [TAMBON, PAO], YEAR, [one])
    assert found.total.silent == ("2100",)
    assert found.by_activity["ORG_ELEC"].silent == ("2100",)
    assert found.by_activity["ORG_PAPER"].silent == ("2100", "210110")
    assert found.by_place["210110"].silent == ()


def test_an_answer_nobody_asked_for_fills_no_gap() -> None:
    beyond = AskedCell("210110", "RICE_IRRIG", YEAR[0])
    last_year = AskedCell("210110", "ORG_ELEC", YEAR[0] - 1)
    found = coverages(catalogue(), [TAMBON], YEAR, [beyond, last_year])
    assert (found.total.answered, found.total.unasked, found.total.months_told) == (0, 1, 1)
    line = found.by_line["V.3"]  # rice burning is asked, rice is not
    assert (line.answered, line.expected, line.unasked) == (0, 12, 1)


def test_assignments_count_from_their_month_on() -> None:
    changes = (
        Assignment("ORG_LPG", Month(2026, 4), asked=False),
        Assignment("LIV_CATTLE", Month(2026, 1), asked=True),  # a census: with December
        Assignment("WASTE_COMPOST", Month(2026, 10), asked=True),
    )
    asked = expected_cells(catalogue(), [AskedPlace("1", PlaceKind.TAMBON, changes)], YEAR)
    by_activity = {
        code: {cell.month.month for cell in asked if cell.activity == code}
        for code in ("ORG_LPG", "LIV_CATTLE", "WASTE_COMPOST")
    }
    assert by_activity == {
        "ORG_LPG": {1, 2, 3},
        "LIV_CATTLE": {12},
        "WASTE_COMPOST": {10, 11, 12},
    }
    assert len(asked) == 14 * 12 - 9 + 1 + 3


def test_where_nothing_is_expected_there_is_no_percentage() -> None:
    district = AskedPlace("2101", PlaceKind.DISTRICT)
    found = coverages(catalogue(), [district], YEAR, []).total
    assert found.percent is None
    assert found.words(voice("en")) == "0 of 12 months; no figures are expected"
    assert found.to_json() == {
        "months_told": 0,
        "months": 12,
        "answered": 0,
        "expected": 0,
        "percent": None,
        "silent": [],
        "unasked": 0,
    }


CELLS = st.sets(
    st.builds(
        AskedCell,
        st.sampled_from(["210110", "2100"]),
        st.sampled_from([*ITEMS, "RICE_AWD"]),
        st.sampled_from(YEAR),
    ),
    max_size=60,
)


@given(CELLS, CELLS)
@settings(max_examples=30)
def test_the_parts_make_the_whole_and_more_answers_cover_no_less(
    told: set[AskedCell], more: set[AskedCell]
) -> None:
    places = [TAMBON, PAO]
    found = coverages(catalogue(), places, YEAR, told)
    for parts in (found.by_place, found.by_activity):
        assert sum(part.expected for part in parts.values()) == found.total.expected
        assert sum(part.answered for part in parts.values()) == found.total.answered
        assert sum(part.unasked for part in parts.values()) == found.total.unasked
    fuller = coverages(catalogue(), places, YEAR, told | more).total
    assert fuller.percent is not None
    assert found.total.percent is not None
    assert found.total.percent <= fuller.percent <= Decimal(100)
    assert set(fuller.silent) <= set(found.total.silent)


@pytest.mark.parametrize("kind", PlaceKind)
def test_without_assignments_a_place_is_asked_its_kinds_list(kind: PlaceKind) -> None:
    asked = expected_cells(catalogue(), [AskedPlace("1", kind)], YEAR[:1])
    assert {cell.activity for cell in asked} == set(catalogue().asked_of(kind))
