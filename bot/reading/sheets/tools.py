"""What every layout reads with: the catalogue's names and units, and today."""

from dataclasses import dataclass, field
from datetime import date

from bot.catalogue import Catalogue
from bot.months import Month
from bot.reading.activities import ActivityNames, activity_names
from bot.reading.scanning import Scanner
from bot.reading.sheets.grid import Grid
from bot.reading.sheets.words import BRACKETED
from bot.reading.sheets.years import LONGEST_CELL, MonthCell, month_cell
from bot.reading.tokens import NamedMonth
from bot.reading.units import FoundUnit, UnitSpellings, unit_spellings


@dataclass(frozen=True, slots=True)
class Tools:
    catalogue: Catalogue
    today: date
    names: ActivityNames
    units: UnitSpellings
    scanner: Scanner
    _months: dict[tuple[int, int, int], MonthCell | None] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue, today: date) -> "Tools":
        names, units = activity_names(catalogue), unit_spellings(catalogue)
        asked = Month.of(today) - 1  # the month a file sent today is likely about
        return cls(catalogue, today, names, units, Scanner(units, names, today, asked))

    def month(self, grid: Grid, row: int, column: int) -> MonthCell | None:
        """The month a text cell names and nothing else."""
        value = grid.value(row, column)
        if not isinstance(value, str) or not 2 <= len(value) <= LONGEST_CELL:
            return None
        at = (id(grid), row, column)
        if at not in self._months:
            self._months[at] = month_cell(grid.words(row, column), self.today)
        return self._months[at]

    def months(self, grid: Grid, row: int) -> dict[int, MonthCell]:
        """The month cells of a row, by column."""
        found = {column: self.month(grid, row, column) for column in range(grid.width)}
        return {column: month for column, month in found.items() if month}

    def month_in(self, text: str) -> Month | None:
        """The one month a title names; the latest such month where it states no year."""
        tokens = self.scanner.scan(text)
        months = {token.month for token in tokens if isinstance(token, NamedMonth)}
        return months.pop() if len(months) == 1 else None

    def unit(self, text: str) -> FoundUnit | None:
        """The unit a text is, or holds in brackets; of `ลบ.ม./เดือน` the first part."""
        bare = text.split("/เดือน")[0].split("/month")[0].strip()
        for part in (bare, *BRACKETED.findall(bare), BRACKETED.sub(" ", bare)):
            if part.strip() and (unit := self.units.named(part)):
                return unit
        return None

    def without_unit(self, text: str) -> tuple[str, str]:
        """`ไฟฟ้า (หน่วย)` as a name and the unit in brackets behind it, empty when there is none."""
        unit = next((one for one in BRACKETED.findall(text) if self.units.named(one)), "")
        return (BRACKETED.sub(" ", text).strip(), unit) if unit else (text, "")

    def unit_words(self, text: str) -> str:
        """The part of a heading that states the unit, as it stands there."""
        for part in (*reversed(BRACKETED.findall(text)), text):
            if part.strip() and self.units.named(part):
                return str(part).strip()
        return ""
