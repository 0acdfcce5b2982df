"""What a check finds, and what it is given to look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.catalogue import Catalogue
from bot.emissions.tallies import Rank, Tally, TallyKey
from bot.inventory.counted import Basis, Counted
from bot.inventory.ranks import resolve
from bot.months import Month

NOTHING = Decimal(0)


class Code(StrEnum):
    """One kind of finding; the order is the order they are told in."""

    OWN_ABOVE_AREA = "own_above_area"
    WASTE_PARTS_ABOVE = "waste_parts_above"
    PARTS_ABOVE_WHOLE = "parts_above_whole"
    CARRIED_OVER = "carried_over"
    RECEIVED_ABOVE_SENT = "received_above_sent"
    SENT_ABOVE_RECEIVED = "sent_above_received"
    REPORTED_AND_MADE = "reported_and_made"
    SECTOR_JUMP = "sector_jump"
    JUMP = "jump"
    WASTE_A_HEAD = "waste_a_head"
    VEHICLES_A_HEAD = "vehicles_a_head"
    REPEATED = "repeated"
    MONTHS_MISSING = "months_missing"
    PARTS_BELOW_WHOLE = "parts_below_whole"
    TOLD_TWICE = "told_twice"


class Weight(StrEnum):
    """`wrong`: it cannot all be right. `look`: unlikely. `note`: for knowing what is counted."""

    WRONG = "wrong"
    LOOK = "look"
    NOTE = "note"


WRONG = frozenset({Code.OWN_ABOVE_AREA, Code.WASTE_PARTS_ABOVE, Code.PARTS_ABOVE_WHOLE})
NOTES = frozenset({Code.PARTS_BELOW_WHOLE, Code.TOLD_TWICE})
ORDER = {code: number for number, code in enumerate(Code)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit.

    `place` is whose figure it is about: a place, district or province. `months` are those it holds
    in, `month` the worst of them where the numbers are one month's. Numbers carry their unit in
    their name, or are in `unit`. `shares` are the places behind a change, the largest first;
    `size` orders findings of one code.
    """

    code: Code
    year: int
    place: str = ""
    activities: tuple[str, ...] = ()
    kind: str = ""
    sector: str = ""
    ledger: str = ""
    month: Month | None = None
    months: tuple[Month, ...] = ()
    unit: str = ""
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    shares: tuple[tuple[str, Decimal], ...] = ()
    size: Decimal = NOTHING

    @property
    def weight(self) -> Weight:
        if self.code in WRONG:
            return Weight.WRONG
        return Weight.NOTE if self.code in NOTES else Weight.LOOK

    @property
    def rank(self) -> tuple[object, ...]:
        """What they are sorted by: the gravest kind first, then the largest."""
        where = (self.place, self.activities, self.kind, self.sector, self.ledger)
        return (ORDER[self.code], -self.size, *where)

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code.value,
            "weight": self.weight.value,
            "year": self.year,
            "place": self.place or None,
            "activities": list(self.activities),
            "kind": self.kind or None,
            "sector": self.sector or None,
            "ledger": self.ledger or None,
            "month": str(self.month) if self.month else None,
            "months": [str(month) for month in self.months],
            "unit": self.unit or None,
            "numbers": {name: plain(value) for name, value in self.numbers.items()},
            "shares": [{"place": place, "kg_co2e": plain(kg)} for place, kg in self.shares],
        }


@dataclass(frozen=True, slots=True)
class Given:
    """A scope's figures of a year, with their places, and those of the year before.

    `now` and `before` are the amounts told; `counted` is what of each year's account counts, held
    censuses and finals among it, and nothing twice. `said` are the answers without an amount
    (NE, IE …) by who gave them: those months are not missing. `whole_provinces` are those of which
    every place is in the scope. `population` is by place.
    """

    catalogue: Catalogue
    year: int
    now: tuple[Tally, ...]
    before: tuple[Tally, ...] = ()
    counted: Mapping[int, tuple[Counted, ...]] = field(default_factory=dict)
    said: frozenset[tuple[str, str, Month]] = frozenset()
    whole_provinces: frozenset[str] = frozenset()
    population: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        year: int,
        entries: Iterable[Counted],
        whole_provinces: Iterable[str] = (),
        population: Mapping[str, int] | None = None,
    ) -> "Given":
        """What matters of the entries of the two years."""
        known = [one for one in entries if one.tally.key.activity in catalogue.activities]
        amounts = [one for one in known if one.tally.key.status.valued]
        told = [one.tally for one in amounts if one.basis is Basis.TOLD]
        said = [one.tally.key for one in known if _is_answer_only(one.tally.key)]
        return cls(
            catalogue,
            year,
            tuple(tally for tally in told if tally.key.month.year == year),
            tuple(tally for tally in told if tally.key.month.year == year - 1),
            {each: _counted(catalogue, amounts, each) for each in (year, year - 1)},
            frozenset((teller(key), key.activity, key.month) for key in said),
            frozenset(whole_provinces),
            population or {},
        )


def _counted(catalogue: Catalogue, entries: Iterable[Counted], year: int) -> tuple[Counted, ...]:
    return resolve(catalogue, (one for one in entries if one.tally.key.month.year == year)).counted


def _is_answer_only(key: TallyKey) -> bool:
    return key.status.answered and not key.status.valued


def teller(key: TallyKey) -> str:
    """Whose figure it is: the place, or the district or province it stands for."""
    if key.place:
        return key.place
    return {Rank.PROVINCE: key.province, Rank.DISTRICT: key.district}.get(key.rank, "")


def plain(number: Decimal) -> str:
    """Digit for digit, without trailing zeros."""
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
