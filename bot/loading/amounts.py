"""Numbers in a table, read strictly: what could be two numbers is neither."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from bot.attachments import SheetCell
from bot.cells import Status
from bot.drafts import LARGEST
from bot.emissions.quantities import KEPT_DECIMALS, kept
from bot.loading.lines import Column, Wrong, digits, plain, shown
from bot.reading.cleaning import clean

EXACT = Decimal(1).scaleb(-KEPT_DECIMALS)  # what the columns keep
PRECISION = Context(prec=40)
NOTATIONS = {
    status.value: status
    for status in (
        Status.NOT_OCCURRING,
        Status.NOT_AVAILABLE,
        Status.ELSEWHERE,
        Status.CONFIDENTIAL,
    )
}
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", re.ASCII)
_LEADING_ZERO = re.compile(r"0[0-9]")
_POWER = re.compile(r"[0-9.,]+\s?(?:[eE]|[x×*]\s?10\s?\^?)\s?[+-]?[0-9]+")
_MONEY = re.compile(r"฿|\$|€|£|บาท|baht|thb", re.IGNORECASE)
_FORMULA = ("=", "+", "@")
_MISREAD = frozenset({"overridden", "reordered", "hidden", "scripts"})  # not what was seen


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or the notation key that stands in its place; neither where the cell is empty."""

    number: Decimal | None = None
    notation: Status | None = None


def amount_in(cell: SheetCell, column: Column = Column.QUANTITY) -> Amount:
    """What a cell for a number holds; Wrong says what to write instead."""
    if isinstance(cell, Decimal):
        return Amount(_checked(cell, f"{cell:f}", column))
    text = plain(cell)
    if not text:
        return Amount()
    if text.upper() in NOTATIONS:
        return Amount(notation=NOTATIONS[text.upper()])
    return Amount(_checked(_number(cell, column), text, column))


def in_unit(number: Decimal, ratio: Decimal) -> Decimal:
    """A told number in the base unit, as the columns keep it; Wrong where they cannot."""
    base = PRECISION.multiply(number, ratio)
    if base >= LARGEST or number >= LARGEST:
        raise Wrong(Column.QUANTITY, f"{shown(digits(number))} is too large to keep")
    rounded = kept(base)
    if number and not (rounded and kept(number)):
        least = f"{EXACT:f}"
        raise Wrong(Column.QUANTITY, f"{shown(digits(number))} is less than {least}")
    return rounded


def _checked(number: Decimal, text: str, column: Column) -> Decimal:
    if not number.is_finite():
        raise Wrong(column, f"{shown(text)} is not a number; write digits such as 1234.5")
    if number < 0:
        raise Wrong(column, f"{shown(text)} is below zero; a figure cannot be")
    return number


def _number(text: str, column: Column) -> Decimal:
    cleaned = clean(text)
    written, text = cleaned.text, plain(text)
    if not _MISREAD.isdisjoint(cleaned.doubts):
        raise Wrong(column, f"{shown(text)} holds hidden or mixed characters; type it anew")
    if _LEADING_ZERO.match(written):
        raise Wrong(column, f"{shown(text)} begins with 0; write the figure without it")
    if _PLAIN.fullmatch(written) or _GROUPED.fullmatch(written):
        return Decimal(written.replace(",", ""))
    raise Wrong(column, f"{shown(text)} {_reason(written)}")


def _reason(text: str) -> str:
    if _MONEY.search(text):
        return "is money; write how much was used, not what it cost"
    if _POWER.fullmatch(text):
        return "is a power of ten, digits may be lost; write the number out"
    if text.startswith(_FORMULA):
        return "is a formula; write its result"
    if text.startswith("-"):
        return "is no figure; write 0 for none, or leave the row out"
    if any(mark in text for mark in ",.") and any(map(str.isdigit, text)):
        return "can be read in two ways; write it like 1234.5 or 1,234.5"
    return "is not a number; write digits such as 1234.5"
