"""What comes with a message: a picture of a bill, a PDF, a spreadsheet. Facts only, no bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
TABLES = frozenset({XLSX, CSV})

SheetCell = str | Decimal  # a text as it stands, or a number the file itself holds as a number


@dataclass(frozen=True, slots=True)
class Content:
    """What the platform says of a file before it is fetched. `reference` is its handle there."""

    reference: str
    name: str = ""
    size_bytes: int | None = None


class Trouble(StrEnum):
    """Why a file could not be kept or read; the talk says it kindly."""

    GONE = "gone"  # the platform has it no more, or never gave it
    TOO_LARGE = "too_large"
    KIND = "kind"  # neither picture, PDF, XLSX nor CSV
    BROKEN = "broken"  # not what it says it is, damaged, or locked by a password
    TOO_MUCH = "too_much"  # it would unpack to far more than it is


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or a CSV file: its rows, empty cells as empty texts.

    Dates come as `2026-07-31`, or `2569-07-31` where the file writes Buddhist years.
    """

    name: str
    rows: tuple[tuple[SheetCell, ...], ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "rows": [
                [{"number": f"{cell:f}"} if isinstance(cell, Decimal) else cell for cell in row]
                for row in self.rows
            ],
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Sheet":
        return cls(
            body["name"],
            tuple(
                tuple(cell if isinstance(cell, str) else Decimal(cell["number"]) for cell in row)
                for row in body["rows"]
            ),
        )


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it was kept: `sha256` of the kept bytes, `media_type` by what it holds.

    `trouble` says why nothing was kept; a table has `sheets`, all else can stand as evidence.
    While it is still on its way from the platform it has no hash yet.
    """

    id: int
    name: str
    media_type: str = ""
    sha256: str = ""
    sheets: tuple[Sheet, ...] = ()
    trouble: Trouble | None = None

    @property
    def is_table(self) -> bool:
        return self.media_type in TABLES

    @property
    def on_its_way(self) -> bool:
        return self.trouble is None and not self.sha256
