"""`python -m bot.verification FILE`: needs nothing but Python."""

import json
import sys
from decimal import Decimal
from pathlib import Path

from bot.verification import NotAnAccount, verify
from bot.verification.report import Report

MOST_SHOWN = 20


def read(path: Path) -> Report:
    """Verify a file; NotAnAccount where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
        body = json.loads(text, parse_float=Decimal, parse_int=_integer)
    except (OSError, ValueError) as error:
        raise NotAnAccount(f"{path}: {error}") from error
    return verify(body)


def _integer(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < 10 else Decimal(digits)


def words(report: Report) -> str:
    """The finding, for people."""
    shown = [f"  {one}" for one in report.differences[:MOST_SHOWN]]
    more = len(report.differences) - len(shown)
    return "\n".join(
        [
            *(f"note: {one}" for one in report.notes),
            *shown,
            *([f"  and {more} more"] if more else []),
            f"{report.compared} numbers computed again: "
            + (
                "all agree, to the last decimal"
                if report.agrees
                else f"{len(report.differences)} disagree"
            ),
        ]
    )


def main() -> int:
    if len(sys.argv) != 2:
        sys.stderr.write("usage: python -m bot.verification FILE\n")
        return 2
    try:
        report = read(Path(sys.argv[1]))
    except NotAnAccount as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(words(report) + "\n")
    return 0 if report.agrees else 1


if __name__ == "__main__":
    raise SystemExit(main())
