"""Every worked example: a real office's lines and totals, TGO's printed factors rebuilt, targets.

The table and its sources stand in `data/worked_examples.csv`. A row is computed by our code from
its inputs and must agree within its tolerance; the real mistakes (`anomaly`) must be caught.
"""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue import PlaceKind, catalogue
from bot.emissions import Emission, emission, emission_of_factor
from bot.emissions.combustion import blend_per_litre, fuel_burnt
from bot.emissions.factors import choose
from bot.emissions.gas_masses import GasMasses
from bot.emissions.landfill import Site, methane_potential_kg
from bot.emissions.quantities import Tonnes
from bot.emissions.refrigerants import co2e_kg, gases_of_blend_kg
from bot.months import Month
from bot.plans.targets import below, reduction
from bot.reading import History
from bot.reading.slips import slip_doubts

TABLE = Path(__file__).parent / "data" / "worked_examples.csv"
YEAR = 2025
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True)
class Example:
    id: str
    kind: str
    activity: str
    quantity: Decimal | None
    unit: str
    ef: Decimal | None
    inputs: dict[str, Any]
    expected: Decimal
    tolerance: Decimal

    def near(self, result: Decimal) -> bool:
        return abs(result - self.expected) <= self.tolerance


def _read() -> list[Example]:
    with TABLE.open(encoding="utf-8", newline="") as source:
        return [
            Example(
                id=row["id"],
                kind=row["kind"],
                activity=row["activity"],
                quantity=Decimal(row["quantity"]) if row["quantity"] else None,
                unit=row["quantity_unit"],
                ef=Decimal(row["ef"]) if row["ef"] else None,
                inputs=json.loads(row["inputs_json"] or "{}", parse_float=Decimal),
                expected=Decimal(row["expected"]),
                tolerance=Decimal(row["tolerance"]),
            )
            for row in csv.DictReader(source)
        ]


EXAMPLES = _read()
LINES = [example for example in EXAMPLES if example.kind == "activity_line"]
CO2E_KEYS = {  # the office's lines by what they are in our tables
    "diesel, own vehicles": "ORG_DIESEL_VEH",
    "grid electricity": "ORG_ELEC",
    "office paper": "ORG_PAPER",
    "tap water (PWA)": "ORG_WATER",
    "waste to landfill": "ORG_WASTE",
}


def _month(example: Example) -> Month:
    return Month(YEAR, MONTHS.index(example.activity.rpartition(", ")[2]) + 1)


def _line_kg(example: Example) -> Decimal:
    """kg CO2e of one line by our own activities and factors; methane lines by its GWP."""
    assert example.quantity is not None
    tables, name = catalogue(), example.activity.rpartition(", ")[0]
    if name in CO2E_KEYS:
        activity = tables.activities[CO2E_KEYS[name]]
        result = emission(tables, activity, example.quantity, _month(example))
        assert isinstance(result, Emission)
        return result.kg_co2e
    key = example.inputs["ef_key"]
    return emission_of_factor(tables, key, example.quantity, _month(example)).kg_co2e


@pytest.mark.parametrize("example", LINES, ids=lambda example: example.id)
def test_line(example: Example) -> None:
    assert example.near(_line_kg(example))


def _total(example: Example) -> Decimal:
    """The sum the row asks for: by name, scope, month, or months so far; in kg, or t where said."""
    inputs, lines = example.inputs, LINES
    if "whole year (sum of 12 months)" in example.activity:
        name = example.activity.replace(", whole year (sum of 12 months)", "")
        lines = [line for line in lines if line.activity.startswith(f"{name}, ")]
    elif "through_month" in inputs:
        lines = [line for line in lines if _month(line).month <= inputs["through_month"]]
    elif "month" in inputs:
        lines = [line for line in lines if _month(line).month == inputs["month"]]
    elif "scope" in inputs:
        lines = [line for line in lines if line.inputs["scope"] == inputs["scope"]]
    assert lines
    total = sum(map(_line_kg, lines), Decimal(0))
    return total / 1000 if example.expected < 1000 else total


@pytest.mark.parametrize(
    "example", [e for e in EXAMPLES if e.kind == "total_check"], ids=lambda example: example.id
)
def test_total(example: Example) -> None:
    assert example.near(_total(example))


