"""What a file says against what is kept: counts by month, and all that was not read from it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.drafts import Draft
from bot.flows.doubts import QUESTIONS, question_words
from bot.months import Month
from bot.reading import Question
from bot.reading.sheets import Layout, SheetReading, SheetTrouble, TableRead, TroubleCode
from bot.text import Voice, mark
from bot.turn import Turn

FIRST = "1"  # what a CSV file's only sheet is called
MOST_SHOWN = 4  # of one kind of trouble: enough to find the others by
READ = mark("File %(name)s")
LAYOUTS = {
    Layout.TEMPLATE: mark("the template of this place"),
    Layout.GREEN_OFFICE: mark("form 1.5(1) of the Green Office"),
    Layout.E_REPORT: mark("e-report table"),
    Layout.TABLE: mark("table by month"),
    Layout.LIST: mark("list of one month"),
}
TABLE = mark("%(sheet)s: %(layout)s, %(span)s")
SPAN = mark("%(first)s to %(last)s")
FISCAL = mark("%(span)s (fiscal year)")
CALENDAR = mark("%(span)s (calendar year)")
NEW = mark("%(count)s new")
CHANGED = mark("%(count)s changed")
SAME = mark("%(count)s the same")
BY_MONTH = mark("%(month)s: %(counts)s")
CELL = mark("Sheet %(sheet)s, cell %(ref)s, “%(text)s”: %(why)s")
NOT_A_NUMBER = mark("not one number, so it was not read")
TOTAL = mark(
    "Sheet %(sheet)s, cell %(ref)s: the total says %(text)s, but its parts add up to %(other)s"
)
CLASH = mark("%(activity)s: two different figures, %(text)s at %(ref)s and %(other)s at %(reason)s")
ROWS = mark("Not understood, and not read: %(texts)s")
COMPUTED = mark("Worked out here from other figures, so not read: %(texts)s")
OLD = mark("Before %(month)s, and too old to be told here: %(count)s figures")
FUTURE = mark("Of months that have not come: %(count)s figures, not read")
SKIPPED = mark("Without figures: %(texts)s")
BESIDE = mark("Workings beside the form, not read: %(texts)s")
TOO_MUCH = mark(
    "The file is long: only its first part was read (400 figures, 12 sheets). "
    "Please send the rest as a file of its own."
)
AND_MORE = mark("and %(count)s more like this")


@dataclass(frozen=True, slots=True)
class Differences:
    """A file's figures against the kept ones; the same ones are not saved again."""

    new: tuple[Draft, ...]
    changed: tuple[Draft, ...]
    same: tuple[Draft, ...]

    @classmethod
    def of(cls, turn: Turn, drafts: Sequence[Draft]) -> "Differences":
        new, changed, same = [], [], []
        for draft in drafts:
            before = draft.before(turn.situation)
            if before is None or not before.status.answered:
                new.append(draft)
            elif before.quantity == draft.quantity:
                same.append(draft)
            else:
                changed.append(draft)
        return cls(tuple(new), tuple(changed), tuple(same))

    @property
    def to_save(self) -> list[Draft]:
        return [*self.changed, *self.new]


def summary(turn: Turn, name: str, reading: SheetReading, differences: Differences) -> str:
    """The first message about a file: what it was taken for, and how it differs."""
    t = turn.t
    lines = [t(READ, name=name)] if name else []
    lines += [
        t(TABLE, sheet=table.sheet or FIRST, layout=t(LAYOUTS[table.layout]), span=_span(t, table))
        for table in reading.tables[:MOST_SHOWN]
    ]
    lines += _by_month(t, differences)
    return "\n".join([*lines, *troubles(turn, reading.troubles)])


def troubles(turn: Turn, found: Sequence[SheetTrouble]) -> list[str]:
    """Everything that was not read, by kind, the first few of each."""
    lines: list[str] = []
    for code, words in WORDS.items():
        same = [trouble for trouble in found if trouble.code is code]
        if same:
            lines += words(turn, same)
    return lines


def _span(t: Voice, table: TableRead) -> str:
    """The months, and of a year whether it is the fiscal or the calendar one."""
    span = _months(t, table.first, table.last)
    if table.first == table.last:
        return span
    return t(FISCAL if table.fiscal else CALENDAR, span=span)


