"""Notation keys: why a line has no number (GPC 1.1, table 2.2).

NO not occurring · NE not estimated · IE included elsewhere · C confidential. Every key has a
reason: what was stated for the line, what the places said, or what usually holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.catalogue import GpcLine
from bot.cells import Status
from bot.emissions.tallies import Tally
from bot.inventory.sources import Source
from bot.text import mark

NOBODY_TOLD = mark("Nobody has told a figure")
SAID = mark("As told by the places")
KEYS = (Status.CONFIDENTIAL, Status.ELSEWHERE, Status.NOT_AVAILABLE, Status.NOT_OCCURRING)


@dataclass(frozen=True, slots=True)
class Notation:
    """`reason` is a text to be translated, or the words of whoever stated it.

    `is_default`: nobody said so; it is what usually holds for the line.
    """

    key: str
    reason: str
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """What an administrator stated for a line of a place, from a year on, with the reason."""

    ref: str
    key: str
    reason: str
    year: int


def notation(
    line: GpcLine,
    found: Sequence[Source],
    said: Iterable[Tally],
    stated: Stated | None,
    reasons: Sequence[str] = (),
) -> Notation | None:
    """The key of a line without a counted source; None where there is a number.

    `said` are the line's figures that stand for no quantity, `reasons` the words they came with.
    What is taken up at rates nobody verified is shown, but is no number to report.
    Of several keys the one that hides most goes first: a confidential source must not look absent.
    """
    if any(not one.not_counted and not one.is_unverified_removal for one in found):
        return None
    if stated:
        return Notation(stated.key, stated.reason)
    uncounted = next((one.not_counted for one in found), "")
    if uncounted:
        return Notation(Status.NOT_AVAILABLE.value, uncounted)
    keys = {tally.key.status for tally in said}
    for key in KEYS:
        if key in keys:
            return Notation(key.value, "; ".join(reasons) or SAID)
    if line.notation_key:
        return Notation(line.notation_key, line.notation_reason, is_default=True)
    return Notation(Status.NOT_AVAILABLE.value, NOBODY_TOLD, is_default=True)
