"""Emissions: the right dated factor, exact arithmetic, gases kept, nothing invented."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import Activity, Method, Overlap, catalogue
from bot.emissions import Emission, NotCounted, emission
from bot.emissions.factors import NoFactor, choose
from bot.emissions.landfill import Site, emitted_kg, generated_kg, methane_potential_kg
from bot.emissions.lines import BadRow, calculate_rows, landfill_rows
from bot.months import Month

QUANTITIES = st.decimals(0, 10**9, places=3, allow_nan=False, allow_infinity=False)
MONTHS = st.builds(Month, st.integers(2023, 2027), st.integers(1, 12))
COUNTED = [
    (activity, kind)
    for activity in catalogue().activities.values()
    if activity.method in (Method.QUANTITY, Method.DAYS, Method.YEAR_SHARE)
    for kind in ([kind.code for kind in activity.kinds] or [""])
]


def _kg(activity: Activity | str, quantity: Decimal, month: Month, kind: str = "") -> Decimal:
    tables = catalogue()
    known = tables.activities[activity] if isinstance(activity, str) else activity
    result = emission(tables, known, quantity, month, kind)
    assert isinstance(result, Emission), result
    return result.kg_co2e


@pytest.mark.parametrize(
    ("month", "version"),
    [
        (Month(2025, 12), "elec_grid@2022-04-01"),
        (Month(2026, 1), "elec_grid@2026-01-01"),
        (Month(2022, 4), "elec_grid@2022-04-01"),
    ],
)
def test_month_takes_the_factor_of_its_date(month: Month, version: str) -> None:
    assert choose(catalogue(), "elec_grid", month).factor.version == version


def test_factor_counts_from_the_first_whole_month() -> None:
    """The February 2026 edition begins on the 4th: February still has the older one."""
    february, march = (
        choose(catalogue(), "diesel_onroad", month) for month in (Month(2026, 2), Month(2026, 3))
    )
    assert february.factor.version == "diesel_onroad@2022-04-01"
    assert march.factor.version == "diesel_onroad@2026-02-04"


@pytest.mark.parametrize(
    ("code", "same_as"),
    [("AREA_DIESEL_SALES", "diesel_onroad"), ("ORG_GASOHOL", "gasohol_onroad_tgo2022")],
)
def test_pump_fuel_is_fully_fossil_until_its_blend_has_a_factor(code: str, same_as: str) -> None:
    """The 2022 table has no blends; that of February 2026 does, and counts from March on."""
    tables = catalogue()
    activity = tables.activities[code]
    february, march = (
        emission(tables, activity, Decimal(100), month)
        for month in (Month(2026, 2), Month(2026, 3))
    )
    assert isinstance(february, Emission)
    assert isinstance(march, Emission)
    as_fossil = choose(tables, same_as, Month(2026, 2)).factor.kgco2e_printed
    assert as_fossil is not None
    assert february.kg_co2e == as_fossil * 100
    assert february.biogenic_co2_kg == 0
    assert march.biogenic_co2_kg
    assert march.kg_co2e < february.kg_co2e
    assert not february.before_first
    assert not march.before_first


def test_newest_of_two_factors_in_force_counts_unless_the_policy_says_otherwise() -> None:
    """0.4999 was accepted to the end of March 2026 beside 0.4750."""
    tables = catalogue()
    policy = replace(tables.overlaps["elec_grid"], overlap=Overlap.OLDEST)
    grace = replace(tables, overlaps={"elec_grid": policy})
    for month, by_grace in ((Month(2026, 3), "elec_grid@2022-04-01"), (Month(2026, 4), None)):
        newest = choose(tables, "elec_grid", month).factor.version
        assert newest == "elec_grid@2026-01-01"
        assert choose(grace, "elec_grid", month).factor.version == (by_grace or newest)


def test_factor_of_the_place_goes_before_the_nations() -> None:
    tables = catalogue()
    nation = choose(tables, "elec_grid", Month(2026, 7)).factor
    rayong = replace(nation, scope="21", kgco2e_printed=Decimal("0.3"))
    plant = replace(rayong, scope="210110", valid_from=date(2026, 8, 1))
    both = replace(tables, factors={**tables.factors, "elec_grid": (nation, rayong, plant)})
    scopes = ("210110", "2101", "21")

    def version(month: Month, scopes: tuple[str, ...]) -> str:
        return choose(both, "elec_grid", month, scopes=scopes).factor.version

    assert version(Month(2026, 7), ()) == "elec_grid@2026-01-01"
    assert version(Month(2026, 7), scopes) == "elec_grid@2026-01-01/21"
    assert version(Month(2026, 8), scopes) == "elec_grid@2026-08-01/210110"
    assert version(Month(2026, 8), ("200110", "2001", "20")) == "elec_grid@2026-01-01"


def test_later_edition_of_a_factor_replaces_the_first() -> None:
    tables = catalogue()
    first = choose(tables, "elec_grid", Month(2026, 7)).factor
    second = replace(first, edition=2, kgco2e_printed=Decimal("0.476"))
    corrected = replace(tables, factors={**tables.factors, "elec_grid": (first, second)})
    assert choose(corrected, "elec_grid", Month(2026, 7)).factor.version == "elec_grid@2026-01-01+2"


def test_gases_beside_the_main_three_are_kept_by_mass() -> None:
    result = emission(
        catalogue(),
        catalogue().activities["ORG_REFRIG"],
        Decimal(2),
        Month(2026, 7),
        "refrigerant_r410a",
        gwp_set="AR6",
    )
    assert isinstance(result, Emission)
    assert result.others_kg == {"hfc32": 1, "hfc125": 1}
    assert result.kg_co2e == 771 + 3740


def test_gas_of_the_montreal_protocol_is_in_no_total() -> None:
    result = emission(
        catalogue(),
        catalogue().activities["ORG_REFRIG"],
        Decimal(2),
        Month(2026, 7),
        "refrigerant_r22",
    )
    assert isinstance(result, Emission)
    assert result.kg_co2e == 0
    assert result.outside_kg_co2e == 2 * 1760


def test_month_before_the_first_factor_says_so() -> None:
    result = emission(catalogue(), catalogue().activities["ORG_ELEC"], Decimal(100), Month(2020, 1))
    assert isinstance(result, Emission)
    assert result.before_first
    assert result.kg_co2e == Decimal("49.99")


def test_factor_that_ended_is_not_used() -> None:
    with pytest.raises(NoFactor, match="ended on 2026-02-03"):
        choose(catalogue(), "gasohol_onroad_tgo2022", Month(2026, 7))


def test_unverified_factor_is_told() -> None:
    rice = emission(catalogue(), catalogue().activities["BURN_RICE"], Decimal(3), Month(2026, 7))
    diesel = emission(
        catalogue(), catalogue().activities["ORG_DIESEL_VEH"], Decimal(3), Month(2026, 7)
    )
    assert isinstance(rice, Emission)
    assert isinstance(diesel, Emission)
    assert not rice.verified
    assert diesel.verified


def test_livestock_sums_both_factors_over_a_twelfth() -> None:
    assert _kg("LIV_SWINE", Decimal(120), Month(2026, 7)) == 120 * (28 + 196) / Decimal(12)


def test_septic_tanks_count_the_days_of_the_month() -> None:
    people = Decimal(1000)
    assert _kg("AREA_POP_SEPTIC", people, Month(2026, 2)) == people * 28 * Decimal("0.336")
    assert _kg("AREA_POP_SEPTIC", people, Month(2024, 2)) == people * 29 * Decimal("0.336")


def test_biogenic_carbon_stays_apart() -> None:
    result = emission(
        catalogue(), catalogue().activities["AREA_FUELWOOD"], Decimal(1000), Month(2026, 7)
    )
    assert isinstance(result, Emission)
    assert result.biogenic_co2_kg == Decimal("1790.88")
    assert result.kg_co2e < 200


def test_what_forests_take_up_stands_apart() -> None:
    """Mangrove: 1,200 rai × 2,750 kg / 12 = 275,000 kg CO2, positive and in no total."""
    forest = catalogue().activities["FOREST_AREA"]
    july = emission(catalogue(), forest, Decimal(1200), Month(2026, 7), "removal_mangrove")
    assert isinstance(july, Emission)
    assert july.removed_co2_kg == 275_000
    assert july.kg_co2e == july.co2_kg == 0
    assert not july.verified


def test_plants_own_report_goes_by_gas_and_by_the_asked_gwps() -> None:
    """2.5 t of methane: × 28 under AR5, × 27.9 under AR6. CO2e as one number stays as reported."""
    reported = catalogue().activities["IPPU_REPORTED"]
    july, tonnes = Month(2026, 7), Decimal("2.5")
    for gwp_set, kg in (("", 70_000), ("AR4", 62_500), ("AR6", 69_750)):
        result = emission(catalogue(), reported, tonnes, july, "ch4", gwp_set)
        assert isinstance(result, Emission)
        assert result.kg_co2e == kg
        assert result.ch4_kg == 2500
    assert _kg("IPPU_REPORTED", tonnes, july, "co2e") == 2500
    assert emission(catalogue(), reported, tonnes, july, "co2e", "AR6") == NotCounted(
        "no emission factor holds for this month"
    )


def test_kind_must_be_named() -> None:
    refrigerant = catalogue().activities["ORG_REFRIG"]
    unnamed = emission(catalogue(), refrigerant, Decimal(2), Month(2026, 7))
    assert isinstance(unnamed, NotCounted)
    assert _kg(refrigerant, Decimal(2), Month(2026, 7), "refrigerant_r32") == 2 * 677


def test_uncounted_activities_say_why() -> None:
    for activity in catalogue().activities.values():
        if activity.method not in (Method.QUANTITY, Method.DAYS, Method.YEAR_SHARE):
            result = emission(catalogue(), activity, Decimal(5), Month(2026, 7))
            assert isinstance(result, NotCounted)
            assert result.reason


def test_another_gwp_set_is_rebuilt_from_the_gases() -> None:
    diesel = catalogue().activities["ORG_DIESEL_VEH"]
    result = emission(catalogue(), diesel, Decimal(1), Month(2026, 7), gwp_set="AR6")
    assert isinstance(result, Emission)
    gas = Decimal("0.000142038")
    assert result.kg_co2e == Decimal("2.698722") + gas * Decimal("27.9") + gas * 273
    assert isinstance(
        emission(
            catalogue(),
            catalogue().activities["ORG_ELEC"],
            Decimal(1),
            Month(2026, 7),
            gwp_set="AR6",
        ),
        NotCounted,  # the grid's gases are not published
    )


@pytest.mark.parametrize(
    ("activity", "kind"), COUNTED, ids=[f"{a.code}:{kind}".rstrip(":") for a, kind in COUNTED]
)
def test_every_counted_activity_gives_an_emission(activity: Activity, kind: str) -> None:
    result = emission(catalogue(), activity, Decimal(12_000), Month(2026, 7), kind)
    assert isinstance(result, Emission)
    assert result.kg_co2e >= 0
    apart = result.outside_kg_co2e - result.removed_co2_kg
    assert result.kg_co2e + apart == sum(use.kg_co2e for use in result.uses)


@given(st.sampled_from(COUNTED), QUANTITIES, QUANTITIES, MONTHS)
def test_correction_minus_original_is_the_change_of_the_total(
    counted: tuple[Activity, str], first: Decimal, second: Decimal, month: Month
) -> None:
    activity, kind = counted
    if activity.method is Method.YEAR_SHARE:  # twelfths: exact up to the 40th digit
        first, second = first * 12, second * 12
    change = _kg(activity, second, month, kind) - _kg(activity, first, month, kind)
    assert abs(change - _kg(activity, second - first, month, kind)) < Decimal("1e-20")


@given(st.lists(QUANTITIES, min_size=1, max_size=8), MONTHS)
def test_order_of_entry_changes_nothing(quantities: list[Decimal], month: Month) -> None:
    forward = sum((_kg("ORG_ELEC", quantity, month) for quantity in quantities), Decimal(0))
    backward = sum((_kg("ORG_ELEC", q, month) for q in reversed(quantities)), Decimal(0))
    assert forward == backward == _kg("ORG_ELEC", sum(quantities, Decimal(0)), month)


@pytest.mark.parametrize("activity", catalogue().activities.values(), ids=lambda a: a.code)
def test_unit_told_makes_no_difference(activity: Activity) -> None:
    """12 MWh and 12,000 kWh are one quantity: every conversion comes back exactly."""
    units = catalogue().units
    for code, ratio in activity.conversions.items():
        if units[code].dimension == units[activity.unit].dimension:
            told_in_base = Decimal(360) * ratio
            assert told_in_base * units[activity.unit].size == Decimal(360) * units[code].size


# --- landfill ------------------------------------------------------------------------------------

SITE = Site(doc=Decimal("0.1706"), mcf=Decimal("0.6"), k_per_year=Decimal("0.17"))


def test_one_deposit_decays_exponentially() -> None:
    by_year = generated_kg({2000: Decimal(1000)}, SITE, 2010)
    assert by_year[2000] == 0  # decay begins in the year after
    for year in range(2001, 2010):
        ratio = by_year[year + 1] / by_year[year]
        assert abs(ratio - (-SITE.k_per_year).exp()) < Decimal("1e-20")


@given(st.decimals(1, 10**6, places=2))
def test_all_years_together_are_the_methane_potential(tonnes: Decimal) -> None:
    total = sum(generated_kg({2000: tonnes}, SITE, 2500).values(), Decimal(0))
    potential = methane_potential_kg(tonnes, SITE)
    assert abs(total - potential) < potential * Decimal("1e-12")


def test_potential_is_the_commitment_factor() -> None:
    """0.1706 × 0.6 × 0.5 × 0.5 × 16/12 = 0.03412 kg CH4 per kg, the monthly factor's methane."""
    factor = catalogue().factors["landfill_commit_msw_uncategorised"][0]
    assert factor.ch4_kg is not None
    assert abs(methane_potential_kg(Decimal(1), SITE) / 1000 - factor.ch4_kg) < Decimal("1e-9")


