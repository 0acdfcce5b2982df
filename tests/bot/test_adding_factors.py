"""Added factors: which value holds then, what is refused, and how good a value is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.catalogue import (
    CatalogueError,
    Confidence,
    Factor,
    Grade,
    Overlap,
    OverlapPolicy,
    catalogue,
    with_factors,
)
from bot.emissions import Emission, emission
from bot.emissions.factor_changes import LONG_AGO, Segment, in_force, segments, version_of
from bot.emissions.factor_grades import factor_grade
from bot.emissions.local import Local
from bot.months import Month

KACHET = ("210110", "2101", "21")
CITY = ("210101", "2101", "21")


def grid(
    value: str, valid_from: str, valid_to: str = "", scope: str = "", edition: int = 1
) -> Factor:
    """A value of the grid's key, which a policy lets overlap."""
    return replace(_like("elec_grid", value, valid_from, valid_to), scope=scope, edition=edition)


def diesel(value: str, valid_from: str, valid_to: str = "") -> Factor:
    """A value of a key that has no policy."""
    return _like("diesel_onroad", value, valid_from, valid_to)


def _like(key: str, value: str, valid_from: str, valid_to: str) -> Factor:
    return replace(
        catalogue().factors[key][-1],
        kgco2e_printed=Decimal(value),
        valid_from=date.fromisoformat(valid_from),
        valid_to=date.fromisoformat(valid_to) if valid_to else None,
        source="TGO EF CFO, edition of the test",
    )


def _holding(rows: list[Factor], key: str, *months: str, scopes: tuple[str, ...] = ()) -> list[str]:
    tables = with_factors(catalogue(), rows)
    return [version_of(in_force(tables, key, Month.parse(one), scopes))[0] for one in months]


# --- which value holds ----------------------------------------------------------------------------


def test_a_newer_value_takes_over_from_its_first_day_and_ends_the_one_before() -> None:
    rows = [grid("0.45", "2028-01-01"), grid("0.43", "2029-06-15")]
    held = _holding(rows, "elec_grid", "2027-12", "2028-01", "2029-06", "2029-07")
    assert held == [
        "elec_grid@2026-01-01",
        "elec_grid@2028-01-01",
        "elec_grid@2028-01-01",  # June had begun when the next one came
        "elec_grid@2029-06-15",
    ]
    ends = [row.valid_to for row in with_factors(catalogue(), rows).factors["elec_grid"]]
    assert ends == [date(2026, 3, 31), date(2027, 12, 31), date(2029, 6, 14), None]


def test_a_value_that_ends_gives_nothing_back_to_the_one_before() -> None:
    held = _holding([grid("0.45", "2028-01-01", "2028-12-31")], "elec_grid", "2028-12", "2029-01")
    assert held == ["elec_grid@2028-01-01", ""]


def test_a_second_value_of_a_day_puts_the_first_right() -> None:
    second = grid("0.47", "2026-01-01", edition=2)
    assert second.version == "elec_grid@2026-01-01+2"
    assert _holding([second], "elec_grid", "2026-07") == ["elec_grid@2026-01-01+2"]


def test_a_places_own_value_counts_there_and_below_only() -> None:
    rows = [grid("0.3", "2026-05-01", scope="2101"), grid("0.2", "2026-06-01", scope="210110")]
    july = ["2026-05", "2026-07"]
    assert _holding(rows, "elec_grid", *july, scopes=KACHET) == [
        "elec_grid@2026-05-01/2101",
        "elec_grid@2026-06-01/210110",
    ]
    assert _holding(rows, "elec_grid", *july, scopes=CITY) == ["elec_grid@2026-05-01/2101"] * 2
    assert _holding(rows, "elec_grid", *july) == ["elec_grid@2026-01-01"] * 2


@pytest.mark.parametrize(("overlap", "held"), [("newest", "2026-01-01"), ("oldest", "2022-04-01")])
def test_the_policy_says_which_of_two_counts(overlap: str, held: str) -> None:
    policy = OverlapPolicy("elec_grid", Overlap(overlap), "a year of grace", "TGO")
    tables = with_factors(catalogue(), [], [policy])
    found = in_force(tables, "elec_grid", Month(2026, 2))
    assert found is not None
    assert str(found.valid_from) == held
    after = in_force(tables, "elec_grid", Month(2026, 4))
    assert after is not None
    assert str(after.valid_from) == "2026-01-01"


