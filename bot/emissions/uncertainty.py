"""Uncertainty by approach 1: IPCC 2006 Guidelines, volume 1, chapter 3, equations 3.1 and 3.2.

Percentages are half of the 95 % interval. What is not known is assumed, by the table
`bot/catalogue/uncertainties.csv`; the rows that were used come along and are printed with a result.

What one error touches is put together before anything is combined: a source is one activity and
kind over all places and months, not a cell, and sources counted with the same factor are wrong by
it in the same direction, so that its part is added up and not squared.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import Any

from bot.catalogue import Activity, AssumedUncertainty, Catalogue, Grade, Side
from bot.catalogue.uncertainty_table import keys_of

PRECISION = Context(prec=34)  # roots are rounded here, far below what is shown
HUNDRED = Decimal(100)
NOTHING = Decimal(0)
ALL_GASES = ""


class NoAssumption(LookupError):
    """No row of the table holds for this activity, gas and grade."""


@dataclass(frozen=True, slots=True)
class Part:
    """A term of a sum, which may be negative, and its uncertainty in per cent."""

    amount: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Of one source, in per cent, with the assumptions it stands on."""

    percent: Decimal
    activity_percent: Decimal
    factor_percent: Decimal
    rows: tuple[AssumedUncertainty, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """One source, an activity and kind over all places and months, with its uncertainty.

    `factor` names what it was counted with: sources of one factor share its error; empty: shared
    with none.
    """

    activity: str
    kind: str
    kg_co2e: Decimal
    uncertainty: Uncertainty
    factor: str = ""


@dataclass(frozen=True, slots=True)
class Combined:
    """A sum and half of its 95 % interval; `percent` is None where the sum is zero."""

    kg_co2e: Decimal
    half_range_kg: Decimal
    percent: Decimal | None
    rows: tuple[AssumedUncertainty, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "kg_co2e": f"{self.kg_co2e:f}",
            "half_range_kg": f"{self.half_range_kg:.6f}",
            "percent": None if self.percent is None else f"{self.percent:.2f}",
            "assumed": [row_json(row) for row in self.rows],
        }


def of_product(percents: Iterable[Decimal]) -> Decimal:
    """Equation 3.1: of quantities that are multiplied, in per cent."""
    with localcontext(PRECISION):
        return sum((percent * percent for percent in percents), NOTHING).sqrt()


def half_range(parts: Iterable[Part]) -> Decimal:
    """The numerator of equation 3.2: half of the 95 % interval of a sum, in its own unit."""
    with localcontext(PRECISION):
        squares = ((part.amount * part.percent / HUNDRED) ** 2 for part in parts)
        return sum(squares, NOTHING).sqrt()


def of_sum(parts: Iterable[Part]) -> Decimal | None:
    """Equation 3.2: of quantities that are added or subtracted, in per cent.

    None where the sum is zero: half_range still says how far off it may be.
    """
    terms = tuple(parts)
    return _percent(half_range(terms), sum((part.amount for part in terms), NOTHING))


def source_uncertainty(
    catalogue: Catalogue,
    activity: Activity,
    grade_activity: Grade,
    grade_factor: Grade,
    by_gas: Mapping[str, Decimal] | None = None,
) -> Uncertainty:
    """What is assumed for a source; `by_gas` is its CO2e by gas (empty name: not known apart).

    The factors of the gases are taken as independent (equation 3.2), the quantity is common to
    them (equation 3.1).
    """
    of_quantity = assumed(catalogue, Side.ACTIVITY, activity, grade_activity)
    parts = {gas: kg for gas, kg in (by_gas or {}).items() if kg} or {ALL_GASES: Decimal(1)}
    rows = {gas: assumed(catalogue, Side.FACTOR, activity, grade_factor, gas) for gas in parts}
    of_gases = of_sum(Part(kg, rows[gas].percent) for gas, kg in parts.items())
    factor_percent = max(row.percent for row in rows.values()) if of_gases is None else of_gases
    return Uncertainty(
        percent=of_product((of_quantity.percent, factor_percent)),
        activity_percent=of_quantity.percent,
        factor_percent=factor_percent,
        rows=tuple(dict.fromkeys((of_quantity, *rows.values()))),
    )


def assumed(
    catalogue: Catalogue, side: Side, activity: Activity, grade: Grade, gas: str = ALL_GASES
) -> AssumedUncertainty:
    """The one row that holds: of the nearest key that has one for the gas, or for all gases."""
    table = catalogue.uncertainties
    for key in keys_of(activity, catalogue.gpc_lines):
        for named in dict.fromkeys((gas, ALL_GASES)):
            for graded in (grade, None):
                found = table.get((side, key, named, graded))
                if found is not None:
                    return found
    raise NoAssumption(f"no {side} uncertainty is assumed for {activity.code} {gas} {grade}")


def combined(sources: Iterable[Estimate]) -> Combined:
    """Of a sector or a total: equation 3.2 over the sources, each shared factor being one term."""
    given = tuple(sources)
    own = [Part(one.kg_co2e, one.uncertainty.activity_percent) for one in given]
    with localcontext(PRECISION):
        shared: dict[object, Decimal] = defaultdict(Decimal)
        for one in given:
            of_factor = one.kg_co2e * one.uncertainty.factor_percent
            shared[one.factor or (one.activity, one.kind)] += of_factor
        terms = [*own, *(Part(amount, Decimal(1)) for amount in shared.values())]
        total = sum((one.kg_co2e for one in given), NOTHING)
        half = half_range(terms)
    rows = dict.fromkeys(row for one in given for row in one.uncertainty.rows)
    return Combined(total, half, _percent(half, total), tuple(rows))


def _percent(half: Decimal, total: Decimal) -> Decimal | None:
    with localcontext(PRECISION):
        return half / abs(total) * HUNDRED if total else None


def row_json(row: AssumedUncertainty) -> dict[str, Any]:
    """An assumption as it is printed beside a result."""
    return {
        "side": row.side.value,
        "key": row.key,
        "gas": row.gas or None,
        "grade": row.grade.value if row.grade else None,
        "percent": f"{row.percent:f}",
        "source": row.source,
        "confidence": row.confidence.value,
        "notes": row.notes,
    }
