"""Rows of the reader's table: a message, how it is taken, and by which doubt or question.

Read on 3 August 2026 at a tambon that is asked for July. `asked` is the open question's activity.
Items are `ACTIVITY base_quantity [month]`, July 2026 where no month stands; `~` marks an estimate.
"""

from typing import NamedTuple


class Row(NamedTuple):
    text: str
    outcome: str
    items: str = ""
    asked: str = ""
    question: str = ""
    doubts: str = ""  # codes that must be among the first item's


ELEC, DIESEL, WATER, LPG = "ORG_ELEC", "ORG_DIESEL_VEH", "ORG_WATER", "ORG_LPG"
GASOHOL, WASTE, PAPER = "ORG_GASOHOL", "WASTE_GENERATED", "ORG_PAPER"


def saved(text: str, asked: str, quantity: str) -> Row:
    return Row(text, "save", f"{asked} {quantity}", asked)


def checked(text: str, items: str, asked: str = "", doubts: str = "", question: str = "") -> Row:
    return Row(text, "confirm", items, asked, question, doubts)


def asked_back(text: str, question: str, asked: str = "") -> Row:
    return Row(text, "ask", "", asked, question)
