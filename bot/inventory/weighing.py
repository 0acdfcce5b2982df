"""What figures weigh by gas, as they were counted or under another set of GWPs.

As published, CO2e is the sum of what is stored with the figures. Under a named set it is worked out
from the masses of the gases; a part whose gases are not published (grid electricity) keeps the
value it was published with, and the line says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from bot.catalogue import Activity, Catalogue, Factor, Method
from bot.emissions import PRECISION
from bot.emissions.factors import AS_PUBLISHED, PREFERRED_GWP_SET, gwp, is_outside
from bot.emissions.gases import Family, family_of
from bot.emissions.products import MONTHS_A_YEAR, is_removal
from bot.emissions.quantities import Kg, kept
from bot.emissions.tallies import Tally
from bot.inventory.counted import Counted
from bot.inventory.masses import Masses
from bot.months import Month

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Weighed:
    """`unconverted`: kg CO2e that keep the set they were published in."""

    masses: Masses
    unconverted: Kg


class UnknownVersion(LookupError):
    """Figures were counted with a factor that is not here: their gases cannot be told."""


class Scales:
    """Weighs the entries of one account: one catalogue, one GWP set."""

    def __init__(self, catalogue: Catalogue, gwp_set: str = AS_PUBLISHED) -> None:
        self.catalogue, self.gwp_set = catalogue, gwp_set
        self.versions: Mapping[str, Factor] = {
            factor.version: factor for rows in catalogue.factors.values() for factor in rows
        }

    def weigh(self, one: Counted) -> Weighed:
        """The masses of one entry, rounded as stored."""
        tally = one.tally
        with localcontext(PRECISION):
            others = self._others(tally)
            masses = Masses(
                co2e=tally.kg_co2e,
                co2=tally.kg_co2,
                ch4=tally.kg_ch4,
                n2o=tally.kg_n2o,
                unsplit=Kg(tally.kg_co2e - tally.kg_co2e_split),
                biogenic_co2=tally.kg_biogenic_co2,
                removed_co2=self._removed(tally),
            )
            by_family = {
                family.value: Kg(kept(self._co2e(others, family, tally)))
                for family in (Family.HFC, Family.PFC, Family.SF6, Family.NF3, Family.OUTSIDE)
            }
            masses = replace(masses, **by_family)
            if self._is_as_published(tally):
                return Weighed(masses, Kg(NOTHING))
            return self._converted(masses, tally.key.month)

    def _is_as_published(self, tally: Tally) -> bool:
        return self.gwp_set in (AS_PUBLISHED, tally.key.gwp_set) or not tally.kg_co2e

    def _converted(self, masses: Masses, month: Month) -> Weighed:
        main = {"co2": masses.co2, "ch4": masses.ch4, "n2o": masses.n2o}
        by_gas = sum(
            (kg * gwp(self.catalogue, gas, self.gwp_set, month) for gas, kg in main.items()),
            NOTHING,
        )
        other = masses.hfc + masses.pfc + masses.sf6 + masses.nf3
        co2e = kept(by_gas) + other + masses.unsplit
        return Weighed(replace(masses, co2e=Kg(co2e)), masses.unsplit)

    def _others(self, tally: Tally) -> dict[str, Decimal]:
        """kg of the gases beside the main three, by gas."""
        masses: dict[str, Decimal] = {}
        for factor, quantity in self._uses(tally):
            for gas, share in factor.components.items():
                masses[gas] = masses.get(gas, NOTHING) + quantity * share
        return masses

    def _co2e(self, others: Mapping[str, Decimal], family: Family, tally: Tally) -> Decimal:
        """kg CO2e of one family, by the asked set or the one the figures were counted with."""
        return sum(
            (
                kg * self._gwp(gas, tally)
                for gas, kg in others.items()
                if family_of(gas) is family and kg
            ),
            NOTHING,
        )

    def _gwp(self, gas: str, tally: Tally) -> Decimal:
        return gwp(
            self.catalogue,
            gas,
            self.gwp_set or tally.key.gwp_set or PREFERRED_GWP_SET,
            tally.key.month,
        )

    def _removed(self, tally: Tally) -> Kg:
        taken_up = (
            -quantity * (factor.co2_kg or NOTHING)
            for factor, quantity in self._uses(tally)
            if is_removal(factor)
        )
        return Kg(kept(sum(taken_up, NOTHING)))

    def _uses(self, tally: Tally) -> Iterator[tuple[Factor, Decimal]]:
        """The factors a tally was counted with, each with the quantity in its own unit."""
        activity = self.catalogue.activities.get(tally.key.activity)
        for version in tally.key.factors.split():
            factor = self.versions.get(version)
            if factor is None:
                raise UnknownVersion(f"no table holds {version}, which figures were counted with")
            if activity is None:
                continue
            if factor.components or is_removal(factor) or is_outside(factor):
                yield factor, in_factor_units(activity, tally.quantity, tally.key.month)


def in_factor_units(activity: Activity, base_quantity: Decimal, month: Month) -> Decimal:
    """A month's quantity in the unit its factors are per, for methods that are a product."""
    match activity.method:
        case Method.DAYS:
            return base_quantity * month.days
        case Method.YEAR_SHARE:
            return base_quantity / MONTHS_A_YEAR
        case _:
            return base_quantity * activity.to_factor
