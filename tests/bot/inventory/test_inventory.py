"""Lines and totals of an inventory, worked out by hand."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import catalogue
from bot.cells import Status
from bot.emissions.quantities import tonnes
from bot.inventory import Facts, inventory
from bot.inventory.levels import Level
from bot.inventory.notation import NOBODY_TOLD, Stated
from bot.inventory.weighing import UnknownVersion
from bot.months import Month
from bot.people import Place
from tests.bot.inventory.made_up import (
    DISTRICT,
    JANUARY,
    JULY,
    NEIGHBOUR,
    PROVINCE,
    TAMBON,
    of,
    told,
)

QUANTITIES = st.decimals(0, 10**7, places=3)


def _tonnes(kg: str) -> Decimal:
    return Decimal(kg) / 1000


def test_table_has_every_line_and_each_says_something() -> None:
    found = of()
    assert len(found.lines) == 53
    for ref, line in found.lines.items():
        assert line.notation is not None, ref
        assert line.notation.key in ("NO", "NE", "IE", "C")
        assert line.notation.reason
    assert found.total(Level.BASIC).co2e == 0


def test_three_totals_hold_the_lines_gpc_gives_them() -> None:
    """Worked out from the printed factors of July 2026.

    Electricity 1,000,000 kWh × 0.475 = 475,000 kg (I.2.2: BASIC, BASIC+)
    LPG at home 1,000 kg × 3.118804129633 = 3,118.804130 kg (I.1.1: all three)
    Gas for the grid 100,000 MJ × 0.0561545 = 5,615.45 kg (I.4.4: territorial only)
    Waste sent away 2 t × 1000 × 1.592266666667 = 3,184.533333 kg (III.1.2: BASIC, BASIC+)
    Waste taken in 1 t × 1000 × 1.592266666667 = 1,592.266667 kg (III.1.3: territorial only)
    Pigs 120 × (28 + 196) / 12 = 2,240 kg (V.1: BASIC+, territorial)
    """
    found = of(
        told("AREA_ELEC_SMALL", "1000000", PROVINCE),
        told("AREA_LPG_HOME", "1000", PROVINCE),
        told("POWER_FUEL_NG", "100000", PROVINCE),
        told("WASTE_LANDFILL_OUT", "2"),
        told("WASTE_LANDFILL_IMPORT", "1", NEIGHBOUR),
        told("LIV_SWINE", "120"),
    )
    basic = _tonnes("475000") + _tonnes("3118.804130") + _tonnes("3184.533333")
    assert tonnes(found.total(Level.BASIC).co2e) == basic
    assert tonnes(found.total(Level.BASIC_PLUS).co2e) == basic + _tonnes("2240")
    territorial = ("3118.804130", "5615.45", "1592.266667", "2240")
    assert tonnes(found.total(Level.TERRITORIAL).co2e) == sum(map(_tonnes, territorial))
    assert found.lines["I.2.2"].notation is None
    assert found.lines["I.2.3"].notation is not None
    assert found.lines["I.2.3"].notation.key == "IE"


def test_what_an_office_uses_itself_is_in_no_area_total() -> None:
    found = of(told("ORG_ELEC", "5000"), told("AREA_ELEC_SMALL", "100000", PROVINCE))
    assert tonnes(found.total(Level.BASIC).co2e) == _tonnes("47500")
    (own,) = found.organisation
    assert tonnes(own.masses.co2e) == _tonnes("2375")


def test_province_s_own_figure_stands_for_its_parts() -> None:
    """The parts are kept beside it, so that nobody loses sight of them."""
    whole, part = told("AREA_LPG_HOME", "1000", PROVINCE), told("AREA_LPG_HOME", "300", TAMBON)
    found = of(whole, part)
    assert found.lines["I.1.1"].masses.co2e == whole.tally.kg_co2e
    (left,) = found.left_out
    assert left.masses.co2e == part.tally.kg_co2e


def test_whole_counts_for_its_own_months_only() -> None:
    august = JULY + 1
    found = of(
        told("AREA_LPG_HOME", "1000", PROVINCE, JULY),
        told("AREA_LPG_HOME", "300", TAMBON, august),
    )
    assert len(found.lines["I.1.1"].sources[0].months) == 2
    assert not found.left_out


def test_yearly_whole_counts_for_the_year_whatever_month_it_was_told_in() -> None:
    whole = told("AREA_CHARCOAL", "9000", PROVINCE, Month(2026, 12))
    found = of(whole, told("AREA_CHARCOAL", "400", TAMBON, Month(2026, 6)))
    assert found.lines["I.1.1"].masses.co2e == whole.tally.kg_co2e


def test_year_s_one_amount_is_shown_in_equal_parts() -> None:
    """Charcoal 1,000 kg: 169.3812 kg over twelve months, 14.1151 each."""
    (source,) = of(told("AREA_CHARCOAL", "1000", PROVINCE)).lines["I.1.1"].sources
    assert source.is_spread
    assert [kg for _, kg in source.by_month] == [Decimal("14.115100")] * 12
    assert sum(kg for _, kg in source.by_month) == source.masses.co2e


def test_district_s_figure_leaves_other_districts_alone() -> None:
    whole = told("AREA_FERRY", "1000", DISTRICT)
    stranger = replace(TAMBON, id="210201", district="2102")
    elsewhere = told("AREA_FERRY", "50", stranger)
    found = of(whole, told("AREA_FERRY", "300", TAMBON), elsewhere)
    expected = whole.tally.kg_co2e + elsewhere.tally.kg_co2e
    assert found.lines["II.3.1"].masses.co2e == expected


def test_whole_without_a_value_leaves_its_parts_standing() -> None:
    part = told("AREA_LPG_HOME", "300")
    found = of(told("AREA_LPG_HOME", None, PROVINCE, status=Status.NOT_AVAILABLE), part)
    assert found.lines["I.1.1"].masses.co2e == part.tally.kg_co2e


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (Status.NOT_OCCURRING, "NO"),
        (Status.NOT_AVAILABLE, "NE"),
        (Status.ELSEWHERE, "IE"),
        (Status.CONFIDENTIAL, "C"),
    ],
)
def test_answer_without_a_figure_is_the_line_s_key_with_its_words(status: Status, key: str) -> None:
    entries = (told("AREA_FERRY", None, status=status),)
    facts = Facts(PROVINCE, JANUARY, JULY, entries, reasons={"AREA_FERRY": ("no boats here",)})
    notation = inventory(catalogue(), facts).lines["II.3.1"].notation
    assert notation is not None
    assert (notation.key, notation.reason) == (key, "no boats here")
    assert not notation.is_default


def test_confidential_goes_before_what_would_look_absent() -> None:
    found = of(
        told("AREA_FERRY", None, status=Status.NOT_OCCURRING),
        told("AREA_FERRY", None, NEIGHBOUR, status=Status.CONFIDENTIAL),
    )
    notation = found.lines["II.3.1"].notation
    assert notation is not None
    assert notation.key == "C"


def test_stated_key_goes_before_the_usual_one_but_never_before_a_figure() -> None:
    stated = {"II.4.1": Stated("II.4.1", "NE", "the airport has not answered", 2026)}
    silent = inventory(catalogue(), Facts(PROVINCE, JANUARY, JULY, (), stated=stated))
    notation = silent.lines["II.4.1"].notation
    assert notation is not None
    assert (notation.key, notation.is_default) == ("NE", False)
    flown = (told("AIR_FUEL", "1000", PROVINCE),)
    assert (
        inventory(catalogue(), Facts(PROVINCE, JANUARY, JULY, flown, stated=stated))
        .lines["II.4.1"]
        .notation
        is None
    )


def test_confirmed_zero_is_a_number_and_silence_is_not() -> None:
    found = of(told("BURN_RICE", "0", status=Status.NOTHING))
    assert found.lines["V.3"].notation is None
    assert found.lines["V.3"].masses.co2e == 0
    silent = of().lines["V.3"].notation
    assert silent is not None
    assert silent.reason == NOBODY_TOLD


def test_gwp_set_on_request_is_worked_out_from_the_gases() -> None:
    """Cattle 240 heads, July: CH4 240 × (47 + 1) / 12 = 960 kg; AR4 25, AR5 28, AR6 27.9."""
    entry = told("LIV_CATTLE", "240")
    for gwp_set, kg in (("AR4", 960 * 25), ("AR5", 960 * 28), ("AR6", Decimal(960) * 279 / 10)):
        line = of(entry, gwp_set=gwp_set).lines["V.1"]
        assert line.masses.co2e == kg, gwp_set
        assert line.masses.ch4 == 960


def test_value_without_published_gases_keeps_its_set_and_says_so() -> None:
    found = of(told("AREA_ELEC_SMALL", "1000", PROVINCE), gwp_set="AR6")
    (source,) = found.lines["I.2.2"].sources
    assert source.masses.co2e == 475
    assert source.unconverted == 475


def test_refrigerant_is_in_its_family_and_r22_apart() -> None:
    """R-410A 2 kg: half HFC-32 (677), half HFC-125 (3,170), so 3,847 kg; R-22 1 kg: 1,760 kg."""
    blend = told("IPPU_REFRIG_AREA", "2", PROVINCE, kind="refrigerant_r410a")
    line = of(blend).lines["IV.2"]
    assert line.masses.co2e == line.masses.hfc == 3847
    found = of(told("ORG_REFRIG", "1", kind="refrigerant_r22"))
    (own,) = found.organisation
    assert (own.masses.co2e, own.masses.outside) == (Decimal(0), Decimal(1760))


def test_factor_no_table_holds_is_an_error_and_not_a_gap() -> None:
    entry = told("AREA_CHARCOAL", "1000", PROVINCE)
    strange = replace(entry.tally, key=replace(entry.tally.key, factors="charcoal@2031-01-01"))
    with pytest.raises(UnknownVersion, match="no table holds charcoal@2031-01-01"):
        of(replace(entry, tally=strange))


def test_biogenic_co2_stands_apart() -> None:
    """Charcoal 1,000 kg: 3,234.56 kg biogenic CO2, and 169.3812 kg CO2e of methane and N2O."""
    masses = of(told("AREA_CHARCOAL", "1000", PROVINCE)).lines["I.1.1"].masses
    assert masses.biogenic_co2 == Decimal("3234.56")
    assert masses.co2e == Decimal("169.3812")


@given(
    st.lists(st.tuples(st.sampled_from([TAMBON, NEIGHBOUR]), QUANTITIES), max_size=8),
    st.randoms(use_true_random=False),
)
def test_order_of_entry_changes_no_total(
    figures: list[tuple[Place, Decimal]], random: Random
) -> None:
    entries = [told("WASTE_COMPOST", str(amount), place) for place, amount in figures]
    shuffled = random.sample(entries, len(entries))
    for level in Level:
        assert of(*entries).total(level) == of(*shuffled).total(level)


@given(QUANTITIES, QUANTITIES)
def test_correction_minus_original_is_the_change_of_the_total(
    before: Decimal, after: Decimal
) -> None:
    first, second = (told("LIV_BUFFALO", str(each)) for each in (before, after))
    change = of(second).total(Level.BASIC_PLUS).co2e - of(first).total(Level.BASIC_PLUS).co2e
    assert change == second.tally.kg_co2e - first.tally.kg_co2e
