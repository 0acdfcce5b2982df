"""Indicators by hand: what stands above and below, how much of it is told, and why none is."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.catalogue import PlaceKind, catalogue
from bot.cells import Status
from bot.emissions.coverage import AskedCell
from bot.emissions.quantities import Tonnes
from bot.emissions.tallies import Rank, Tally, TallyKey
from bot.inventory.levels import Level
from bot.inventory.ranks import rank_of
from bot.months import Month
from bot.people import Place
from bot.plans.facts import Fact, FactKind
from bot.plans.indicator_report import indicators_json, lines
from bot.plans.indicators import BURNT, DEFINITIONS, OWN_POWER, RECOVERED, Indicator, indicators
from bot.plans.sides import Known, Why
from bot.plans.sums import year_sums
from bot.text import voice, voices

JAN, FEB = Month(2026, 1), Month(2026, 2)


PLACES = {
    place: Place(place, kind, "21", district, place, place)
    for place, kind, district in (
        ("21", PlaceKind.PROVINCE, ""),
        ("2101", PlaceKind.DISTRICT, "2101"),
        ("2103", PlaceKind.DISTRICT, "2103"),
        ("210110", PlaceKind.TAMBON, "2101"),
        ("210109", PlaceKind.TAMBON, "2101"),
        ("210301", PlaceKind.TAMBON, "2103"),
    )
}


def _told(
    activity: str,
    quantity: str | None,
    month: Month = JAN,
    place: str = "210110",
    status: Status = Status.REPORTED,
) -> Tally:
    where = PLACES[place]
    rank = rank_of(where)
    district = "" if rank is Rank.PROVINCE else where.district
    key = TallyKey("21", district, rank, place, month, activity, "", status)
    return Tally(key, 1, quantity=Decimal(quantity or 0))


def _asked(*cells: tuple[str, str, Month]) -> set[AskedCell]:
    return {AskedCell(*cell) for cell in cells}


def _fact(kind: FactKind, value: str, unit: str = "person", year: int = 2026) -> Fact:
    return Fact("21", year, kind, Decimal(value), unit, "made up", verified=True)


def _known(
    told: Iterable[Tally] = (),
    asked: Iterable[AskedCell] = (),
    facts: tuple[Fact, ...] = (),
    totals: dict[Level, Tonnes] | None = None,
) -> Known:
    rows, cells = list(told), set(asked)
    units = {code: one.unit for code, one in catalogue().activities.items()}
    answers = {AskedCell(one.key.place, one.key.activity, one.key.month) for one in rows}
    sums = year_sums(catalogue(), rows, cells, PLACES)
    return Known(2026, totals or {}, facts, sums, units, (len(answers & cells), len(cells)))


def _one(code: str, known: Known) -> Indicator:
    return next(one for one in indicators(known) if one.code == code)


PEOPLE = _fact(FactKind.POPULATION_REGISTERED, "1000")
T = {Level.BASIC_PLUS: Tonnes(Decimal("5250.5"))}


# --- per head and per baht ------------------------------------------------------------------------


def test_tonnes_a_head_and_a_million_baht() -> None:
    gpp = _fact(FactKind.GPP_CURRENT, "100", "million_baht")
    known = _known(facts=(PEOPLE, gpp), totals=T)
    assert _one("ghg_per_head_basic_plus", known).value == Decimal("5.2505")
    assert _one("ghg_per_gpp_basic_plus", known).value == Decimal("52.505")
    assert _one("ghg_per_head_basic_plus", known).lacks is None


def test_level_the_account_does_not_give_has_no_value() -> None:
    found = _one("ghg_per_head_basic", _known(facts=(PEOPLE,), totals=T))
    assert found.value is None
    assert found.reason is not None
    assert found.reason.why is Why.NO_TOTAL


def test_population_of_another_year_does_not_stand_for_this_one() -> None:
    found = _one("ghg_per_head_basic_plus", _known(facts=(replace(PEOPLE, year=2021),), totals=T))
    assert found.value is None
    assert found.reason is not None
    assert (found.reason.why, found.reason.values["nearest"]) == (Why.OTHER_YEAR, 2021)


def test_estimated_people_are_their_own_indicator_and_only_where_they_are_known() -> None:
    codes = {one.code for one in indicators(_known(facts=(PEOPLE,), totals=T))}
    assert not [code for code in codes if "estimated" in code or "real" in code]
    estimated = _fact(FactKind.POPULATION_ESTIMATED, "1500")
    known = _known(facts=(PEOPLE, estimated), totals=T)
    assert _one("ghg_per_head_estimated_basic_plus", known).value == Decimal("3.500333")
    assert _one("ghg_per_head_basic_plus", known).value == Decimal("5.2505")


# --- waste, power, burning ------------------------------------------------------------------------


def test_waste_a_head_and_day_counts_the_days_of_the_months_told() -> None:
    """59 t in January and February, 59 days, 1000 people: 1 kg a head and day."""
    told = [_told("WASTE_GENERATED", "30"), _told("WASTE_GENERATED", "29", FEB)]
    found = _one("waste_per_head_day", _known(told, facts=(PEOPLE,)))
    assert found.value == 1
    assert [part.quantity for part in found.parts] == [59, 1000, 59]


def test_share_is_of_places_and_months_that_told_both() -> None:
    """One place told both in January (2 of 10 t); what others told of one side only is left out."""
    told = [
        _told("WASTE_GENERATED", "10"),
        _told("WASTE_RECYCLE", "2"),
        _told("WASTE_GENERATED", "90", FEB),
        _told("WASTE_RECYCLE", "50", place="210109"),
    ]
    asked = _asked(("210110", "WASTE_RECYCLE", FEB))
    found = _one("recycled_share", _known(told, asked))
    assert found.value == 20
    assert not found.is_whole
    assert found.lacks is not None
    assert found.lacks.why is Why.PARTLY


def test_share_told_nowhere_together_has_no_value() -> None:
    told = [_told("WASTE_GENERATED", "10"), _told("WASTE_RECYCLE", "5", place="210109")]
    reason = _one("recycled_share", _known(told)).reason
    assert reason is not None
    assert reason.why is Why.NOT_TOGETHER


def test_what_is_brought_back_needs_every_part_that_is_asked() -> None:
    told = [_told("WASTE_GENERATED", "10"), _told("WASTE_RECYCLE", "2")]
    found = _one("recovered_share", _known(told))
    assert found.value == 20
    assert found.above.left_out == ("WASTE_COMPOST", "WASTE_BIOGAS", "WASTE_RDF")
    hole = _one("recovered_share", _known(told, _asked(("210110", "WASTE_COMPOST", JAN))))
    assert hole.value is None
    assert hole.reason is not None
    assert hole.reason.values["name"] == "WASTE_COMPOST"
    zero = [*told, _told("WASTE_COMPOST", "0", status=Status.NOTHING)]
    assert _one("recovered_share", _known(zero)).value == 20


def test_own_solar_is_a_share_of_bought_and_own() -> None:
    """25 of its own, 75 bought; a place that never spoke of solar is no zero."""
    told = [
        _told("ORG_SOLAR", "25"),
        _told("ORG_ELEC", "70"),
        _told("ORG_ELEC_STREET", "5"),
        _told("ORG_ELEC", "1000", place="210109"),
    ]
    found = _one("renewable_share", _known(told))
    assert found.value == 25
    assert found.lacks is not None
    assert (found.lacks.values["answered"], found.lacks.values["expected"]) == (4, 8)
    only = _one("renewable_share", _known([_told("ORG_SOLAR", "25")]))
    assert only.value is None


def test_burnt_rai_and_their_share_of_an_area_known_earlier() -> None:
    """2 km2 are 1,250 rai; 25 burnt are 2 %. The area of an earlier year holds on."""
    told = [_told("BURN_RICE", "20"), _told("BURN_CANE", "5", FEB)]
    known = _known(told, facts=(_fact(FactKind.AREA, "2", "km2", year=2020),))
    assert _one("burnt_area", known).value == 25
    share = _one("burnt_share", known)
    assert share.value == 2
    assert share.below is not None
    assert share.below.parts[0].year == 2020


def test_people_on_septic_tanks_are_held_not_added_over_the_year() -> None:
    told = [
        _told("AREA_POP_SEPTIC", "300"),
        _told("AREA_POP_SEPTIC", "400", FEB),
        _told("AREA_POP_SEPTIC", "100", place="210109"),
    ]
    assert _one("septic_share", _known(told, facts=(PEOPLE,))).value == 50


def test_wastewater_in_litres() -> None:
    """3,100 m3 in January: 100 litres a head and day."""
    found = _one("wastewater_treated", _known([_told("WW_TREATED", "3100")], facts=(PEOPLE,)))
    assert found.value == 100


def test_activities_have_the_units_the_indicators_reckon_in() -> None:
    """A unit that changes in the table changes what stands here too."""
    units = {
        code: one.unit
        for code, one in catalogue().activities.items()
        if code in {*BURNT, *RECOVERED, *OWN_POWER, "ORG_SOLAR", "WASTE_GENERATED", "WW_TREATED"}
    }
    assert {code: unit for code, unit in units.items() if code.startswith("WASTE")} == {
        **dict.fromkeys(RECOVERED, "tonne"),
        "WASTE_GENERATED": "tonne",
    }
    assert {units[code] for code in BURNT} == {"rai"}
    assert {units[code] for code in (*OWN_POWER, "ORG_SOLAR")} == {"kWh"}
    assert units["WW_TREATED"] == "m3"
    assert catalogue().activities["AREA_POP_SEPTIC"].unit == "person"


# --- no value, and parts --------------------------------------------------------------------------


@pytest.mark.parametrize("code", [one.code for one in DEFINITIONS if one.only_with is None])
def test_nothing_known_is_no_value_and_never_a_zero(code: str) -> None:
    found = _one(code, _known())
    assert found.value is None
    assert found.reason is not None


@pytest.mark.parametrize("status", [Status.NOT_AVAILABLE, Status.ELSEWHERE, Status.CONFIDENTIAL])
def test_answer_without_a_figure_is_said_to_lack(status: Status) -> None:
    told = [_told("BURN_RICE", "20"), _told("BURN_RICE", None, FEB, status=status)]
    found = _one("burnt_area", _known(told))
    assert found.value == 20
    assert not found.is_whole


def test_does_not_occur_is_a_zero_and_later_is_none() -> None:
    told = [_told("BURN_RICE", None, status=Status.NOT_OCCURRING)]
    assert _one("burnt_area", _known(told)).value == 0
    later = [_told("BURN_RICE", None, status=Status.LATER)]
    assert _one("burnt_area", _known(later)).value is None


def test_part_of_what_is_asked_says_of_how_much() -> None:
    asked = _asked(*(("210110", "BURN_RICE", Month(2026, number)) for number in range(1, 13)))
    known = _known([_told("BURN_RICE", "20")], asked)
    found = _one("burnt_area", known)
    assert found.value == 20
    assert not found.is_whole
    said = list(lines(voice("en"), catalogue(), [found]))
    assert "  but made of 1 of 12 figures: what is not told is missing here too" in said
    assert _one("coverage", known).value == Decimal("8.333333")


def test_province_stands_for_all_that_lies_in_it_and_a_district_for_its_own() -> None:
    local = [_told("BURN_RICE", "1"), _told("BURN_RICE", "2", place="210109")]
    elsewhere = _told("BURN_RICE", "4", place="210301")
    district = _told("BURN_RICE", "10", place="2101")
    province = _told("BURN_RICE", "100", place="21")
    for told, total in (
        ([*local, elsewhere], 7),
        ([*local, elsewhere, district], 14),
        ([*local, elsewhere, district, province], 100),
    ):
        assert _one("burnt_area", _known(told)).value == total
    in_february = [*local, _told("BURN_RICE", "100", FEB, place="21")]
    assert _one("burnt_area", _known(in_february)).value == 103


def test_what_a_whole_tells_is_not_asked_of_its_parts_any_more() -> None:
    asked = _asked(("210110", "BURN_RICE", JAN), ("210301", "BURN_RICE", JAN))
    assert _one("burnt_area", _known([_told("BURN_RICE", "9", place="21")], asked)).is_whole
    district = _one("burnt_area", _known([_told("BURN_RICE", "9", place="2101")], asked))
    assert not district.is_whole  # the other district still owes its own
    solar = _asked(("210110", "ORG_SOLAR", JAN))
    own = year_sums(catalogue(), [_told("ORG_SOLAR", "1", place="21")], solar, PLACES)
    assert not own["ORG_SOLAR"].is_whole


def test_organisations_are_added_whoever_they_are() -> None:
    told = [_told("ORG_SOLAR", "1"), _told("ORG_SOLAR", "2", place="21")]
    assert year_sums(catalogue(), told, set(), PLACES)["ORG_SOLAR"].quantity == 3


# --- text and JSON --------------------------------------------------------------------------------


def test_text_names_parts_and_sources() -> None:
    facts = (replace(PEOPLE, verified=False), _fact(FactKind.GPP_CURRENT, "100", "million_baht"))
    known = _known([_told("BURN_RICE", "20")], facts=facts, totals=T)
    text = "\n".join(lines(voice("en"), catalogue(), indicators(known)))
    assert "Emissions per registered head, BASIC+: 5.2505 tCO2e a head" in text
    assert "  of: BASIC+ 5,250.5 tCO2e (the account)" in text
    assert (
        "  divided by: registered population of 2026: 1,000 people (made up, not verified)" in text
    )
    assert (
        "Emissions per registered head, BASIC: no value: there is no total of the level BASIC"
        in text
    )
    thai = "\n".join(lines(voice("th"), catalogue(), indicators(known)))
    assert "ประชากรตามทะเบียนปี 2569: 1,000 คน (made up ยังไม่ได้ตรวจสอบ)" in thai


@pytest.mark.parametrize("locale", list(voices()))
def test_every_indicator_and_reason_can_be_said(locale: str) -> None:
    estimates = (
        _fact(FactKind.POPULATION_ESTIMATED, "9"),
        _fact(FactKind.GPP_REAL, "9", "million_baht_2002"),
    )
    whole = _known([_told("BURN_RICE", "20")], facts=(PEOPLE, *estimates), totals=T)
    for known in (whole, _known()):
        text = "\n".join(lines(voice(locale), catalogue(), indicators(known)))
        assert "%(" not in text
        assert locale == "en" or "2026" not in text


def test_json_has_every_part_with_its_source() -> None:
    known = _known([_told("BURN_RICE", "20")], facts=(PEOPLE,), totals=T)
    body = indicators_json(voice("en"), catalogue(), indicators(known))
    per_head = next(one for one in body if one["indicator"] == "ghg_per_head_basic_plus")
    assert (per_head["value"], per_head["whole"]) == (Decimal("5.2505"), True)
    assert per_head["denominator"]["parts"][0]["source"] == "made up"
    waste = next(one for one in body if one["indicator"] == "waste_per_head_day")
    assert (waste["value"], waste["whole"]) == (None, False)
    assert waste["reason"]