@pytest.mark.parametrize(
    "example", [e for e in EXAMPLES if e.kind == "share_check"], ids=lambda example: example.id
)
def test_share(example: Example) -> None:
    part = [line for line in LINES if line.inputs["scope"] == example.inputs["scope"]]
    share = sum(map(_line_kg, part), Decimal(0)) / sum(map(_line_kg, LINES), Decimal(0))
    assert example.near(share * 100)


@pytest.mark.parametrize(
    "example", [e for e in EXAMPLES if e.kind == "formula"], ids=lambda example: example.id
)
def test_formula(example: Example) -> None:
    """Septic tanks and ponds: our kg CH4 per unit, the ponds' from the water that was used."""
    assert example.quantity is not None
    tables, key, quantity = catalogue(), "septic_person_day", example.quantity
    if "pond" in example.activity:
        key = "wastewater_m3_anaerobic_shallow"
        share = tables.factors["ww_water_to_wastewater"][0].parameter
        assert share is not None
        quantity *= share
    result = emission_of_factor(tables, key, quantity, Month(YEAR, 1))
    assert result.ch4_kg is not None
    assert example.near(result.ch4_kg)


# --- factors rebuilt -----------------------------------------------------------------------------

DERIVED_KEYS = {  # (name in the table, unit) → (our key, the month whose edition is meant)
    ("natural gas", "MJ/scf"): "natural_gas_scf",
    ("lignite", "MJ/kg"): "lignite",
    ("fuel oil A", "MJ/litre"): "fuel_oil_a",
    ("fuel oil C", "MJ/litre"): "fuel_oil_c",
    ("diesel, stationary", "MJ/litre"): "diesel_stationary",
    ("anthracite", "MJ/kg"): "anthracite",
    ("sub-bituminous coal", "MJ/kg"): "coal_subbituminous",
    ("jet kerosene", "MJ/litre"): "jet_kerosene_stationary",
    ("LPG", "MJ/litre"): "lpg_litre",
    ("LPG", "MJ/kg"): "lpg_kg",
    ("gasoline, stationary", "MJ/litre"): "gasoline_stationary",
    ("fuelwood", "MJ/kg"): "fuelwood",
    ("bagasse", "MJ/kg"): "bagasse",
    ("palm kernel shell", "MJ/kg"): "palm_kernel_shell",
    ("corn cob", "MJ/kg"): "corn_cob",
    ("biogas", "MJ/m3"): "biogas_m3",
    ("gasoline on-road uncontrolled", "MJ/litre"): "gasoline_onroad_uncontrolled",
    ("gasoline on-road oxidation catalyst", "MJ/litre"): "gasoline_onroad_oxcat",
    ("gasoline on-road low mileage", "MJ/litre"): "gasoline_onroad_lowmileage",
    ("diesel on-road", "MJ/litre"): "diesel_onroad",
    ("CNG on-road", "MJ/kg"): "cng_onroad",
    ("LPG on-road", "MJ/litre"): "lpg_onroad_litre",
    ("LPG on-road", "MJ/kg"): "lpg_onroad_kg",
    ("diesel off-road", "MJ/litre"): "diesel_offroad",
    ("gasoline 4-stroke agriculture", "MJ/litre"): "gasoline_4stroke_agri",
    ("gasoline 4-stroke industry", "MJ/litre"): "gasoline_4stroke_industry",
    ("gasoline 4-stroke household", "MJ/litre"): "gasoline_4stroke_household",
    ("gasoline 2-stroke agriculture", "MJ/litre"): "gasoline_2stroke_agri",
    ("gasoline 2-stroke forestry", "MJ/litre"): "gasoline_2stroke_forestry",
    ("gasoline 2-stroke industry", "MJ/litre"): "gasoline_2stroke_industry",
    ("gasoline 2-stroke household", "MJ/litre"): "gasoline_2stroke_household",
}
TGO_2022 = Month(2025, 1)
BLENDS = {
    "B7, fossil": ("diesel_b7_onroad", "co2_kg"),
    "B20, fossil": ("diesel_b20_onroad", "co2_kg"),
    "E10, fossil": ("gasohol_e10_onroad", "co2_kg"),
    "E20, fossil": ("gasohol_e20_onroad", "co2_kg"),
    "E85, fossil": ("gasohol_e85_onroad", "co2_kg"),
    "B7, biogenic": ("diesel_b7_onroad", "biogenic_co2_kg"),
    "B20, biogenic": ("diesel_b20_onroad", "biogenic_co2_kg"),
    "E10, biogenic": ("gasohol_e10_onroad", "biogenic_co2_kg"),
    "E20, biogenic": ("gasohol_e20_onroad", "biogenic_co2_kg"),
    "E85, biogenic": ("gasohol_e85_onroad", "biogenic_co2_kg"),
}


