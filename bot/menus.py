"""Menus: which tiles are shown to whom. A tile starts a flow, and its label typed does the same.

On LINE they are a picture with tiles, on Telegram a list of commands; where neither shows (LINE
on a PC) the words are typed. Adding a tile is one line in `MENUS`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.people import Role
from bot.text import Voice, mark, voice, voices

CHAT_BAR = mark("Menu")  # LINE allows 14 letters


class Audience(StrEnum):
    """Who sees the same menu. `BOTH` tells figures and oversees places."""

    NOBODY = "nobody"  # no seat yet
    OFFICIAL = "official"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMIN = "admin"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Tile:
    """One thing to press: verb first. `command` is its Latin word, Telegram's /command."""

    flow: str
    label: str
    about: str
    command: str

    @property
    def action(self) -> str:
        return f"menu:{self.flow}"


FILL = Tile("record", mark("Fill in"), mark("The month's figures, one by one"), "fill")
LEFT = Tile("progress", mark("See progress"), mark("What is told, what is left"), "progress")
TOTALS = Tile("totals", mark("See totals"), mark("The carbon so far"), "totals")
CORRECT = Tile("correct", mark("Correct"), mark("Change a figure"), "correct")
HELP = Tile("help", mark("Help"), mark("What can be typed"), "help")
LANGUAGE = Tile("language", mark("Language"), mark("Thai or English"), "language")
JOIN = Tile("join", mark("Join"), mark("With an invitation code"), "join")
PLACES = Tile("progress", mark("See progress"), mark("Which places have told"), "progress")
REVIEW = Tile("review", mark("Review"), mark("Months that wait for a yes"), "review")
LATE = Tile("late", mark("Late figures"), mark("Told after the month was closed"), "late")
PAGE = Tile("console", mark("Open the page"), mark("The overview, on a big screen"), "console")
FILE = Tile("export", mark("Download"), mark("The figures as a file"), "export")
COPY = Tile("copy", mark("Copy"), mark("Lines for e-report and the waste form"), "copy")
TEMPLATE = Tile("template", mark("Template"), mark("A table to fill in"), "template")
UNDO = Tile("undo", mark("Undo"), mark("Take back the last figure"), "undo")

MENUS: dict[Audience, tuple[Tile, ...]] = {
    Audience.NOBODY: (JOIN, HELP, LANGUAGE),
    Audience.OFFICIAL: (FILL, LEFT, TOTALS, CORRECT, HELP, LANGUAGE),
    Audience.COORDINATOR: (PLACES, REVIEW, TOTALS, PAGE, HELP, LANGUAGE),
    Audience.AUDITOR: (PLACES, TOTALS, FILE, PAGE, HELP, LANGUAGE),
    Audience.ADMIN: (PLACES, REVIEW, FILE, PAGE, HELP, LANGUAGE),
    Audience.BOTH: (FILL, LEFT, REVIEW, CORRECT, PAGE, HELP),
}
# A list of commands has room for what a picture of large tiles has not.
MORE: dict[Audience, tuple[Tile, ...]] = {
    Audience.OFFICIAL: (COPY, TEMPLATE, UNDO),
    Audience.COORDINATOR: (LATE,),
    Audience.ADMIN: (LATE, TOTALS),
    Audience.BOTH: (TOTALS, COPY, TEMPLATE, UNDO, LANGUAGE),
}


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu of one audience in one language."""

    audience: Audience
    locale: str

    @property
    def t(self) -> Voice:
        return voice(self.locale)

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What is pressed; at most six."""
        return MENUS[self.audience]

    @property
    def commands(self) -> tuple[Tile, ...]:
        """What a list has room for: the tiles, and more."""
        return (*self.tiles, *MORE.get(self.audience, ()))


def audience_of(roles: Iterable[Role]) -> Audience:
    """Whose menu somebody with these roles sees; among overseers' the one that can do most."""
    held = frozenset(roles)
    above = next(
        (role for role in (Role.ADMIN, Role.COORDINATOR, Role.AUDITOR) if role in held), None
    )
    if Role.OFFICIAL in held:
        return Audience.BOTH if above else Audience.OFFICIAL
    return Audience(above.value) if above else Audience.NOBODY


def menu_for(roles: Iterable[Role], locale: str) -> Menu:
    return Menu(audience_of(roles), locale if locale in voices() else voice(None).code)


def all_menus() -> Iterator[Menu]:
    """Every audience's menu in every language, Thai first."""
    return (Menu(audience, locale) for locale in voices() for audience in Audience)


def default_menu() -> Menu:
    """What somebody sees whom nothing is known about."""
    return Menu(Audience.NOBODY, voice(None).code)
