"""Facts of places: what a table says, what is refused, and what the catalogue already knows."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.catalogue import catalogue
from bot.plans.fact_rows import columns_of, read_facts
from bot.plans.facts import (
    Fact,
    FactKind,
    area_rai,
    fact_of,
    fits_unit,
    known,
    nearest_year,
    of_catalogue,
)

GOOD = {
    "place": "21",
    "year": "2026",
    "fact": "population_registered",
    "value": "751343",
    "unit": "person",
    "source": "made up",
}


def _read(**changed: str) -> tuple[tuple[Fact, ...], tuple[str, ...], tuple[str, ...]]:
    table = read_facts("facts.csv", [(2, {**GOOD, **changed})], {"21"}, 2026)
    return table.facts, table.troubles, table.said


def test_row_is_a_fact() -> None:
    facts, troubles, said = _read()
    assert facts == (
        Fact("21", 2026, FactKind.POPULATION_REGISTERED, Decimal(751343), "person", "made up"),
    )
    assert (troubles, said) == ((), ())


@pytest.mark.parametrize("year", ["2566", "๒๕๖๖"])
def test_buddhist_year_is_taken_and_said(year: str) -> None:
    facts, _, said = _read(year=year)
    assert facts[0].year == 2023
    assert said == ("2566 is a Buddhist year: taken as 2023 (1 rows)",)


@pytest.mark.parametrize(
    ("told", "value"), [("751,343", "751343"), ("๗๕๑๓๔๓", "751343"), ("751343.0", "751343.0")]
)
def test_number_as_a_table_writes_it(told: str, value: str) -> None:
    assert _read(value=told)[0][0].value == Decimal(value)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"place": "99"}, "place is '99'; write the code of a loaded place, such as 21"),
        ({"year": "26"}, "year is '26'; write a year such as 2023 or 2566"),
        ({"year": "1850"}, "year is '1850'; write a year such as 2023 or 2566"),
        ({"fact": "people"}, "fact is 'people'; write one of population_registered, "),
        ({"value": "7,51343"}, "value is '7,51343'; write a number such as 751343 or 1234.5"),
        ({"value": "about 7"}, "value is 'about 7'; write a number such as 751343 or 1234.5"),
        ({"value": "0"}, "value is 0; write more than 0 and less than 1000000000000"),
        ({"value": "1.5"}, "value is 1.5; people are counted in whole numbers"),
        ({"value": "1.1234567"}, "value is '1.1234567'; write a number such as 751343 or 1234.5"),
        ({"unit": "thousand"}, "unit is 'thousand'; population_registered is told in person"),
        ({"year": "2027"}, "year is 2027, which is still to come; write fact population_projected"),
        ({"source": ""}, "source is empty; write where the figure is published"),
        ({"verified": "maybe"}, "verified is 'maybe'; write yes, or no"),
    ],
)
def test_bad_row_is_named_with_what_to_write(changed: dict[str, str], reason: str) -> None:
    facts, troubles, _ = _read(**changed)
    assert not facts
    assert len(troubles) == 1
    assert troubles[0].startswith(f"facts.csv: row 2: {reason}")


def test_projection_is_for_years_to_come_and_constant_prices_name_their_year() -> None:
    assert not _read(year="2035", fact="population_projected")[1]
    assert not _read(fact="gpp_real", unit="million_baht_2002", value="1000.5")[1]
    assert "unit is 'million_baht'" in _read(fact="gpp_real", unit="million_baht")[1][0]
    assert fits_unit(FactKind.GPP_PROJECTED, "million_baht")
    assert fits_unit(FactKind.GPP_PROJECTED, "million_baht_2002")
    assert not fits_unit(FactKind.GPP_CURRENT, "million_baht_2002")


def test_same_fact_twice_is_refused() -> None:
    table = read_facts("f.csv", [(2, GOOD), (3, {**GOOD, "value": "1"})], {"21"}, 2026)
    assert table.troubles == (
        "f.csv: row 3: 21 2026 population_registered stands in the file already",
    )


def test_columns_have_thai_names_too() -> None:
    heading = ["รหัส", "ปี", "รายการ", "ค่า", "หน่วย", "ที่มา"]
    assert columns_of(heading) == dict(zip(GOOD, range(6), strict=True))
    assert columns_of(["place", "year"]) is None


def test_area_in_rai_is_exact() -> None:
    fact = Fact("21", 2026, FactKind.AREA, Decimal("3552.5"), "km2", "made up")
    assert area_rai(fact) == Decimal("2220312.5")
    assert area_rai(replace(fact, unit="rai")) == Decimal("3552.5")


def test_catalogue_knows_a_population_and_says_whose_count_it_is() -> None:
    (fact,) = of_catalogue(catalogue().places["21"])
    assert (fact.year, fact.kind, fact.value) == (
        2021,
        FactKind.POPULATION_REGISTERED,
        Decimal(751343),
    )
    assert fact.source == "DOPA registration, 31 Dec 2021 (table of places)"
    assert of_catalogue(None) == ()


def test_loaded_goes_before_the_catalogue_and_what_was_taken_back_is_gone() -> None:
    (there,) = of_catalogue(catalogue().places["21"])
    loaded = replace(there, value=Decimal(7), version=1)
    assert known([there], [loaded]) == (loaded,)
    assert known([there], [replace(loaded, value=None)]) == ()
    assert fact_of([there], there.kind, 2022) is None
    assert nearest_year([there], there.kind, 2026) == 2021
