"""Own use inside area sales, parts inside wholes: what cannot be, and what counts."""

from decimal import Decimal

import pytest

from bot.cells import Status
from bot.inventory.checks import Code
from tests.bot.inventory.checks.told import (
    DISTRICT,
    FAR,
    NEIGHBOUR,
    PLACE,
    PROVINCE,
    checked,
    codes,
    told,
)


def test_own_use_of_all_places_is_held_against_the_provinces_sales() -> None:
    sales = told("AREA_DIESEL_SALES", "1000", place=PROVINCE)
    used = [
        told("ORG_DIESEL_VEH", "400", place=PLACE),
        told("ORG_DIESEL_WASTE", "350", place=NEIGHBOUR),
        told("ORG_DIESEL_HEAVY", "300", place=FAR),
    ]
    assert codes([sales, *used]) == []  # 1,050 litres: within the five per cent of bills that shift
    (found,) = checked([sales, *used, told("ORG_DIESEL_MACHINE", "1", place=FAR)])
    assert (found.code, found.place) == (Code.OWN_ABOVE_AREA, PROVINCE)
    assert found.numbers == {"own": 1051, "area": 1000}
    assert set(found.activities) == {
        *("ORG_DIESEL_VEH", "ORG_DIESEL_WASTE", "ORG_DIESEL_MACHINE", "ORG_DIESEL_HEAVY"),
        "AREA_DIESEL_SALES",
    }


def test_several_parents_are_taken_together() -> None:
    """An office's bill may be of the small or the medium class: both together hold it."""
    small, medium = (
        told(f"AREA_ELEC_{name}", "600", place=PROVINCE) for name in ("SMALL", "MEDIUM")
    )
    assert codes([small, medium, told("ORG_ELEC", "1200")]) == []
    assert codes([small, medium, told("ORG_ELEC", "1300")]) == [Code.OWN_ABOVE_AREA]
    assert codes([small, told("ORG_ELEC", "1300")]) == []  # the medium class is not told


def test_own_uses_that_share_parents_must_fit_together() -> None:
    """Each fits alone; what lies in small, medium and pumping together may not."""
    area = [
        told(f"AREA_ELEC_{name}", "600", place=PROVINCE) for name in ("SMALL", "MEDIUM", "PUMP")
    ]
    office, pump, plant = (
        told(f"ORG_ELEC{name}", amount)
        for name, amount in (("", "1150"), ("_PUMP", "700"), ("_WWTP", "500"))
    )
    assert [codes([*area, one]) for one in (office, pump, plant)] == [[], [], []]
    assert codes([*area, office, pump]) == []  # 1,850 in 1,800: within the five per cent
    (pair,) = checked([*area, office, plant])
    assert pair.numbers == {"own": 1650, "area": 1200}
    (smallest,) = checked([*area, office, pump, plant])  # the pair again, not all three
    assert smallest == pair
    small_plant = told("ORG_ELEC_WWTP", "100")
    (all_three,) = checked([*area, office, pump, small_plant])  # no two of them are too much
    assert all_three.numbers == {"own": 1950, "area": 1800}


def test_kilograms_are_held_against_tonnes() -> None:
    area = [told("WASTE_LANDFILL_IN", "1"), told("WASTE_LANDFILL_OUT", "1")]
    assert codes([*area, told("ORG_WASTE", "2000")]) == []
    (found,) = checked([*area, told("ORG_WASTE", "2200")])
    assert (found.place, found.unit) == (PLACE, "kg")
    assert found.numbers == {"own": 2200, "area": 2000}


def test_own_use_elsewhere_or_in_another_month_is_not_held_against_an_area() -> None:
    area = told("AREA_LPG_HOME", "100", place=DISTRICT)
    assert codes([area, told("ORG_LPG", "500", place=FAR)]) == []  # of the other district
    assert codes([area, told("ORG_LPG", "500", month=8)]) == []
    (found,) = checked([area, told("ORG_LPG", "500", place=NEIGHBOUR)])
    assert found.place == DISTRICT