def _combustion(example: Example) -> None:
    """Our function's product is what TGO prints, and the factor in our table is that product."""
    inputs = example.inputs
    assert example.quantity is not None
    per_tj = GasMasses(*(Decimal(inputs[f"{gas}_kg_tj"]) for gas in ("co2", "ch4", "n2o")))
    built = fuel_burnt(Decimal(1), example.quantity, per_tj)
    assert example.near(built.co2e_kg(Decimal(inputs["gwp_ch4"]), Decimal(inputs["gwp_n2o"])))
    factor = choose(catalogue(), DERIVED_KEYS[example.activity, example.unit], TGO_2022).factor
    assert factor.kgco2e_exact is not None
    assert example.near(factor.kgco2e_exact)


def _blend_of_fuels(example: Example) -> None:
    """By our function from the neat fuel and the share, and as the table's factor."""
    assert example.quantity is not None
    key, gas = BLENDS[example.activity.partition(" CO2")[0]]
    share = Decimal(example.inputs["share"])
    biofuel = 1 - share if gas == "co2_kg" else share
    built = blend_per_litre(GasMasses(example.quantity), example.quantity, biofuel)
    assert example.near(getattr(built, gas))
    result = emission_of_factor(catalogue(), key, Decimal(1), Month(2026, 7))
    assert example.near(getattr(result, gas))


def _blend_of_gases(example: Example) -> None:
    """By our function from the gases and their shares, and as the table's GWP."""
    gases: dict[str, Any] = example.inputs
    shares = {gas: Decimal(of["mass_share"]) for gas, of in gases.items()}
    gwps = {gas: Decimal(of["gwp"]) for gas, of in gases.items()}
    assert example.near(co2e_kg(gases_of_blend_kg(Decimal(1), shares), gwps))
    key = "gwp_" + example.activity.rpartition(" ")[2].replace("-", "").lower()
    result = emission_of_factor(catalogue(), key, Decimal(1), Month(2026, 7), "AR5")
    assert example.near(result.kg_co2e)


def _landfill(example: Example) -> None:
    """TGO's printed factor is the methane potential of a deep dump at the AR4 GWP."""
    inputs = example.inputs
    site = Site(
        doc=Decimal(inputs["doc_dry"]),
        mcf=Decimal(inputs["mcf"]),
        k_per_year=Decimal("0.17"),
        docf=Decimal(inputs["doc_f"]),
        f_ch4=Decimal(inputs["f_ch4"]),
    )
    kg_ch4_per_kg = methane_potential_kg(Decimal(1), site) / 1000
    assert example.near(kg_ch4_per_kg * inputs["gwp_ch4"])
    name = example.activity.removeprefix("landfill ").replace("mixed waste", "mixed")
    key = "landfill_tgo_" + name.replace(" and ", "_")
    published = emission_of_factor(catalogue(), key, Decimal(1), TGO_2022)
    assert example.near(published.kg_co2e)


def _grid(example: Example) -> None:
    """Scope 2 and upstream are two factors; together they make the product footprint's."""
    month = Month(2026, 7) if example.quantity == Decimal("0.475") else TGO_2022
    parts = [
        emission_of_factor(catalogue(), key, Decimal(1), month).kg_co2e
        for key in ("elec_grid", "elec_grid_upstream")
    ]
    assert parts == [example.inputs["scope2"], example.inputs["upstream"]]
    assert example.near(sum(parts, Decimal(0)))


DERIVATIONS: tuple[tuple[str, Callable[[Example], None]], ...] = (
    (r"blend GWP", _blend_of_gases),
    (r"landfill ", _landfill),
    (r"scope 2 \+ upstream", _grid),
    (r"[BE]\d+, ", _blend_of_fuels),
    (r"", _combustion),
)


@pytest.mark.parametrize(
    "example", [e for e in EXAMPLES if e.kind == "ef_derivation"], ids=lambda example: example.id
)
def test_factor_is_rebuilt(example: Example) -> None:
    check = next(check for start, check in DERIVATIONS if re.match(start, example.activity))
    check(example)


