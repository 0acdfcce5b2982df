"""The coordinator's summary: who has told the month, who has not, what it adds up to."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.messages import Card, Reply
from bot.months import Month
from bot.oversight import PlaceProgress
from bot.people import Seat
from bot.text import Voice, mark

HEAD = mark("%(place)s · %(month)s")
SILENT = mark("Nothing yet (%(count)s): %(places)s")
PARTLY = mark("Under way (%(count)s): %(places)s")
PUNCTUAL = mark("Complete, thank you (%(count)s): %(places)s")
NOBODY = mark("No official has joined yet, or cannot be reached (%(count)s): %(places)s")
AND_MORE = mark("%(places)s and %(count)s more")
MOST_NAMED = 8


def summary(t: Voice, seat: Seat, progress: Sequence[PlaceProgress], month: Month) -> Reply:
    """One message and a card over the places of `seat` that are asked for figures."""
    asked = [row for row in progress if row.expected]
    complete = [row for row in asked if row.answered >= row.expected]
    partly = [row for row in asked if 0 < row.answered < row.expected]
    silent = [row for row in asked if row.answered == 0]
    lines = [t(HEAD, place=seat.place.name(t), month=t.month_long(month))]
    groups = (
        (PUNCTUAL, complete),
        (PARTLY, partly),
        (SILENT, [row for row in silent if row.reachable]),
        (NOBODY, [row for row in silent if not row.reachable]),
    )
    lines += [t(words, count=len(rows), places=names_of(t, rows)) for words, rows in groups if rows]
    title = t(HEAD, place=seat.place.name(t), month=t.month(month))
    return Reply("\n".join(lines), card=Card(title, _rows(t, asked, complete)))


def _rows(
    t: Voice, asked: Sequence[PlaceProgress], complete: Sequence[PlaceProgress]
) -> tuple[tuple[str, str], ...]:
    return (
        (t(mark("Places complete")), f"{len(complete)} / {len(asked)}"),
        (t(mark("Figures told")), f"{_sum(asked, 'answered')} / {_sum(asked, 'expected')}"),
        (t(mark("Own use, tCO2e")), t.tonnes(_kg(row.kg_co2e_organisation for row in asked))),
        (t(mark("In the areas, tCO2e")), t.tonnes(_kg(row.kg_co2e_area for row in asked))),
    )


def names_of(t: Voice, rows: Sequence[PlaceProgress]) -> str:
    names = [row.place.name(t) for row in rows[:MOST_NAMED]]
    joined = ", ".join(names)
    left = len(rows) - len(names)
    return t(AND_MORE, places=joined, count=left) if left else joined


def _sum(rows: Sequence[PlaceProgress], field: str) -> int:
    return sum(getattr(row, field) for row in rows)


def _kg(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))
