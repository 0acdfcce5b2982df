"""What a cell without a plain figure says, in words: the notation keys and their kin."""

from bot.cells import Status
from bot.text import mark

NONE_WORDS = mark("none (0)")
STATUS_WORDS = {
    Status.LATER: mark("later"),
    Status.NOT_AVAILABLE: mark("no data this month (NE)"),
    Status.NOT_OCCURRING: mark("does not occur here (NO)"),
    Status.MISSING: mark("not told"),
    Status.NOTHING: NONE_WORDS,
    Status.ESTIMATED: mark("estimated"),
    Status.ELSEWHERE: mark("counted elsewhere (IE)"),
    Status.CONFIDENTIAL: mark("confidential (C)"),
}
