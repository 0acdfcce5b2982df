"""JSON with Decimals written digit for digit, never through a float."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any


def dumps(body: Any, indent: int | None = None) -> str:
    """`body` as JSON; a Decimal becomes a number with all its digits."""
    written = json.dumps(_marked(body), ensure_ascii=False, indent=indent)
    return written.replace('"\\u0000', "").replace('\\u0000"', "")


def _marked(value: Any) -> Any:
    """Decimals marked so that `dumps` can drop the quotes around them; texts without the mark."""
    match value:
        case Decimal():
            return f"\x00{value:f}\x00"
        case str():
            return value.replace("\x00", " ")
        case Mapping():
            return {key: _marked(each) for key, each in value.items()}
        case Sequence():
            return [_marked(each) for each in value]
        case _:
            return value
