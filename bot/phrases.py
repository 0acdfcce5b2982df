"""A typed message as menu phrases are compared."""

import re

from bot.reading import without_courtesy

_SPACES = re.compile(r"\s+")


def phrase(text: str) -> str:
    """A typed message as menu phrases are compared: no polite words, no end marks, lower case."""
    bare = without_courtesy(text)
    return _SPACES.sub(" ", bare or text).strip(" .!?/").casefold()
