"""JSON with Decimals written digit for digit, never through a float."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_MARK = "\x00"  # around a number; no text keeps one


def exact_json(body: Any, indent: int | None = None) -> str:
    written = json.dumps(_marked(body), ensure_ascii=False, indent=indent)
    return written.replace('"\\u0000', "").replace('\\u0000"', "")


def _marked(value: Any) -> Any:
    """Decimals marked so that the quotes around them can be dropped; texts without the mark."""
    if isinstance(value, Mapping):
        return {key: _marked(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_marked(each) for each in value]
    if isinstance(value, Decimal):
        return f"{_MARK}{value:f}{_MARK}"
    return value.replace(_MARK, " ") if isinstance(value, str) else value
