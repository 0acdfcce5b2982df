"""What the reader makes of a text here: with the place's past, the question that is open, and the
month that is meant.
"""

from collections.abc import Sequence

from bot.cells import CellKey
from bot.drafts import Draft, drafts_in
from bot.flows.of_month import month_in
from bot.flows.record import questions, read_back
from bot.flows.record.past import history
from bot.months import Month
from bot.reading import OpenQuestion, Reading, read
from bot.situation import Step
from bot.turn import Turn


def read_here(turn: Turn, text: str, question: OpenQuestion | None) -> Reading:
    return read(
        text,
        catalogue=turn.situation.catalogue,
        today=turn.situation.today,
        default_month=question.month if question else month_meant(turn),
        open_question=question,
        place_kind=turn.situation.place.kind,
        expected=turn.situation.expected,
        history=lambda activity, kind, month: history(turn, activity, kind, month),
        peers=turn.situation.peers,
    )


def month_meant(turn: Turn) -> Month:
    """The month of a figure that names none: that of what is read back, of the open question,
    of the month gone through, else the one asked for."""
    step = turn.situation.step
    months = {draft.month for draft in drafts_in(step)}
    if len(months) == 1:
        return months.pop()
    question = open_question(step)
    walked = month_in(questions.walking(step))
    return question.month if question else walked or turn.situation.report_month


def activity_named(turn: Turn, text: str) -> str | None:
    """The one activity a text names without saying anything else."""
    asked = read_here(turn, text, None).question
    named = asked is not None and asked.code == "no_number" and len(asked.candidates) == 1
    return asked.candidates[0] if asked and named else None


def repeats(turn: Turn, text: str, drafts: Sequence[Draft]) -> bool:
    """Whether a text only says again what is read: `yes, 3,100`."""
    items = read_here(turn, text, open_question(turn.situation.step)).items
    known = {(draft.activity, draft.month): draft.quantity for draft in drafts}
    return bool(items) and all(
        item.month is not None and known.get((item.activity, item.month)) == item.base_quantity
        for item in items
    )


def holds_figures(turn: Turn, text: str) -> bool:
    """Whether a text, such as a picture's caption, tells figures by itself."""
    return bool(read_here(turn, text, None).items)


def answers_cell(turn: Turn, text: str, key: CellKey) -> bool:
    """Whether a text would be a figure of this cell, were it asked for."""
    items = read_here(turn, text, OpenQuestion(key.activity, key.month, key.kind)).items
    return len(items) == 1 and items[0].activity == key.activity


def open_question(step: Step | None) -> OpenQuestion | None:
    """What a bare number would answer: the open question, or the one figure being read back."""
    if step is None or step.flow != "record":
        return None
    data = step.data
    if "activity" in data:
        return OpenQuestion(data["activity"], Month.parse(data["month"]), data.get("kind", ""))
    drafts = read_back.in_hand(step) if step.name == "confirm" else []
    if len({(draft.activity, draft.kind) for draft in drafts}) == 1:
        return OpenQuestion(drafts[0].activity, drafts[0].month, drafts[0].kind)
    return None
