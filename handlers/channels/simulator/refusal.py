"""What LINE answers when it does not do what it is asked, and its checks of what is pressed."""

from collections.abc import Mapping
from typing import Any

from handlers.channels.graphemes import clusters, utf16_length

LABEL_CLUSTERS = 20
NEEDED_OF_ACTIONS = {
    "postback": ("data", 300),
    "uri": ("uri", 1_000),
    "clipboard": ("clipboardText", 1_000),
}


class Refusal(Exception):
    """An answer other than 200, as LINE words it."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})


def refuse_action(action: Any, where: str) -> None:
    """Refusal unless it is something that can be pressed."""
    if not isinstance(action, dict) or action.get("type") not in NEEDED_OF_ACTIONS:
        raise Refusal(400, f"The property, '{where}.type', is invalid")
    label = action.get("label")
    if not isinstance(label, str) or not 1 <= len(list(clusters(label))) <= LABEL_CLUSTERS:
        raise Refusal(400, f"The property, '{where}.label', is invalid")
    needed, longest = NEEDED_OF_ACTIONS[action["type"]]
    value = action.get(needed)
    if not isinstance(value, str) or not 1 <= utf16_length(value) <= longest:
        raise Refusal(400, f"The property, '{where}.{needed}', is invalid")