def _by_month(t: Voice, differences: Differences) -> list[str]:
    """`Jan 2025 to Nov 2025: 5 new · 2 the same`: months that differ alike share a line."""
    kinds = ((NEW, differences.new), (CHANGED, differences.changed), (SAME, differences.same))
    months = sorted({draft.month for _, drafts in kinds for draft in drafts})

    def counts(month: Month) -> str:
        told = ((words, sum(d.month == month for d in drafts)) for words, drafts in kinds)
        return " · ".join(t(words, count=count) for words, count in told if count)

    lines = []
    for words, alike in groupby(months, counts):
        span = list(alike)
        lines.append(t(BY_MONTH, month=_months(t, span[0], span[-1]), counts=words))
    return lines


def _months(t: Voice, first: Month, last: Month) -> str:
    return t.month(first) if first == last else t(SPAN, first=t.month(first), last=t.month(last))


# --- one function a kind of trouble ---------------------------------------------------------------


def _cells(turn: Turn, found: Sequence[SheetTrouble]) -> list[str]:
    t = turn.t
    return _first(
        t,
        (
            t(CELL, sheet=one.sheet or FIRST, ref=one.ref, text=one.text, why=_why(turn, one))
            for one in found
        ),
        len(found),
    )


def _why(turn: Turn, trouble: SheetTrouble) -> str:
    if trouble.reason not in QUESTIONS or trouble.reason == "number":
        return turn.t(NOT_A_NUMBER)
    candidates = (trouble.activity,) if trouble.activity else ()
    question = Question(trouble.reason, trouble.text, candidates)
    return question_words(turn.t, question, turn.situation.catalogue)


def _totals(turn: Turn, found: Sequence[SheetTrouble]) -> list[str]:
    t = turn.t
    return _first(
        t,
        (t(TOTAL, sheet=o.sheet or FIRST, ref=o.ref, text=o.text, other=o.other) for o in found),
        len(found),
    )


def _clashes(turn: Turn, found: Sequence[SheetTrouble]) -> list[str]:
    t, activities = turn.t, turn.situation.catalogue.activities
    return _first(
        t,
        (
            t(
                CLASH,
                activity=t(activities[one.activity].short_label),
                text=one.text,
                ref=f"{one.sheet}!{one.ref}",
                other=one.other,
                reason=one.reason,
            )
            for one in found
        ),
        len(found),
    )


def _texts(words: str) -> Callable[[Turn, Sequence[SheetTrouble]], list[str]]:
    def say(turn: Turn, found: Sequence[SheetTrouble]) -> list[str]:
        texts = list(dict.fromkeys(one.text or one.sheet for one in found))
        shown = " · ".join(texts[:MOST_SHOWN])
        more = [turn.t(AND_MORE, count=len(texts) - MOST_SHOWN)] if texts[MOST_SHOWN:] else []
        return [turn.t(words, texts=shown), *more]

    return say


def _old(turn: Turn, found: Sequence[SheetTrouble]) -> list[str]:
    month = turn.t.month(turn.situation.known_from)
    return [turn.t(OLD, month=month, count=len(found))]


def _future(turn: Turn, found: Sequence[SheetTrouble]) -> list[str]:
    return [turn.t(FUTURE, count=len(found))]


def _too_much(turn: Turn, found: Sequence[SheetTrouble]) -> list[str]:
    return [turn.t(TOO_MUCH)]


def _first(t: Voice, lines: Iterable[str], count: int) -> list[str]:
    shown = [line for line, _ in zip(lines, range(MOST_SHOWN), strict=False)]
    return [*shown, t(AND_MORE, count=count - MOST_SHOWN)] if count > MOST_SHOWN else shown


WORDS: dict[TroubleCode, Callable[[Turn, Sequence[SheetTrouble]], list[str]]] = {
    TroubleCode.TOTAL: _totals,
    TroubleCode.CLASH: _clashes,
    TroubleCode.CELL: _cells,
    TroubleCode.ROW: _texts(ROWS),
    TroubleCode.COMPUTED: _texts(COMPUTED),
    TroubleCode.OLD: _old,
    TroubleCode.FUTURE: _future,
    TroubleCode.SKIPPED: _texts(SKIPPED),
    TroubleCode.BESIDE: _texts(BESIDE),
    TroubleCode.TOO_MUCH: _too_much,
}
