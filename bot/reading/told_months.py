"""Months told against each other: `ไม่ใช่ ก.ค.` is none, last month is the one before this."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.reading.shapes import Doubt
from bot.reading.tokens import Figure, NamedMonth, Token, Words

_DENIES_MONTH = re.compile(r"(?:ไม่ใช่|\bnot)(?:ของ|เดือน|for|\s)*$", re.IGNORECASE)


def without_denied_months(lines: list[list[Token]]) -> list[list[Token]]:
    """`เป็นของ มิ.ย. ไม่ใช่ ก.ค.`: the month that is denied is not the figures'."""
    months = [token for line in lines for token in line if isinstance(token, NamedMonth)]
    denied = {id(token) for line in lines for token in _denied(line)}
    for token in (token for line in lines for token in line):
        if denied and isinstance(token, Figure):
            token.doubts.append(Doubt("months"))
            if len(denied) == len(months):  # ไม่ใช่ ก.ค.: which one then?
                token.unclear = token.unclear or "number"
    if not denied or len(denied) == len(months):
        return lines
    kept: list[list[Token]] = []
    for line in lines:
        kept.append([])
        for at, token in enumerate(line):
            following = line[at + 1] if at + 1 < len(line) else None
            if isinstance(token, Words) and id(following) in denied:
                token.text = _DENIES_MONTH.sub("", token.text)
            if id(token) not in denied and (not isinstance(token, Words) or token.text.strip()):
                kept[-1].append(token)
    return kept


def _denied(line: Sequence[Token]) -> list[NamedMonth]:
    return [
        token
        for before, token in pairwise(line)
        if isinstance(token, NamedMonth)
        and isinstance(before, Words)
        and _DENIES_MONTH.search(before.text)
    ]


def with_months_told_apart(lines: list[list[Token]]) -> list[list[Token]]:
    """`เดือนก่อน 400 เดือนนี้ 412`: last month is the one before what is called this month."""
    months = [token for line in lines for token in line if isinstance(token, NamedMonth)]
    this = {token.month for token in months if token.vague}
    if not any(token.relative and not token.vague and token.month in this for token in months):
        return lines
    return [
        [
            NamedMonth(token.month - 1, relative=True)
            if isinstance(token, NamedMonth) and token.relative and not token.vague
            else token
            for token in line
        ]
        for line in lines
    ]
