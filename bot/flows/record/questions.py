"""The questions of a month: each opens a step, and can be asked again word for word."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.drafts import Draft, name_words
from bot.messages import Button
from bot.months import Month
from bot.text import mark
from bot.turn import Turn

QUESTION = mark(
    "%(number)s of %(total)s · %(month)s\n"
    "%(activity)s: how many %(unit)s?\n"
    "See: %(evidence)s\n"
    "Example: %(example)s"
)
QUESTION_ALONE = mark(
    "%(month)s\n%(activity)s: how many %(unit)s?\nSee: %(evidence)s\nExample: %(example)s"
)
NOW = mark("Now kept: %(quantity)s %(unit)s")
WHICH_KIND = mark("%(activity)s: which kind?")
UNKNOWN = mark("%(activity)s, %(month)s: shall it wait, or is there no data for this month?")
NONE = mark("None")
SAME = mark("Same (%(quantity)s)")
LATER = mark("Later")
NO_DATA = mark("No data this month")
NOT_HERE = mark("Does not occur")
CANCEL = mark("Cancel")


def ask(turn: Turn, activity: str, month: Month, kind: str = "") -> None:
    """Ask for one figure; typed words or the buttons answer it."""
    data = {"activity": activity, "month": str(month), "kind": kind}
    turn.open("record", "ask", data)
    turn.say(_question_words(turn, activity, month, kind), _answers(turn, activity, month, kind))


def ask_kind(turn: Turn, draft: Draft) -> None:
    """`Refrigerant: which kind?` The figure waits in the step."""
    turn.open("record", "kind", {"draft": draft.to_json()})
    kinds = turn.situation.catalogue.activities[draft.activity].kinds
    name = name_words(turn.t, turn.situation, draft)
    turn.say(
        turn.t(WHICH_KIND, activity=name),
        [turn.choice(turn.t(kind.label), "kind", kind.code) for kind in kinds],
    )


def ask_which(turn: Turn, words: str, said: str, month: Month, candidates: list[str]) -> None:
    """Several activities fit what was `said`: the person picks, nothing is guessed."""
    data = {"words": words, "said": said, "month": str(month), "candidates": candidates}
    turn.open("record", "which", data)
    activities = turn.situation.catalogue.activities
    buttons = [
        turn.choice(turn.t(activities[code].short_label), "which", code) for code in candidates
    ]
    turn.say(words, [*buttons, turn.menu(turn.t(CANCEL), "cancel")])


def ask_unknown(turn: Turn, activity: str, month: Month) -> None:
    """`Don't know` may mean later, or that no data exist: two answers, so it is asked."""
    turn.open("record", "unknown", {"activity": activity, "month": str(month), "kind": ""})
    label = turn.t(turn.situation.catalogue.activities[activity].label)
    turn.say(
        turn.t(UNKNOWN, activity=label, month=turn.t.month(month)),
        [
            turn.choice(turn.t(LATER), "later"),
            turn.choice(turn.t(NO_DATA), "no-data"),
            turn.choice(turn.t(NOT_HERE), "not-here"),
        ],
    )


def _again(turn: Turn, data: Mapping[str, Any]) -> None:
    ask(turn, data["activity"], Month.parse(data["month"]), data["kind"])


def _kind_again(turn: Turn, data: Mapping[str, Any]) -> None:
    ask_kind(turn, Draft.from_json(data["draft"]))


def _which_again(turn: Turn, data: Mapping[str, Any]) -> None:
    month = Month.parse(data["month"])
    ask_which(turn, data["words"], data["said"], month, data["candidates"])


def _unknown_again(turn: Turn, data: Mapping[str, Any]) -> None:
    ask_unknown(turn, data["activity"], Month.parse(data["month"]))


AGAIN: dict[str, Callable[[Turn, Mapping[str, Any]], None]] = {
    "ask": _again,
    "kind": _kind_again,
    "which": _which_again,
    "unknown": _unknown_again,
}


def _question_words(turn: Turn, activity: str, month: Month, kind: str) -> str:
    t, situation = turn.t, turn.situation
    asked = situation.catalogue.activities[activity]
    unit = t(situation.catalogue.units[asked.unit].label)
    expected = situation.expected
    values = {
        "month": t.month(month),
        "activity": t(asked.label),
        "unit": unit,
        "evidence": t(asked.evidence),
        "example": asked.example,
    }
    if activity in expected and month == situation.report_month:
        number = expected.index(activity) + 1
        words = t(QUESTION, number=number, total=len(expected), **values)
    else:
        words = t(QUESTION_ALONE, **values)
    now = situation.cell(activity, month, kind)
    if now and now.quantity is not None:
        words += "\n" + t(NOW, quantity=t.number(now.quantity), unit=unit)
    return words


def _answers(turn: Turn, activity: str, month: Month, kind: str) -> list[Button]:
    t = turn.t
    buttons = [turn.choice(t(NONE), "none")]
    last = turn.situation.cell(activity, month - 1, kind)
    if last and last.quantity:
        buttons.append(turn.choice(t(SAME, quantity=t.number(last.quantity)), "same"))
    return [
        *buttons,
        turn.choice(t(LATER), "later"),
        turn.choice(t(NOT_HERE), "not-here"),
        turn.menu(t(CANCEL), "cancel"),
    ]
