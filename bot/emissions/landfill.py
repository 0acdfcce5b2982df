"""First-order decay of landfilled waste: IPCC 2006 Guidelines, volume 5, chapter 3.

Masses are tonnes of wet waste in and kg of methane out. Decay of a deposit begins on 1 January
of the year after (the guidelines' default delay of six months, equation 3.A1.15 with month 13).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

PRECISION = Context(prec=34)
CH4_PER_C = Decimal(16) / Decimal(12)
KG_PER_TONNE = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Site:
    """A disposal site. Fractions are 0 to 1; `k_per_year` is the decay constant.

    `doc`: degradable organic carbon of wet waste; `docf`: the part that decomposes; `mcf`: methane
    correction factor; `f_ch4`: methane in the gas by volume; `oxidation`: oxidised in the cover.
    """

    doc: Decimal
    mcf: Decimal
    k_per_year: Decimal
    docf: Decimal = Decimal("0.5")
    f_ch4: Decimal = Decimal("0.5")
    oxidation: Decimal = Decimal(0)


def decomposable_carbon_t(waste_t: Decimal, site: Site) -> Decimal:
    """DDOCm, tonnes of carbon that will decompose without air: equation 3.2."""
    return waste_t * site.doc * site.docf * site.mcf


def methane_potential_kg(waste_t: Decimal, site: Site) -> Decimal:
    """L0, kg CH4 one deposit gives over all years: equation 3.3. Before oxidation and recovery."""
    with localcontext(PRECISION):
        return decomposable_carbon_t(waste_t, site) * site.f_ch4 * CH4_PER_C * KG_PER_TONNE


def generated_kg(
    deposits_t: Mapping[int, Decimal], site: Site, last_year: int
) -> dict[int, Decimal]:
    """kg CH4 generated in each year from the first deposit to `last_year`: equations 3.4 to 3.6."""
    with localcontext(PRECISION):
        stays = (-site.k_per_year).exp()
        stock_t, by_year = Decimal(0), {}
        for year in range(min(deposits_t), last_year + 1):
            decomposed_t = stock_t * (1 - stays)
            stock_t = stock_t * stays + decomposable_carbon_t(
                deposits_t.get(year, Decimal(0)), site
            )
            by_year[year] = decomposed_t * site.f_ch4 * CH4_PER_C * KG_PER_TONNE
        return by_year


def emitted_kg(generated: Decimal, recovered: Decimal, site: Site) -> Decimal:
    """kg CH4 let out in a year: equation 3.1. More recovered than generated is refused."""
    if recovered > generated:
        raise ValueError(f"{recovered} kg CH4 recovered, but only {generated} kg generated")
    with localcontext(PRECISION):
        return (generated - recovered) * (1 - site.oxidation)
