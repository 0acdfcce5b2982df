"""The reporting month, DHIS2's monthly *period*: Common Era inside, Buddhist Era when printed."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

BUDDHIST_OFFSET = 543
_ISO = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, such as `Month(2026, 7)`; written `2026-07`. `year` is Common Era."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"month must be 1 to 12, not {self.month}")
        if not 1900 <= self.year <= 2200:
            raise ValueError(f"year must be Common Era, 1900 to 2200, not {self.year}")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read `YYYY-MM`, Common Era; ValueError says what was wrong."""
        found = _ISO.fullmatch(text.strip())
        if not found:
            raise ValueError(f"{text!r} is not a month; write it as 2026-07")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __add__(self, months: int) -> "Month":
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __sub__(self, months: int) -> "Month":
        return self + -months

    def since(self, other: "Month") -> int:
        """How many months lie between `other` and this one (0 when equal)."""
        return (self.year - other.year) * 12 + self.month - other.month

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def days(self) -> int:
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, self.days)

    @property
    def year_months(self) -> "tuple[Month, ...]":
        """January of this year up to and including this month."""
        return tuple(Month(self.year, number) for number in range(1, self.month + 1))


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """Every month from `first` to `last`, both included; empty when `last` is earlier."""
    return tuple(first + step for step in range(last.since(first) + 1))
