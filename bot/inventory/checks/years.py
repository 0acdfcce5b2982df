"""One year against the one before: what jumps, and who makes it jump."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from bot.catalogue import Catalogue, Frequency, Ledger
from bot.inventory.checks.findings import Code, Finding, Given, teller
from bot.inventory.checks.thresholds import (
    JUMP,
    JUMP_SHARE,
    NAMED_PLACES,
    SECTOR_JUMP,
    SECTOR_SHARE,
)
from bot.inventory.counted import Counted
from bot.inventory.holding import is_held
from bot.months import Month

PRECISION = Context(prec=34)
NOTHING = Decimal(0)
HUNDRED = Decimal(100)

Of = tuple[str, str, str]
"""Ledger, sector, activity (empty for a whole sector)."""
CellOf = tuple[str, str, str, int]
"""Who told it, activity, kind, number of the month (or A_YEAR for its one amount)."""
A_YEAR = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """The same months of two years: kg CO2e by cell."""

    months: tuple[Month, ...]
    now: dict[CellOf, Decimal]
    before: dict[CellOf, Decimal]

    @property
    def sums(self) -> tuple[Decimal, Decimal]:
        return sum(self.now.values(), NOTHING), sum(self.before.values(), NOTHING)


def jumps(given: Given) -> Iterator[Finding]:
    """Activities whose emissions, in the months told in both years, moved more than they should."""
    yield from _found(given, _activity_of, Code.JUMP, JUMP, JUMP_SHARE)


def sector_jumps(given: Given) -> Iterator[Finding]:
    """The same for sectors of each ledger."""
    yield from _found(given, _sector_of, Code.SECTOR_JUMP, SECTOR_JUMP, SECTOR_SHARE)


def _activity_of(given: Given, one: Counted) -> Of | None:
    of = _sector_of(given, one)
    return (of[0], of[1], one.tally.key.activity) if of else None


def _sector_of(given: Given, one: Counted) -> Of | None:
    """None for what is in no running total: it changes no account."""
    code = one.tally.key.activity
    ledger = given.catalogue.running_ledger(code)
    line = given.catalogue.gpc_lines.get(given.catalogue.activities[code].gpc_ref)
    return (ledger.value, line.sector_code, "") if ledger and line else None


def _found(
    given: Given,
    group: Callable[[Given, Counted], Of | None],
    code: Code,
    least: Decimal,
    least_share: Decimal,
) -> Iterator[Finding]:
    other = _counted_otherwise(given)
    now, before = (
        _grouped(given, group, (one for one in entries if one.tally.key.activity not in other))
        for entries in (given.counted[given.year], given.counted[given.year - 1])
    )
    totals = _totals(given)
    for of in sorted(now.keys() & before.keys()):
        compared = _same_months(given.catalogue, given.year, now[of], before[of])
        this, last = compared.sums
        change = this - last
        total = totals[of[0]]
        if abs(change) > abs(last) * least and abs(change) > abs(total) * least_share:
            yield _jump(given.year, code, of, compared, total)


def _counted_otherwise(given: Given) -> frozenset[str]:
    """Activities counted by another method: a final is not held against provisional months."""
    methods: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for year, entries in given.counted.items():
        for one in entries:
            methods[one.tally.key.activity][year].add(one.method)
    return frozenset(
        code
        for code, by_year in methods.items()
        if len(by_year) > 1 and len({frozenset(used) for used in by_year.values()}) > 1
    )


def _grouped(
    given: Given, group: Callable[[Given, Counted], Of | None], entries: Iterable[Counted]
) -> dict[Of, list[Counted]]:
    grouped: dict[Of, list[Counted]] = defaultdict(list)
    for one in entries:
        of = group(given, one)
        if of is not None:
            grouped[of].append(one)
    return grouped


def _totals(given: Given) -> dict[str, Decimal]:
    """kg CO2e of each ledger, of the larger year."""
    sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for year, entries in given.counted.items():
        for one in entries:
            ledger = given.catalogue.running_ledger(one.tally.key.activity)
            if ledger:
                sums[ledger.value, year] += one.tally.kg_co2e
    return {
        ledger.value: max(sums[ledger.value, year] for year in (given.year, given.year - 1))
        for ledger in Ledger
    }


def _same_months(
    catalogue: Catalogue, year: int, now: Iterable[Counted], before: Iterable[Counted]
) -> Compared:
    by_cell = _by_cell(catalogue, now), _by_cell(catalogue, before)
    told = [{cell[3] for cell in cells} for cells in by_cell]
    both = told[0] & told[1]
    return Compared(
        tuple(Month(year, number) for number in sorted(both - {A_YEAR})),
        *({cell: kg for cell, kg in cells.items() if cell[3] in both} for cells in by_cell),
    )


def _by_cell(catalogue: Catalogue, entries: Iterable[Counted]) -> dict[CellOf, Decimal]:
    cells: dict[CellOf, Decimal] = defaultdict(Decimal)
    for one in entries:
        key = one.tally.key
        month = A_YEAR if _is_a_years(catalogue, key.activity) else key.month.month
        cells[teller(key), key.activity, key.kind, month] += one.tally.kg_co2e
    return cells


def _is_a_years(catalogue: Catalogue, code: str) -> bool:
    """Whether its one figure is the year's amount, in whichever month it is told."""
    activity = catalogue.activities[code]
    return activity.frequency is Frequency.YEARLY and not is_held(activity)


def _jump(year: int, code: Code, of: Of, compared: Compared, total: Decimal) -> Finding:
    ledger, sector, activity = of
    this, last = compared.sums
    with localcontext(PRECISION):
        percent = (this - last) / abs(last) * HUNDRED if last else None
        share = (this - last) / total * HUNDRED if total else NOTHING
    numbers = {
        "now_kg_co2e": this,
        "before_kg_co2e": last,
        "share_of_total_percent": share.quantize(Decimal("0.01")),
        "newly_told_kg_co2e": _only_in(compared.now, compared.before),
        "no_longer_told_kg_co2e": _only_in(compared.before, compared.now),
    }
    if percent is not None:
        numbers["change_percent"] = percent.quantize(Decimal("0.01"))
    return Finding(
        code=code,
        year=year,
        activities=(activity,) if activity else (),
        sector=sector,
        ledger=ledger,
        months=compared.months,
        numbers=numbers,
        shares=_behind(compared, this - last),
        size=abs(this - last),
    )


def _only_in(one: dict[CellOf, Decimal], other: dict[CellOf, Decimal]) -> Decimal:
    return sum((kg for cell, kg in one.items() if cell not in other), NOTHING)


def _behind(compared: Compared, change: Decimal) -> tuple[tuple[str, Decimal], ...]:
    """The places that moved most in the direction of the change."""
    moved: dict[str, Decimal] = defaultdict(Decimal)
    for sign, cells in ((1, compared.now), (-1, compared.before)):
        for cell, kg in cells.items():
            if cell[0]:
                moved[cell[0]] += sign * kg
    with_it = [(place, kg) for place, kg in moved.items() if kg * change > 0]
    return tuple(sorted(with_it, key=lambda one: (-abs(one[1]), one[0]))[:NAMED_PLACES])
