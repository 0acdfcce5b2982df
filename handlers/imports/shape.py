"""What a format of figures is: which tables are its own, and how their rows become lines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.attachments import SheetCell
from bot.loading.lines import Column, Line

Header = Sequence[str]


class BadHeader(Exception):
    """The table cannot be read at all; the text says which column and what to write."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table's columns stand. `ignored` are the names of those that say nothing to us."""

    at: Mapping[Column, int]
    width: int
    nameless: frozenset[int] = frozenset()
    ignored: tuple[str, ...] = ()

    def line(self, row: int, cells: Sequence[SheetCell]) -> Line:
        """A row by its columns; what is not there is empty."""
        told = {column: cells[at] if at < len(cells) else "" for column, at in self.at.items()}
        return Line(row, told)

    def nameless_cell(self, cells: Sequence[SheetCell]) -> int | None:
        """The first filled cell whose column has no heading: nobody knows what it says."""
        filled = (at for at, cell in enumerate(cells) if cell != "")
        return next((at for at in filled if at >= self.width or at in self.nameless), None)


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `line` gives a row as it is read on, or None where it tells no figure."""

    name: str
    fits: Callable[[Header], bool]
    columns: Callable[[Header], Columns]
    line: Callable[[Line], Line | None]
