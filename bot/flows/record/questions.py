"""The questions of a month: each opens a step, and can be asked again word for word."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.drafts import (
    Draft,
    chained,
    drafts_in,
    evidence_in,
    kindless,
    name_words,
    pending_in,
)
from bot.messages import Button
from bot.months import Month
from bot.reading import OpenQuestion
from bot.situation import Step
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
DROP = mark("Leave it out")
NO_DATA = mark("No data this month")
NOT_HERE = mark("Does not occur")
CANCEL = mark("Cancel")
WHY = mark(
    "%(activity)s, %(month)s: why is there no data? Please press or type it in a few words. "
    "It stands in the report."
)
EVIDENCE_OF = mark("The file is kept. Which item is it evidence of? Press it, or type its figure.")
EVIDENCE_OF_NOTHING = mark(
    "The file is kept. Figures are not read from pictures: please type the item with its number, "
    "and the file will stand behind it, for example: diesel 320 litres"
)
MOST_ITEMS = 11  # LINE shows thirteen quick replies
REASONS = (
    mark("Bill or record lost"),
    mark("Not measured"),
    mark("At another office"),
)


def ask(
    turn: Turn,
    activity: str,
    month: Month,
    kind: str = "",
    drafts: Sequence[Draft] = (),
    walk: bool = False,
    amending: Draft | None = None,
) -> None:
    """Ask for one figure; typed words or the buttons answer it. `drafts` wait meanwhile.

    To `walk` is to go through this month item by item, until it is done or left. What is told now
    takes the place of the figure that is `amending`, whatever its item or month.
    """
    data: dict[str, Any] = {"activity": activity, "month": str(month), "kind": kind}
    open_now = turn.situation.step
    same = open_now and all(open_now.data.get(key) == value for key, value in data.items())
    if open_now and (same or "activity" not in open_now.data):
        data["evidence"] = list(evidence_in(open_now))  # it waits for this figure
    if drafts:
        data |= waiting(turn, drafts)
    data["walk"] = str(month) if walk else walking(open_now)
    if amending:
        data["amending"] = [amending.activity, amending.kind, str(amending.month)]
    elif same and open_now:
        data["amending"] = open_now.data.get("amending")
    turn.open("record", "ask", data)
    turn.say(_question_words(turn, activity, month, kind), _answers(turn, activity, month, kind))


def walking(step: Step | None) -> str:
    """The month that is gone through item by item; empty where that is the month asked for."""
    return str(step.data.get("walk") or "") if step else ""


def ask_kind(
    turn: Turn,
    draft: Draft,
    others: Sequence[Draft] = (),
    left_over: Sequence[str] = (),
    pending: Mapping[str, Any] | None = None,
) -> None:
    """`Refrigerant: which kind?` The figure waits in the step, and so do the `others`."""
    data = {
        "drafts": [one.to_json() for one in (draft, *others)],
        "left_over": list(left_over),
        "pending": dict(pending) if pending else None,
    }
    _kind_again(turn, data)


def _kind_again(turn: Turn, data: Mapping[str, Any]) -> None:
    step = turn.open("record", "kind", data)
    draft = kindless(turn.situation, drafts_in(step))
    if draft is None:
        return
    kinds = turn.situation.catalogue.activities[draft.activity].kinds
    name = name_words(turn.t, turn.situation, draft)
    turn.say(
        turn.t(WHICH_KIND, activity=name),
        [
            *(turn.choice(turn.t(kind.label), "kind", kind.code) for kind in kinds),
            turn.menu(turn.t(CANCEL), "cancel"),
        ],
    )


def which(words: str, said: str, month: Month, candidates: Sequence[str]) -> dict[str, Any]:
    """The question `which activity?`, to be asked now or after a yes."""
    return {"words": words, "said": said, "month": str(month), "candidates": list(candidates)}


def which_again(turn: Turn, data: Mapping[str, Any]) -> None:
    """Several activities fit what was `said`: the person picks, nothing is guessed."""
    before = turn.situation.step
    kept = waiting(turn, drafts_in(before))
    own = {key: data[key] for key in ("words", "said", "month", "candidates")}
    behind = chained(data.get("then"), data.get("pending") or kept.get("pending"))
    after = chained(own, behind)
    turn.open(
        "record",
        "which",
        {
            **kept,
            **own,
            "pending": after.get("then") if after else None,
            "evidence": list(dict.fromkeys((*turn.evidence, *evidence_in(before)))),
        },
    )
    activities = turn.situation.catalogue.activities
    buttons = [
        turn.choice(turn.t(activities[code].short_label), "which", code)
        for code in data["candidates"]
    ]
    turn.say(data["words"], [*buttons, turn.menu(turn.t(CANCEL), "cancel")])


def ask_unknown(turn: Turn, question: OpenQuestion) -> None:
    """`Don't know` may mean later, or that no data exist: two answers, so it is asked."""
    _unknown_again(turn, _cell(turn, question))


def _unknown_again(turn: Turn, data: Mapping[str, Any]) -> None:
    turn.open("record", "unknown", data)
    turn.say(
        turn.t(UNKNOWN, **_named(turn, data)),
        [
            turn.choice(turn.t(LATER), "later"),
            turn.choice(turn.t(NO_DATA), "no-data"),
            turn.choice(turn.t(NOT_HERE), "not-here"),
        ],
    )


def ask_why(turn: Turn, question: OpenQuestion) -> None:
    """Not estimated (NE) needs its reason: the GPC asks for one beside every notation key."""
    _why_again(turn, _cell(turn, question))


def _why_again(turn: Turn, data: Mapping[str, Any]) -> None:
    turn.open("record", "why", data)
    buttons = [
        turn.choice(turn.t(reason), "why", str(index)) for index, reason in enumerate(REASONS)
    ]
    words = turn.t(WHY, **_named(turn, data))
    turn.say(words, [*buttons, turn.menu(turn.t(CANCEL), "cancel")])


def _cell(turn: Turn, question: OpenQuestion) -> dict[str, Any]:
    return {
        "activity": question.activity,
        "month": str(question.month),
        "kind": question.kind,
        "evidence": list(evidence_in(turn.situation.step)),
        "walk": walking(turn.situation.step),
        **waiting(turn, drafts_in(turn.situation.step)),
    }


def waiting(turn: Turn, drafts: Sequence[Draft]) -> dict[str, Any]:
    """What goes on waiting for its yes while something else is asked."""
    if not drafts:
        return {}
    pending = pending_in(turn.situation.step)
    return {
        "drafts": [draft.to_json() for draft in drafts],
        "pending": dict(pending) if pending else None,
    }


def _named(turn: Turn, data: Mapping[str, Any]) -> dict[str, str]:
    label = turn.situation.catalogue.activities[data["activity"]].label
    return {"activity": turn.t(label), "month": turn.t.month(Month.parse(data["month"]))}


def _ask_again(turn: Turn, data: Mapping[str, Any]) -> None:
    kept = drafts_in(turn.situation.step)
    ask(turn, data["activity"], Month.parse(data["month"]), data["kind"], kept)


def ask_evidence(turn: Turn, attachments: Sequence[int]) -> None:
    """A file follows no figure: which item is it evidence of? It waits for the answer."""
    _evidence_again(turn, {"evidence": list(attachments)})


def _evidence_again(turn: Turn, data: Mapping[str, Any]) -> None:
    turn.open("record", "evidence", data)
    t, situation = turn.t, turn.situation
    month = situation.report_month
    told = [code for code in situation.catalogue.activities if situation.answered(code, month)]
    if not told:
        return turn.say(t(EVIDENCE_OF_NOTHING))
    buttons = [
        turn.choice(t(situation.catalogue.activities[code].short_label), "of", code)
        for code in told[:MOST_ITEMS]
    ]
    return turn.say(t(EVIDENCE_OF), [*buttons, turn.menu(t(CANCEL), "cancel")])


AGAIN: dict[str, Callable[[Turn, Mapping[str, Any]], None]] = {
    "ask": _ask_again,
    "kind": _kind_again,
    "which": which_again,
    "unknown": _unknown_again,
    "why": _why_again,
    "evidence": _evidence_again,
}


def _question_words(turn: Turn, activity: str, month: Month, kind: str) -> str:
    t, situation = turn.t, turn.situation
    asked = situation.catalogue.activities[activity]
    unit = t(situation.catalogue.units[asked.unit].label)
    expected = situation.expected_in(month)
    values = {
        "month": t.month(month),
        "activity": t(asked.label),
        "unit": unit,
        "evidence": t(asked.evidence),
        "example": asked.example,
    }
    walked = walking(situation.step) or str(situation.report_month)
    if activity in expected and str(month) == walked:
        number = expected.index(activity) + 1
        words = t(QUESTION, number=number, total=len(expected), **values)
    else:
        words = t(QUESTION_ALONE, **values)
    now = situation.cell(activity, month, kind)
    if now and now.quantity is not None:
        words += "\n" + t(NOW, quantity=t.number(now.quantity), unit=unit)
    return words


def answers(turn: Turn) -> list[Button]:
    """The buttons of the open question for one figure; typed word for word they are pressed."""
    step = turn.situation.step
    if step is None or step.name != "ask":
        return []
    data = step.data
    return _answers(turn, data["activity"], Month.parse(data["month"]), data["kind"])


def _answers(turn: Turn, activity: str, month: Month, kind: str) -> list[Button]:
    t = turn.t
    buttons = [turn.choice(t(NONE), "none")]
    last = turn.situation.cell(activity, month - 1, kind)
    if last and last.quantity:
        buttons.append(turn.choice(t(SAME, quantity=t.number(last.quantity)), "same"))
    step = turn.situation.step
    if any(draft.activity == activity and draft.month == month for draft in drafts_in(step)):
        buttons.append(turn.choice(t(DROP), "drop"))
    return [
        *buttons,
        turn.choice(t(LATER), "later"),
        turn.choice(t(NOT_HERE), "not-here"),
        turn.menu(t(CANCEL), "cancel"),
    ]
