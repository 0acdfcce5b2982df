"""Waste balances: sent and received, parts and the generated whole, a head."""

import pytest

from bot.inventory.checks import Code
from tests.bot.inventory.checks.told import FAR, NEIGHBOUR, PLACE, PROVINCE, checked, codes, told


def _moved(sent: tuple[str, str], received: str) -> list[Code]:
    return codes(
        [
            told("WASTE_LANDFILL_OUT", sent[0], place=PLACE),
            told("WASTE_LANDFILL_OUT", sent[1], place=NEIGHBOUR),
            told("WASTE_LANDFILL_IMPORT", received, place=FAR),
        ]
    )


def test_what_is_sent_is_received_within_a_tenth() -> None:
    assert _moved(("60", "40"), "100") == []
    assert _moved(("60", "40"), "90") == []
    assert _moved(("60", "40"), "89") == [Code.SENT_ABOVE_RECEIVED]
    assert _moved(("60", "30"), "100") == []
    assert _moved(("60", "29"), "100") == [Code.RECEIVED_ABOVE_SENT]


def test_only_months_told_on_both_sides_are_compared() -> None:
    tallies = [
        told("WASTE_LANDFILL_OUT", "100", month=5),
        told("WASTE_LANDFILL_OUT", "100", month=6),
        told("WASTE_LANDFILL_IMPORT", "98", month=6, place=FAR),
        told("WASTE_LANDFILL_IMPORT", "100", month=7, place=FAR),
    ]
    assert codes([one for one in tallies if one.key.month.month < 7]) == []
    assert codes(tallies) == []
    (found,) = checked([*tallies, told("WASTE_LANDFILL_IMPORT", "50", month=5, place=FAR)])
    assert found.numbers == {"sent": 200, "received": 148}
    assert [month.month for month in found.months] == [5, 6]


def test_a_part_of_a_province_is_not_balanced() -> None:
    tallies = [told("WASTE_LANDFILL_OUT", "100"), told("WASTE_LANDFILL_IMPORT", "10", place=FAR)]
    assert codes(tallies) == [Code.SENT_ABOVE_RECEIVED]
    assert codes(tallies, whole=False) == []


def test_parts_are_no_more_than_what_is_generated() -> None:
    whole = told("WASTE_GENERATED", "100")
    parts = [told("WASTE_LANDFILL_IN", "60"), told("WASTE_RECYCLE", "42")]
    assert codes([whole, *parts]) == []  # 102: rounding
    (found,) = checked([whole, *parts, told("WASTE_BIOGAS", "1")])
    assert found.code is Code.WASTE_PARTS_ABOVE
    assert found.numbers == {"parts": 103, "whole": 100}
    assert "WASTE_BIOGAS" in found.activities


def test_waste_of_others_is_no_part_of_ones_own() -> None:
    tallies = [told("WASTE_GENERATED", "100"), told("WASTE_LANDFILL_IMPORT", "900")]
    assert codes(tallies) == []


def test_parts_of_another_place_or_month_are_not_added() -> None:
    tallies = [
        told("WASTE_GENERATED", "100"),
        told("WASTE_RECYCLE", "80"),
        told("WASTE_RECYCLE", "80", place=NEIGHBOUR),
        told("WASTE_RECYCLE", "80", month=8),
    ]
    assert codes(tallies) == []


@pytest.mark.parametrize(
    ("tonnes", "fits"),
    [("40", True), ("39", False), ("358", True), ("359", False)],
)
def test_waste_a_head_is_near_the_usual(tonnes: str, fits: bool) -> None:
    # 3,500 people, 31 days: 108.5 t are 1 kg; 1.1/3 kg are 39.78 t and 3.3 kg are 358.05 t
    found = checked([told("WASTE_GENERATED", tonnes)], population={PLACE: 3500})
    assert [one.code for one in found] == ([] if fits else [Code.WASTE_A_HEAD])


def test_a_head_needs_a_population() -> None:
    tallies = [told("WASTE_GENERATED", "9000"), told("VEH_REGISTERED", "90000")]
    assert checked(tallies) == ()
    assert checked(tallies, population={PLACE: 0, NEIGHBOUR: 5}) == ()


def test_vehicles_a_head_are_not_more_than_two() -> None:
    population = {PROVINCE: 1000}
    assert checked([told("VEH_REGISTERED", "2000", place=PROVINCE)], population=population) == ()
    (found,) = checked([told("VEH_REGISTERED", "2001", place=PROVINCE)], population=population)
    assert found.code is Code.VEHICLES_A_HEAD