def test_the_oldest_gives_way_where_it_names_no_last_day() -> None:
    """An open value ends by its successor: kept by the policy it would never end."""
    policy = OverlapPolicy("elec_grid", Overlap.OLDEST, "grace", "TGO")
    tables = with_factors(catalogue(), [grid("0.45", "2028-01-01")], [policy])
    found = in_force(tables, "elec_grid", Month(2028, 1))
    assert version_of(found)[0] == "elec_grid@2028-01-01"


def test_a_value_shipped_later_under_the_same_version_gives_way() -> None:
    """Figures name the added one; a release that catches up must not change what they say."""
    added = grid("0.4512", "2028-01-01")
    shipped = with_factors(catalogue(), [grid("0.4513", "2028-01-01")])
    (held,) = [
        row
        for row in with_factors(shipped, [added]).factors["elec_grid"]
        if row.edition == 1 and row.valid_from == date(2028, 1, 1)
    ]
    assert held.kgco2e_printed == Decimal("0.4512")


def test_a_blend_stays_made_of_its_gases() -> None:
    blend = catalogue().factors["refrigerant_r410a"][0]
    added = replace(blend, components={}, kgco2e_printed=Decimal(1900), valid_from=date(2027, 1, 1))
    tables = with_factors(catalogue(), [added])
    activity = tables.activities["ORG_REFRIG"]
    kind = next(kind.code for kind in activity.kinds if kind.factor == blend.key)
    result = emission(tables, activity, Decimal(2), Month(2027, 1), kind)
    assert isinstance(result, Emission)
    assert result.kg_co2e == 3800
    assert result.others_kg == {"hfc32": 1, "hfc125": 1}


def test_a_figure_is_counted_with_it() -> None:
    tables = with_factors(catalogue(), [grid("0.2", "2026-06-01", scope="210110")])
    activity = tables.activities["ORG_ELEC"]
    own = emission(tables, activity, Decimal(100), Month(2026, 7), local=Local(KACHET))
    other = emission(tables, activity, Decimal(100), Month(2026, 7), local=Local(CITY))
    assert isinstance(own, Emission)
    assert isinstance(other, Emission)
    assert (own.kg_co2e, own.factors) == (Decimal(20), "elec_grid@2026-06-01/210110")
    assert other.kg_co2e == Decimal("47.5")


def test_the_shipped_catalogue_stays_as_it_is() -> None:
    before = dict(catalogue().factors)
    merged = with_factors(catalogue(), [grid("0.45", "2028-01-01")])
    assert dict(catalogue().factors) == before
    assert merged.activities is catalogue().activities  # what reading compiles is kept by it


# --- what is refused ------------------------------------------------------------------------------

