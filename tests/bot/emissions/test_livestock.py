"""Livestock, volume 4, chapter 10: the arithmetic written out."""

from decimal import Decimal

import pytest

from bot.emissions import livestock as method
from tests.bot.emissions.parameters import factor, parameter


def test_broilers_present_by_hand() -> None:
    """Equation 10.1: 60,000 birds sold a year, each 42 days alive: 42 × 60,000 / 365 = 6,904.1."""
    present = method.mean_heads(Decimal(42), Decimal(60_000))
    assert round(present, 1) == Decimal("6904.1")
    assert method.mean_heads(Decimal(365), Decimal(60_000)) == 60_000


def test_methane_by_hand() -> None:
    """Tables 10.11 and 10.14: 150 dairy cows × 68 and × 31 kg CH4 = 10,200 and 4,650 kg a year."""
    enteric, manure = (factor(f"{kind}_dairy_cattle").ch4_kg for kind in ("enteric", "manure_ch4"))
    assert enteric is not None
    assert manure is not None
    assert method.enteric_ch4_kg(Decimal(150), enteric) == 10_200
    assert method.manure_ch4_kg(Decimal(150), manure) == 4_650


def test_n2o_of_manure_by_hand() -> None:
    """1,000 market pigs of 28 kg, 0.42 kg N per 1,000 kg and day (table 10.19), half of their
    manure in solid storage (EF3 0.005), half liquid without crust (0), table 10.21.

    10.30: 0.42 × 28 / 1,000 × 365 = 4.2924 kg N a head
    10.25: 1,000 × 4.2924 × 0.5 × 0.005 × 44/28 = 16.8630 kg N2O
    10.26: losses of 45 % and 48 % of 2,146.2 kg N each: 965.79 + 1,030.176 = 1,995.966 kg N
    10.27: 1,995.966 × 0.01 × 44/28 = 31.3652 kg N2O
    10.28: 5 % of 2,146.2 kg N of the solid storage leached: 107.31 kg N
    10.29: 107.31 × 0.0075 × 44/28 = 1.264725 kg N2O
    (The shares lost are made up for the arithmetic; the table holds none.)
    """
    nex = method.nitrogen_excreted_kg(Decimal("0.42"), Decimal(28))
    assert nex == parameter("nex_swine_market") == Decimal("4.2924")
    half = Decimal("0.5")
    nitrogen = method.managed_nitrogen_kg(Decimal(1000), nex, {"solid": half, "liquid": half})
    assert nitrogen == {"solid": Decimal("2146.2"), "liquid": Decimal("2146.2")}
    ef3 = {"solid": parameter("ef3_solid_storage"), "liquid": parameter("ef3_liquid_no_crust")}
    assert round(method.direct_n2o_kg(nitrogen, ef3), 4) == Decimal("16.8630")

    lost = method.lost_nitrogen_kg(nitrogen, {"solid": Decimal("0.45"), "liquid": Decimal("0.48")})
    assert lost == Decimal("1995.966")
    deposited = method.indirect_n2o_kg(lost, parameter("soil_ef4"))
    assert round(deposited, 4) == Decimal("31.3652")
    leached = method.lost_nitrogen_kg(nitrogen, {"solid": Decimal("0.05"), "liquid": Decimal(0)})
    assert leached == Decimal("107.31")
    assert method.indirect_n2o_kg(leached, parameter("soil_ef5")) == Decimal("1.264725")


@pytest.mark.parametrize("shares", [{"solid": "0.7", "pasture": "0.4"}, {"solid": "-0.1"}])
def test_shares_that_are_no_shares_are_refused(shares: dict[str, str]) -> None:
    told = {system: Decimal(share) for system, share in shares.items()}
    with pytest.raises(ValueError, match="add to 1"):
        method.managed_nitrogen_kg(Decimal(10), Decimal(4), told)