@given(st.decimals(1, 10**6, places=2), st.integers(1, 60))
def test_doubled_tonnes_double_every_year(tonnes: Decimal, years: int) -> None:
    once = generated_kg({2000: tonnes}, SITE, 2000 + years)
    twice = generated_kg({2000: tonnes * 2}, SITE, 2000 + years)
    assert all(abs(twice[year] - 2 * once[year]) < Decimal("1e-15") for year in once)


def test_more_recovered_than_generated_is_refused() -> None:
    with pytest.raises(ValueError, match="only 5 kg generated"):
        emitted_kg(Decimal(5), Decimal(6), SITE)


# --- rows of the command line --------------------------------------------------------------------


def test_rows_are_computed_and_bad_ones_say_why() -> None:
    rows = [
        {"activity": "ORG_ELEC", "quantity": "12", "unit": "MWh", "month": "2026-07"},
        {"factor": "diesel_onroad", "quantity": "76.69", "unit": "litre", "month": "2025-01"},
        {"activity": "ORG_ELEC", "quantity": "1,200", "unit": "kWh", "month": "2026-07"},
        {"activity": "ORG_ELEC", "quantity": "12", "unit": "litre", "month": "2026-07"},
        {"activity": "ORG_ELEK", "quantity": "12", "unit": "kWh", "month": "2026-07"},
        {"factor": "elec_grid", "quantity": "12", "unit": "litre", "month": "2026-07"},
        {"activity": "ORG_ELEC", "quantity": "12", "unit": "kWh", "month": "2569-07"},
        {"activity": "WASTE_RECYCLE", "quantity": "12", "unit": "ตัน", "month": "2026-07"},
        {"quantity": "12", "month": "2026-07"},
        {"activity": "ORG_ELEC", "quantity": "NaN", "unit": "kWh", "month": "2026-07"},
    ]
    results = list(calculate_rows(catalogue(), rows))
    assert [row["kgco2e"] for row in results[:2]] == ["5700", "210.176614"]
    assert results[0]["factor_version"] == "elec_grid@2026-01-01"
    assert results[1]["ch4_kg"] == "0.01089289422"
    assert [row["error"] for row in results[:2]] == ["", ""]
    assert all(row["error"] and not row["kgco2e"] for row in results[2:])
    assert "1,200" in results[2]["error"]
    assert "use one of: kWh, MWh, GWh" in results[3]["error"]
    assert "must be in kWh, MWh, GWh" in results[5]["error"]
    assert "Common Era" in results[6]["error"]


def test_landfill_rows() -> None:
    rows = [{"year": "2020", "tonnes": "1000"}, {"year": "2021", "recovered_ch4_kg": "100"}]
    with pytest.raises(BadRow, match="tonnes"):
        list(landfill_rows(rows, SITE))
    rows[1]["tonnes"] = "0"
    first, second = landfill_rows(rows, SITE)
    assert first["ch4_emitted_kg"] == "0"
    generated, emitted = Decimal(second["ch4_generated_kg"]), Decimal(second["ch4_emitted_kg"])
    assert generated - emitted == 100
    with pytest.raises(BadRow, match="stands twice"):
        list(landfill_rows([rows[0], rows[0]], SITE))
