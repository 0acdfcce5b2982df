"""Pictures as descriptions, in the person's language; `handlers/pictures/` draws them."""

from collections.abc import Sequence
from enum import Enum

from bot.catalogue import PlaceKind
from bot.messages import Picture
from bot.oversight import PlaceProgress
from bot.people import Place
from bot.text import Voice, mark

MOST_ROWS = 30
ALT = mark("%(title)s: progress as bars. %(total)s")
THE_REST = mark("%(count)s more")
NOTHING_YET = mark("Nothing yet")
QUESTIONED = mark("Looks doubtful")
ON_TIME = mark("Complete and on time")
COMPLETE = mark("Complete")
OF_THE_PROVINCE = mark("Province level")
BELOW = mark("Summary of the places")

Row = tuple[str, int, int]  # name, received, expected


class Counted(Enum):
    """What the bars count: (one row's words, the total's words)."""

    PLACES = (
        mark("%(received)s/%(expected)s places"),
        mark("%(received)s of %(expected)s places complete"),
    )
    ITEMS = (
        mark("%(received)s/%(expected)s items"),
        mark("%(received)s of %(expected)s items told"),
    )


def grouped(
    t: Voice, scope: Place, progress: Sequence[PlaceProgress]
) -> list[tuple[str, list[PlaceProgress]]]:
    """The places asked for figures: of a province by district, of a district each by itself.

    What belongs to no district comes last.
    """
    asked = [row for row in progress if row.expected]
    if scope.kind is not PlaceKind.PROVINCE:
        return [(row.place.short_name(t), [row]) for row in asked]
    names = {
        row.place.id: row.place.name(t) for row in progress if row.place.kind is PlaceKind.DISTRICT
    }
    groups = [
        (name, [row for row in asked if row.place.district == district])
        for district, name in [*names.items(), ("", t(OF_THE_PROVINCE))]
    ]
    return [(name, rows) for name, rows in groups if rows]


def progress_rows(
    t: Voice, scope: Place, progress: Sequence[PlaceProgress]
) -> tuple[list[Row], Counted]:
    """A province's rows are its districts and their complete places, a district's its places and
    their items."""
    groups = grouped(t, scope, progress)
    if scope.kind is PlaceKind.PROVINCE:
        return [(name, *_complete(rows)) for name, rows in groups], Counted.PLACES
    return [(name, row.answered, row.expected) for name, (row,) in groups], Counted.ITEMS


def _complete(rows: Sequence[PlaceProgress]) -> tuple[int, int]:
    return sum(row.is_complete for row in rows), len(rows)


def progress_picture(
    t: Voice,
    title: str,
    rows: Sequence[Row],
    punctual: int,
    silent: int,
    doubtful: int,
    counted: Counted = Counted.PLACES,
    punctual_words: str = ON_TIME,
) -> Picture:
    """Bars of received in expected, one a row, and three counts of places below them.

    More rows than fit are summed up in a last one, so that the bars always come to the total.
    `punctual_words` is for a caller who knows who is complete but not since when.
    """
    words, total_words = counted.value
    total = t(total_words, **_sums(rows))
    shown = _at_most(t, rows)
    return Picture(
        kind="progress",
        alt=t(ALT, title=title, total=total),
        data={
            "title": title,
            "total": total,
            "rows": [
                {
                    "name": name,
                    "received": received,
                    "expected": expected,
                    "count": t(words, received=received, expected=expected),
                }
                for name, received, expected in shown
            ],
            "below": t(BELOW),
            "blocks": [
                {"tone": "good", "label": t(punctual_words), "count": punctual},
                {"tone": "quiet", "label": t(NOTHING_YET), "count": silent},
                {"tone": "warn", "label": t(QUESTIONED), "count": doubtful},
            ],
        },
    )


def _at_most(t: Voice, rows: Sequence[Row]) -> list[Row]:
    if len(rows) <= MOST_ROWS:
        return list(rows)
    rest = rows[MOST_ROWS - 1 :]
    sums = _sums(rest)
    return [
        *rows[: MOST_ROWS - 1],
        (t(THE_REST, count=len(rest)), sums["received"], sums["expected"]),
    ]


def _sums(rows: Sequence[Row]) -> dict[str, int]:
    return {
        "received": sum(received for _, received, _ in rows),
        "expected": sum(expected for _, _, expected in rows),
    }
