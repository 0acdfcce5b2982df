"""Many figures at once, compactly: what changes, what is doubtful, what is new; what was saved."""

from collections.abc import Iterable, Iterator, Sequence

from bot.catalogue import Ledger
from bot.cells import Status
from bot.changes import Recorded
from bot.drafts import Draft, name_words, short_name
from bot.flows.record import echo
from bot.status_words import STATUS_WORDS
from bot.text import Voice, mark
from bot.turn import Turn

MANY = 12  # figures; up to here each has a line of its own
MOST_NEW = 2_000  # UTF-16 units of new figures: a screen or two, never LINE's 5,000
MOST_DIFFERENCES = 9_000  # of changed and doubtful ones: they are what the yes is about
CHANGED = mark("Changed (%(count)s):")
DOUBTFUL = mark("Please check (%(count)s):")
NEW = mark("New (%(count)s):")
MORE = mark("and %(count)s more")
SAVED_MANY = mark("Saved: %(count)s figures, %(first)s to %(last)s")
SAVED_MONTH = mark("Saved: %(count)s figures, %(month)s")

Line = tuple[str, int]  # and how many figures it tells of


def read_back_lines(turn: Turn, drafts: Sequence[Draft]) -> list[str]:
    """Every change as old → new, every doubt, and new figures as far as they can be read."""
    changed = [draft for draft in drafts if _before(turn, draft) and not draft.note]
    doubtful = [draft for draft in drafts if draft.note]
    new = [draft for draft in drafts if not draft.note and not _before(turn, draft)]
    return [
        *_section(turn.t, CHANGED, len(changed), _lines(turn, changed), MOST_DIFFERENCES),
        *_section(turn.t, DOUBTFUL, len(doubtful), _doubts(turn, doubtful), MOST_DIFFERENCES),
        *_section(turn.t, NEW, len(new), _lines(turn, new), MOST_NEW),
    ]


def saved_lines(turn: Turn, drafts: Sequence[Draft], changes: Sequence[Recorded]) -> list[str]:
    """How many were saved, and what the latest month adds up to."""
    t, months = turn.t, [draft.month for draft in drafts]
    first, last = min(months), max(months)
    head = (
        t(SAVED_MONTH, count=len(drafts), month=t.month(last))
        if first == last
        else t(SAVED_MANY, count=len(drafts), first=t.month(first), last=t.month(last))
    )
    activities = turn.situation.catalogue.activities
    touched = {activities[draft.activity].ledger for draft in drafts}
    running = [
        line
        for ledger in Ledger
        if ledger in touched
        for line in echo.running_words(turn, ledger, last)
    ]
    evidence = echo.evidence_words(turn, drafts)
    return [head, *echo.warnings(t, changes), *evidence, *running]


def _before(turn: Turn, draft: Draft) -> bool:
    before = draft.before(turn.situation)
    return bool(before and before.status.answered)


def _section(t: Voice, title: str, count: int, lines: Iterable[Line], most: int) -> list[str]:
    """A titled list, cut where it gets too long to read."""
    if not count:
        return []
    kept, length, shown = [t(title, count=count)], 0, 0
    for line, figures in lines:
        length += len(line.encode("utf-16-le")) // 2
        if length > most:
            kept.append(t(MORE, count=count - shown))
            break
        kept.append(line)
        shown += figures
    return kept


def _lines(turn: Turn, drafts: Sequence[Draft]) -> Iterator[Line]:
    """A line an item and year: `• Office electricity, units (kWh), 2026: Jan 3,100 · Feb …`."""
    for same in _by_item(turn, drafts):
        yield f"• {_head(turn, same[0])}: {_values(turn, same)}", len(same)


def _doubts(turn: Turn, drafts: Sequence[Draft]) -> Iterator[Line]:
    """The same, with the doubt that the figures of a line share."""
    by_note: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_note.setdefault(draft.note, []).append(draft)
    for note, same in by_note.items():
        yield note, 0
        yield from _lines(turn, same)


def _by_item(turn: Turn, drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Figures of one item and year together, items in asking order."""
    order = {code: index for index, code in enumerate(turn.situation.catalogue.activities)}
    grouped: dict[tuple[str, str, int], list[Draft]] = {}
    for draft in sorted(drafts, key=lambda one: one.month):
        grouped.setdefault((draft.activity, draft.kind, draft.month.year), []).append(draft)
    return sorted(grouped.values(), key=lambda same: order[same[0].activity])


def _head(turn: Turn, draft: Draft) -> str:
    t, catalogue = turn.t, turn.situation.catalogue
    activity = catalogue.activities[draft.activity]
    named = name_words if draft.kind else short_name
    unit, year = t(catalogue.units[activity.unit].label), t.month(draft.month).rpartition(" ")[2]
    return f"{named(t, turn.situation, draft)}, {unit}, {year}"


def _values(turn: Turn, drafts: Sequence[Draft]) -> str:
    return " · ".join(
        f"{turn.t.month(draft.month).rpartition(' ')[0]} {_value(turn, draft)}" for draft in drafts
    )


def _value(turn: Turn, draft: Draft) -> str:
    """`3,100`, or `3,000 → 3,100` where another figure is kept."""
    t, before = turn.t, draft.before(turn.situation)
    if draft.status is Status.REPORTED and draft.quantity is not None:
        told = t.number(draft.quantity)
    else:
        told = echo.said_words(t, turn, draft)
    if before and before.status.answered:
        old = (
            t.number(before.quantity)
            if before.quantity is not None
            else t(STATUS_WORDS[before.status])
        )
        return f"{old} → {told}"
    return told
