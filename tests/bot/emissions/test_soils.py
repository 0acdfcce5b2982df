"""Soils, volume 4, chapter 11: the arithmetic written out; organic fertiliser in the account."""

from decimal import Decimal

from bot.catalogue import catalogue
from bot.emissions import Emission, Local, NotCounted, emission, soils
from bot.emissions.soils import Soil
from bot.months import Month
from tests.bot.emissions.parameters import parameter

JULY = Month(2026, 7)


def test_urea_on_flooded_rice_by_hand() -> None:
    """1,000 kg of urea, 46 % N, table 11.1 (EF1FR 0.003) and 11.3.

    11.1: 460 × 0.003 × 44/28 = 2.168571 kg N2O
    11.9: 460 × 0.10 × 0.01 × 44/28 = 0.722857 kg N2O
    11.10: 460 × 0.30 × 0.0075 × 44/28 = 1.626429 kg N2O
    11.13: 1,000 × 0.20 × 44/12 = 733.333 kg CO2
    """
    nitrogen = Decimal(460)
    direct = soils.direct_n2o_kg(nitrogen, parameter("soil_ef1_flooded_rice_2006"))
    fallen = soils.deposition_n2o_kg(nitrogen, parameter("soil_frac_gasf"), parameter("soil_ef4"))
    washed = soils.leaching_n2o_kg(nitrogen, parameter("soil_frac_leach"), parameter("soil_ef5"))
    assert [round(n2o, 6) for n2o in (direct, fallen, washed)] == [
        Decimal("2.168571"),
        Decimal("0.722857"),
        Decimal("1.626429"),
    ]
    assert round(soils.urea_co2_kg(Decimal(1000)), 3) == Decimal("733.333")


def test_direct_and_indirect_are_the_sum_of_the_three() -> None:
    """1,400 kg N: × (0.01 + 0.1 × 0.01 + 0.3 × 0.0075) × 44/28 = 14 + 1.4 + 3.15 kg N × 44/28."""
    soil = Soil(*map(Decimal, ("0.01", "0.1", "0.01", "0.3", "0.0075")))
    assert soils.n2o_kg(Decimal(1400), soil) == Decimal("18.55") * 44 / 28 == Decimal("29.15")


def test_lime_by_hand() -> None:
    """11.12: (3,000 kg limestone × 0.12 + 600 kg dolomite × 0.13) × 44/12 = 438 × 44/12 = 1,606."""
    assert soils.lime_co2_kg(Decimal(3000), Decimal(600)) == 1606


def _organic(local: Local) -> Emission | NotCounted:
    tables = catalogue()
    manure = tables.activities["FERT_ORGANIC"]
    return emission(tables, manure, Decimal(140_000), JULY, local=local)


def test_organic_fertiliser_counts_once_its_nitrogen_is_told() -> None:
    """140,000 kg × 1.5 % = 2,100 kg N; organic nitrogen volatilises by 0.2.

    2,100 × (0.01 + 0.2 × 0.01 + 0.3 × 0.0075) × 44/28 = 29.925 × 44/28 = 47.025 kg N2O
    × 265 = 12,461.625 kg CO2e
    """
    result = _organic(Local(parameters={"FERT_ORGANIC_N": {"": Decimal("1.5")}}))
    assert isinstance(result, Emission)
    assert result.n2o_kg is not None
    assert round(result.n2o_kg, 6) == Decimal("47.025000")
    assert round(result.kg_co2e, 3) == Decimal("12461.625")
    assert result.parameters == {"nitrogen_percent": Decimal("1.5")}
    assert result.parameters_json == '{"nitrogen_percent":"1.5"}'


def test_organic_fertiliser_says_which_figure_is_needed() -> None:
    result = _organic(Local())
    assert isinstance(result, NotCounted)
    assert "nitrogen in organic fertiliser" in result.reason