REFUSALS = {
    "no day": (replace(grid("1", "2028-01-01"), valid_from=None), "valid_from: write the first"),
    "ends first": (grid("1", "2028-01-01", "2027-01-01"), "valid_to: it ends before it begins"),
    "no source": (replace(grid("1", "2028-01-01"), source=""), "source: write the document"),
    "no value": (replace(grid("1", "2028-01-01"), kgco2e_printed=None), "write a value here"),
    "another unit": (replace(grid("1", "2028-01-01"), unit="MWh"), "elec_grid is per kWh"),
    "unknown set": (replace(grid("1", "2028-01-01"), gwp_set="AR9"), "gwp_set: write AR4"),
    "a set nobody would look under": (
        replace(grid("1", "2028-01-01"), gwp_set="AR6"),
        "gwp_set: write AR5: elec_grid is kept so",
    ),
    "no set": (replace(grid("1", "2028-01-01"), gwp_set=""), "gwp_set: write AR5"),
    "a minus": (grid("-1", "2028-01-01"), "kgco2e_printed: write it without a minus"),
    "only gases": (
        replace(grid("1", "2028-01-01"), kgco2e_printed=None, co2_kg=Decimal(1)),
        "elec_grid is kg CO2e per kWh",
    ),
    "new key without a unit": (
        replace(grid("1", "2028-01-01"), key="elec_island", unit=""),
        "unit: elec_island is a new key",
    ),
    "new key badly written": (
        replace(grid("1", "2028-01-01"), key="Island grid"),
        "key: write a known key",
    ),
    "overlap without a policy": (
        diesel("2.7", "2025-01-01"),
        "diesel_onroad@2022-04-01 holds until 2026-02-03",
    ),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_what_does_not_fit_is_refused_by_name(what: str) -> None:
    row, words = REFUSALS[what]
    with pytest.raises(CatalogueError) as refused:
        with_factors(catalogue(), [row])
    assert words in str(refused.value)
    assert row.version in str(refused.value)


def test_an_overlap_is_taken_with_its_policy() -> None:
    row = diesel("2.7", "2025-01-01")
    policy = OverlapPolicy("diesel_onroad", Overlap.NEWEST, "corrected early", "TGO")
    tables = with_factors(catalogue(), [row], [policy])
    found = in_force(tables, "diesel_onroad", Month(2025, 1))
    assert version_of(found)[0] == "diesel_onroad@2025-01-01"


def test_the_same_row_twice_and_a_policy_for_nothing_are_refused() -> None:
    row = grid("0.45", "2028-01-01")
    with pytest.raises(CatalogueError, match="stands twice"):
        with_factors(catalogue(), [row, row])
    with pytest.raises(CatalogueError, match="there is no factor elec_gird"):
        with_factors(catalogue(), [], [OverlapPolicy("elec_gird", Overlap.NEWEST, "a", "b")])


def test_what_trees_take_up_stays_below_nothing() -> None:
    """Without its minus an uptake would be counted as an emission."""
    uptakes = [
        rows[0]
        for rows in catalogue().factors.values()
        if rows[0].co2_kg is not None and rows[0].co2_kg < 0
    ]
    assert uptakes
    for row in uptakes:
        dated = replace(row, valid_from=date(2027, 1, 1))
        with_factors(catalogue(), [dated])
        with pytest.raises(CatalogueError, match=r"co2_kg: .* takes CO2 up"):
            with_factors(catalogue(), [replace(dated, co2_kg=Decimal(9))])


def test_a_number_of_a_formula_stays_one() -> None:
    row = next(
        rows[0]
        for rows in catalogue().factors.values()
        if rows[0].parameter is not None and rows[0].kgco2e_printed is None
    )
    wrong = replace(row, parameter=None, kgco2e_printed=Decimal(1), valid_from=date(2027, 1, 1))
    with pytest.raises(CatalogueError, match=r"parameter: .* is a number of a formula"):
        with_factors(catalogue(), [wrong])


# --- differences ----------------------------------------------------------------------------------


def test_differences_are_named_month_by_month() -> None:
    before = catalogue()
    rows = [grid("0.47", "2026-01-01", edition=2), grid("0.45", "2028-01-01")]
    after = with_factors(before, rows)
    changed = [one for one in segments(before, after, "elec_grid") if one.is_change]
    assert [(one.first, one.last, _names(one)) for one in changed] == [
        (Month(2026, 1), Month(2027, 12), ("elec_grid@2026-01-01", "elec_grid@2026-01-01+2")),
        (Month(2028, 1), None, ("elec_grid@2026-01-01", "elec_grid@2028-01-01")),
    ]


def test_an_earlier_value_changes_all_months_before() -> None:
    """Months before the first known value use that one: there is an earlier one now."""
    before = catalogue()
    after = with_factors(before, [grid("0.58", "2019-01-01")])
    changed = [one for one in segments(before, after, "elec_grid") if one.is_change]
    assert [(one.first, one.last) for one in changed] == [(LONG_AGO, Month(2022, 3))]


def _names(one: Segment) -> tuple[str, str]:
    return version_of(one.old)[0], version_of(one.new)[0]


# --- quality --------------------------------------------------------------------------------------


def test_grades_go_from_the_place_to_the_world() -> None:
    national = grid("0.45", "2028-01-01")
    default = replace(national, source="IPCC 2006 Guidelines vol.2 table 2.2")
    grades = [
        factor_grade(one)
        for one in (
            replace(national, scope="21"),
            national,
            default,
            replace(national, scope="21", confidence=Confidence.UNVERIFIED),
            replace(default, grade=Grade.MEDIUM),
        )
    ]
    assert grades == [Grade.HIGH, Grade.MEDIUM, Grade.LOW, Grade.LOW, Grade.MEDIUM]


def test_every_shipped_factor_has_a_grade() -> None:
    rows = [row for rows in catalogue().factors.values() for row in rows]
    assert {factor_grade(row) for row in rows} == {Grade.MEDIUM, Grade.LOW}
    assert all(factor_grade(row) is Grade.LOW for row in rows if not row.verified)
