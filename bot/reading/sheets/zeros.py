"""Zeros that are no report: sheets come filled with them for months that have not been told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.months import Month
from bot.reading.sheets.figures import is_empty, is_zero
from bot.reading.sheets.shapes import Layout, Series


def without_prefilled(series: Sequence[Series], today: date) -> list[Series]:
    """Zeros after a table's last month with any figure are not told, nor of months to come.

    Our own template has empty cells for what is not told: there a zero is an answer.
    """
    last: dict[int, Month] = {}
    for one in series:
        for figure in one.figures:
            told = not is_empty(figure.value) and not is_zero(figure.value)
            if figure.month and told:
                last[one.table] = max(figure.month, last.get(one.table, figure.month))
    over = Month.of(today) - 1
    kept = []
    for one in series:
        end = min(last[one.table], over) if one.table in last else None
        end = over if one.layout is Layout.TEMPLATE else end
        figures = tuple(
            figure
            for figure in one.figures
            if not is_zero(figure.value) or (end and figure.month and figure.month <= end)
        )
        kept.append(replace(one, figures=figures))
    return kept
