"""Reading platform JSON leniently: under limits, without recursion, and without surprises."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from handlers.channels.base import Refused

MOST_BYTES = 1024 * 1024
MOST_EVENTS = 500
DEEPEST = 40

Json = dict[str, Any]


def parse_object(body: bytes) -> Json:
    """The body as a JSON object; Refused (413, 400) for anything else."""
    if len(body) > MOST_BYTES:
        raise Refused(413, "body too large")
    try:
        text = body.decode("utf-8")
        if _depth(text) > DEEPEST:
            raise Refused(400, "nested too deep")
        parsed = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Refused(400, "not JSON") from None
    if not isinstance(parsed, dict):
        raise Refused(400, "not a JSON object")
    return parsed


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _depth(text: str) -> int:
    """An upper bound of the nesting: brackets inside strings count too, and are rare."""
    depth = deepest = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def text_of(value: Any, key: str, longest: int) -> str:
    """`value[key]` when it is text of a sensible length, else empty."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) and len(found) <= longest else ""


def object_of(value: Any, key: str) -> Json:
    """`value[key]` when it is an object, else an empty one."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def number_of(value: Any, key: str) -> int | None:
    """`value[key]` when it is a whole number, else None."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def header(headers: Mapping[str, str], name: str) -> str:
    """A header whatever the letter case of its name; empty when it is missing."""
    wanted = name.lower()
    return next((value for key, value in headers.items() if key.lower() == wanted), "")
