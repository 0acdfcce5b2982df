"""How one document differs from another: one line a key, old and new."""

from collections.abc import Iterator, Mapping
from typing import Any

NAMES = ("code", "year", "version", "since")  # what names a table of a list


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """`+` new, `-` gone, `~` changed; keys in the order they are written in."""
    old, new = dict(_flat("", before)), dict(_flat("", after))
    lines = [f"- {key}: {old[key]}" for key in old if key not in new]
    for key, value in new.items():
        if key not in old:
            lines.append(f"+ {key}: {value}")
        elif old[key] != value:
            lines.append(f"~ {key}: {old[key]} → {value}")
    return lines


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for key, one in value.items():
                yield from _flat(f"{path}.{key}" if path else str(key), one)
        case [Mapping(), *_]:
            for number, one in enumerate(value, start=1):
                name = next((one[key] for key in NAMES if key in one), number)
                yield from _flat(f"{path}[{name}]", one)
        case list():
            yield path, ", ".join(map(str, value))
        case bool():
            yield path, "true" if value else "false"
        case _:
            yield path, str(value)
