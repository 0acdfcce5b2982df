"""The words a recalculation leaves in the history of a figure."""

import re

from bot.text import mark

REASON = "recalculated, order {order}"
_ORDERED = re.compile(r"recalculated, order (\d+)", re.ASCII)
BY_ORDER = mark("recalculated by order %(order)s")


def order_in(reason: str) -> str:
    """The number of the order a revision was made by; empty for one that somebody told."""
    found = _ORDERED.fullmatch(reason)
    return found[1] if found else ""
