"""Texts as exports write them, put back."""

from bot.attachments import SheetCell
from handlers.exports.values_csv import DANGEROUS

GUARD = "'"


def without_guard(cell: SheetCell) -> SheetCell:
    """A text without the apostrophe that kept it from becoming a formula."""
    if isinstance(cell, str) and cell.startswith(GUARD) and cell[1:].startswith(DANGEROUS):
        return cell[1:]
    return cell