def test_the_worst_month_is_named_and_all_are_listed() -> None:
    months = {3: "500", 4: "900", 5: "600"}
    tallies = [told("AREA_LPG_HOME", "400", month, PROVINCE) for month in months]
    tallies += [told("ORG_LPG", amount, month) for month, amount in months.items()]
    (found,) = checked(tallies)
    assert found.month is not None
    assert (found.month.month, [month.month for month in found.months]) == (4, [3, 4, 5])


# --- two levels -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("52", "51"), Code.PARTS_ABOVE_WHOLE),  # 103 of 100
        (("51", "51"), Code.TOLD_TWICE),  # 102: rounding
        (("25", "25"), Code.TOLD_TWICE),  # half
        (("25", "24"), Code.PARTS_BELOW_WHOLE),  # less than half
    ],
)
def test_a_whole_is_held_against_its_parts(parts: tuple[str, str], code: Code) -> None:
    whole = told("WASTE_OPENBURN", "100", place=PROVINCE)
    told_inside = [
        told("WASTE_OPENBURN", amount, place=place)
        for amount, place in zip(parts, (PLACE, FAR), strict=True)
    ]
    (found,) = checked([whole, *told_inside])
    assert (found.code, found.place) == (code, PROVINCE)
    assert found.numbers["parts"] == sum(map(Decimal, parts))


def test_a_district_stands_for_its_places_in_the_provinces_sum() -> None:
    tallies = [
        told("WASTE_OPENBURN", "100", place=PROVINCE),
        told("WASTE_OPENBURN", "70", place=DISTRICT),
        told("WASTE_OPENBURN", "69", place=PLACE),  # inside the district's 70
        told("WASTE_OPENBURN", "20", place=FAR),
    ]
    found = {finding.place: finding for finding in checked(tallies)}
    assert found[PROVINCE].numbers == {"whole": 100, "parts": 90}
    assert found[DISTRICT].numbers == {"whole": 70, "parts": 69}
    assert {finding.code for finding in found.values()} == {Code.TOLD_TWICE}


def test_what_is_no_sum_is_not_compared() -> None:
    offices = [told("ORG_ELEC", "1", place=PROVINCE), told("ORG_ELEC", "50")]
    assert codes(offices) == []  # the province's office uses its own electricity
    settings = [
        told("WW_COD_IN", "100", place=PROVINCE),
        told("WW_COD_IN", "900"),
    ]
    assert codes(settings) == []
    kinds = [
        told("LIMING", "1", place=PROVINCE, kind="liming_limestone"),
        told("LIMING", "50", kind="liming_dolomite"),
    ]
    assert codes(kinds) == []
    unknown = [
        told("WASTE_OPENBURN", "0", place=PROVINCE, status=Status.NOT_AVAILABLE),
        told("WASTE_OPENBURN", "5"),
    ]
    assert codes(unknown) == []


def test_a_years_figure_is_held_against_the_parts_of_its_year() -> None:
    """Told in March for the province, in December place by place: the same cattle."""
    tallies = [
        told("LIV_CATTLE", "100", 3, PROVINCE),
        told("LIV_CATTLE", "70", 12, PLACE),
        told("LIV_CATTLE", "50", 12, FAR),
    ]
    (found,) = checked(tallies)
    assert found.code is Code.PARTS_ABOVE_WHOLE
    assert found.numbers == {"whole": 100, "parts": 120}
    # counted twice in a year, it is the last count that is compared
    again = told("LIV_CATTLE", "119", 6, PROVINCE)
    assert codes([*tallies, again]) == [Code.TOLD_TWICE]


def test_a_plants_report_beside_production_is_asked_about() -> None:
    reported = told("IPPU_REPORTED", "20", kind="co2", kg="20000")
    made = told("IPPU_LIME", "10", 3, place=FAR, kg="7606.65")
    assert codes([reported]) == codes([made]) == []
    (found,) = checked([reported, made])
    assert (found.code, found.place) == (Code.REPORTED_AND_MADE, PROVINCE)
    assert found.numbers == {"reported_kg_co2e": 20_000, "made_kg_co2e": Decimal("7606.65")}
    nothing_made = told("IPPU_LIME", "0", 3, place=FAR)
    assert codes([reported, nothing_made]) == []
