"""Rows of a file of factors: texts in, factors and policies out, or what to write in which column.

The columns are those of factors.csv, with `scope` (the place it holds in; empty: everywhere),
`grade` (H, M, L) and `overlap` (newest or oldest: which of two values in force counts).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from bot.catalogue.adding import Known, Misfit, has_value, misfits
from bot.catalogue.facts import FACTOR_COLUMNS
from bot.catalogue.shapes import Confidence, Factor, Grade, Overlap, OverlapPolicy

COLUMNS = (*FACTOR_COLUMNS, "scope", "grade", "overlap")
NEEDED = ("key", "source")  # a file without these columns is none of factors
EVERYWHERE = ("", "all")
LAST_YEAR = 2100  # a later year is not of the Common Era

_NUMBER = re.compile(r"[-+]?\d{1,15}(\.\d{1,30})?([eE][-+]?\d{1,2})?", re.ASCII)
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class FactorRow:
    """What one row asks for: a value, a policy for its key, or both. The edition is still open."""

    factor: Factor | None = None
    policy: OverlapPolicy | None = None  # its reason is the one given with the order


@dataclass(slots=True)
class _Reader:
    """Takes a row's cells one by one and keeps what is wrong with them."""

    cells: Mapping[str, str]
    wrong: list[Misfit] = field(default_factory=list)

    def refuse(self, column: str, words: str) -> None:
        self.wrong.append(Misfit(column, words))

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def number(self, column: str) -> Decimal | None:
        text = self.text(column)
        if not text or _NUMBER.fullmatch(text):
            return Decimal(text) if text else None
        self.refuse(column, f"{text!r} is no number; write it as 1234.5, without commas or units")
        return None

    def day(self, column: str) -> date | None:
        text = self.text(column)
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            self.refuse(column, f"{text!r} is no date; write it as 2027-01-31")
            return None
        if day and day.year > LAST_YEAR:
            self.refuse(column, f"{text} is no year of the Common Era; write {day.year - 543}")
            return None
        return day

    def one_of(self, column: str, choices: type[E], needed: bool = False) -> E | None:
        text = self.text(column)
        if not text and not needed:
            return None
        try:
            return choices(text)
        except ValueError:
            said = f"{text!r} is not known; " if text else ""
            self.refuse(column, f"{said}write one of: {', '.join(choices)}")
            return None


def read_row(
    cells: Mapping[str, str], known: Known, places: Collection[str]
) -> tuple[FactorRow, list[Misfit]]:
    """One row, and all that is wrong with it (then it is not to be used)."""
    reader = _Reader(cells)
    overlap = reader.one_of("overlap", Overlap)
    factor = _factor(reader, known, places)
    is_policy_only = overlap is not None and factor.valid_from is None and not has_value(factor)
    if is_policy_only:
        wrong = [*reader.wrong, *_misfits_of_policy(factor, known)]
    else:
        factor = _confident(reader, factor)
        told = {one.column for one in reader.wrong}
        wrong = [*reader.wrong, *(one for one in misfits(known, factor) if one.column not in told)]
    policy = OverlapPolicy(factor.key, overlap, "", factor.source) if overlap else None
    return FactorRow(None if is_policy_only else factor, policy), wrong


def _misfits_of_policy(factor: Factor, known: Known) -> Iterator[Misfit]:
    if factor.key not in known:
        yield Misfit("key", f"there is no factor {factor.key!r}; see bokcarbon factors")
    if not factor.source:
        yield Misfit("source", "write who says that the values may overlap")


def _factor(reader: _Reader, known: Known, places: Collection[str]) -> Factor:
    """What the cells say; name and category are the key's own where none are given."""
    key, scope = reader.text("key"), reader.text("scope")
    scope = "" if scope in EVERYWHERE else scope
    if scope and scope not in places:
        reader.refuse("scope", f"there is no place {scope!r}; write its id, or nothing: everywhere")
    values = known.get(key, ())
    return Factor(
        key=key,
        label=reader.text("label") or (values[-1].label if values else ""),
        category=reader.text("category") or (values[-1].category if values else ""),
        unit=reader.text("unit"),
        parameter=reader.number("parameter"),
        kgco2e_printed=reader.number("kgco2e_printed"),
        kgco2e_exact=reader.number("kgco2e_exact"),
        co2_kg=reader.number("co2_kg"),
        ch4_kg=reader.number("ch4_kg"),
        n2o_kg=reader.number("n2o_kg"),
        biogenic_co2_kg=reader.number("biogenic_co2_kg"),
        gwp_set=reader.text("gwp_set"),
        gwp_ch4_used=reader.number("gwp_ch4_used"),
        valid_from=reader.day("valid_from"),
        valid_to=reader.day("valid_to"),
        source=reader.text("source"),
        confidence=Confidence.UNVERIFIED,
        notes=reader.text("notes"),
        scope=scope,
        grade=reader.one_of("grade", Grade),
    )


def _confident(reader: _Reader, factor: Factor) -> Factor:
    """How sure it is has to be said: nothing is taken for verbatim by itself."""
    confidence = reader.one_of("confidence", Confidence, needed=True)
    return replace(factor, confidence=confidence) if confidence else factor
