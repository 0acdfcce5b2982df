"""Who takes part: every kind of official there is, and how often."""

from collections.abc import Sequence
from enum import StrEnum
from random import Random

from bot.text import mark


class Character(StrEnum):
    """How an official goes about a month."""

    PUNCTUAL = "punctual"
    ONE_BY_ONE = "one by one"
    EVENING = "evening"
    ENGLISH = "english"
    PHOTO = "photo"
    PUTS_OFF = "puts off"
    LATE = "late"
    SLIP_FIXED = "slip fixed"
    SLIP_CONFIRMED = "slip confirmed"
    NEW_LEVEL = "new level"
    NUDGED = "nudged"
    NEVER = "never"
    STOPS = "stops reminders"
    BLOCKS = "blocks"
    AFTER_CLOSE = "after the close"
    HANDS_OVER = "hands over"
    ABSENT = "absent"


WORDS = {
    Character.PUNCTUAL: mark("tells the whole month in one message, in the first days"),
    Character.ONE_BY_ONE: mark("answers item by item, in the first days"),
    Character.EVENING: mark("tells the month in one message, at night"),
    Character.ENGLISH: mark("uses English"),
    Character.PHOTO: mark("sends a photo of the bill after a figure"),
    Character.PUTS_OFF: mark("puts two items off, and tells them once reminded"),
    Character.LATE: mark("begins only when reminded again"),
    Character.SLIP_FIXED: mark("types ten times too much, and takes the likely fix"),
    Character.SLIP_CONFIRMED: mark("confirms ten times too much, and corrects it once returned"),
    Character.NEW_LEVEL: mark("has a new level, is returned, and says why it is right"),
    Character.NUDGED: mark("is silent until the coordinator reminds"),
    Character.NEVER: mark("tells nothing"),
    Character.STOPS: mark("stops the reminders, and tells in their own time"),
    Character.BLOCKS: mark("blocks the account"),
    Character.AFTER_CLOSE: mark("tells the last item after the close"),
    Character.HANDS_OVER: mark("tells half, then hands the seat over to a successor"),
    Character.ABSENT: mark("nobody has taken the seat"),
}

# How many of a hundred officials are so, once everybody is there once.
USUAL = {
    Character.PUNCTUAL: 40,
    Character.ONE_BY_ONE: 20,
    Character.LATE: 15,
    Character.PUTS_OFF: 10,
    Character.SLIP_FIXED: 5,
    Character.NUDGED: 5,
    Character.EVENING: 5,
}


def cast(places: Sequence[str], random: Random) -> dict[str, Character]:
    """A character for every place: each kind once as far as the places go, then the usual ones."""
    order = list(places)
    random.shuffle(order)
    given = dict(zip(order, Character, strict=False))
    for place in order[len(given) :]:
        given[place] = random.choices(list(USUAL), list(USUAL.values()))[0]
    return {place: given[place] for place in places}