# --- mistakes, targets, sums, units --------------------------------------------------------------


def _anomaly_staff_slip(example: Example) -> None:
    """1,122,222 people typed where 95 work: the slip stopper asks, with and without a history."""
    assert example.quantity is not None
    activity = catalogue().activities["ORG_STAFF"]
    plausible = activity.range_for(PlaceKind.TAMBON)
    right = Decimal(example.inputs["other_months_staff"] * example.inputs["working_days"])
    usual = History(tuple([right] * 11), None)
    assert slip_doubts(activity, example.quantity, usual, plausible)
    assert slip_doubts(activity, example.quantity, History(), plausible)
    assert not slip_doubts(activity, right, History(tuple([right + 10] * 11), None), plausible)


def _anomaly_december(example: Example) -> None:
    december = [line for line in LINES if _month(line).month == 12]
    assert not example.near(sum(map(_line_kg, december), Decimal(0)))


def _anomaly_year(example: Example) -> None:
    assert not example.near(sum(map(_line_kg, LINES), Decimal(0)))


def _anomaly_sum_of_sums(example: Example) -> None:
    """Products first, then the sum: staff × days month by month, never sum × sum."""
    wrong = Decimal(example.inputs["staff_sum"] * example.inputs["days_sum"])
    assert example.near(wrong * Decimal(str(example.inputs["factor_kg"])))
    septic = [e for e in EXAMPLES if e.kind == "formula" and "septic" in e.activity]
    days = sum((e.quantity for e in septic if e.quantity is not None), Decimal(0))
    right = emission_of_factor(catalogue(), "septic_person_day", days, Month(YEAR, 1)).ch4_kg
    assert right is not None
    assert not example.near(right)
    assert abs(right - Decimal("279.3")) < Decimal("0.001")


ANOMALIES = {
    "WE138": _anomaly_staff_slip,
    "WE139": _anomaly_december,
    "WE140": _anomaly_year,
    "WE141": _anomaly_sum_of_sums,
}


@pytest.mark.parametrize(
    "example", [e for e in EXAMPLES if e.kind == "anomaly"], ids=lambda example: example.id
)
def test_mistake_is_not_repeated(example: Example) -> None:
    ANOMALIES[example.id](example)


@pytest.mark.parametrize(
    "example", [e for e in EXAMPLES if e.kind == "aggregation"], ids=lambda example: example.id
)
def test_districts_add_up(example: Example) -> None:
    province = example.inputs["province_code"]
    districts = [
        place.population
        for place in catalogue().places.values()
        if place.kind is PlaceKind.DISTRICT and place.province == province
    ]
    assert Decimal(sum(filter(None, districts))) == example.expected
    assert catalogue().places[province].population == example.expected


@pytest.mark.parametrize(
    "example", [e for e in EXAMPLES if e.kind == "target"], ids=lambda example: example.id
)
def test_target(example: Example) -> None:
    bau, cut = Tonnes(Decimal(example.inputs["bau"])), Decimal(example.inputs["cut_percent"])
    asked = {"reduction": reduction, "remaining": below}[example.inputs["ask"]]
    assert example.near(asked(bau, cut))  # in millions of tonnes, as the table has them


def test_rai_ngan_wa_are_hectares() -> None:
    example = next(e for e in EXAMPLES if e.id == "WE202")
    assert example.quantity is not None
    conversions = catalogue().activities["RICE_IRRIG"].conversions
    rai = 2 + 3 * conversions["ngan"] + 50 * conversions["wa2"]
    assert rai == example.quantity
    assert example.near(rai / conversions["ha"])


def test_a_gas_cylinder_is_weighed() -> None:
    example = next(e for e in EXAMPLES if e.id == "WE203")
    activity = catalogue().activities["ORG_LPG"]
    result = emission(catalogue(), activity, activity.conversions["cylinder15"], TGO_2022)
    assert isinstance(result, Emission)
    assert example.near(result.kg_co2e)


def test_every_row_is_checked() -> None:
    kinds = {example.kind for example in EXAMPLES}
    assert len(EXAMPLES) == 203
    assert kinds == {
        *("activity_line", "total_check", "share_check", "formula", "anomaly"),
        *("ef_derivation", "aggregation", "target", "unit_conversion"),
    }
    assert sum(example.kind == "unit_conversion" for example in EXAMPLES) == 2
