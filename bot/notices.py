"""NOTICES: what somebody can be told unasked, and its words. Each is a kind with a few details.

Words are made when they are said, in the language the person reads then. A notice that makes no
sense any more when its turn comes (its function gives None) is not said.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.messages import Reply
from bot.seat_notices import SEAT_NOTICES
from bot.text import Voice

Words = Callable[[Voice, Mapping[str, Any]], Reply | None]

NOTICES: dict[str, Words] = {**SEAT_NOTICES}
