"""Base year, baseline, targets and measures: computed by hand, then by what must always hold."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emissions.quantities import Tonnes
from bot.plans.base_year import compared
from bot.plans.baseline import baseline, slope_of
from bot.plans.blocks import WrongDocument
from bot.plans.drivers import driver, moved, pin, pinned_body, pinned_of
from bot.plans.facts import Fact, FactKind
from bot.plans.measures import potential
from bot.plans.reading import plan_of
from bot.plans.shapes import Plan, Trigger
from bot.plans.targets import below, path, reduction
from bot.plans.wedges import scenario
from tests.bot.plans import sample

MADE_UP = {"source": "made up", "verified": True}


def _t(number: str | int) -> Tonnes:
    return Tonnes(Decimal(number))


def _people(year: int, value: int, kind: FactKind = FactKind.POPULATION_PROJECTED) -> Fact:
    unit = "person" if "population" in kind else "million_baht"
    return Fact("21", year, kind, Decimal(value), unit, "made up", True, 1)


def _bau(**changed: Any) -> dict[str, Any]:
    kept = {key: one for key, one in sample.body()["bau"][0].items() if key != "growth"}
    return {**kept, **changed}


# --- base year ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "percent", "significant"),
    [
        ("1000", "0", False),
        ("1049.999999", "4.9999999", False),
        ("1050", "5", True),
        ("950", "-5", True),
        ("950.000001", "-4.9999999", False),
        ("2000", "100", True),
    ],
)
def test_change_of_the_base_year_weighs_from_the_threshold_on(
    new: str, percent: str, significant: bool
) -> None:
    change = compared(sample.small().base_year, _t(new), Trigger.METHOD)
    assert change.percent == Decimal(percent)
    assert change.is_significant is significant
    assert change.is_due is significant


def test_only_what_the_policy_names_makes_it_due() -> None:
    base = sample.body()["base_year"]
    plan = sample.small(base_year={**base, "triggers": ["structure"]})
    assert compared(plan.base_year, _t(2000), Trigger.STRUCTURE).is_due
    assert not compared(plan.base_year, _t(2000), Trigger.METHOD).is_due
    assert compared(plan.base_year, _t(2000)).is_significant
    assert not compared(plan.base_year, _t(2000)).is_due


def test_from_zero_everything_is_significant_and_no_percentage_is_made_up() -> None:
    base = {**sample.body()["base_year"], "total_tco2e": "0"}
    plan = sample.small(base_year=base, bau=[{**sample.body()["bau"][0], "begins_tco2e": "0"}])
    assert compared(plan.base_year, _t(1)).is_significant
    assert compared(plan.base_year, _t(1)).percent is None
    assert not compared(plan.base_year, _t(0)).is_significant


# --- business as usual ----------------------------------------------------------------------------


def test_growth_of_a_tenth_a_year() -> None:
    """1000 × 1.1, × 1.1² = 1210, × 1.1³ = 1331, × 1.1⁴ = 1464.1."""
    assert baseline(sample.small().bau) == {
        2020: _t(1000),
        2021: _t(1100),
        2022: _t(1210),
        2023: _t(1331),
        2024: _t("1464.1"),
    }


def test_rates_hold_until_the_next_one() -> None:
    rates = [{"since": 2021, "percent": 10, **MADE_UP}, {"since": 2023, "percent": -50, **MADE_UP}]
    plan = sample.small(bau=[_bau(growth=rates)])
    assert list(baseline(plan.bau).values())[2:] == [_t(1210), _t(605), _t("302.5")]


def test_projected_people_with_a_straight_line_between_known_years() -> None:
    """500 people in 2020, 600 in 2024: 525 in 2021, so 1050 t."""
    plan = sample.small(bau=[_bau(fact="population_projected")])
    pinned, missing = pin(plan, [_people(2020, 500), _people(2024, 600)], {})
    assert not missing
    levels = baseline(plan.bau, pinned["bau:1"])
    assert levels == {2020 + n: _t(1000 + 50 * n) for n in range(5)}


def test_elasticity_is_a_power() -> None:
    """GPP fourfold at elasticity one half: twice the emissions."""
    plan = sample.small(bau=[_bau(method="GPP", fact="gpp_projected", elasticity="0.5")])
    gpp = [_people(2020, 100, FactKind.GPP_PROJECTED), _people(2024, 400, FactKind.GPP_PROJECTED)]
    pinned, _ = pin(plan, gpp, {})
    assert baseline(plan.bau, pinned["bau:1"])[2024] == _t(2000)


def test_linear_trend_takes_the_slope_of_the_least_squares_line() -> None:
    """Points (0, 100), (1, 120), (2, 110): x̄ 1, ȳ 110, Σxy 10, Σx² 2, so 5 t a year."""
    history = {"2018": 100, "2019": 120, "2020": 110}
    plan = sample.small(bau=[_bau(method="linear trend", history_tco2e=history)])
    assert baseline(plan.bau) == {2020 + n: _t(1000 + 5 * n) for n in range(5)}


def test_exponential_trend_goes_on_at_its_rate() -> None:
    """Doubling every year goes on doubling."""
    history = {"2018": 10, "2019": 20, "2020": 40}
    plan = sample.small(bau=[_bau(method="exponential trend", history_tco2e=history)])
    assert baseline(plan.bau) == {2020 + n: _t(1000 * 2**n) for n in range(5)}


def test_baseline_that_runs_away_is_refused() -> None:
    history = {"2018": "0.000001", "2019": 1, "2020": 1_000_000}
    plan = sample.small(bau=[_bau(method="exponential trend", history_tco2e=history)])
    with pytest.raises(WrongDocument, match="bau '1' passes 1000000000000 tCO2e in 2022"):
        baseline(plan.bau)


@given(
    first=st.integers(1990, 2100),
    slope=st.integers(-1000, 1000),
    at=st.integers(-(10**6), 10**6),
    years=st.integers(2, 30),
)
def test_slope_of_points_on_a_line_is_the_lines(
    first: int, slope: int, at: int, years: int
) -> None:
    points = {first + n: Decimal(at + slope * n) for n in range(years)}
    assert slope_of(points) == slope


def test_missing_facts_are_named_and_never_carried_on() -> None:
    plan = sample.small(bau=[_bau(fact="population_projected")])
    _, missing = pin(plan, [_people(2020, 500), _people(2023, 600)], {})
    assert missing == [
        "bau:1 needs population_projected from 2020 to 2024; loaded are 2020 to 2023: load facts "
        "of the other years, or let the plan end earlier"
    ]
    _, missing = pin(plan, [_people(2020, 5, FactKind.POPULATION_REGISTERED)], {})
    assert "none of them is loaded" in missing[0]


def test_amounts_at_prices_of_different_years_are_not_mixed() -> None:
    plan = sample.small(bau=[_bau(method="GPP", fact="gpp_projected")])
    old = _people(2020, 100, FactKind.GPP_PROJECTED)
    new = Fact("21", 2024, old.kind, Decimal(9), "million_baht_2002", "made up")
    _, missing = pin(plan, [old, new], {})
    assert "in one unit; loaded are million_baht, million_baht_2002" in missing[0]


def test_stored_baseline_keeps_the_facts_it_was_made_with() -> None:
    plan = sample.small(bau=[_bau(fact="population_projected")])
    first = [_people(2020, 500), _people(2024, 600)]
    revised = [_people(2020, 500), _people(2024, 900)]
    pinned, _ = pin(plan, first, {})
    again, _ = pin(plan, revised, pinned)
    assert again == pinned
    assert pinned_of(pinned_body(pinned)) == pinned
    assert driver(again["bau:1"], 2024) == 600
    assert moved(plan, pinned, first) == []
    assert moved(plan, pinned, revised) == ["bau:1"]


# --- targets --------------------------------------------------------------------------------------


def _level(target: dict[str, Any], year: int, **more: Any) -> Decimal | None:
    plan = sample.small(targets=[{**sample.body()["targets"][0], **target}], **more)
    bau = baseline(plan.bau)
    return path(plan.targets[0], plan.base_year, bau).level(year)


def test_thailands_targets_come_out() -> None:
    """555 Mt: 20 % below is 444, 40 % of it is 222 (worked examples WE197 and WE198)."""
    assert below(_t(555), Decimal(20)) == 444
    assert reduction(_t(555), Decimal(40)) == 222


def test_below_the_base_year_in_a_straight_line() -> None:
    """1000 in 2020, 800 in 2024: 50 t less a year, nothing promised before or after."""
    assert [_level({}, year) for year in range(2019, 2026)] == [
        None,
        *map(Decimal, (1000, 950, 900, 850, 800)),
        None,
    ]


def test_below_business_as_usual_of_the_milestones_own_year() -> None:
    """20 % below 1464.1 is 1171.28; half way there 1085.64."""
    target = {"kind": "below BAU"}
    assert _level(target, 2024) == Decimal("1171.28")
    assert _level(target, 2022) == Decimal("1085.64")


def test_level_and_several_milestones() -> None:
    target = {"kind": "level", "tco2e": {"2022": "900", "2024": "0"}}
    kept = {key: one for key, one in sample.body()["targets"][0].items() if key != "percent"}
    plan = sample.small(targets=[{**kept, **target}])
    found = path(plan.targets[0], plan.base_year, baseline(plan.bau))
    assert [found.level(year) for year in (2021, 2022, 2023, 2024)] == [950, 900, 450, 0]
    assert found.gap(2023, _t(500)) == 50
    assert found.gap(2023, _t(400)) == -50
    assert found.gap(2025, _t(400)) is None


def test_intensity_allows_what_the_product_has_grown_by() -> None:
    """GPP from 100 to 150, half the emissions for each baht: 1000 × 1.5 × 0.5 = 750."""
    target = {
        **sample.body()["targets"][0],
        "kind": "below base year intensity",
        "percent": {"2024": 50},
        "fact": "gpp_projected",
    }
    plan = sample.small(targets=[target])
    gpp = [_people(2020, 100, FactKind.GPP_PROJECTED), _people(2024, 150, FactKind.GPP_PROJECTED)]
    pinned, missing = pin(plan, gpp, {})
    assert not missing
    found = path(plan.targets[0], plan.base_year, baseline(plan.bau), pinned["target:T1"])
    assert found.level(2024) == 750


@given(
    st.dictionaries(st.integers(2021, 2050), st.decimals(0, 100, places=3), min_size=1, max_size=6)
)
def test_path_goes_one_way_between_two_milestones(percent: dict[int, Decimal]) -> None:
    target = {**sample.body()["targets"][0], "percent": {str(y): p for y, p in percent.items()}}
    bau = {**sample.body()["bau"][0], "until": 2050}
    plan = sample.small(targets=[target], bau=[bau])
    found = path(plan.targets[0], plan.base_year, baseline(plan.bau))
    stops = [2020, *sorted(percent)]
    for first, last in pairwise(stops):
        levels = [found.level(year) for year in range(first, last + 1)]
        known = [level for level in levels if level is not None]
        assert len(known) == len(levels)
        assert known in (sorted(known), sorted(known, reverse=True))
        assert known[-1] == below(plan.base_year.total, percent[last])


# --- measures -------------------------------------------------------------------------------------


def _saved(**changed: Any) -> list[Decimal]:
    plan = plan_of(sample.body(measures=[sample.measure(**changed)]))
    return [potential(plan.measures[0], year) for year in range(2020, 2026)]


def test_measure_saves_from_its_start_to_its_end() -> None:
    assert _saved() == [0, 10, 20, 30, 40, 0]


def test_step_holds_the_told_year_before() -> None:
    assert _saved(interpolation="step") == [0, 10, 10, 10, 40, 0]


def test_last_told_year_is_held_to_the_end() -> None:
    assert _saved(potential_tco2e={"2021": 10, "2022": 15}) == [0, 10, 15, 15, 15, 0]


def test_stopped_measure_saves_nothing_after_its_last_report() -> None:
    report = {"year": 2022, "achieved_tco2e": 5, **MADE_UP}
    assert _saved(status="stopped", progress=[report]) == [0, 10, 20, 0, 0, 0]
    assert _saved(status="stopped") == [0] * 6


# --- together -------------------------------------------------------------------------------------


def test_row_by_hand() -> None:
    """2022: 1210 of business as usual, 20 saved, 1190 left; the target says 900, so 290 more."""
    row = scenario(sample.small(), {}, {2022: _t(1000)}).row(2022)
    assert [row.bau, row.saved, row.remaining] == list(map(Decimal, (1210, 20, 1190)))
    assert row.short_of("T1") == 290
    assert row.above("T1") == 100


amounts = st.decimals(0, 5000, places=6)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    measures = []
    for number in range(draw(st.integers(0, 5))):
        start = draw(st.integers(2021, 2030))
        end = draw(st.integers(start, 2035))
        years = {start, *draw(st.sets(st.integers(start, end), max_size=4))}
        measures.append(
            sample.measure(
                f"M{number}",
                start=start,
                end=end,
                potential_tco2e={str(year): draw(amounts) for year in years},
                interpolation=draw(st.sampled_from(["linear", "step"])),
            )
        )
    total, rate = draw(amounts), draw(st.decimals(-20, 20, places=4))
    growth = [{"since": 2021, "percent": rate, **MADE_UP}]
    base = {**sample.body()["base_year"], "total_tco2e": total}
    bau = _bau(begins_tco2e=total, until=2035, growth=growth)
    return sample.small(base_year=base, bau=[bau], measures=measures)


@given(plans())
def test_wedges_and_what_remains_are_business_as_usual_to_the_gram(plan: Plan) -> None:
    worked = scenario(plan, {}, {})
    assert [row.year for row in worked.rows] == list(range(2020, 2036))
    for row in worked.rows:
        assert sum(row.wedges.values(), row.remaining) == row.bau
        assert all(saved >= 0 for saved in row.wedges.values())
        above = [one for one in worked.findings if one.values.get("year") == row.year]
        assert bool(above) is (row.remaining < 0)
