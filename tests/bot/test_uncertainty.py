"""Uncertainty by IPCC approach 1: equations by hand, properties, the table and its strictness."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import FOLDER, CatalogueError, Grade, Grounds, Method, Side, catalogue, load
from bot.emissions import METHODS
from bot.emissions.uncertainty import (
    Estimate,
    NoAssumption,
    Part,
    Uncertainty,
    assumed,
    combined,
    half_range,
    of_product,
    of_sum,
    source_uncertainty,
)

AMOUNT = st.decimals(min_value="0.001", max_value=10**9, places=3)
PERCENT = st.decimals(min_value=0, max_value=1000, places=2)
PARTS = st.lists(st.builds(Part, AMOUNT, PERCENT), min_size=1, max_size=10)
SIGNED = st.lists(st.builds(Part, st.decimals(-(10**6), 10**6, places=3), PERCENT), max_size=10)
HAIR = Decimal("1e-20")
MORE = 1 + HAIR  # roots are rounded at the 34th digit


def _part(amount: str, percent: str) -> Part:
    return Part(Decimal(amount), Decimal(percent))


def _shown(percent: Decimal | None) -> str:
    return "none" if percent is None else f"{percent:.2f}"


# --- the equations --------------------------------------------------------------------------------


def test_a_product_is_the_root_of_the_sum_of_squares() -> None:
    # 3.1: √(3² + 4²) = √25 = 5
    assert of_product([Decimal(3), Decimal(4)]) == 5
    # √(5² + 7²) = √74 = 8.6023…
    assert _shown(of_product([Decimal(5), Decimal(7)])) == "8.60"
    assert of_product([]) == 0


def test_a_sum_weighs_by_amount() -> None:
    # 3.2: √((100 × 10 %)² + (50 × 20 %)²) / 150 = √(10² + 10²) / 150 = 14.1421 / 150 = 9.428 %
    parts = [_part("100", "10"), _part("50", "20")]
    assert _shown(half_range(parts)) == "14.14"
    assert _shown(of_sum(parts)) == "9.43"


def test_what_is_taken_up_makes_the_sum_smaller_and_not_its_error() -> None:
    # √((100 × 10 %)² + (-60 × 20 %)²) / |100 - 60| = √(100 + 144) / 40 = 15.6205 / 40 = 39.05 %
    assert _shown(of_sum([_part("100", "10"), _part("-60", "20")])) == "39.05"
    # a net sink: the percentage is of its size, √(100 + 1600) / |100 - 200| = 41.23 %
    assert _shown(of_sum([_part("100", "10"), _part("-200", "20")])) == "41.23"


def test_a_sum_of_zero_has_a_range_and_no_percentage() -> None:
    even = [_part("100", "10"), _part("-100", "10")]
    assert of_sum(even) is None
    assert _shown(half_range(even)) == "14.14"
    assert of_sum([]) is None


@given(PARTS)
def test_a_sum_is_never_less_certain_than_its_least_certain_part(parts: list[Part]) -> None:
    found = of_sum(parts)
    assert found is not None
    assert found <= max(part.percent for part in parts) * MORE


@given(SIGNED)
def test_the_order_does_not_matter_and_doubling_all_leaves_the_percentage(
    parts: list[Part],
) -> None:
    found = of_sum(parts)
    turned = of_sum(parts[::-1])
    doubled = of_sum(Part(part.amount * 2, part.percent) for part in parts)
    if found is None:
        assert (turned, doubled) == (None, None)
        return
    assert turned is not None
    assert doubled is not None
    for other in (turned, doubled):
        assert abs(other - found) <= HAIR * max(found, Decimal(1))


@given(PARTS, PARTS)
def test_a_whole_is_as_certain_however_it_is_grouped(some: list[Part], others: list[Part]) -> None:
    groups = [
        Part(sum((part.amount for part in group), Decimal(0)), of_sum(group) or Decimal(0))
        for group in (some, others)
    ]
    at_once, in_steps = of_sum([*some, *others]), of_sum(groups)
    assert at_once is not None
    assert in_steps is not None
    assert abs(at_once - in_steps) <= HAIR * max(at_once, Decimal(1))


@given(st.lists(PERCENT, max_size=6))
def test_a_product_is_less_certain_than_any_of_its_factors(percents: list[Decimal]) -> None:
    found = of_product(percents)
    assert found * MORE >= max(percents, default=Decimal(0))
    assert found <= sum(percents) * MORE


# --- sources and totals ---------------------------------------------------------------------------


def _source(activity: str, kg: str, of_quantity: str, of_factor: str, factor: str = "") -> Estimate:
    percents = Decimal(of_quantity), Decimal(of_factor)
    return Estimate(
        activity, "", Decimal(kg), Uncertainty(of_product(percents), *percents, ()), factor
    )


def test_sources_of_their_own_factors_are_equation_3_2() -> None:
    sources = [_source("A", "100", "3", "4"), _source("B", "50", "12", "16")]
    # 5 % of 100 = 5 and 20 % of 50 = 10: √(25 + 100) = 11.1803; / 150 = 7.4536 %
    found = combined(sources)
    assert found.kg_co2e == 150
    assert (_shown(found.half_range_kg), _shown(found.percent)) == ("11.18", "7.45")


def test_one_factor_in_two_sources_is_wrong_once() -> None:
    """Nothing is certain about it twice: its part is that of one source of the same size."""
    apart = [_source("A", "100", "0", "10", "grid"), _source("B", "100", "0", "10", "grid")]
    # 10 % of 100 + 10 % of 100 = 20 of 200: still 10 %; by chance it would be √200 / 200 = 7.07 %
    assert _shown(combined(apart).percent) == "10.00"
    assert _shown(combined([_source("A", "200", "0", "10", "grid")]).percent) == "10.00"
    own = [_source("A", "100", "0", "10"), _source("B", "100", "0", "10")]
    assert _shown(combined(own).percent) == "7.07"
    # with quantities of their own: √(6² + 8² + 20²) / 200 = √500 / 200 = 11.18 %
    mixed = [_source("A", "100", "6", "10", "grid"), _source("B", "100", "8", "10", "grid")]
    assert _shown(combined(mixed).percent) == "11.18"


def test_a_total_of_nothing_has_no_percentage() -> None:
    assert combined([]).percent is None
    assert combined([]).to_json() == {
        "kg_co2e": "0",
        "half_range_kg": "0.000000",
        "percent": None,
        "assumed": [],
    }


def test_a_source_names_the_rows_it_stands_on() -> None:
    street = catalogue().activities["ORG_ELEC_STREET"]
    found = source_uncertainty(catalogue(), street, Grade.HIGH, Grade.MEDIUM)
    # √(2² + 7²) = √53 = 7.28
    assert found.activity_percent == 2
    assert found.factor_percent == 7
    assert _shown(found.percent) == "7.28"
    assert [(row.side, row.key, row.grade) for row in found.rows] == [
        (Side.ACTIVITY, "I scope 2", Grade.HIGH),
        (Side.FACTOR, "I scope 2", Grade.MEDIUM),
    ]


def test_the_gases_of_a_source_are_weighted() -> None:
    cattle = catalogue().activities["LIV_CATTLE"]
    by_gas = {"ch4": Decimal(900), "n2o": Decimal(100)}
    found = source_uncertainty(catalogue(), cattle, Grade.MEDIUM, Grade.LOW, by_gas)
    # √((900 × 50 %)² + (100 × 100 %)²) / 1000 = √(450² + 100²) / 1000 = 46.098 %
    assert _shown(found.factor_percent) == "46.10"
    assert _shown(found.percent) == "50.25"  # √(20² + 46.098²)
    assert [row.key for row in found.rows] == ["V.1", "V.1", "V.1"]


# --- the table ------------------------------------------------------------------------------------

COUNTED = [code for code, one in catalogue().activities.items() if one.method in METHODS]


@pytest.mark.parametrize("code", COUNTED)
def test_every_counted_activity_finds_its_rows(code: str) -> None:
    activity = catalogue().activities[code]
    for grade in Grade:
        assert assumed(catalogue(), Side.ACTIVITY, activity, grade).percent > 0
        for gas in ("", "co2", "ch4", "n2o", "hfc32"):
            assert assumed(catalogue(), Side.FACTOR, activity, grade, gas).percent > 0


def test_every_row_is_found_by_something() -> None:
    """A row nothing leads to would be printed nowhere and mislead who reads the table."""
    rows = set(catalogue().uncertainties.values())
    for activity in catalogue().activities.values():
        if activity.method is Method.INFORMATION:
            continue
        for grade in Grade:
            rows.discard(_found(Side.ACTIVITY, activity.code, grade))
            for gas in ("", "co2", "ch4", "n2o"):
                rows.discard(_found(Side.FACTOR, activity.code, grade, gas))
    by_sector = {line.sector_code for line in catalogue().gpc_lines.values()}
    assert {row.key for row in rows} <= by_sector  # the nets below the nearer rows


def _found(side: Side, code: str, grade: Grade, gas: str = "") -> object:
    try:
        return assumed(catalogue(), side, catalogue().activities[code], grade, gas)
    except NoAssumption:
        return None


def test_every_row_says_where_it_comes_from() -> None:
    for row in catalogue().uncertainties.values():
        assert row.source
        is_own = row.confidence is Grounds.OWN
        assert is_own == (row.source == "assumption of this project")
        assert row.notes or not is_own


def test_what_is_derived_from_several_ranges_is_what_the_equations_give() -> None:
    def row(side: Side, key: str, grade: Grade | None, gas: str = "") -> Decimal:
        return catalogue().uncertainties[side, key, gas, grade].percent

    def product(*percents: str) -> Decimal:
        return round(of_product(map(Decimal, percents)), 2)

    assert row(Side.FACTOR, "III.1", Grade.HIGH) == product("10", "10", "10", "5")
    assert row(Side.FACTOR, "III.1", Grade.MEDIUM) == product("20", "20", "10", "5")
    assert row(Side.FACTOR, "III.1", Grade.LOW) == product("20", "20", "60", "5")
    assert row(Side.FACTOR, "III.4", Grade.LOW) == product("30", "30", "50")
    assert row(Side.FACTOR, "RICE_*", Grade.LOW) == product("48.36", "37.04")
    fertiliser = [
        _part("0.01", "200"),
        Part(Decimal("0.001"), of_product([Decimal(200), Decimal(400)])),
        Part(Decimal("0.00225"), of_product([Decimal("166.67"), Decimal("233.33")])),
    ]
    found = of_sum(fertiliser)
    assert found is not None
    assert row(Side.FACTOR, "FERT_*", None) == round(found, 2)


def test_nothing_is_assumed_without_a_table() -> None:
    bare = load(FOLDER)
    object.__setattr__(bare, "uncertainties", {})
    with pytest.raises(NoAssumption):
        assumed(bare, Side.FACTOR, bare.activities["ORG_ELEC"], Grade.LOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "tables"
    copied.mkdir()
    for pattern in ("*.toml", "*.csv"):
        for path in FOLDER.glob(pattern):
            shutil.copy(path, copied)
    return copied


def _swap(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


REFUSALS = {
    "unknown key": (
        _swap("activity,BURN_*,", "activity,BURNT_*,"),
        "'BURNT_*' is no activity, GPC line or part of one",
    ),
    "gas of a quantity": (_swap("activity,VI,,H", "activity,VI,ch4,H"), "gas is 'ch4'"),
    "unknown gas": (_swap("factor,I,ch4,", "factor,I,chf,"), "gas is 'chf'"),
    "unknown grade": (_swap("activity,VI,,H", "activity,VI,,A"), "grade is 'A'"),
    "twice": (
        lambda text: text + "factor,LIMING,,,50,,,somewhere,derived,\n",
        "factor LIMING stands twice",
    ),
    "a grade missing": (
        lambda text: "".join(
            line for line in text.splitlines(True) if not line.startswith("factor,VI,,M")
        ),
        "factor VI needs one row, or one a grade",
    ),
    "all grades and one": (
        lambda text: text + "factor,LIMING,,L,50,,,somewhere,derived,\n",
        "factor LIMING needs one row, or one a grade",
    ),
    "better is wider": (
        _swap("activity,VI,,H,5,", "activity,VI,,H,15.1,"),
        "activity VI H is wider than grade M",
    ),
    "below zero": (_swap("activity,VI,,H,5,", "activity,VI,,H,-5,"), "must not be below 0"),
    "one end": (_swap("factor,I,n2o,,900,90,900", "factor,I,n2o,,900,90,"), "go together"),
    "the smaller end": (
        lambda text: text + "factor,TREES_*,,,20,20,50,somewhere,derived,\n",
        "percent is not the larger end, 50: say why in the notes",
    ),
    "a sector without a net": (
        lambda text: "".join(
            line for line in text.splitlines(True) if not line.startswith("activity,VI,")
        ),
        "sector VI has no row for its activity",
    ),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_a_table_that_does_not_fit_is_refused(folder: Path, what: str) -> None:
    change, reason = REFUSALS[what]
    path = folder / "uncertainties.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load(folder)
    assert str(refused.value).startswith("uncertainties.csv: ")
    assert reason in str(refused.value)
