"""Reviewing: what coordinators do with the months of the places below them."""

from dataclasses import replace

from bot.flows.review import closing, deciding, items, late, nudging, queue
from bot.flows.review.naming import focus_of

REVIEWING = tuple(
    replace(flow, of_office=False)
    for flow in (
        queue.FLOW,
        deciding.APPROVE,
        deciding.RETURN,
        late.FLOW,
        nudging.FLOW,
        closing.CLOSE,
        closing.REOPEN,
        items.FLOW,
    )
)

__all__ = ["REVIEWING", "focus_of"]
