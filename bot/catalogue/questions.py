"""Reads activities.toml: one block, one question; refuses what does not fit the other tables."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.catalogue.facts import size_ratio
from bot.catalogue.reading_tables import Row, toml_blocks
from bot.catalogue.shapes import (
    Activity,
    Factor,
    Frequency,
    GpcLine,
    Kind,
    Ledger,
    Method,
    PlaceKind,
    Range,
    Unit,
)

COUNTED = (Method.QUANTITY, Method.DAYS, Method.YEAR_SHARE, Method.NITROGEN_SHARE)
FACTORS_ARE_PER = {  # what is added to the activity's unit
    Method.DAYS: "-day",
    Method.YEAR_SHARE: "-year",
    Method.NITROGEN_SHARE: " N",
}
FACTOR_SPELLING = {"t": "tonne"}  # factors.csv writes IPCC's t
ONE = Decimal(1)


def read_activities(
    folder: Path,
    units: dict[str, Unit],
    factors: Mapping[str, tuple[Factor, ...]],
    gpc_lines: Mapping[str, GpcLine],
) -> dict[str, Activity]:
    rows: dict[str, Row] = {}
    activities: dict[str, Activity] = {}
    for row in toml_blocks(folder, "activities.toml"):
        activity = _activity(row, units)
        row.done()
        rows[activity.code], activities[activity.code] = row, activity
    for code, activity in activities.items():
        _refuse_strangers(rows[code], activity, activities, gpc_lines)
        _refuse_misfits(rows[code], activity, units, factors)
    return activities


def _activity(row: Row, units: dict[str, Unit]) -> Activity:
    unit = row.text("unit")
    if unit not in units:
        row.refuse(f"unknown unit {unit!r}")
    method = row.one_of("method", Method)
    kinds = tuple(_kind(row, body) for body in row.blocks("kinds"))
    return Activity(
        code=row.name,
        gpc_ref=row.optional_text("gpc_ref"),
        ledger=row.one_of("ledger", Ledger),
        label=row.text("label"),
        short_label=row.text("short_label"),
        aliases=row.texts("aliases"),
        unit=unit,
        conversions=_conversions(row, unit, units),
        asks_for=_known_units(row, "asks_for", units),
        department=row.text("department"),
        evidence=row.text("evidence"),
        example=row.text("example"),
        frequency=row.one_of("frequency", Frequency),
        method=method,
        factor_unit=row.text("factor_unit") if method in COUNTED else "",
        to_factor=row.number("to_factor") if method is Method.QUANTITY else ONE,
        factors=row.texts("factors"),
        kinds=kinds,
        ranges=_ranges(row),
        range_basis=row.optional_text("range_basis"),
        subset_of=row.texts("subset_of"),
        asked_of=tuple(row.member("asked_of", t, PlaceKind) for t in row.texts("asked_of")),
        not_counted=row.text("not_counted") if method is Method.NOT_COUNTED_YET else "",
        notes=row.optional_text("notes"),
    )


def _kind(row: Row, body: dict[str, Any]) -> Kind:
    inner = Row(row.file, f"{row.name}.kinds", body)
    kind = Kind(
        code=inner.text("code"),
        label=inner.text("label"),
        aliases=inner.texts("aliases"),
        factor=inner.optional_text("factor"),
    )
    inner.done()
    return kind


def _conversions(row: Row, base: str, units: dict[str, Unit]) -> dict[str, Decimal]:
    """Every unit of the base unit's dimension, and those only this activity takes."""
    dimension = units[base].dimension
    alike = [code for code, unit in units.items() if unit.dimension == dimension]
    conversions = {code: size_ratio(units, code, base) for code in alike}
    for code, value in row.table("also").items():
        if code not in units:
            row.refuse(f"unknown unit {code!r} in also")
        conversions[code] = row.decimal(f"also.{code}", value)
    if any(ratio <= 0 for ratio in conversions.values()):
        row.refuse("a conversion must be above 0")
    return conversions


def _known_units(row: Row, key: str, units: dict[str, Unit]) -> tuple[str, ...]:
    codes = row.texts(key)
    for code in codes:
        if code not in units:
            row.refuse(f"unknown unit {code!r} in {key}")
    return codes


def _ranges(row: Row) -> dict[str, Range]:
    ranges = {}
    for name, ends in row.table("ranges").items():
        row.member("ranges", name, PlaceKind)
        if not isinstance(ends, list) or len(ends) != 2:
            row.refuse(f"ranges.{name} must be [low, high]")
        low, high = (row.decimal(f"ranges.{name}", end) for end in ends)
        if low > high:
            row.refuse(f"ranges.{name} goes from {low} down to {high}")
        ranges[name] = Range(low, high)
    return ranges


def _refuse_strangers(
    row: Row,
    activity: Activity,
    activities: Mapping[str, Activity],
    gpc_lines: Mapping[str, GpcLine],
) -> None:
    if activity.gpc_ref and activity.gpc_ref not in gpc_lines:
        row.refuse(f"unknown GPC line {activity.gpc_ref!r}")
    for parent in activity.subset_of:
        if parent not in activities:
            row.refuse(f"unknown activity {parent!r} in subset_of")


def _refuse_misfits(
    row: Row,
    activity: Activity,
    units: dict[str, Unit],
    factors: Mapping[str, tuple[Factor, ...]],
) -> None:
    """The figure's unit must lead to the factor's unit, or kilograms could meet tonnes."""
    used = [*activity.factors, *(kind.factor for kind in activity.kinds if kind.factor)]
    if activity.method not in COUNTED:
        if used:
            row.refuse(f"method {activity.method!r} uses no factors")
        return
    if not used:
        row.refuse("a counted activity needs factors, or kinds with factors")
    for key in used:
        if key not in factors:
            row.refuse(f"unknown factor {key!r}")
        for factor in factors[key]:
            if factor.unit != activity.factor_unit:
                row.refuse(f"factor {key} is per {factor.unit}, not per {activity.factor_unit}")
        _refuse_doubles(row, factors[key])
    _refuse_wrong_conversion(row, activity, units)


def _refuse_doubles(row: Row, factors: Iterable[Factor]) -> None:
    """A figure keeps the versions it was counted with: one version must be one value."""
    values: dict[str, object] = {}
    for factor in factors:
        value = factor.kgco2e_printed, factor.co2_kg, factor.ch4_kg, factor.n2o_kg
        if values.setdefault(factor.version, value) != value:
            row.refuse(f"factor {factor.version} has several values: name a factor that has one")


def _refuse_wrong_conversion(row: Row, activity: Activity, units: dict[str, Unit]) -> None:
    if activity.method in FACTORS_ARE_PER:
        needed = f"{activity.unit}{FACTORS_ARE_PER[activity.method]}"
        if activity.factor_unit != needed:
            row.refuse(f"method {activity.method!r} needs factors per {needed}")
        return
    factor_unit = FACTOR_SPELLING.get(activity.factor_unit, activity.factor_unit)
    if factor_unit not in units or units[factor_unit].dimension != units[activity.unit].dimension:
        row.refuse(f"{activity.unit} does not lead to {activity.factor_unit}")
    ratio = size_ratio(units, activity.unit, factor_unit)
    if ratio != activity.to_factor:
        row.refuse(f"one {activity.unit} is {ratio} {factor_unit}, not {activity.to_factor}")
