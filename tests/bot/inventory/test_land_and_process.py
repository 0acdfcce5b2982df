"""Land and process lines of an inventory: what is taken up apart, what plants report by gas."""

from decimal import Decimal

from bot.emissions.quantities import tonnes
from bot.inventory.levels import Level
from bot.months import Month
from tests.bot.inventory.made_up import DISTRICT, PROVINCE, of, told


def test_forest_is_a_removal_of_its_own_line_and_in_no_total() -> None:
    """1,200 rai of mangrove and 600 of rubber in July: 1,200 × 2,750 / 12 + 600 × 4,220 / 12 kg."""
    found = of(
        told("FOREST_AREA", "1200", kind="removal_mangrove"),
        told("FOREST_AREA", "600", kind="removal_rubber"),
        told("LIV_SWINE", "120"),
    )
    line = found.lines["V.2"]
    assert tonnes(line.masses.removed_co2) == 275 + 211
    assert line.masses.co2e == 0
    assert line.is_unverified
    assert line.notation is not None
    assert line.notation.key == "NE"  # not for an audited total until the rates are verified
    assert tonnes(found.total(Level.BASIC_PLUS).co2e) == Decimal("2.24")
    assert tonnes(found.total(Level.BASIC_PLUS).removed_co2) == 486


def test_plants_report_converts_by_gas_and_keeps_what_is_one_number() -> None:
    """2.5 t CH4 and 0.4 t N2O: × 27.9 and × 273 under AR6; 100 t CO2e stay as reported."""
    found = of(
        told("IPPU_REPORTED", "2.5", PROVINCE, kind="ch4"),
        told("IPPU_REPORTED", "0.4", PROVINCE, kind="n2o"),
        told("IPPU_REPORTED", "100", DISTRICT, kind="co2e"),
        gwp_set="AR6",
    )
    line = found.lines["IV.1"]
    assert tonnes(line.masses.co2e) == Decimal("69.75") + Decimal("109.2") + 100
    assert tonnes(line.masses.unsplit) == 100


def test_months_before_the_blends_have_no_biogenic_share() -> None:
    """1,000 litres of pump diesel: 2,740.6 kg in January 2026, 2,551.428594 kg in December."""
    old = of(told("AREA_DIESEL_SALES", "1000", month=Month(2026, 1)))
    new = of(told("AREA_DIESEL_SALES", "1000", month=Month(2026, 12)))
    assert tonnes(old.lines["II.1.1"].masses.co2e) == Decimal("2.7406")
    assert old.lines["II.1.1"].masses.biogenic_co2 == 0
    assert tonnes(new.lines["II.1.1"].masses.co2e) == Decimal("2.551428594")
    assert tonnes(new.lines["II.1.1"].masses.biogenic_co2) == Decimal("0.11508")
