"""Reading platform JSON leniently: under limits, without recursion, and without surprises."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from handlers.channels.base import Refused

MOST_BYTES = 1024 * 1024
MOST_EVENTS = 500
DEEPEST = 40
GREATEST = 2**63  # of a platform's numbers; Telegram's ids have 52 bits

_STRING = re.compile(r'"(?:[^"\\]+|\\.)*"?', re.DOTALL)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # NUL and lone surrogates: no database takes them

Json = dict[str, Any]


def parse_object(body: bytes) -> Json:
    """The body as a JSON object; Refused (413, 400) for anything else."""
    if len(body) > MOST_BYTES:
        raise Refused(413, "body too large")
    try:
        text = body.decode("utf-8")
        if _depth(text) > DEEPEST:
            raise Refused(400, "nested too deep")
        parsed = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        raise Refused(400, "not JSON") from None
    if not isinstance(parsed, dict):
        raise Refused(400, "not a JSON object")
    storable: Json = _storable(parsed)
    return storable


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    """`1e999` is a number in JSON, but none that can be stored."""
    number = float(digits)
    if not math.isfinite(number):
        _refuse(digits)
    return number


def _storable(value: Any) -> Any:
    """The same with U+FFFD for what would make the inbox refuse the whole batch."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(one) for key, one in value.items()}
    return value


def _depth(text: str) -> int:
    """How deep the brackets outside strings nest; people do type brackets."""
    depth = deepest = 0
    for character in _STRING.sub("", text):
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
    """`value[key]` when it is a whole number of 64 bits, else None."""
    found = value.get(key) if isinstance(value, dict) else None
    if not isinstance(found, int) or isinstance(found, bool):
        return None
    return found if -GREATEST <= found < GREATEST else None


def header(headers: Mapping[str, str], name: str) -> str:
    """A header whatever the letter case of its name; empty when it is missing."""
    wanted = name.lower()
    return next((value for key, value in headers.items() if key.lower() == wanted), "")
