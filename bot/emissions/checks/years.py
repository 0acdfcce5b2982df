"""One year against the one before: what jumps, and who makes it jump."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from bot.catalogue import Ledger
from bot.emissions.checks.findings import Code, Finding, Given, teller
from bot.emissions.checks.thresholds import (
    JUMP,
    JUMP_SHARE,
    NAMED_PLACES,
    SECTOR_JUMP,
    SECTOR_SHARE,
)
from bot.emissions.levels import without_parts
from bot.emissions.tallies import Tally
from bot.months import Month

PRECISION = Context(prec=34)
NOTHING = Decimal(0)
HUNDRED = Decimal(100)

Of = tuple[str, str, str]
"""Ledger, sector, activity (empty for a whole sector)."""
CellOf = tuple[str, str, str, int]
"""Who told it, activity, kind, number of the month."""


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


def _activity_of(given: Given, tally: Tally) -> Of | None:
    of = _sector_of(given, tally)
    return (of[0], of[1], tally.key.activity) if of else None


def _sector_of(given: Given, tally: Tally) -> Of | None:
    """None for what is in no running total: it changes no account."""
    ledger = given.catalogue.running_ledger(tally.key.activity)
    line = given.catalogue.gpc_lines.get(given.catalogue.activities[tally.key.activity].gpc_ref)
    return (ledger.value, line.sector_code, "") if ledger and line else None


def _found(
    given: Given,
    group: Callable[[Given, Tally], Of | None],
    code: Code,
    least: Decimal,
    least_share: Decimal,
) -> Iterator[Finding]:
    now, before = (
        _grouped(given, group, without_parts(given.catalogue, tallies))
        for tallies in (given.now, given.before)
    )
    totals = _totals(given)
    for of in sorted(now.keys() & before.keys()):
        compared = _same_months(given.year, now[of], before[of])
        this, last = compared.sums
        change = this - last
        total = totals[of[0]]
        if abs(change) > abs(last) * least and abs(change) > abs(total) * least_share:
            yield _jump(given.year, code, of, compared, total)


def _grouped(
    given: Given, group: Callable[[Given, Tally], Of | None], tallies: Iterable[Tally]
) -> dict[Of, list[Tally]]:
    grouped: dict[Of, list[Tally]] = defaultdict(list)
    for tally in tallies:
        of = group(given, tally)
        if of is not None:
            grouped[of].append(tally)
    return grouped


def _totals(given: Given) -> dict[str, Decimal]:
    """kg CO2e of each ledger, of the larger year."""
    sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for tallies in (given.now, given.before):
        for tally in without_parts(given.catalogue, tallies):
            ledger = given.catalogue.running_ledger(tally.key.activity)
            if ledger:
                sums[ledger.value, tally.key.month.year] += tally.kg_co2e
    return {
        ledger.value: max(sums[ledger.value, year] for year in (given.year, given.year - 1))
        for ledger in Ledger
    }


def _same_months(year: int, now: Iterable[Tally], before: Iterable[Tally]) -> Compared:
    by_cell = _by_cell(now), _by_cell(before)
    told = [{cell[3] for cell in cells} for cells in by_cell]
    both = told[0] & told[1]
    return Compared(
        tuple(Month(year, number) for number in sorted(both)),
        *({cell: kg for cell, kg in cells.items() if cell[3] in both} for cells in by_cell),
    )


def _by_cell(tallies: Iterable[Tally]) -> dict[CellOf, Decimal]:
    cells: dict[CellOf, Decimal] = defaultdict(Decimal)
    for tally in tallies:
        key = tally.key
        cells[teller(key), key.activity, key.kind, key.month.month] += tally.kg_co2e
    return cells


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
        "weight": abs(this - last),
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
