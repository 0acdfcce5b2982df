"""Strict reading of a document: every key is taken once, and all that is wrong is gathered.

A person gets every mistake of a file at once, each with its key and what to write there.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from bot.months import BUDDHIST_OFFSET

E = TypeVar("E", bound=StrEnum)

FIRST_YEAR, LAST_YEAR = 1990, 2200
BUDDHIST = range(FIRST_YEAR + BUDDHIST_OFFSET, LAST_YEAR + BUDDHIST_OFFSET + 1)
MOST_DECIMALS = 6
MOST = Decimal(10) ** 12
LONGEST = 500
_NUMBER = re.compile(r"-?\d{1,13}(\.\d{1,6})?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


class WrongDocument(Exception):
    """It cannot be taken; each of `reasons` names a key and says what to write."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)


class Block:
    """One table of the document. What cannot be read stands in `reasons`, under its full key."""

    def __init__(self, values: Mapping[str, Any], path: str, reasons: list[str]) -> None:
        self._left = dict(values)
        self._path = path
        self._reasons = reasons

    def wrong(self, key: str, what: str, write: str) -> None:
        self._reasons.append(f"{self.named(key)} {what}: {write}")

    def named(self, key: str) -> str:
        return ".".join(filter(None, (self._path, key)))

    def has(self, key: str) -> bool:
        return key in self._left

    def text(self, key: str, write: str, default: str | None = None) -> str:
        """Words on one line; without a `default` they must be there."""
        value = self._left.pop(key, default)
        if value is None or (value == "" and default is None):
            self.wrong(key, "is missing", write)
            return ""
        if not isinstance(value, str) or "\n" in value or len(value) > LONGEST:
            self.wrong(key, f"is {_shown(value)}", f"{write}, on one line in quotes")
            return ""
        return value.strip()

    def number(
        self,
        key: str,
        write: str,
        low: Decimal | None = None,
        high: Decimal | None = None,
        default: Decimal | None = None,
    ) -> Decimal:
        if key not in self._left and default is not None:
            return default
        return self._number(key, self._left.pop(key, None), write, low, high)

    def year(self, key: str, write: str = "write a Common Era year such as 2030") -> int:
        return self._year(key, self._left.pop(key, None), write)

    def flag(self, key: str, default: bool) -> bool:
        value = self._left.pop(key, default)
        if not isinstance(value, bool):
            self.wrong(key, f"is {_shown(value)}", "write true or false, without quotes")
            return default
        return value

    def choice(self, key: str, choices: type[E], default: E | None = None) -> E:
        members = list(choices)
        write = "write " + " or ".join(f'"{one.value}"' for one in members)
        value = self._left.pop(key, None)
        if value is None and default is not None:
            return default
        found = next((one for one in members if value == one.value), None)
        if found is None:
            self.wrong(key, "is missing" if value is None else f"is {_shown(value)}", write)
        return found or members[0]

    def choices(self, key: str, choices: type[E], write: str) -> tuple[E, ...]:
        found = self.texts(key, write)
        known = {one.value: one for one in choices}
        for text in found:
            if text not in known:
                self.wrong(key, f"holds {text!r}", write)
        return tuple(known[text] for text in dict.fromkeys(found) if text in known)

    def texts(self, key: str, write: str) -> tuple[str, ...]:
        value = self._left.pop(key, None)
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            what = "is missing" if value is None else f"is {_shown(value)}"
            self.wrong(key, what, write)
            return ()
        return tuple(value)

    def by_year(
        self, key: str, write: str, low: Decimal | None = None, high: Decimal | None = None
    ) -> dict[int, Decimal]:
        """Numbers by Common Era year, in the order of the years."""
        value = self._left.pop(key, None)
        if not isinstance(value, Mapping) or not value:
            what = "is missing" if value is None else f"is {_shown(value)}"
            self.wrong(key, what, write)
            return {}
        read = {
            self._year(f"{key}.{year}", year, write): self._number(
                f"{key}.{year}", number, write, low, high
            )
            for year, number in value.items()
        }
        return dict(sorted(read.items()))

    def block(self, key: str, write: str) -> "Block":
        value = self._left.pop(key, None)
        if not isinstance(value, Mapping):
            what = "is missing" if value is None else f"is {_shown(value)}"
            self.wrong(key, what, write)
            return Block({}, self.named(key), [])
        return Block(value, self.named(key), self._reasons)

    def blocks(self, key: str, write: str) -> list["Block"]:
        """The tables of a list, numbered from 1; none where the key is not there."""
        value = self._left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.wrong(key, f"is {_shown(value)}", write)
            return []
        return [
            Block(one, f"{self.named(key)}[{number}]", self._reasons)
            for number, one in enumerate(value, start=1)
        ]

    def done(self, known: str) -> None:
        """To be called when every known key is taken."""
        for key in self._left:
            self.wrong(key, "is not a key of a plan", f"take it out; known here are {known}")

    def _number(
        self, key: str, value: object, write: str, low: Decimal | None, high: Decimal | None
    ) -> Decimal:
        """A number, bare or in quotes: both are exact."""
        if value is None:
            self.wrong(key, "is missing", write)
            return Decimal(0)
        is_bare = isinstance(value, int | Decimal) and not isinstance(value, bool)
        text = f"{value:f}" if isinstance(value, Decimal) else str(value)
        if not (is_bare or isinstance(value, str)) or not _NUMBER.fullmatch(text):
            hint = f"{write}, without commas or units, at most {MOST_DECIMALS} decimals"
            self.wrong(key, f"is {_shown(value)}", hint)
            return Decimal(0)
        number = Decimal(text)
        if abs(number) >= MOST:
            self.wrong(key, f"is {text}", "write less than 1000000000000")
        if (low is not None and number < low) or (high is not None and number > high):
            bounds = f"{low if low is not None else 'any number'} or more"
            self.wrong(key, f"is {text}", f"write {bounds}" + (f", {high} at most" if high else ""))
        return number

    def _year(self, key: str, value: object, write: str) -> int:
        text = str(value) if isinstance(value, int | str) else ""
        if not _YEAR.fullmatch(text):
            what = "is missing" if value is None else f"is {_shown(value)}"
            self.wrong(key, what, write)
            return FIRST_YEAR
        year = int(text)
        if year in BUDDHIST:
            meant = year - BUDDHIST_OFFSET
            self.wrong(key, f"is {text}", f"write the Common Era year, {meant}")
            return meant
        if not FIRST_YEAR <= year <= LAST_YEAR:
            self.wrong(key, f"is {text}", f"write a year from {FIRST_YEAR} to {LAST_YEAR}")
        return year


def _shown(value: object) -> str:
    text = f"{value:f}" if isinstance(value, Decimal) else repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
