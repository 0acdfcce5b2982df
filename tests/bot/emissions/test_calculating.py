"""The `calculate` rows of factors: every key, every unit that leads to it, fuels by their heat."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import Factor, catalogue
from bot.emissions.calorific import VALUES
from bot.emissions.factors import has_gas_split, has_only_biogenic_co2
from bot.emissions.gases import MAIN_GASES
from bot.emissions.lines import calculate_rows
from bot.emissions.measures import Misfit, converted
from bot.months import Month

UNITS = catalogue().units
TABLE = """
factor                      | quantity | unit   | month   | set | ncv              | kgco2e
diesel_onroad               | 2        | m3     | 2025-01 |     |                  | 5481.2
diesel_onroad               | 0.002    | ML     | 2026-07 |     |                  | 5480.678268
diesel_onroad               | 2        | mL     | 2026-07 |     |                  | 0.0054806783
diesel_onroad               | 10       | ลิตร   | 2026-07 | AR6 |                  | 27.414612342
lpg_kg                      | 0.015    | ตัน    | 2025-01 |     |                  | 46.701
elec_grid                   | 3.6      | GJ     | 2026-07 |     |                  | 475
natural_gas_mj              | 1        | kWh    | 2026-07 |     |                  | 0.2021562
natural_gas_mj              | 2        | TJ     | 2026-07 | AR4 |                  | 112309.6
natural_gas_mj              | 1        | MMBTU  | 2026-07 |     |                  | 59.246133876
natural_gas_mj              | 1000     | scf    | 2026-07 |     |                  | 57.27759
natural_gas_scf             | 1        | MMscf  | 2026-07 |     |                  | 57300
natural_gas_scf             | 100      | m3     | 2026-07 |     |                  | 202.35304031
ippu_lime                   | 500      | kg     | 2026-07 |     |                  | 380.3325
fert_n                      | 2        | t N    | 2026-07 |     |                  | 11035.357142858
rice_raiday_continuous_2019 | 3        | ha-day | 2026-07 |     |                  | 102.48
refrigerant_r410a           | 250      | gram   | 2026-07 | AR6 |                  | 563.875
ipcc_tj_gas_diesel_oil      | 1        | TJ     | 2026-07 |     |                  | 74343
ipcc_tj_gas_diesel_oil      | 1000     | litre  | 2026-07 | AR4 |                  | 2707.965396
ipcc_tj_diesel_onroad       | 1        | m3     | 2026-07 | AR5 |                  | 2740.339134
ipcc_tj_lpg                 | 10       | litre  | 2026-07 |     |                  | 16.8117279
ipcc_tj_lpg                 | 5.4      | kg     | 2026-07 |     |                  | 16.8117279
ipcc_tj_residual_fuel_oil   | 1000     | litre  | 2026-07 |     | ncv_fuel_oil_c   | 3245.49758718
ipcc_tj_lignite             | 1        | t      | 2026-07 |     | ncv_lignite_2026 | 1206.96345
ipcc_tj_other_solid_biomass | 1        | t      | 2026-07 |     | 16000            | 30.4
"""
REFUSED = """
factor                      | unit    | month   | set | ncv        | error
diesel_onroad               | Ml      | 2026-07 |     |            | can mean several
diesel_onroad               | kg      | 2026-07 |     |            | must be in litre, mL, kL
fert_n                      | kg      | 2026-07 |     |            | must be in kg N, gram N
enteric_swine               | head    | 2026-07 |     |            | must be in head-year
wastewater_cod_aerobic_good | kg BOD  | 2026-07 |     |            | must be in kg COD
elec_grid                   | litre   | 2026-07 |     | 36.42      | ncv is for a fuel
diesel_onroad               | litre   | 2026-07 |     | 36.42      | ncv is for a fuel
elec_grid                   | kWh     | 2026-07 | AR6 |            | not published by gas
ncv_diesel                  |         | 2026-07 |     |            | a parameter
ipcc_tj_residual_fuel_oil   | litre   | 2026-07 |     |            | ncv_fuel_oil_a, ncv_fu
ipcc_tj_lignite             | kg      | 2026-07 |     |            | which calorific value
ipcc_tj_lignite             | kg      | 2026-07 |     | ncv_diesel | which calorific value
ipcc_tj_lignite             | kg      | 2026-07 |     | -3         | such as 36.42
ipcc_tj_gas_diesel_oil      | kg      | 2026-07 |     |            | how many MJ one kg
ipcc_tj_gas_diesel_oil      | bottles | 2026-07 |     |            | how many MJ one bottles
"""


def _rows(table: str) -> list[dict[str, str]]:
    lines = ("|".join(cell.strip() for cell in line.split("|")) for line in table.split("\n"))
    reader = csv.DictReader(StringIO("\n".join(filter(None, lines))), delimiter="|")
    return [{**row, "gwp_set": row.pop("set")} for row in reader]


@pytest.mark.parametrize("row", _rows(TABLE), ids=lambda row: f"{row['factor']} {row['unit']}")
def test_unit_is_converted_exactly(row: dict[str, str]) -> None:
    """The last column is quantity × conversion × factor, worked out apart."""
    asked = {name: value for name, value in row.items() if name != "kgco2e"}
    (result,) = calculate_rows(catalogue(), [asked])
    assert result["error"] == ""
    assert abs(Decimal(result["kgco2e"]) - Decimal(row["kgco2e"])) < Decimal("1e-8")


@pytest.mark.parametrize("row", _rows(REFUSED), ids=lambda row: f"{row['factor']} {row['unit']}")
def test_refusal_says_what_to_write(row: dict[str, str]) -> None:
    expected = row.pop("error")
    (result,) = calculate_rows(catalogue(), [{**row, "quantity": "2"}])
    assert expected in result["error"]
    assert result["kgco2e"] == ""
    assert result["factor"] == row["factor"]


def test_activity_tells_capital_letters_apart_too() -> None:
    """2 ML of water are two million litres, not two thousandths of one."""
    row = {"activity": "ORG_WATER", "quantity": "2", "month": "2026-07"}
    large, small, unclear = calculate_rows(
        catalogue(), [{**row, "unit": unit} for unit in ("ML", "mL", "Ml")]
    )
    assert Decimal(large["kgco2e"]) == 10**9 * Decimal(small["kgco2e"]) == 2000 * Decimal("0.541")
    assert "not counted in 'Ml'" in unclear["error"]


ROWS = [row for rows in catalogue().factors.values() for row in rows]


def _month_of(row: Factor) -> Month:
    if row.valid_from is None:
        return Month(2026, 7)
    month = Month(row.valid_from.year, row.valid_from.month)
    return month if row.valid_from.day == 1 else month + 1


def _asked(row: Factor, gwp_set: str) -> dict[str, str]:
    month = str(_month_of(row))
    (result,) = calculate_rows(
        catalogue(), [{"factor": row.key, "quantity": "2", "month": month, "gwp_set": gwp_set}]
    )
    return result


@pytest.mark.parametrize("gwp_set", ["", "AR4", "AR5", "AR6"])
def test_every_factor_is_computed_or_says_why_not(gwp_set: str) -> None:
    """Emission factors under every set their gases are known for; parameters never."""
    computed = 0
    for row in ROWS:
        result = _asked(row, gwp_set)
        split = has_gas_split(row) or has_only_biogenic_co2(row)
        known = row.kgco2e_printed is not None and gwp_set in ("", row.gwp_set)
        if row.parameter is not None:
            assert result["error"].endswith("a parameter, no emission factor")
        elif result["error"]:
            no_gwp = result["error"].startswith("no GWP of hfc14") or "hfc134 in" in result["error"]
            assert no_gwp or not (split or known), (row.version, result["error"])
        else:
            computed += 1
            assert split or known
            assert row.version in result["factor_version"] or row.gwp_set not in ("", gwp_set)
    assert computed > 330


@pytest.mark.parametrize("gwp_set", ["AR4", "AR6"])
def test_set_the_source_did_not_use_is_worked_out_from_the_gases(gwp_set: str) -> None:
    """Gas by gas from the row that comes out, with that set's GWPs of the table."""
    gwps = {
        gas: next(
            row.kgco2e_printed
            for row in catalogue().factors[f"gwp_{gas}"]
            if row.gwp_set == gwp_set and row.kgco2e_printed is not None
        )
        for gas in MAIN_GASES
    }
    checked = 0
    for row in ROWS:
        if row.components or row.gwp_set == gwp_set or not has_gas_split(row):
            continue
        if row.category in ("removals", "GWP"):
            continue
        result = _asked(row, gwp_set)
        by_gas = sum(Decimal(result[f"{gas}_kg"]) * gwps[gas] for gas in MAIN_GASES)
        assert Decimal(result["kgco2e"]) == by_gas, row.version
        checked += 1
    assert checked > 200


def test_calorific_values_are_of_the_table() -> None:
    factors = catalogue().factors
    assert all(key in factors for key in VALUES)
    per_energy = {key for key, rows in factors.items() if rows[0].unit in ("TJ", "MJ")}
    assert per_energy == set(VALUES)
    for names in VALUES.values():
        assert all(factors[name][0].unit.startswith("MJ/") for name in names)


@given(st.decimals(0, 10**9, places=3))
def test_there_and_back_is_the_same(quantity: Decimal) -> None:
    for told, needed in (("GWh", "TJ"), ("ha-day", "rai-day"), ("m3", "scf"), ("MMBTU", "kWh")):
        there = converted(UNITS, quantity, told, needed)
        assert abs(converted(UNITS, there, needed, told) - quantity) < Decimal("1e-20")


@pytest.mark.parametrize(("told", "needed"), [("kWh-day", "MJ-year"), ("", "kg"), ("kg", "fathom")])
def test_units_that_do_not_meet_are_refused(told: str, needed: str) -> None:
    with pytest.raises(Misfit, match="must be in"):
        converted(UNITS, Decimal(1), told, needed)
