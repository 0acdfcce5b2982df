"""What `load values` prints: the differences as lines for people, or as one JSON document."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.catalogue import Catalogue
from bot.flows.doubts import DOUBTS
from bot.loading.comparing import MARKED, Compared, Sort, value_words
from bot.loading.lines import Problem, digits
from handlers.values_loading import Found, Plan, Wanted
from handlers.values_writing import Written

WORDS = {**DOUBTS, MARKED: "Doubted where the file comes from."}
COUNTED = ("new", "changed", "same", "refused", "doubted")


def lines(made: Plan, catalogue: Catalogue) -> Iterator[str]:
    """Every place and month that is not simply the same, then what differs, row by row."""
    yield f"{made.format}: {made.rows:,} rows, SHA-256 {made.sha256}"
    if made.ignored:
        yield f"columns not read: {', '.join(made.ignored)}"
    if made.other_sheets:
        yield f"sheets not read: {', '.join(made.other_sheets)}"
    for (place, month), counter in sorted(made.counts.items()):
        if counter.total() > counter["same"]:
            counts = ", ".join(f"{counter[name]} {name}" for name in COUNTED if counter[name])
            yield f"{' '.join(filter(None, (place, month))) or 'no place or month'}: {counts}"
    for one in made.differences:
        if one.sort is Sort.CHANGED or one.doubts:
            yield _difference_line(one, catalogue)
    yield from _found_lines("note", made.remarks)
    yield from _found_lines("BAD ", made.bad)
    yield summary(made)


def summary(made: Plan) -> str:
    counts = ", ".join(f"{made.total(name):,} {name}" for name in COUNTED)
    untold = f", {made.untold:,} rows without a figure left out" if made.untold else ""
    return f"{counts}{untold}"


def _difference_line(one: Compared, catalogue: Catalogue) -> str:
    told = one.told
    unit = catalogue.activities[told.key.activity].unit
    new = value_words(told.status, told.quantity, unit)
    if told.quantity is None and told.note:
        new = f"{new} ({told.note})"
    old = value_words(one.before.status, one.before.quantity, unit) if one.before else "nothing yet"
    cell = " ".join(
        filter(None, (told.key.place, str(told.key.month), told.key.activity, told.key.kind))
    )
    line = f"{one.sort} row {told.row} {cell}: {old} → {new}"
    if one.doubts:
        return f"? {line} · {_doubt_words(one)}"
    return line


def _doubt_words(one: Compared) -> str:
    words = dict.fromkeys(WORDS[doubt.code] for doubt in one.doubts)
    fixes = dict.fromkeys(
        digits(fix.base_quantity)
        for doubt in one.doubts
        for fix in doubt.fixes
        if fix.base_quantity is not None
    )
    perhaps = f" Perhaps {' or '.join(fixes)}?" if fixes else ""
    return f"{' '.join(words)}{perhaps}"


def _found_lines(label: str, found: Found) -> Iterator[str]:
    for problem in found.named:
        yield f"{label} {problem_words(problem)}"
    if found.count > len(found.named):
        yield f"{label} … and {found.count - len(found.named):,} more"


def is_all_in(made: Plan, written: Written | None) -> bool:
    """Whether nothing of the file is left out, as far as it was asked to be written."""
    left = written.doubted + written.meanwhile.count if written else 0
    return not made.bad.count and not left


def closing_lines(made: Plan, written: Written | None, wanted: Wanted) -> Iterator[str]:
    """What is done, and what to do next."""
    if made.bad.count and not wanted.skip_bad:
        refused = made.total("refused")
        yield f"nothing is written: {refused:,} bad rows; put them right, or add --skip-bad"
        return
    if written is None:
        if made.total("new") + made.total("changed"):
            yield "nothing is written yet: add --apply"
        return
    yield f"{written.figures:,} figures written"
    if written.doubted:
        yield (
            f"{written.doubted:,} doubted figures are not written: "
            "look at them, then add --accept-doubted"
        )
    for problem in written.meanwhile.named:
        yield f"not written: row {problem.row}: {problem.words}"


def problem_words(problem: Problem) -> str:
    return f"row {problem.row} {problem.column}: {problem.words}"


def json_pieces(made: Plan, catalogue: Catalogue, written: Written | None) -> Iterator[str]:
    """One document, piece by piece: a long list of differences is never held in memory."""
    head = {
        "file": {"sha256": made.sha256, "format": made.format, "rows": made.rows},
        "columns_not_read": made.ignored,
        "sheets_not_read": made.other_sheets,
        "counts": {name: made.total(name) for name in COUNTED},
        "left_out": made.untold,
        "months": [
            {"place": place, "month": month, **{name: counter[name] for name in COUNTED}}
            for (place, month), counter in sorted(made.counts.items())
        ],
        "bad": _problems_json(made.bad),
        "bad_count": made.bad.count,
        "notes": _problems_json(made.remarks),
        "written": written.figures if written else 0,
        "doubted_left_out": written.doubted if written else 0,
        "changed_meanwhile": _problems_json(written.meanwhile) if written else [],
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "differences": ['
    for at, one in enumerate(made.differences):
        yield (", " if at else "") + json.dumps(
            _difference_json(one, catalogue), ensure_ascii=False
        )
    yield "]}\n"


def _problems_json(found: Found) -> list[dict[str, Any]]:
    return [
        {
            "row": one.row,
            "column": one.column,
            "words": one.words,
            "place": one.place,
            "month": one.month,
        }
        for one in found.named
    ]


def _difference_json(one: Compared, catalogue: Catalogue) -> dict[str, Any]:
    told, before = one.told, one.before
    unit = catalogue.activities[told.key.activity].unit
    return {
        "row": told.row,
        "place": told.key.place,
        "month": str(told.key.month),
        "activity": told.key.activity,
        "kind": told.key.kind,
        "old": _value_json(before.status.value, before.quantity, unit) if before else None,
        "new": {**_value_json(told.status.value, told.quantity, unit), "note": told.note},
        "doubts": _codes(doubt.code for doubt in one.doubts),
        "into_closed": one.into_closed,
    }


def _codes(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))


def _value_json(status: str, quantity: Any, unit: str) -> dict[str, Any]:
    return {
        "status": status,
        "quantity": None if quantity is None else digits(quantity),
        "unit": unit,
    }
