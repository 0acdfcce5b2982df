"""Computes an exported account again, with the standard library and the tables inside the file.

It shares no code with what made the file, so that a mistake there does not hide here. Run it
anywhere: `python -m bot.verification FILE`, or `bokcarbon verify FILE`.
"""

from collections.abc import Mapping
from typing import Any

from bot.verification.cells import check_cells
from bot.verification.lines import check_inventory
from bot.verification.report import Report

FORMAT = "bokcarbon-account/1"


class NotAnAccount(ValueError):
    """The file is no account of a form this program knows; the text says what is wrong."""


def verify(body: Any) -> Report:
    """What is right and wrong about the account. Numbers must have been read as Decimals."""
    if not isinstance(body, Mapping) or body.get("format") != FORMAT:
        raise NotAnAccount(f"this is no account file: its format is not {FORMAT!r}")
    report = Report()
    try:
        check_cells(body, report)
        for each in body["inventories"]:
            check_inventory(body, each, report)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise NotAnAccount(f"the file is damaged: {type(error).__name__} {error}") from error
    return report
