"""None and does-not-occur: taken at once, or read back where the months before had figures."""

from dataclasses import replace
from decimal import Decimal

from bot.cells import Status
from bot.drafts import Draft
from bot.flows.doubts import DOUBTS
from bot.flows.record.past import history
from bot.flows.record.saving import mark_status, none_draft, settle
from bot.reading import OpenQuestion
from bot.reading.slips import slip_doubts
from bot.turn import Turn


def take_none(turn: Turn, question: OpenQuestion) -> None:
    """None was used; after months with figures it is asked about, said or pressed."""
    draft = none_draft(turn, question)
    if note := _sudden(turn, question):
        return settle(turn, [replace(draft, doubted=True, note=note)])
    return settle(turn, [draft], clear=True)


def take_status(turn: Turn, question: OpenQuestion, status: Status, words: str = "") -> None:
    """Later, or does not occur here; the latter is asked about where there were figures."""
    note = _sudden(turn, question) if status is Status.NOT_OCCURRING else ""
    if not note:
        return mark_status(turn, question, status, words)
    draft = Draft(question.activity, question.month, status, kind=question.kind, reason=words)
    return settle(turn, [replace(draft, doubted=True, note=note)])


def _sudden(turn: Turn, question: OpenQuestion) -> str:
    """The words for a zero after steady months; empty where it is ordinary."""
    activity = turn.situation.catalogue.activities[question.activity]
    past = history(turn, question.activity, question.kind, question.month)
    doubts = slip_doubts(activity, Decimal(0), past, None)
    return " ".join(turn.t(DOUBTS[doubt.code]) for doubt in doubts)
