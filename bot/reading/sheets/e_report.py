"""The Energy Ministry's e-report table: standards beside the real use, three years side by side."""

import re

from bot.reading.sheets.grid import Grid

HEADER_ROWS = 12
_STANDARD = re.compile(r"ค่ามาตรฐานการใช้")
_REAL = re.compile(r"การใช้\S*จริง")
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
