"""Greenhouse gases: the seven an inventory counts, and the families the others belong to.

A gas is named as its GWP rows are in `factors.csv` without their prefix: `co2`, `ch4`, `hfc32`.
GPC 1.1, section 3.3 (gases of the Kyoto Protocol); what the Montreal Protocol controls (`hcfc22`,
`cfc12`) is shown apart and never in a total.
"""

from enum import StrEnum


class Family(StrEnum):
    """How an inventory groups gases. `OUTSIDE`: not among those it counts."""

    CO2 = "co2"
    CH4 = "ch4"
    N2O = "n2o"
    HFC = "hfc"
    PFC = "pfc"
    SF6 = "sf6"
    NF3 = "nf3"
    OUTSIDE = "outside"


COUNTED_ALONE = frozenset({"co2", "ch4", "n2o", "sf6", "nf3"})
PFC_GASES = frozenset({"cf4", "c2f6"})
MAIN_GASES = ("co2", "ch4", "n2o")


class UnknownGas(ValueError):
    """No family is known for a gas of this name."""


def family_of(gas: str) -> Family:
    """The family of a gas; UnknownGas for a name that fits none."""
    if gas in COUNTED_ALONE:
        return Family(gas)
    if gas in PFC_GASES:
        return Family.PFC
    if gas.startswith("hfc"):
        return Family.HFC
    if gas.startswith(("hcfc", "cfc")):
        return Family.OUTSIDE
    raise UnknownGas(gas)
