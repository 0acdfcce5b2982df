"""A sound province gives no finding; the order of its figures does not matter; words are whole."""

import random
from decimal import Decimal

import pytest

from bot.catalogue import catalogue
from bot.emissions.tallies import Tally
from bot.inventory.checks import Code, Weight, finding_words
from bot.inventory.checks.findings import Finding
from bot.inventory.checks.words import TEXTS
from bot.months import Month
from bot.text import voice
from tests.bot.inventory.checks.told import (
    ALL_YEAR,
    FAR,
    NEIGHBOUR,
    PLACE,
    PROVINCE,
    YEAR,
    checked,
    told,
)

PLACES = (PLACE, NEIGHBOUR, FAR)


def sound_year() -> list[Tally]:
    """Two years of three places and the province's sales; the second a little above the first."""
    tallies = []
    for year, step in ((YEAR - 1, 0), (YEAR, 1)):
        for month in ALL_YEAR:
            for at, place in enumerate(PLACES):
                kwh = 3000 + 10 * month + 100 * at + step
                tallies += [
                    told("ORG_ELEC", str(kwh), month, place, year, kg=str(kwh // 2)),
                    told("WASTE_GENERATED", str(100 + month + at + step), month, place, year),
                    told("WASTE_RECYCLE", str(10 + month + step), month, place, year),
                ]
            kg = str(40_000 + month + step)
            tallies += [
                told("AREA_ELEC_SMALL", kg, month, PROVINCE, year, kg=kg),
                told("AREA_ELEC_MEDIUM", kg, month, PROVINCE, year, kg=kg),
                told("WASTE_LANDFILL_OUT", str(60 + month + step), month, PLACE, year, kg="9"),
                told("WASTE_LANDFILL_OUT", str(50 + month + step), month, NEIGHBOUR, year, kg="9"),
                told(
                    "WASTE_LANDFILL_IMPORT", str(108 + 2 * month + step), month, FAR, year, kg="9"
                ),
            ]
    return tallies


def test_a_sound_province_gives_nothing() -> None:
    population = dict.fromkeys(PLACES, 3500)  # 107 t / 30 days / 3,500 people: about 1 kg
    assert checked(sound_year(), population=population) == ()


def test_the_order_of_the_figures_does_not_matter() -> None:
    tallies = [
        one
        for one in sound_year()
        if one.key.month.month != 5 or one.key.activity.startswith("AREA_")
    ]
    tallies += [told("ORG_ELEC", "900000", 5, place, kg="450000") for place in PLACES]
    found = checked(tallies)
    assert {finding.code for finding in found} >= {Code.OWN_ABOVE_AREA, Code.MONTHS_MISSING}
    random.Random(7).shuffle(tallies)
    assert checked(tallies) == found


def test_nothing_told_gives_nothing() -> None:
    assert checked([]) == ()


def test_every_code_has_words_and_a_weight() -> None:
    assert set(TEXTS) == set(Code)
    weights = {Finding(code, YEAR).weight for code in Code}
    assert weights == set(Weight)


EXAMPLES = {
    Code.OWN_ABOVE_AREA: (
        [told("ORG_LPG", "900"), told("AREA_LPG_HOME", "500", place=PROVINCE)],
        "21 name, Jul 2026: own use (LPG, own kitchens and child centres) is 900 kilograms, but"
        " its area's whole figure (LPG sold to households) only 500 kilograms. Please check both.",
    ),
    Code.WASTE_PARTS_ABOVE: (
        [told("WASTE_GENERATED", "100"), told("WASTE_RECYCLE", "40"), told("WASTE_COMPOST", "70")],
        "210109 name, Jul 2026: Organic waste composted, Recyclables separated together are"
        " 110 tonnes, more than the 100 tonnes of waste generated. Please check the figures.",
    ),
    Code.PARTS_ABOVE_WHOLE: (
        [told("WASTE_OPENBURN", "30"), told("WASTE_OPENBURN", "20", place=PROVINCE)],
        "21 name, Jul 2026, Waste openly burnt: the places inside tell 30 tonnes together, more"
        " than its own figure of 20 tonnes, which counts. Please check both.",
    ),
    Code.PARTS_BELOW_WHOLE: (
        [told("WASTE_OPENBURN", "7"), told("WASTE_OPENBURN", "20", place=PROVINCE)],
        "21 name, Jul 2026, Waste openly burnt: its own figure of 20 tonnes counts; the places"
        " inside have told 7 tonnes of it (35%).",
    ),
    Code.TOLD_TWICE: (
        [told("WASTE_OPENBURN", "19"), told("WASTE_OPENBURN", "20", place=PROVINCE)],
        "21 name, Jul 2026, Waste openly burnt is told at two levels: its own figure of 20 tonnes"
        " counts, the 19 tonnes of the places inside are not added.",
    ),
    Code.SENT_ABOVE_RECEIVED: (
        [told("WASTE_LANDFILL_OUT", "30"), told("WASTE_LANDFILL_IMPORT", "20", place=FAR)],
        "21 name, Jul 2026: 30 tonnes of waste are sent away, 20 tonnes are received. Does the"
        " rest leave the province?",
    ),
    Code.RECEIVED_ABOVE_SENT: (
        [told("WASTE_LANDFILL_OUT", "20"), told("WASTE_LANDFILL_IMPORT", "30", place=FAR)],
        "21 name, Jul 2026: 30 tonnes of waste are received, only 20 tonnes are sent. Who else"
        " sends?",
    ),
    Code.REPORTED_AND_MADE: (
        [
            told("IPPU_REPORTED", "20", kind="co2", kg="20000"),
            told("IPPU_LIME", "10", 3, place=NEIGHBOUR, kg="7606.65"),
            told("IPPU_GLASS", "5", 4, kg="1000"),
        ],
        "21 name: process emissions are told as plants report them (20.00 tCO2e) and by what is"
        " made (Glass melted, Lime produced, 8.607 tCO2e). Is one plant in both?",
    ),
    Code.JUMP: (
        [
            told("ORG_DIESEL_VEH", "1", 1, year=YEAR - 1, kg="9000"),
            told("ORG_DIESEL_VEH", "1", 1, kg="12000"),
            told("ORG_DIESEL_VEH", "1", 1, FAR, kg="3000"),
            told("ORG_DIESEL_VEH", "1", 1, NEIGHBOUR, YEAR - 1, kg="600"),
        ],
        "Diesel, own road vehicles: 15.00 tCO2e, a year before 9.600 (+56%), over the same"
        " months. 3.000 tCO2e of it were not told a year before. 0.6000 tCO2e are no longer told."
        " Mostly: 210109 name +3.000, 210301 name +3.000.",
    ),
    Code.SECTOR_JUMP: (
        [
            told("ORG_DIESEL_VEH", "1", 1, year=YEAR - 1, kg="9000"),
            told("ORG_DIESEL_VEH", "1", 1, kg="900"),
        ],
        "Transportation, own use of the organisations: 0.9000 tCO2e, a year before 9.000 (-90%),"
        " over the same months. Mostly: 210109 name -8.100.",
    ),
    Code.REPEATED: (
        [told("ORG_WATER", "140", month) for month in range(1, 8)],
        "210109 name, Tap water used: 140 cubic metres in every month told, Jan 2026 to Jul"
        " 2026 (7 months). Is it right?",
    ),
    Code.CARRIED_OVER: (
        [
            told("ORG_WATER", str(140 + month), month, year=year)
            for month in range(1, 8)
            for year in (YEAR - 1, YEAR)
        ],
        "210109 name, Tap water used: Jan 2026 to Jul 2026 (7 months) are the same as a year"
        " before to the last digit. Is it last year's sheet?",
    ),
    Code.MONTHS_MISSING: (
        [told("ORG_WATER", "140", 3), told("ORG_WATER", "150", 6)],
        "210109 name, Tap water used: Apr 2026, May 2026 missing between months told.",
    ),
    Code.WASTE_A_HEAD: (
        [told("WASTE_GENERATED", "1085")],
        "210109 name, Jul 2026: 10 kg of waste a person and day; about 1.1 is usual. Please"
        " check the tonnes.",
    ),
    Code.VEHICLES_A_HEAD: (
        [told("VEH_REGISTERED", "8750")],
        "210109 name, Jul 2026: 2.5 registered vehicles a person. Please check the number.",
    ),
}


@pytest.mark.parametrize("code", Code)
def test_each_code_is_told_in_words(code: Code) -> None:
    tallies, english = EXAMPLES[code]
    found = [one for one in checked(tallies, population={PLACE: 3500}) if one.code is code]
    said = [
        finding_words(voice(language), catalogue(), lambda place: f"{place} name", found[0])
        for language in ("en", "th")
    ]
    assert said[0] == english
    assert "%(" not in said[1]
    thai = sum("\u0e01" <= letter <= "\u0e5b" for letter in said[1])
    assert thai > len(said[1]) / 3, said[1]


def test_a_finding_is_plain_json() -> None:
    tallies, _ = EXAMPLES[Code.OWN_ABOVE_AREA]
    (finding,) = checked(tallies)
    assert finding.to_json() == {
        "code": "own_above_area",
        "weight": "wrong",
        "year": 2026,
        "place": "21",
        "activities": ["ORG_LPG", "AREA_LPG_HOME"],
        "kind": None,
        "sector": None,
        "ledger": None,
        "month": "2026-07",
        "months": ["2026-07"],
        "unit": "kg",
        "numbers": {"own": "900", "area": "500"},
        "shares": [],
    }
    assert finding.month == Month(2026, 7)
    assert finding.numbers == {"own": Decimal(900), "area": Decimal(500)}
