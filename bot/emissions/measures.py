"""Units of factors: a quantity in any unit of the factor's dimension, converted exactly.

Factors are per units of `units.toml`, and per some that only factors speak of: `kg N`, `rai-day`,
`scf`. The unit itself (`kg`, `rai`) converts; what it is about (`N`, `day`) must agree.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

from bot.catalogue import Unit

PRECISION = Context(prec=40)
ENERGY = "energy"
# Electricity is energy as heat is: 1 kWh is 3.6 MJ by definition. In the chat they never mix.
ENERGY_MJ = {"electricity": Decimal("3.6"), "heat": Decimal(1)}
CUBIC_FOOT_LITRES = Decimal("28.316846592")  # 0.3048 m, cubed
OWN = {  # beside units.toml: (dimension, size)
    "t": ("mass", Decimal(1000)),
    "scf": ("volume", CUBIC_FOOT_LITRES),
    "MMscf": ("volume", CUBIC_FOOT_LITRES * 1_000_000),
}


class Misfit(ValueError):
    """A unit does not lead to the one needed; the text says which units do."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One meaning of a written unit: `size` in the first unit of its dimension."""

    dimension: str
    size: Decimal
    about: str = ""  # `N` of `kg N`, `day` of `rai-day`

    def leads_to(self, other: "Measure") -> bool:
        return (self.dimension, self.about) == (other.dimension, other.about)


def converted(units: Mapping[str, Unit], quantity: Decimal, told: str, needed: str) -> Decimal:
    """`quantity` of `told`, in `needed`: exact where the ratio ends, else to 40 digits."""
    if told == needed:
        return quantity
    goal = _needed(units, needed)
    sizes = {one.size for one in measures(units, told) if one.leads_to(goal)} if goal else set()
    if len(sizes) > 1:
        raise Misfit(f"{told!r} can mean several units; write one of: {_takes(units, needed)}")
    if goal is None or not sizes:
        raise Misfit(f"the quantity must be in {_takes(units, needed)}, not in {told!r}")
    return PRECISION.divide(PRECISION.multiply(quantity, sizes.pop()), goal.size)


def measures(units: Mapping[str, Unit], text: str) -> list[Measure]:
    """All a written unit may mean: a unit as it is spelled, else one with what it is about."""
    whole = _plain(units, text)
    if whole:
        return whole
    stem, about = _parted(text)
    return [Measure(one.dimension, one.size, about) for one in _plain(units, stem)] if about else []


def is_energy(units: Mapping[str, Unit], unit: str) -> bool:
    """Whether it is kWh, MJ, TJ…"""
    return any(one.dimension == ENERGY for one in _plain(units, unit))


def _needed(units: Mapping[str, Unit], needed: str) -> Measure | None:
    found = measures(units, needed)
    return found[0] if found else None


def _takes(units: Mapping[str, Unit], needed: str) -> str:
    """The codes of all units that lead to `needed`, itself first, as a list to read."""
    goal = _needed(units, needed)
    if goal is None:
        return needed
    stem = _parted(needed)[0] if goal.about else needed
    known = [*OWN, *units] if stem in OWN else [*units]
    alike = [code for code in known if _plain(units, code)[0].dimension == goal.dimension]
    tail = needed.removeprefix(stem)
    return ", ".join(dict.fromkeys([needed, *(f"{code}{tail}" for code in alike)]))


def _parted(text: str) -> tuple[str, str]:
    """`rai` and `day` of `rai-day`, `kg` and `dry matter` of `kg dry matter`."""
    stem, _, about = text.partition("-" if "-" in text else " ")
    return stem, about


def _plain(units: Mapping[str, Unit], text: str) -> list[Measure]:
    """Meanings as it is written (ML is not mL); whatever its letters' case only without those."""
    return list(_named(units, text, str)) or list(_named(units, text, str.casefold))


def _named(units: Mapping[str, Unit], text: str, fold: Callable[[str], str]) -> Iterator[Measure]:
    for code, (dimension, size) in OWN.items():
        if fold(code) == fold(text):
            yield Measure(dimension, size)
    for code, unit in units.items():
        if any(fold(name) == fold(text) for name in (code, *unit.spellings)):
            joules = ENERGY_MJ.get(unit.dimension)
            if joules is None:
                yield Measure(unit.dimension, unit.size)
            else:
                yield Measure(ENERGY, unit.size * joules)
