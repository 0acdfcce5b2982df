"""Grades and uncertainty of an inventory's sources, summed over places and months first."""

from dataclasses import replace
from decimal import Decimal

from bot.catalogue import Grade, catalogue
from bot.cells import Status
from bot.emissions.quality import Basis
from bot.inventory.assessing import Assessed, Assessor, Evidenced
from bot.inventory.counted import Basis as CountedAs
from bot.inventory.counted import Counted
from bot.inventory.sources import Source
from bot.months import Month
from tests.bot.inventory.made_up import JULY, NEIGHBOUR, TAMBON, of, told


def _of_low_factors(evidenced: Evidenced | None = None, gwp_set: str = "") -> Assessor:
    return Assessor(catalogue(), lambda _source: Grade.LOW, evidenced or {}, gwp_set)


def _sources(*entries: Counted, gwp_set: str = "") -> list[Source]:
    found = of(*entries, gwp_set=gwp_set)
    return [*found.organisation, *(one for line in found.lines.values() for one in line.sources)]


def _percent(assessed: Assessed) -> str:
    return f"{assessed.uncertainty.percent:.2f}"


def test_a_factor_used_in_many_places_and_months_is_wrong_once() -> None:
    months = [
        told("ORG_ELEC", "1000", place, JULY - back)
        for place in (TAMBON, NEIGHBOUR)
        for back in range(7)
    ]
    (source,) = _sources(*months)
    assessed = _of_low_factors().assess([source])
    # told without evidence: 5 %, grid 10 %: √(25 + 100) = 11.18 %, as of a single figure
    assert _percent(assessed) == "11.18"
    assert _percent(_of_low_factors().assess(_sources(months[0]))) == "11.18"


def test_two_activities_of_one_factor_share_its_error() -> None:
    sources = _sources(told("ORG_ELEC", "1000"), told("ORG_ELEC_STREET", "1000"))
    # quantities √(5² + 5²) / 2 = 3.5355 %, the grid's 10 % in both: √(12.5 + 100) = 10.61 %
    assert _percent(_of_low_factors().assess(sources)) == "10.61"


def test_a_source_rests_on_what_its_figures_are() -> None:
    doubtful = told("ORG_ELEC", "1000", month=JULY - 1)
    doubtful = replace(doubtful, tally=replace(doubtful.tally, doubted=1))
    guess = told("ORG_ELEC", "1000", month=JULY - 2, status=Status.ESTIMATED)
    (source,) = _sources(
        told("ORG_ELEC", "1000"), told("ORG_ELEC", "1000", NEIGHBOUR), doubtful, guess
    )
    (kg,) = {source.masses.co2e / 4}
    bare = _of_low_factors().known(source).amounts
    assert bare == {Basis.DOUBTED: kg, Basis.ESTIMATED: kg, Basis.TOLD: 2 * kg}
    one_bill = _of_low_factors(evidenced={("ORG_ELEC", ""): 1}).known(source).amounts
    assert one_bill == {**bare, Basis.TOLD: kg, Basis.EVIDENCED: kg}
    # evidence of everything leaves the doubt and the guess what they are
    all_bills = _of_low_factors(evidenced={("ORG_ELEC", ""): 4}).known(source).amounts
    assert all_bills == {Basis.DOUBTED: kg, Basis.ESTIMATED: kg, Basis.EVIDENCED: 2 * kg}
    assert _of_low_factors().activity_grade(source).grade is Grade.LOW  # half reach Medium


def test_what_is_held_or_worked_out_is_medium() -> None:
    nobodys = replace(told("LIV_CATTLE", "12").tally, cells=0)
    held = Counted(nobodys, CountedAs.HELD, Month(2025, 12))
    final = Counted(nobodys, CountedAs.FINAL, method="first-order decay")
    for entry, basis in ((held, Basis.HELD), (final, Basis.MODELLED)):
        (source,) = _sources(entry)
        assert _of_low_factors().known(source).amounts == {basis: source.masses.co2e}
        assert _of_low_factors().activity_grade(source).grade is Grade.MEDIUM


def test_co2e_is_split_by_gas_under_the_set_it_was_counted_with() -> None:
    (cattle,) = _sources(told("LIV_CATTLE", "12"))  # 48 kg CH4
    assert _of_low_factors().by_gas(cattle) == {"ch4": 48 * 28}
    (by_ar4,) = _sources(told("LIV_CATTLE", "12"), gwp_set="AR4")
    assert _of_low_factors(gwp_set="AR4").by_gas(by_ar4) == {"ch4": 48 * 25}
    (grid,) = _sources(told("ORG_ELEC", "1000"))
    assert _of_low_factors().by_gas(grid) == {"": 475}
    (cooling,) = _sources(told("ORG_REFRIG", "1", kind="refrigerant_r32"))
    assert _of_low_factors().by_gas(cooling) == {"": cooling.masses.co2e}


def test_a_total_is_assessed_with_what_it_assumes() -> None:
    sources = _sources(
        told("AREA_ELEC_RES", "10000"), told("LIV_CATTLE", "120"), told("WASTE_GENERATED", "9")
    )
    grades = {"AREA_ELEC_RES": Grade.MEDIUM, "LIV_CATTLE": Grade.LOW}
    assessed = replace(_of_low_factors(), factor_grade=lambda one: grades[one.activity]).assess(
        sources
    )
    # 4,750 kg of the grid, 5 % and 7 %: √74 = 8.602 % = 408.6 kg
    # 13,440 kg of cattle, 20 % and 50 %: √2,900 = 53.852 % = 7,237.7 kg
    # √(408.6² + 7,237.7²) / 18,190 = 39.85 %
    assert _percent(assessed) == "39.85"
    assert assessed.activity.grade is Grade.MEDIUM
    assert assessed.factor.grade is Grade.LOW
    body = assessed.to_json()
    assert body["uncertainty"]["kg_co2e"] == "18190.000000"
    assumed = {(one["side"], one["key"], one["grade"]) for one in body["uncertainty"]["assumed"]}
    assert assumed == {
        ("activity", "I scope 2", "M"),
        ("factor", "I scope 2", "M"),
        ("activity", "V.1", "M"),
        ("factor", "V.1", "L"),
    }
    assert all(one["source"] for one in body["uncertainty"]["assumed"])


def test_nothing_is_assessed_as_nothing() -> None:
    assessed = _of_low_factors().assess([])
    assert (assessed.activity.grade, assessed.factor.grade) == (None, None)
    assert assessed.uncertainty.percent is None
    assert assessed.uncertainty.kg_co2e == Decimal(0)
