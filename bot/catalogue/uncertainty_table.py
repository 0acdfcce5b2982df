"""Reads uncertainties.csv: how far off activity data and factors are assumed to be, and why."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from bot.catalogue.reading_tables import CatalogueError, Row, csv_rows
from bot.catalogue.shapes import (
    Activity,
    AssumedUncertainty,
    GpcLine,
    Grade,
    Grounds,
    Side,
    UncertaintyKey,
)

FILE = "uncertainties.csv"
COLUMNS = (
    "side",
    "key",
    "gas",
    "grade",
    "percent",
    "low_percent",
    "high_percent",
    "source",
    "confidence",
    "notes",
)
GASES = ("", "co2", "ch4", "n2o")
BEST_FIRST = (Grade.HIGH, Grade.MEDIUM, Grade.LOW)

Table = dict[UncertaintyKey, AssumedUncertainty]


def read_uncertainties(
    folder: Path, activities: Mapping[str, Activity], gpc_lines: Mapping[str, GpcLine]
) -> Table:
    """Every row by what it is looked up with; each sector has rows that everything in it finds."""
    known = {key for activity in activities.values() for key in _own_keys(activity.code)} | {
        key for line in gpc_lines.values() for key in _line_keys(line)
    }
    table: Table = {}
    for row in csv_rows(folder, FILE, COLUMNS):
        assumed = _assumed(row)
        row.done()
        if assumed.key not in known:
            row.refuse(f"{assumed.key!r} is no activity, GPC line or part of one")
        key = (assumed.side, assumed.key, assumed.gas, assumed.grade)
        if key in table:
            row.refuse(f"{_name(key)} stands twice")
        table[key] = assumed
    for group in {key[:3] for key in table}:
        _refuse_gaps(table, group)
    for sector in sorted({line.sector_code for line in gpc_lines.values()}):
        for side in Side:
            if not any(key[:3] == (side, sector, "") for key in table):
                raise CatalogueError(f"{FILE}: sector {sector} has no row for its {side}")
    return table


def keys_of(activity: Activity, gpc_lines: Mapping[str, GpcLine]) -> tuple[str, ...]:
    """What rows of an activity may be found under, the nearest first."""
    line = gpc_lines.get(activity.gpc_ref)
    return (*_own_keys(activity.code), *(_line_keys(line) if line else ()))


def _own_keys(code: str) -> Iterator[str]:
    """`RICE_AWD`, `RICE_*`."""
    yield code
    words = code.split("_")
    for length in range(len(words) - 1, 0, -1):
        yield "_".join(words[:length]) + "_*"


def _line_keys(line: GpcLine) -> tuple[str, ...]:
    """`I.2.2`, `I.2`, `I scope 2`, `I`."""
    steps = line.ref.split(".")
    refs = [".".join(steps[:length]) for length in range(len(steps), 1, -1)]
    return (*refs, f"{line.sector_code} scope {line.scope}", line.sector_code)


def _assumed(row: Row) -> AssumedUncertainty:
    grade = row.optional_text("grade")
    assumed = AssumedUncertainty(
        side=row.one_of("side", Side),
        key=row.text("key"),
        gas=row.optional_text("gas"),
        grade=row.member("grade", grade, Grade) if grade else None,
        percent=row.number("percent"),
        low_percent=row.optional_number("low_percent"),
        high_percent=row.optional_number("high_percent"),
        source=row.text("source"),
        confidence=row.one_of("confidence", Grounds),
        notes=row.optional_text("notes"),
    )
    if assumed.gas not in GASES or (assumed.gas and assumed.side is Side.ACTIVITY):
        row.refuse(f"gas is {assumed.gas!r}; factors may name co2, ch4 or n2o, activities none")
    if assumed.percent < 0:
        row.refuse(f"percent must not be below 0, but is {assumed.percent}")
    _refuse_other_ends(row, assumed)
    return assumed


def _refuse_other_ends(row: Row, assumed: AssumedUncertainty) -> None:
    """IPCC 2006, volume 1, table 3.2: of uneven ends the larger is taken, or the notes say why."""
    ends = [end for end in (assumed.low_percent, assumed.high_percent) if end is not None]
    if len(ends) == 1:
        row.refuse("low_percent and high_percent go together")
    if ends and assumed.percent != max(ends, default=Decimal(0)) and not assumed.notes:
        row.refuse(f"percent is not the larger end, {max(ends)}: say why in the notes")


def _refuse_gaps(table: Table, group: tuple[Side, str, str]) -> None:
    """One row for every grade, or one for each, and a better grade is never the wider one."""
    graded = [table[(*group, grade)] for grade in BEST_FIRST if (*group, grade) in table]
    if ((*group, None) in table) == bool(graded) or 0 < len(graded) < len(BEST_FIRST):
        raise CatalogueError(f"{FILE}: {_name((*group, None))} needs one row, or one a grade")
    for better, worse in pairwise(graded):
        if better.percent > worse.percent:
            raise CatalogueError(
                f"{FILE}: {_name((*group, better.grade))} is wider than grade {worse.grade}"
            )


def _name(key: UncertaintyKey) -> str:
    side, of, gas, grade = key
    return " ".join(filter(None, (side.value, of, gas, grade.value if grade else "")))
