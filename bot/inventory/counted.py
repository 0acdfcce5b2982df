"""One figure or sum of an account, with how it came into it: told, held over, or a year's final."""

from dataclasses import dataclass
from enum import StrEnum

from bot.emissions.tallies import Tally
from bot.months import Month


class Basis(StrEnum):
    """`HELD`: a census figure that stands for a month it was not told in."""

    TOLD = "told"
    HELD = "held"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Counted:
    """`held_from` is the month the held figure was told in; `method` names a final's method."""

    tally: Tally
    basis: Basis = Basis.TOLD
    held_from: Month | None = None
    method: str = ""

    @property
    def is_provisional(self) -> bool:
        """Whether a better figure is still to come: the census of its own year."""
        return (
            self.basis is Basis.HELD
            and self.held_from is not None
            and self.held_from.year < self.tally.key.month.year
        )
