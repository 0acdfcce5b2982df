"""Wholes: what a message says as a whole: never here, the same as the month before."""

import re
from dataclasses import replace

from bot.months import Month
from bot.reading.answers import FoundAnswer, says_never_here
from bot.reading.pairs import Paired
from bot.reading.shapes import Notation, Outcome

_SAME_AS = re.compile(r"\s*(?:ใช้|ก็)?(?:เท่า|เหมือน)(?:กับ|กัน)?|\s*(?:the )?same as\b", re.IGNORECASE)


def without_what_is_never_here(paired: Paired, text: str) -> Paired:
    """`แถวนี้ไม่มีนา`, `เผาอ้อยไม่มี ตำบลเราไม่มีไร่อ้อย`: it does not occur, which is no zero."""
    if not says_never_here(text) or not all(pair.figure.nothing for pair in paired.pairs):
        return paired
    for pair in paired.pairs:
        pair.figure.answer = FoundAnswer(pair.figure.end, Outcome.NOTHING, Notation.NOT_OCCURRING)
    named = [pair for pair in paired.pairs if pair.named]
    unnamed = [pair for pair in paired.pairs if not pair.named]
    answers = [pair.figure.answer for pair in unnamed if pair.figure.answer]
    left_over = [*paired.left_over, *(pair.fragment for pair in unnamed)]
    return replace(paired, pairs=named, answers=[*paired.answers, *answers], left_over=left_over)


def is_same_as_before(paired: Paired, text: str, asked: Month) -> bool:
    """`เท่ากับเดือนมิถุนายน`, asked for July: as last month, and nothing else is told."""
    alone = not paired.pairs and not paired.named and len(paired.left_over) < 2
    return alone and paired.months == [asked - 1] and bool(_SAME_AS.match(text))
