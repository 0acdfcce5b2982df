"""Process emissions told in two ways: as plants report them, and by what plants make."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from bot.emissions.tallies import Tally
from bot.inventory.checks.findings import Code, Finding, Given

REPORTED = "IPPU_REPORTED"
PROCESSES = "IV.1"


def reported_and_made(given: Given) -> Iterator[Finding]:
    """Per province, both ways in one year: right for two plants, twice for one."""
    told: dict[str, list[Tally]] = defaultdict(list)
    for one in given.counted.get(given.year, ()):
        key = one.tally.key
        if given.catalogue.activities[key.activity].gpc_ref == PROCESSES and one.tally.kg_co2e:
            told[key.province].append(one.tally)
    for province, tallies in sorted(told.items()):
        reported = [tally for tally in tallies if tally.key.activity == REPORTED]
        made = [tally for tally in tallies if tally.key.activity != REPORTED]
        if reported and made:
            yield _finding(given, province, reported, made)


def _finding(given: Given, province: str, reported: list[Tally], made: list[Tally]) -> Finding:
    codes = {tally.key.activity for tally in made}
    numbers = {"reported_kg_co2e": _sum(reported), "made_kg_co2e": _sum(made)}
    return Finding(
        code=Code.REPORTED_AND_MADE,
        year=given.year,
        place=province,
        activities=(REPORTED, *(code for code in given.catalogue.activities if code in codes)),
        months=tuple(sorted({tally.key.month for tally in reported})),
        numbers=numbers,
        size=min(numbers.values()),
    )


def _sum(tallies: list[Tally]) -> Decimal:
    return sum((tally.kg_co2e for tally in tallies), Decimal(0))
