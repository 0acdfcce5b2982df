"""Indicators as lines of text and as JSON: the value, what it is made of, and what it lacks."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from bot.catalogue import Catalogue
from bot.inventory.levels import LEVEL_NAMES, Level
from bot.plans.facts import FACT_NAMES, FactKind
from bot.plans.indicators import Indicator
from bot.plans.series import plain
from bot.plans.sides import Part, Reason, Sum
from bot.text import Voice, mark

VALUE = mark("%(name)s: %(value)s %(unit)s")
NO_VALUE = mark("%(name)s: no value: %(reason)s")
LACKS = mark("  but %(reason)s")
ABOVE, BELOW = mark("  of: %(part)s"), mark("  divided by: %(part)s")
PART = mark("%(name)s %(quantity)s %(unit)s (%(source)s)")
PART_OF_YEAR = mark("%(name)s of %(year)s: %(quantity)s %(unit)s (%(source)s)")
UNVERIFIED = mark("%(source)s, not verified")
LEFT_OUT = mark("  left out, as nobody is asked for it: %(names)s")
OTHERS = {
    "days": mark("days of the months told"),
    "told": mark("told"),
    "asked": mark("asked"),
}
UNITS = {
    "tCO2e/person": mark("tCO2e a head"),
    "tCO2e/million baht": mark("tCO2e for a million baht"),
    "kg/person/day": mark("kg a head and day"),
    "litre/person/day": mark("litres a head and day"),
    "rai": mark("rai"),
    "%": "%",
}
PART_UNITS = {
    "person": mark("people"),
    "day": mark("days"),
    "figure": mark("figures"),
    "rai": mark("rai"),
    "million_baht": mark("million baht"),
}
REAL_BAHT = mark("million baht at prices of %(year)s")
DECIMALS = Decimal("0.0001")


def lines(t: Voice, catalogue: Catalogue, found: Sequence[Indicator]) -> Iterator[str]:
    for one in found:
        if one.value is None and one.reason is not None:
            yield t(NO_VALUE, name=_name(t, one), reason=_reason(t, catalogue, one.reason))
            continue
        value = t.number(Decimal(plain((one.value or Decimal(0)).quantize(DECIMALS))))
        yield t(VALUE, name=_name(t, one), value=value, unit=t(UNITS[one.unit]))
        yield from _sides(t, catalogue, one)
        if one.lacks is not None:
            yield t(LACKS, reason=_reason(t, catalogue, one.lacks))


def _name(t: Voice, one: Indicator) -> str:
    level = next((level for level in Level if one.code.endswith(f"_{level.name.lower()}")), None)
    return f"{t(one.name)}, {LEVEL_NAMES[level]}" if level else t(one.name)


def _sides(t: Voice, catalogue: Catalogue, one: Indicator) -> Iterator[str]:
    for words, side in ((ABOVE, one.above), (BELOW, one.below)):
        for part in side.parts if side else ():
            yield t(words, part=_part(t, catalogue, part))
    missing = dict.fromkeys((*one.above.left_out, *(one.below.left_out if one.below else ())))
    if missing:
        yield t(LEFT_OUT, names=", ".join(_called(t, catalogue, code) for code in missing))


def _part(t: Voice, catalogue: Catalogue, part: Part) -> str:
    source = t(part.source)
    values = {
        "name": _called(t, catalogue, part.name),
        "quantity": t.number(part.quantity),
        "unit": _unit(t, catalogue, part.unit),
        "source": source if part.verified else t(UNVERIFIED, source=source),
    }
    if part.year is None:
        return t(PART, **values)
    return t(PART_OF_YEAR, year=t.year(part.year), **values)


def _unit(t: Voice, catalogue: Catalogue, unit: str) -> str:
    if unit in catalogue.units:
        return t(catalogue.units[unit].label)
    if unit.startswith("million_baht_"):
        return t(REAL_BAHT, year=t.year(int(unit.rpartition("_")[2])))
    return t(PART_UNITS[unit]) if unit in PART_UNITS else unit


def _called(t: Voice, catalogue: Catalogue, name: str) -> str:
    """An activity, a fact or a level by its words."""
    if name in catalogue.activities:
        return t(catalogue.activities[name].label)
    if name in list(FactKind):
        return t(FACT_NAMES[FactKind(name)])
    if name in list(Level):
        return LEVEL_NAMES[Level(name)]
    return t(OTHERS.get(name, name))


def _reason(t: Voice, catalogue: Catalogue, reason: Reason) -> str:
    """Years are Common Era until here."""
    said = {
        key: t.year(int(value))
        if key in ("year", "nearest")
        else _called(t, catalogue, value)
        if isinstance(value, str)
        else value
        for key, value in reason.values.items()
    }
    return t(reason.why.value, **said)


# --- for programs ---------------------------------------------------------------------------------


def indicators_json(t: Voice, catalogue: Catalogue, found: Sequence[Indicator]) -> list[Any]:
    return [
        {
            "indicator": one.code,
            "name": _name(t, one),
            "value": None if one.value is None else Decimal(plain(one.value)),
            "unit": one.unit,
            "whole": one.value is not None and one.is_whole,
            "reason": None if one.lacks is None else _reason(t, catalogue, one.lacks),
            "numerator": _side_json(one.above),
            "denominator": _side_json(one.below) if one.below else None,
        }
        for one in found
    ]


def _side_json(side: Sum) -> dict[str, Any]:
    return {
        "quantity": None if side.quantity is None else Decimal(plain(side.quantity)),
        "parts": [_part_json(part) for part in side.parts],
        "left_out": list(side.left_out),
    }


def _part_json(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "quantity": Decimal(plain(part.quantity)),
        "unit": part.unit,
        "year": part.year,
        "source": part.source,
        "verified": part.verified,
        "answered": part.answered,
        "expected": part.expected,
        "unknown": part.unknown,
    }
