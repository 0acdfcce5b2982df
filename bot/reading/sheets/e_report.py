"""The Energy Ministry's e-report table: standards beside the real use, three years side by side."""

import re
from dataclasses import replace

from bot.attachments import Sheet, SheetCell
from bot.reading.sheets.grid import Grid

HEADER_ROWS = 12
_STANDARD = re.compile(r"ค่ามาตรฐานการใช้")
_REAL = re.compile(r"การใช้\S*จริง")
_YEAR = re.compile(r"(?:ปี|พ\.ศ\.)?\s*2[0-9]{3}")
_WORDS = re.compile(r"จริง|ปริมาณ")


def fits(grid: Grid) -> bool:
    texts = [
        grid.words(row, column)
        for row in range(min(grid.height, HEADER_ROWS))
        for column in range(grid.width)
    ]
    return any(map(_STANDARD.search, texts)) and any(map(_REAL.search, texts))


def bare(words: str) -> str:
    """`การใช้ไฟฟ้าจริง` without the words every column of the table has."""
    return _WORDS.sub("", words).strip()


def spread(sheet: Sheet) -> Sheet:
    """The headings over their columns again, where a copy has lost how wide each of them was.

    `เดือน | ค่ามาตรฐาน | จริง | ร้อยละ` over nine years becomes a heading every three columns.
    """
    rows = list(sheet.rows)
    for at, row in enumerate(rows[:HEADER_ROWS]):
        month, *groups = _texts(row) or [""]
        real = any(map(_REAL.search, groups)) and any(map(_STANDARD.search, groups))
        years = _texts(rows[at + 1]) if at + 1 < len(rows) else []
        if not real or not years or not all(map(_YEAR.fullmatch, years)):
            continue
        each, left = divmod(len(years), len(groups))
        together = [cell for cell in row if cell != ""] == list(row[: len(groups) + 1])
        if together and each > 1 and not left:
            over = [cell for group in groups for cell in (group, *[""] * (each - 1))]
            rows[at], rows[at + 1] = (month, *over), ("", *years)
            return replace(sheet, rows=tuple(rows))
    return sheet


def _texts(row: tuple[SheetCell, ...]) -> list[str]:
    return [str(cell).strip() for cell in row if str(cell).strip()]
