"""Checks over a year's tallies: what is counted twice, what does not add up, what is unlikely.

Pure: tallies of a scope and year, with those of the year before, give findings. A finding changes
nothing; somebody looks at it. A check is a function of CHECKS, its codes stand in `findings`, its
words in `words`, its thresholds with their reasons in `thresholds`.
"""

from collections.abc import Callable, Iterator

from bot.inventory.checks.findings import Code, Finding, Given, Weight
from bot.inventory.checks.own_use import own_above_area
from bot.inventory.checks.per_head import vehicles_a_head, waste_a_head
from bot.inventory.checks.process import reported_and_made
from bot.inventory.checks.series import carried_over, months_missing, repeated
from bot.inventory.checks.sums import wholes_and_parts
from bot.inventory.checks.waste import parts_above_generated, sent_and_received
from bot.inventory.checks.words import finding_words
from bot.inventory.checks.years import jumps, sector_jumps

__all__ = ["CHECKS", "Code", "Finding", "Given", "Weight", "finding_words", "findings"]

CHECKS: tuple[Callable[[Given], Iterator[Finding]], ...] = (
    own_above_area,
    parts_above_generated,
    wholes_and_parts,
    carried_over,
    sent_and_received,
    reported_and_made,
    sector_jumps,
    jumps,
    waste_a_head,
    vehicles_a_head,
    repeated,
    months_missing,
)


def findings(given: Given) -> tuple[Finding, ...]:
    """Everything that does not fit, the gravest first; empty when nothing is to be said."""
    found = (finding for check in CHECKS for finding in check(given))
    return tuple(sorted(found, key=lambda finding: finding.rank))
