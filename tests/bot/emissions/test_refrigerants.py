"""Refrigerants, volume 3, chapter 7: blends gas by gas, what was lost, and the asked GWPs."""

from decimal import Decimal

import pytest

from bot.catalogue import catalogue
from bot.emissions import Emission, emission_of_factor
from bot.emissions.factors import gwp
from bot.emissions.refrigerants import (
    NotAWhole,
    co2e_kg,
    gases_of_blend_kg,
    lost_by_mass_balance_kg,
    lost_from_bank_kg,
)
from bot.months import Month

JULY = Month(2026, 7)
SHARES_407C = {"hfc32": Decimal("0.23"), "hfc125": Decimal("0.25"), "hfc134a": Decimal("0.52")}


def test_blend_by_hand() -> None:
    """4 kg of R-407C: 0.92 kg HFC-32, 1.00 kg HFC-125, 2.08 kg HFC-134a.

    AR5: 0.92 × 677 + 1 × 3,170 + 2.08 × 1,300 = 6,496.84 kg CO2e (TGO prints 1,624.21 a kg)
    """
    gases = gases_of_blend_kg(Decimal(4), SHARES_407C)
    assert gases == {"hfc32": Decimal("0.92"), "hfc125": 1, "hfc134a": Decimal("2.08")}
    gwps = {"hfc32": Decimal(677), "hfc125": Decimal(3170), "hfc134a": Decimal(1300)}
    assert co2e_kg(gases, gwps) == Decimal("6496.84")
    assert emission_of_factor(catalogue(), "refrigerant_r407c", Decimal(4), JULY).kg_co2e == (
        Decimal("6496.84")
    )


@pytest.mark.parametrize("gwp_set", ["AR4", "AR5", "AR6"])
@pytest.mark.parametrize("name", ["r404a", "r407a", "r407c", "r410a"])
def test_blend_is_its_gases_under_every_gwp_set(name: str, gwp_set: str) -> None:
    """The blend's own GWP row, and the refrigerant's emission, are its gases × their GWPs."""
    tables = catalogue()
    (refrigerant,) = tables.factors[f"refrigerant_{name}"]
    gases = gases_of_blend_kg(Decimal(1), refrigerant.components)
    by_gas = co2e_kg(gases, {gas: gwp(tables, gas, gwp_set, JULY) for gas in gases})
    assert by_gas == gwp(tables, name, gwp_set, JULY)
    used = emission_of_factor(tables, refrigerant.key, Decimal(1), JULY, gwp_set)
    assert isinstance(used, Emission)
    assert used.kg_co2e == by_gas
    assert used.others_kg == gases


def test_shares_must_be_a_whole() -> None:
    with pytest.raises(NotAWhole, match=r"not 0\.48"):
        gases_of_blend_kg(Decimal(1), {**SHARES_407C, "hfc134a": Decimal(0)})


def test_losses_by_hand() -> None:
    """7.9: 120 kg bought − 70 in new machines + 30 once in retired ones − 5 destroyed = 75 kg.

    7.13: 400 kg in machines, 6 % lost a year = 24 kg.
    """
    assert lost_by_mass_balance_kg(Decimal(120), Decimal(70), Decimal(30), Decimal(5)) == 75
    assert lost_from_bank_kg(Decimal(400), Decimal("0.06")) == 24
