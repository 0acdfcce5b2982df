"""The three totals of GPC 1.1: BASIC, BASIC+ and territorial (section 3.6, table 3.3)."""

from enum import StrEnum

from bot.catalogue import GpcLine


class Level(StrEnum):
    BASIC = "basic"
    BASIC_PLUS = "basic+"
    TERRITORIAL = "territorial"


LEVEL_NAMES = {Level.BASIC: "BASIC", Level.BASIC_PLUS: "BASIC+", Level.TERRITORIAL: "territorial"}


def belongs(line: GpcLine, level: Level) -> bool:
    """Whether a line's emissions are part of that total."""
    match level:
        case Level.BASIC:
            return line.in_basic
        case Level.BASIC_PLUS:
            return line.in_basic_plus
        case Level.TERRITORIAL:
            return line.in_territorial
