"""Joining tokens: a unit in a cell of its own, and one figure told in several units."""

from bot.reading.numbers import Number
from bot.reading.shapes import Doubt
from bot.reading.tokens import Figure, Token, Words
from bot.reading.units import UnitSpellings


def with_units_beside(units: UnitSpellings, tokens: list[Token]) -> list[Token]:
    """Units in a cell of their own, or in brackets behind the label, join their figure."""
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        before = kept[-1] if kept else None
        if isinstance(token, Words):
            unit = units.named(token.text)
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            if unit and isinstance(before, Figure) and before.unit is None:
                before.unit = unit
                continue
            if unit and isinstance(after, Figure) and after.unit is None:
                after.unit = unit
                continue
        elif isinstance(token, Figure) and token.unit is None and isinstance(before, Words):
            bracketed = units.in_brackets(before.text)
            if bracketed:
                before.text, token.unit = bracketed
        kept.append(token)
    return kept


def with_units_below(units: UnitSpellings, lines: list[list[Token]]) -> list[list[Token]]:
    """A unit on a line of its own joins the figure that ends the line above."""
    kept: list[list[Token]] = []
    for line in lines:
        last = kept[-1][-1] if kept else None
        only = line[0] if len(line) == 1 else None
        unit = units.named(only.text) if isinstance(only, Words) else None
        if unit and isinstance(last, Figure) and last.unit is None:
            last.unit = unit
            continue
        if line:
            kept.append(line)
    return kept


def compounded(units: UnitSpellings, tokens: list[Token]) -> list[Token]:
    """`12 ไร่ 2 งาน 50 ตร.ว.`: one figure told in units of falling size."""
    kept: list[Token] = []
    for token in tokens:
        before = kept[-1] if kept else None
        if (
            isinstance(token, Figure)
            and isinstance(before, Figure)
            and before.unit
            and token.unit
            and before.number.value is not None
            and token.number.value is not None
            and units.goes_on(before.smallest or before.unit, token.unit)
        ):
            share = token.number.value * units.ratio(token.unit, before.unit)
            doubts = (
                *without_fixes(before.number.doubts),
                *without_fixes(token.number.doubts),
            )
            before.number = Number(token.end, before.number.value + share, doubts)
            before.doubts += [] if before.smallest else [Doubt("compound")]
            before.smallest = token.unit
            before.text = f"{before.text} {token.text}"
            continue
        kept.append(token)
    return kept


def without_fixes(doubts: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    """A fix of one reading says nothing about the difference."""
    return tuple(Doubt(doubt.code) for doubt in doubts)
