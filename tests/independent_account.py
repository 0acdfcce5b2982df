"""An inventory from the CSV export alone, by somebody who never saw the program.

Written from GPC 1.1 and docs/FORMATS.md: which lines a total holds, that a whole goes before its
parts, and that a census lasts. It imports nothing of the project.
"""

import calendar
import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path

CONTEXT = Context(prec=40)
MICRO = Decimal("0.000001")
VALUED = ("reported", "estimated", "nothing")

# Stocks, counted once a year: so many heads or people for a twelfth of the year, or every day.
TWELFTHS = {
    *("LIV_CATTLE", "LIV_DAIRY", "LIV_BUFFALO", "LIV_SWINE", "LIV_GOAT", "LIV_SHEEP"),
    *("LIV_CHICKEN", "LIV_DUCK", "AREA_POP", "FOREST_AREA"),
}
DAILY = {"AREA_POP_SEPTIC"}
# One figure a year, in whatever month it is told.
YEARLY = {
    *TWELFTHS,
    *DAILY,
    *("AREA_CHARCOAL", "AREA_FUELWOOD", "RAIL_DIESEL", "LIMING", "FERT_ORGANIC", "LUC"),
    *("IPPU_REFRIG_AREA", "POWER_FUEL_NG", "VEH_REGISTERED"),
    *("IND_COAL", "IND_NG", "IND_FUELOIL", "IND_LPG", "IND_DIESEL", "IND_BIOMASS"),
    *("IPPU_CLINKER", "IPPU_GLASS", "IPPU_STEEL_EAF", "IPPU_ETHYLENE", "IPPU_VCM", "IPPU_LIME"),
    *("IPPU_REPORTED", "FERT_ORGANIC_N"),
    *("WASTE_COMPOSITION", "WASTE_SITE_TYPE", "WASTE_HISTORY"),
}


@dataclass(frozen=True)
class Figure:
    """One row of the file, or what a census says about a month that has none."""

    place: str
    district: str
    province: str
    month: str
    activity: str
    kind: str
    ledger: str
    ref: str
    status: str
    quantity: Decimal
    kg: Decimal

    @property
    def year(self) -> int:
        return int(self.month[:4])

    @property
    def number(self) -> int:
        """Months since year 0."""
        return self.year * 12 + int(self.month[5:]) - 1

    @property
    def period(self) -> tuple[str, str, str]:
        return self.activity, self.kind, self.month[:4] if self.activity in YEARLY else self.month


def read(path: Path) -> list[Figure]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return [
            Figure(
                place=row["place"],
                district=row["district"],
                province=row["province"],
                month=row["month"],
                activity=row["activity"],
                kind=row["kind"],
                ledger=row["ledger"],
                ref=row["gpc_ref"],
                status=row["status"],
                quantity=Decimal(row["quantity"] or 0),
                kg=Decimal(row["kg_co2e"] or 0),
            )
            for row in csv.DictReader(source)
        ]


def lines(figures: Iterable[Figure], year: int, last: str) -> dict[str, Decimal]:
    """kg CO2e of every GPC line with a figure, for the months of a year up to `last`."""
    known = [one for one in figures if one.status in VALUED and one.ledger == "area"]
    told = [one for one in known if one.year == year and one.month <= last]
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in without_parts([*told, *lasting(known, year, last)]):
        sums[one.ref] += one.kg
    return dict(sums)


def lasting(figures: Iterable[Figure], year: int, last: str) -> Iterator[Figure]:
    """What censuses say about months without a figure: back two years, else ahead in the year."""
    censuses: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for one in figures:
        if one.activity in TWELFTHS | DAILY:
            censuses[one.place, one.activity, one.kind].append(one)
    for told in censuses.values():
        told.sort(key=lambda one: one.month)
        own = {one.month for one in told}
        for number in range(1, int(last[5:]) + 1):
            month = f"{year}-{number:02d}"
            now = year * 12 + number - 1
            before = [one for one in told if one.month < month and now - one.number <= 24]
            after = [one for one in told if one.month > month and one.year == year]
            if month not in own and (before or after):
                yield _moved(before[-1] if before else after[0], month)


def _moved(census: Figure, month: str) -> Figure:
    """The same stock in another month; the factors of these stocks do not change with time."""
    kg = census.kg
    if census.activity in DAILY:
        kg = CONTEXT.multiply(CONTEXT.divide(kg, Decimal(_days(census.month))), _days(month))
        kg = kg.quantize(MICRO, ROUND_HALF_EVEN)
    return Figure(**{**census.__dict__, "month": month, "kg": kg})


def _days(month: str) -> Decimal:
    return Decimal(calendar.monthrange(int(month[:4]), int(month[5:]))[1])


def without_parts(figures: list[Figure]) -> list[Figure]:
    """A province's or district's own figure stands for all that lies in it."""
    wholes = {(one.place, *one.period) for one in figures if len(one.place) < 5}

    def is_part(one: Figure) -> bool:
        above = [one.province] if one.place != one.province else []
        above += [one.district] if one.district and one.place != one.district else []
        return any((place, *one.period) in wholes for place in above)

    return [one for one in figures if not is_part(one)]


def totals(by_line: dict[str, Decimal]) -> dict[str, Decimal]:
    """The three totals of GPC 1.1, table 3.3."""
    held = {"basic": is_basic, "basic+": is_basic_plus, "territorial": is_territorial}
    return {
        level: sum((kg for ref, kg in by_line.items() if holds(ref)), Decimal(0))
        for level, holds in held.items()
    }


def is_basic(ref: str) -> bool:
    sector, part = ref.split(".")[0], ref.split(".")[-1]
    if sector in ("I", "II"):
        return part in ("1", "2")
    return sector == "III" and part in ("1", "2")


def is_basic_plus(ref: str) -> bool:
    sector, part = ref.split(".")[0], ref.split(".")[-1]
    losses_and_trips = sector in ("I", "II") and part == "3"
    return is_basic(ref) or losses_and_trips or sector in ("IV", "V")


def is_territorial(ref: str) -> bool:
    sector, part = ref.split(".")[0], ref.split(".")[-1]
    if sector in ("IV", "V"):
        return True
    if sector == "III":
        return part in ("1", "3")
    return (sector in ("I", "II") and part == "1") or ref == "I.4.4"
