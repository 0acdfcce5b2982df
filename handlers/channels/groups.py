"""Groups: no figure is read or shown there, so of what is said in one nothing is kept either.

Only that somebody called on the bot is: the account was added, mentioned, given a command, or a
code was posted. It is answered with the same few words, whatever it was.
"""

from collections.abc import Mapping
from typing import Any

from bot.flows.join import names_code

CALLED = "group"  # the one thing that stands in such an event


def is_for_us(text: str) -> bool:
    """A command of ours, or an invitation code that does not belong there."""
    return text.startswith("/") or names_code(text)


def without_words(raw: Mapping[str, Any], *kept: str) -> dict[str, Any]:
    """The event as it is kept: that there was one, when, and nothing of what was said by whom."""
    return {CALLED: True, **{name: raw[name] for name in kept if name in raw}}
