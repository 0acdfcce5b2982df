"""What a template is filled with before it is handed out."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cells import Cell, CellKey
from bot.months import Month
from bot.people import Place


@dataclass(frozen=True, slots=True)
class Filling:
    """A place's figures up to the month that is being told."""

    place: Place
    cells: Mapping[CellKey, Cell]
    last: Month
