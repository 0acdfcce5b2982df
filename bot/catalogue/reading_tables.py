"""Strict reading of table files: every refusal names the file, the row or block, and the reason."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

E = TypeVar("E", bound=StrEnum)


class CatalogueError(Exception):
    """A table does not fit: `<file>: <row or block>: <reason>`."""


class Row:
    """One CSV row or TOML block. Every key must be taken, and nothing unknown may stand in it."""

    def __init__(self, file: str, name: str, values: Mapping[str, Any]) -> None:
        self.file = file
        self.name = name
        self._left = dict(values)

    def refuse(self, reason: str) -> NoReturn:
        raise CatalogueError(f"{self.file}: {self.name}: {reason}")

    def text(self, key: str) -> str:
        value = self.optional_text(key)
        if not value:
            self.refuse(f"{key} is missing")
        return value

    def optional_text(self, key: str) -> str:
        value = self._left.pop(key, "")
        if not isinstance(value, str):
            self.refuse(f"{key} must be text, not {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(f"{key} must be a list of texts, not {value!r}")
        return tuple(value)

    def table(self, key: str) -> dict[str, Any]:
        value = self._left.pop(key, {})
        if not isinstance(value, dict):
            self.refuse(f"{key} must be a table, not {value!r}")
        return value

    def blocks(self, key: str) -> list[dict[str, Any]]:
        value = self._left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(f"{key} must be a list of blocks, not {value!r}")
        return value

    def number(self, key: str) -> Decimal:
        value = self.optional_number(key)
        if value is None:
            self.refuse(f"{key} is missing")
        return value

    def optional_number(self, key: str) -> Decimal | None:
        text = self.optional_text(key)
        return self.decimal(key, text) if text else None

    def decimal(self, key: str, text: object) -> Decimal:
        try:
            number = Decimal(text) if isinstance(text, str) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            self.refuse(f"{key} must be a number written as text, not {text!r}")
        return number

    def optional_integer(self, key: str) -> int | None:
        text = self.optional_text(key)
        if not text:
            return None
        if not text.isascii() or not text.isdigit():
            self.refuse(f"{key} must be a whole number, not {text!r}")
        return int(text)

    def optional_date(self, key: str) -> date | None:
        text = self.optional_text(key)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.refuse(f"{key} must be a date such as 2026-01-31, not {text!r}")

    def yes_no(self, key: str) -> bool:
        text = self.text(key)
        if text not in ("yes", "no"):
            self.refuse(f"{key} must be yes or no, not {text!r}")
        return text == "yes"

    def flag(self, key: str) -> bool:
        """TOML's own true or false."""
        value = self._left.pop(key, None)
        if not isinstance(value, bool):
            self.refuse(f"{key} must be true or false, not {value!r}")
        return value

    def one_of(self, key: str, choices: type[E]) -> E:
        return self.member(key, self.text(key), choices)

    def member(self, key: str, text: str, choices: type[E]) -> E:
        try:
            return choices(text)
        except ValueError:
            known = ", ".join(choices)
            self.refuse(f"{key} is {text!r}; known are: {known}")

    def done(self) -> None:
        """To be called when every known key is taken."""
        if self._left:
            self.refuse(f"unknown key {sorted(self._left)[0]!r}")


def toml_blocks(folder: Path, file: str) -> Iterator[Row]:
    """The top-level blocks of a TOML table, in order."""
    try:
        with (folder / file).open("rb") as source:
            blocks = tomllib.load(source)
    except (OSError, ValueError) as error:
        raise CatalogueError(f"{file}: file: {error}") from error
    for name, values in blocks.items():
        if not isinstance(values, dict):
            raise CatalogueError(f"{file}: {name}: must be a block")
        yield Row(file, name, values)


def csv_rows(folder: Path, file: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a CSV table with exactly these columns; rows are named by their line."""
    try:
        with (folder / file).open(encoding="utf-8", newline="") as source:
            lines = list(csv.reader(source, strict=True))
    except (OSError, ValueError, csv.Error) as error:
        raise CatalogueError(f"{file}: file: {error}") from error
    if not lines or tuple(lines[0]) != columns:
        raise CatalogueError(f"{file}: row 1: the columns must be {','.join(columns)}")
    for number, values in enumerate(lines[1:], start=2):
        if len(values) != len(columns):
            raise CatalogueError(
                f"{file}: row {number}: {len(values)} cells where {len(columns)} are needed"
            )
        yield Row(file, f"row {number}", dict(zip(columns, values, strict=True)))
